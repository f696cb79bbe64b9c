/// Cuts a text into tokens: maximal runs of letters and digits, each CJK character for itself.
///
/// A combining mark belongs to the token before it. Characters that only join (soft hyphen, zero
/// width joiners) neither split a token nor count in it. `_` is no letter. Reading is one pass.
struct TokenScanner: Sendable {
  /// The text, UTF-8.
  private(set) var bytes: [UInt8] = []
  /// The last token in NFC, case-folded, UTF-8.
  private(set) var word: [UInt8] = []
  /// Whether the last token is an ideograph.
  private(set) var isIdeograph = false
  /// Whether the last token consists of ASCII letters and digits, so that it stands in the text as it
  /// is but for its case.
  private(set) var isPlain = false
  /// Whether there was a byte that may open a `NeutralZones` range.
  private(set) var mayHaveZones = false
  /// Where reading goes on, in bytes and in scalars.
  var position = 0
  var scalar = 0
  var breaks = TokenBreaks()

  /// Of no text.
  init() {}

  init(_ text: String) {
    bytes = Array(text.utf8)
    word.reserveCapacity(32)
  }

  /// Begins another text in the memory of this one.
  mutating func restart(_ text: String) {
    bytes.removeAll(keepingCapacity: true)
    var text = text
    text.withUTF8 { unsafe bytes.append(contentsOf: $0) }
    word.reserveCapacity(32)
    mayHaveZones = false
    position = 0
    scalar = 0
    breaks = TokenBreaks()
  }

  /// The next token, whose folded form is then in `word`; nil at the end.
  mutating func next() -> Token? {
    let token = nextUnfolded()
    if let token, isPlain { fold(token) }
    return token
  }

  /// Puts the last token, which is a plain one, into `word`.
  mutating func fold(_ token: Token) {
    word.removeAll(keepingCapacity: true)
    word.append(contentsOf: bytes[token.bytes])
    unsafe word.withUnsafeMutableBufferPointer { word in
      // Letters to lower case; digits have that bit already.
      for index in word.indices { unsafe word[index] |= 0x20 }
    }
  }

  /// The next token; a plain one is not in `word` yet.
  mutating func nextUnfolded() -> Token? {
    while position < bytes.count {
      let byte = bytes[position]
      if byte < 0x80 {
        if byte.isASCIILetterOrDigit { return asciiToken() }
        if byte.mayOpenZone { mayHaveZones = true }
        readSeparator(byte)
        position += 1
        scalar += 1
        continue
      }
      mayHaveZones = true
      let (character, length) = decoded(at: position)
      let kind = TextScalarKind(character)
      if kind == .letter || kind == .ideograph { return token(startingWith: character, kind) }
      position += length
      scalar += 1
      readSeparator(kind)
    }
    return nil
  }

  private mutating func asciiToken() -> Token {
    let start = position
    isIdeograph = false
    isPlain = true
    while position < bytes.count, bytes[position].isASCIILetterOrDigit {
      position += 1
    }
    if position < bytes.count, bytes[position] >= 0x80 {
      switch TextScalarKind(decoded(at: position).scalar) {
      case .letter, .mark, .joiner:
        let first = Unicode.Scalar(bytes[start])
        position = start
        return token(startingWith: first, .letter)
      case .ideograph, .comma, .clauseEnd, .sentenceEnd, .newline, .other:
        break
      }
    }
    let first = scalar
    scalar += position - start
    return Token(bytes: start..<position, scalars: first..<scalar, breaks: breaks)
  }

  /// A token with a character outside ASCII.
  private mutating func token(startingWith first: Unicode.Scalar, _ kind: TextScalarKind) -> Token {
    isIdeograph = kind == .ideograph
    isPlain = false
    mayHaveZones = true
    var isFolded = isIdeograph && !TextScalarKind.isCompatibilityIdeograph(first)
    let start = position
    let startScalar = scalar
    var end = position
    var endScalar = scalar
    while position < bytes.count {
      let (character, length) = decoded(at: position)
      let next = TextScalarKind(character)
      let isFirst = position == start
      guard isFirst || next.continues(ideograph: isIdeograph) else { break }
      isFolded = isFolded && (isFirst || next == .joiner)
      position += length
      scalar += 1
      // A joiner at the end belongs to nothing.
      if next != .joiner {
        end = position
        endScalar = scalar
      }
    }
    word.removeAll(keepingCapacity: true)
    if isFolded {
      word.append(contentsOf: bytes[start..<end])
    } else {
      TextFolding.appendFolded(bytes[start..<end], to: &word)
    }
    return Token(bytes: start..<end, scalars: startScalar..<endScalar, breaks: breaks)
  }

  /// The bytes come from a `String`, so they are well-formed.
  private func decoded(at index: Int) -> (scalar: Unicode.Scalar, length: Int) {
    let lead = UInt32(bytes[index])
    if lead < 0x80 { return (Unicode.Scalar(bytes[index]), 1) }
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    var value = lead & (0xFF >> UInt32(length + 1))
    for next in bytes[(index + 1)..<(index + length)] {
      value = value << 6 | UInt32(next & 0x3F)
    }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }
}

extension UInt8 {
  var isASCIILetterOrDigit: Bool { isASCIILetter || isASCIIDigit }
}
