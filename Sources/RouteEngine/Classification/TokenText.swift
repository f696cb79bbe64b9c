/// A text as numbered tokens.
///
/// A class, since the phrases, the negations and the model look at one text that never changes.
final class TokenText: Sendable {
  /// UTF-8.
  private let bytes: [UInt8]
  let tokens: [Token]
  /// The numbers of the tokens' stems among those that phrases use.
  let stems: [Int32]
  /// The numbers of the folded words among those that phrases or the negation lexicon use.
  let words: [Int32]
  /// The folded words themselves, for the learned model and for examples; empty when neither asks.
  let folded: ModelText
  /// For each token whether it is quoted or fenced; empty when none is.
  let isNeutral: [Bool]

  convenience init(_ text: String, stems: TokenVocabulary, words: TokenVocabulary) {
    var memory = WordMemory()
    self.init(text, WordNumbers(stems: stems, words: words, corrects: false), &memory)
  }

  init(
    _ text: String,
    _ numbers: WordNumbers,
    _ memory: inout WordMemory,
    keepsWords: Bool = false,
    keepsSteps: Bool = false
  ) {
    var scanner = TokenScanner(text)
    bytes = scanner.bytes
    // No text has more; memory that is not written to costs nothing.
    let most = scanner.bytes.count / 2 + 1
    var tokens: [Token] = []
    var stems: [Int32] = []
    var words: [Int32] = []
    var folded = ModelText(
      keepsSteps: keepsSteps,
      capacity: keepsWords ? scanner.bytes.count : 0
    )
    tokens.reserveCapacity(most)
    stems.reserveCapacity(most)
    words.reserveCapacity(most)
    var reader = WordReader(numbers)
    while let token = scanner.next() {
      tokens.append(token)
      if let place = memory.place(of: scanner.word),
        memory.numbers(at: place).isIdeograph == scanner.isIdeograph,
        reader.mayUse(memory.numbers(at: place))
      {
        let found = memory.numbers(at: place)
        words.append(found.word)
        stems.append(found.stem)
        if keepsWords {
          folded.append(
            memory.reading(at: place),
            stem: memory.stem(at: place),
            token: tokens.count - 1,
            isIdeograph: scanner.isIdeograph,
            steps: memory.steps(at: place)
          )
        }
        continue
      }
      let place = reader.read(scanner.word, scanner.isIdeograph, remembering: &memory)
      words.append(reader.wordNumber)
      stems.append(reader.stemNumber)
      if keepsWords {
        folded.append(
          reader.correction?[...] ?? scanner.word[...],
          stem: reader.stem[...],
          token: tokens.count - 1,
          isIdeograph: scanner.isIdeograph
        )
        if let place, !folded.isCut, let steps = folded.steps.last {
          memory.remember(steps, at: place)
        }
      }
    }
    isNeutral = NeutralZones(scanner.bytes).flags(of: tokens)
    self.tokens = tokens
    self.stems = stems
    self.words = words
    self.folded = folded
  }

  /// The piece of the text from the first to the last of these tokens, with what is between them.
  func piece(_ range: Range<Int>) -> String {
    String(decoding: bytes(of: range), as: UTF8.self)
  }

  /// The same in UTF-8.
  func bytes(of range: Range<Int>) -> ArraySlice<UInt8> {
    let start = tokens[range.lowerBound].bytes.lowerBound
    let end = tokens[range.upperBound - 1].bytes.upperBound
    return bytes[start..<end]
  }

  /// Offsets in Unicode scalars.
  func scalars(_ range: Range<Int>) -> Range<Int> {
    tokens[range.lowerBound].scalars.lowerBound..<tokens[range.upperBound - 1].scalars.upperBound
  }
}

/// By what the words of texts are numbered.
struct WordNumbers: Sendable {
  let stems: TokenVocabulary
  let words: TokenVocabulary
  /// Whether a word that is one slip away from a known one is read as that one.
  let corrects: Bool
}

/// Finds out what there is to know of one word after the other of a text.
private struct WordReader {
  private let numbers: WordNumbers
  /// How many strange words may still be looked at.
  private var corrections: Int
  private(set) var wordNumber: Int32 = 0
  private(set) var stemNumber: Int32 = 0
  /// Of the correction, if there is one.
  private(set) var stem: [UInt8] = []
  private(set) var correction: [UInt8]?

  init(_ numbers: WordNumbers) {
    self.numbers = numbers
    corrections = numbers.corrects ? KnownWords.limit : 0
  }

  /// Whether what is remembered of a word is what would be found out here.
  mutating func mayUse(_ found: WordMemory.Numbers) -> Bool {
    guard found.isStrange else { return true }
    guard corrections > 0 else { return false }
    corrections -= 1
    return true
  }

  /// Returns the place in the memory, if the word has one.
  mutating func read(
    _ word: [UInt8],
    _ isIdeograph: Bool,
    remembering memory: inout WordMemory
  ) -> Int? {
    correction = nil
    wordNumber = numbers.words.number(of: word)
    setStem(of: word)
    // A word that a phrase has is no slip.
    let isStrange =
      numbers.corrects && stemNumber == TokenVocabulary.unknown
      && wordNumber == TokenVocabulary.unknown && !KnownWords.contains(word)
    if isStrange {
      guard corrections > 0 else { return nil }
      corrections -= 1
      correction = KnownWords.correction(of: word)
    }
    if let correction {
      wordNumber = numbers.words.number(of: correction)
      setStem(of: correction)
    }
    return memory.remember(
      word,
      as: correction ?? word,
      stem: stem,
      WordMemory.Numbers(
        word: wordNumber,
        stem: stemNumber,
        isStrange: isStrange,
        isIdeograph: isIdeograph
      )
    )
  }

  private mutating func setStem(of word: [UInt8]) {
    stem.removeAll(keepingCapacity: true)
    stem.reserveCapacity(32)
    stem.append(contentsOf: word)
    Stem.reduce(&stem)
    stemNumber = numbers.stems.number(of: stem)
  }
}
