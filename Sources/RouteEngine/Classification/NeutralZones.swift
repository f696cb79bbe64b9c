/// The quoted and fenced parts of a text: what they say is no permission.
///
/// A task speaks *about* what it quotes (`the message says "rename all files"`), so that phrases and
/// words there count for protective classes only. Fences are ``` and `~~~` at the beginning of a
/// line, to the end of the text when they are not closed; quotation marks are `"…"`, `'…'` around
/// words, “…”, ‘…’, „…“, «…», »…«, 「…」 and 『…』 within a paragraph; a line that begins with `>` is
/// quoted. One backtick marks a name, not a quotation, and stays part of the sentence.
struct NeutralZones: Sendable {
  /// UTF-8 offsets, in order, not overlapping.
  private(set) var ranges: [Range<Int>] = []

  /// In a text that may have some: one with a byte that `mayOpenZone`.
  init(_ bytes: [UInt8]) {
    var quotations = Quotations(bytes)
    var index = 0
    var isLineStart = true
    while index < bytes.count {
      let byte = bytes[index]
      guard byte.mayOpenZone else {
        // A line may be indented.
        isLineStart = byte == UInt8(ascii: "\n") || isLineStart && byte == UInt8(ascii: " ")
        index += 1
        continue
      }
      var zone: Int?
      if isLineStart, byte == UInt8(ascii: "`") || byte == UInt8(ascii: "~") {
        zone = Self.fenceEnd(bytes, index)
      } else if isLineStart, byte == UInt8(ascii: ">") {
        zone = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      }
      zone = zone ?? quotations.end(from: index)
      if let zone {
        ranges.append(index..<zone)
        index = zone
        isLineStart = false
        continue
      }
      isLineStart = false
      index += 1
    }
  }

  /// For each token whether it lies in a zone; empty when there is none.
  func flags(of tokens: [Token]) -> [Bool] {
    guard !ranges.isEmpty else { return [] }
    var next = 0
    return tokens.map { token in
      while next < ranges.count, ranges[next].upperBound <= token.bytes.lowerBound {
        next += 1
      }
      return next < ranges.count && ranges[next].contains(token.bytes.lowerBound)
    }
  }

  /// The end of a fenced block; nil when there are fewer than three marks.
  ///
  /// A fence that is written on one line ends there, too.
  private static func fenceEnd(_ bytes: [UInt8], _ start: Int) -> Int? {
    let mark = bytes[start]
    let length = bytes[start...].prefix { $0 == mark }.count
    guard length >= 3 else { return nil }
    var run = 0
    for index in (start + length)..<bytes.count {
      run = bytes[index] == mark ? run + 1 : 0
      if run == length { return index + 1 }
    }
    return bytes.count
  }
}

/// Finds where quotations end; each mark is looked for once, so that a text of unpaired marks is
/// read in one pass, too.
private struct Quotations {
  private let bytes: [UInt8]
  /// For each kind the first closing mark found so far, and whence it was looked for.
  private var closings = Array(repeating: Int.min, count: Quotations.kinds.count)
  private var emptyLine = Int.min

  private static let kinds: [(open: StaticString, close: [StaticString])] = [
    ("\"", ["\""]), ("'", ["'"]), ("\u{201C}", ["\u{201D}"]),
    ("\u{201E}", ["\u{201C}", "\u{201D}"]), ("\u{2018}", ["\u{2019}"]), ("«", ["»"]),
    ("»", ["«"]), ("「", ["」"]), ("『", ["』"]),
  ]
  private static let apostrophe = 1

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The end of the quotation that begins there; nil when none does.
  mutating func end(from start: Int) -> Int? {
    guard bytes[start].mayOpenQuotation,
      let kind = Self.kinds.firstIndex(where: { bytes.has($0.open, at: start) })
    else { return nil }
    // An apostrophe follows a letter.
    guard kind != Self.apostrophe || start == 0 || !bytes[start - 1].isWordByte else { return nil }
    let inside = start + Self.kinds[kind].open.utf8CodeUnitCount
    if closings[kind] < inside { closings[kind] = closing(of: kind, from: inside) }
    if emptyLine < inside { emptyLine = nextEmptyLine(from: inside) }
    guard closings[kind] < min(bytes.count, emptyLine) else { return nil }
    return closings[kind] + Self.kinds[kind].close[0].utf8CodeUnitCount
  }

  /// Where the next mark that closes a quotation of the kind stands; the count of bytes for nowhere.
  private func closing(of kind: Int, from start: Int) -> Int {
    for index in start..<max(start, bytes.count) {
      for mark in Self.kinds[kind].close where bytes.has(mark, at: index) {
        let end = index + mark.utf8CodeUnitCount
        if kind != Self.apostrophe || end == bytes.count || !bytes[end].isWordByte { return index }
      }
    }
    return bytes.count
  }

  private func nextEmptyLine(from start: Int) -> Int {
    for index in start..<max(start, bytes.count - 1)
    where bytes[index] == UInt8(ascii: "\n") && bytes[index + 1] == UInt8(ascii: "\n") {
      return index
    }
    return bytes.count
  }
}

extension [UInt8] {
  fileprivate func has(_ mark: StaticString, at index: Int) -> Bool {
    mark.withUTF8Buffer { mark in
      guard index + mark.count <= count else { return false }
      return unsafe self[index..<(index + mark.count)].elementsEqual(mark)
    }
  }
}

extension UInt8 {
  /// A letter or digit, or part of one outside ASCII.
  fileprivate var isWordByte: Bool { isASCIILetterOrDigit || self >= 0x80 }

  /// Whether a zone may begin with the byte, so that most texts need no second look.
  var mayOpenZone: Bool {
    switch self {
    case UInt8(ascii: "`"), UInt8(ascii: "~"), UInt8(ascii: ">"): true
    default: mayOpenQuotation
    }
  }

  /// The first byte of an opening mark.
  fileprivate var mayOpenQuotation: Bool {
    switch self {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), 0xC2, 0xE2, 0xE3: true
    default: false
    }
  }
}
