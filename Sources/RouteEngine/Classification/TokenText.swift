/// A text as numbered tokens.
///
/// A class, since the phrases, the negations and the model look at one text that never changes.
final class TokenText: Sendable {
  let parts: Parts
  /// For each token whether it is quoted or fenced; empty when none is.
  let isNeutral: [Bool]

  /// What a text is made of.
  struct Parts: Sendable {
    /// With the text's bytes, UTF-8.
    fileprivate var scanner = TokenScanner()
    fileprivate(set) var tokens: [Token] = []
    fileprivate(set) var stems: [Int32] = []
    fileprivate(set) var words: [Int32] = []
    fileprivate(set) var folded = ModelText()

    /// Bytes of the text.
    var count: Int { scanner.bytes.count }

    /// Begins another text in the room of this one.
    fileprivate mutating func restart(_ text: String, keepsSteps: Bool) {
      scanner.restart(text)
      tokens.removeAll(keepingCapacity: true)
      stems.removeAll(keepingCapacity: true)
      words.removeAll(keepingCapacity: true)
      folded.restart(keepsSteps: keepsSteps)
    }
  }

  var tokens: [Token] { parts.tokens }
  /// The numbers of the tokens' stems among those that phrases use.
  var stems: [Int32] { parts.stems }
  /// The numbers of the folded words among those that phrases or the negation lexicon use.
  var words: [Int32] { parts.words }
  /// The folded words themselves, for the learned model and for examples; empty when neither asks.
  var folded: ModelText { parts.folded }

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
    var parts = memory.takeParts()
    parts.restart(text, keepsSteps: keepsSteps)
    var reader = WordReader(numbers)
    while let token = parts.scanner.nextUnfolded() {
      parts.tokens.append(token)
      let isIdeograph = parts.scanner.isIdeograph
      let known =
        parts.scanner.isPlain
        ? memory.place(ofPlain: parts.scanner.bytes, token.bytes)
        : memory.place(of: parts.scanner.word)
      if let place = known {
        let found = memory.numbers(at: place)
        if found.isIdeograph == isIdeograph, reader.mayUse(found) {
          parts.words.append(found.word)
          parts.stems.append(found.stem)
          if keepsWords {
            memory.append(place, to: &parts.folded, token: parts.tokens.count - 1)
          }
          continue
        }
      }
      if parts.scanner.isPlain { parts.scanner.fold(token) }
      let place = reader.read(parts.scanner.word, isIdeograph, remembering: &memory)
      parts.words.append(reader.wordNumber)
      parts.stems.append(reader.stemNumber)
      if keepsWords {
        parts.folded.append(
          reader.correction?[...] ?? parts.scanner.word[...],
          stem: reader.stem[...],
          token: parts.tokens.count - 1,
          isIdeograph: isIdeograph
        )
        if let place, !parts.folded.isCut, let steps = parts.folded.steps.last,
          let beginning = parts.folded.beginnings.last
        {
          memory.remember(steps, beginning, at: place)
        }
      }
    }
    isNeutral =
      parts.scanner.mayHaveZones
      ? NeutralZones(parts.scanner.bytes).flags(of: parts.tokens) : []
    self.parts = parts
  }

  /// The piece of the text from the first to the last of these tokens, with what is between them.
  func piece(_ range: Range<Int>) -> String {
    String(decoding: bytes(of: range), as: UTF8.self)
  }

  /// The same in UTF-8.
  func bytes(of range: Range<Int>) -> ArraySlice<UInt8> {
    let start = tokens[range.lowerBound].bytes.lowerBound
    let end = tokens[range.upperBound - 1].bytes.upperBound
    return parts.scanner.bytes[start..<end]
  }

  /// Offsets in Unicode scalars.
  func scalars(_ range: Range<Int>) -> Range<Int> {
    tokens[range.lowerBound].scalars.lowerBound..<tokens[range.upperBound - 1].scalars.upperBound
  }
}

/// By what the words of texts are numbered.
///
/// A class, since every text has them at hand.
final class WordNumbers: Sendable {
  let stems: TokenVocabulary
  let words: TokenVocabulary
  /// Whether a word that is one slip away from a known one is read as that one.
  let corrects: Bool

  init(stems: TokenVocabulary, words: TokenVocabulary, corrects: Bool) {
    self.stems = stems
    self.words = words
    self.corrects = corrects
  }
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
