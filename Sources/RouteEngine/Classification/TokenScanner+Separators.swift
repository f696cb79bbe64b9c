extension TokenScanner {
  /// Counts what an ASCII separator ends; `position` is at it.
  mutating func readSeparator(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ";"):
      endStretch()
    case UInt8(ascii: "."), UInt8(ascii: ":"):
      breaks.pieces += 1
      if isBeforeGap {
        breaks.sentences += 1
        breaks.clauses += 1
      }
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
      readNewline(from: position + 1)
    case UInt8(ascii: ","):
      // `1,000` is one number.
      if !(position + 1 < bytes.count && bytes[position + 1].isASCIIDigit) { breaks.commas += 1 }
    case UInt8(ascii: "("), UInt8(ascii: ")"):
      breaks.commas += 1
    case UInt8(ascii: "-"):
      if isBetweenBlanks { breaks.commas += 1 }
    default:
      break
    }
  }

  /// Counts what a separator outside ASCII ends; `position` is after it.
  mutating func readSeparator(_ kind: TextScalarKind) {
    switch kind {
    case .comma:
      breaks.commas += 1
    case .clauseEnd:
      breaks.clauses += 1
      breaks.commas += 1
    case .sentenceEnd:
      endStretch()
    case .newline:
      readNewline(from: position)
    case .letter, .ideograph, .mark, .joiner, .other:
      break
    }
  }

  private mutating func endStretch() {
    breaks.pieces += 1
    breaks.sentences += 1
    breaks.clauses += 1
    breaks.stretches += 1
  }

  private mutating func readNewline(from next: Int) {
    breaks.pieces += 1
    breaks.sentences += 1
    var index = next
    while index < bytes.count, bytes[index].isBlank {
      index += 1
    }
    let following = index < bytes.count ? bytes[index] : 0
    // `\r\n` is one newline, which the `\n` counts for.
    if bytes[next - 1] != UInt8(ascii: "\r"), following == UInt8(ascii: "\n") {
      breaks.stretches += 1
    }
    if !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(following) {
      breaks.clauses += 1
    }
  }

  /// Whether the mark at `position` stands at the end of a word rather than inside `a.b`.
  private var isBeforeGap: Bool {
    guard position + 1 < bytes.count else { return true }
    switch bytes[position + 1] {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
      UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: ")"),
      UInt8(ascii: "]"), UInt8(ascii: "}"):
      return true
    case let byte:
      return byte >= 0x80
    }
  }

  private var isBetweenBlanks: Bool {
    position > 0 && bytes[position - 1].isBlank
      && position + 1 < bytes.count && bytes[position + 1].isBlank
  }
}

extension UInt8 {
  /// A space, a tab or a carriage return.
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
}
