/// A text as numbered tokens.
struct TokenText: Sendable {
  /// UTF-8.
  private let bytes: [UInt8]
  private(set) var tokens: [Token] = []
  /// The numbers of the tokens' stems among those that phrases use.
  private(set) var stems: [Int32] = []
  /// The numbers of the folded words among those that phrases or the negation lexicon use.
  private(set) var words: [Int32] = []
  /// The folded words themselves, for the learned model and for examples; empty when neither asks.
  private(set) var folded = ModelText()
  /// For each token whether it is quoted or fenced; empty when none is.
  private(set) var isNeutral: [Bool] = []

  init(
    _ text: String,
    stems stemNumbers: TokenVocabulary,
    words wordNumbers: TokenVocabulary,
    keepsWords: Bool = false,
    corrects: Bool = false
  ) {
    var scanner = TokenScanner(text)
    bytes = scanner.bytes
    // No text has more; memory that is not written to costs nothing.
    tokens.reserveCapacity(scanner.bytes.count / 2 + 1)
    stems.reserveCapacity(tokens.capacity)
    words.reserveCapacity(tokens.capacity)
    if keepsWords { folded.reserveCapacity(scanner.bytes.count) }
    var stem: [UInt8] = []
    stem.reserveCapacity(32)
    var corrections = corrects ? KnownWords.limit : 0
    while let token = scanner.next() {
      tokens.append(token)
      // No word is copied where it need not be: a long text has tens of thousands.
      var wordNumber = wordNumbers.number(of: scanner.word)
      var stemNumber = Self.number(of: scanner.word, stem: &stem, among: stemNumbers)
      var correction: [UInt8]?
      // A word that a phrase has is no slip.
      if corrections > 0, stemNumber == TokenVocabulary.unknown,
        wordNumber == TokenVocabulary.unknown, !KnownWords.contains(scanner.word)
      {
        corrections -= 1
        correction = KnownWords.correction(of: scanner.word)
      }
      if let correction {
        wordNumber = wordNumbers.number(of: correction)
        stemNumber = Self.number(of: correction, stem: &stem, among: stemNumbers)
      }
      words.append(wordNumber)
      stems.append(stemNumber)
      if keepsWords {
        folded.append(
          correction ?? scanner.word,
          stem: stem,
          token: tokens.count - 1,
          isIdeograph: scanner.isIdeograph
        )
      }
    }
    isNeutral = NeutralZones(scanner.bytes).flags(of: tokens)
  }

  /// The number of a word's stem, which is then in `stem`.
  private static func number(
    of word: [UInt8],
    stem: inout [UInt8],
    among numbers: TokenVocabulary
  ) -> Int32 {
    stem.removeAll(keepingCapacity: true)
    stem.append(contentsOf: word)
    Stem.reduce(&stem)
    return numbers.number(of: stem)
  }

  /// The piece of the text from the first to the last of these tokens, with what is between them.
  func piece(_ range: Range<Int>) -> String {
    let start = tokens[range.lowerBound].bytes.lowerBound
    let end = tokens[range.upperBound - 1].bytes.upperBound
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// Offsets in Unicode scalars.
  func scalars(_ range: Range<Int>) -> Range<Int> {
    tokens[range.lowerBound].scalars.lowerBound..<tokens[range.upperBound - 1].scalars.upperBound
  }
}
