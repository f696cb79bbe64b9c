/// A pattern of words, as a policy's `phrases` write it.
///
/// Words match by stem; `=word` matches the word itself, folded; `...` is a gap of up to five
/// tokens; all other punctuation only separates (`sub-agents` is `sub agents`). Each CJK character
/// is a word. Two phrases are the same when they are written the same.
package struct Phrase: Hashable, Sendable {
  /// As written.
  package let text: String
  let words: [Word]
  /// The stems and exact words, one after the other: ten thousand phrases are read at start.
  let bytes: [UInt8]

  /// One word to match.
  struct Word: Hashable, Sendable {
    /// Its stem in `bytes`.
    let stem: Range<Int>
    /// The folded word in `bytes`, when it must be just this one.
    let exact: Range<Int>?
    /// Whether up to `longestGap` tokens may stand before it.
    let isAfterGap: Bool
  }

  /// Tokens that a `...` spans at most; the policy language's number.
  static let longestGap = 5

  /// Why a text is no phrase.
  package struct Fault: Error, Hashable, Sendable {
    /// One clause, lower case, for the end of a message.
    package let reason: String
  }

  /// - Throws: when there is no word, or a gap with no word on one of its sides.
  package init(_ text: String) throws(Fault) {
    self.text = text
    var scanner = TokenScanner(text)
    var words: [Word] = []
    words.reserveCapacity(4)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(scanner.bytes.count)
    var stem: [UInt8] = []
    var end = 0
    var isExact = false
    while let token = scanner.next() {
      let separator = PhraseSeparator(in: scanner.bytes, end..<token.bytes.lowerBound)
      if separator.gaps > 1 { throw Fault(reason: "two gaps `...` with no word between them") }
      if separator.gaps == 1, words.isEmpty { throw Fault(reason: Self.gapAtEnd) }
      isExact = separator.startsExact || isExact && !separator.hasBlank
      stem.removeAll(keepingCapacity: true)
      stem.append(contentsOf: scanner.word)
      Stem.reduce(&stem)
      words.append(
        Word(
          stem: bytes.appendRange(stem),
          exact: isExact ? bytes.appendRange(scanner.word) : nil,
          isAfterGap: separator.gaps == 1
        )
      )
      end = token.bytes.upperBound
    }
    if words.isEmpty { throw Fault(reason: "the phrase has no word") }
    if PhraseSeparator(in: scanner.bytes, end..<scanner.bytes.count).gaps > 0 {
      throw Fault(reason: Self.gapAtEnd)
    }
    self.words = words
    self.bytes = bytes
  }

  /// What `write(to:)` wrote; ranges that no text could have lead nowhere.
  package init(from reader: inout PreparedReader) {
    text = reader.text()
    bytes = Array(reader.run())
    let count = reader.length()
    var words: [Word] = []
    words.reserveCapacity(count)
    for _ in 0..<count {
      let isAfterGap = reader.flag()
      let stem = reader.range(within: bytes.count)
      let exact = reader.flag() ? reader.range(within: bytes.count) : nil
      words.append(Word(stem: stem, exact: exact, isAfterGap: isAfterGap))
    }
    self.words = words
  }

  private static let gapAtEnd = "a gap `...` needs a word on both sides"

  package static func == (left: Phrase, right: Phrase) -> Bool {
    left.text == right.text
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(text)
  }
}

/// What stands between two words of a phrase.
private struct PhraseSeparator {
  /// Runs of three or more dots, or of `…`.
  var gaps = 0
  /// `=` directly before the word, at the beginning of a written word.
  var startsExact = false
  /// An exact written word ends here.
  var hasBlank: Bool

  init(in bytes: [UInt8], _ range: Range<Int>) {
    hasBlank = range.lowerBound == 0
    var dots = 0
    var index = range.lowerBound
    while index < range.upperBound {
      switch bytes[index] {
      case UInt8(ascii: "."):
        dots += 1
        if dots == 3 { gaps += 1 }
      // U+2026 is E2 80 A6; it counts as three dots.
      case 0xE2 where bytes[index + 1] == 0x80 && bytes[index + 2] == 0xA6:
        if dots < 3 { gaps += 1 }
        dots += 3
        index += 2
      default:
        dots = 0
      }
      if dots >= 3 || bytes[index] <= 0x20 { hasBlank = true }
      startsExact = bytes[index] == UInt8(ascii: "=") && hasBlank
      index += 1
    }
  }
}

extension [UInt8] {
  /// Appends the bytes and says where they are.
  fileprivate mutating func appendRange(_ bytes: [UInt8]) -> Range<Int> {
    let start = count
    append(contentsOf: bytes)
    return start..<count
  }
}
