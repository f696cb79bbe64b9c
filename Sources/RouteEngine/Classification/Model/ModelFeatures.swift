/// What the learned model counts: runs of one to three words and of one or two stems, the ends of the
/// text among them, and runs of two to five characters.
///
/// A feature is a 32-bit hash; which words it stands for is known where it is found.
enum ModelFeatures {
  enum Kind: UInt32, CaseIterable {
    case words = 2_166_136_261
    case characters = 709_607
  }

  /// Calls back for every feature in the text, repeated ones each time, with the words it spans.
  @inline(__always)
  static func visit(
    _ text: ModelText,
    _ body: (_ kind: Kind, _ hash: UInt32, _ words: Range<Int>) -> Void
  ) {
    guard !text.words.isEmpty else { return }
    visitRuns(of: text.words, in: text.bytes, 1...3, seed: Kind.words.rawValue, \.bytes, body)
    visitRuns(of: text.words, in: text.stemBytes, 1...2, seed: stemSeed, \.stem, body)
    let end = text.scalarCount
    var word = 0
    for first in 0..<end {
      if text.isASCII {
        if first >= Int(text.words[word].scalars.upperBound) { word += 1 }
      } else {
        word = Int(text.scalars[first].word)
      }
      visitCharacters(text, from: first, of: word, after: first, before: end) { hash, last in
        body(.characters, hash, word..<last + 1)
      }
    }
  }

  /// The same for the features that lie in one word: itself, its stem, and its runs of characters with
  /// the blank behind it.
  ///
  /// They are the same wherever the word stands.
  @inline(__always)
  static func visit(
    _ word: ModelText.Word,
    of text: ModelText,
    _ body: (_ kind: Kind, _ hash: UInt32) -> Void
  ) {
    unsafe text.bytes.withUnsafeBufferPointer { bytes in
      var hash = Kind.words.rawValue
      unsafe hash.add(bytes, word.bytes)
      body(.words, hash.mixed)
    }
    unsafe text.stemBytes.withUnsafeBufferPointer { bytes in
      var hash = stemSeed
      unsafe hash.add(bytes, word.stem)
      body(.words, hash.mixed)
    }
    let scalars = Int(word.scalars.lowerBound)..<Int(word.scalars.upperBound)
    guard !text.isASCII else {
      return unsafe text.bytes.withUnsafeBufferPointer { bytes in
        for first in scalars {
          var hash = Kind.characters.rawValue
          for last in first..<min(first + longestRun, scalars.upperBound) {
            unsafe hash.add(bytes[last])
            if last > first { body(.characters, hash.mixed) }
          }
        }
      }
    }
    for first in scalars {
      visitScalars(text, from: first, after: first, before: scalars.upperBound) { hash, _ in
        body(.characters, hash)
      }
    }
  }

  /// How many features of each kind a text has.
  static func counts(in text: ModelText) -> (words: Int, characters: Int) {
    let words = text.words.count
    guard words > 0 else { return (0, 0) }
    let characters = (1..<longestRun).reduce(0) { $0 + max(0, text.scalarCount - $1) }
    // Of the text with its two ends: runs of one to three words, and of one or two stems.
    return ((words + words + 1 + words) + (words + words + 1), characters)
  }

  /// Characters of the longest run.
  static let longestRun = 5

  /// The feature that a single word is.
  static func hash(ofWord word: [UInt8]) -> UInt32 {
    var state = WordState()
    for byte in word {
      state.add(byte)
    }
    return state.hash
  }

  /// The beginning of a word, for the hashes of many words that begin alike.
  struct WordState {
    private var state = Kind.words.rawValue

    @inline(__always) mutating func add(_ byte: UInt8) { state.add(byte) }

    /// Of the word that ends here.
    var hash: UInt32 {
      @inline(__always) get { state.mixed }
    }
  }

  /// A stem is another feature than the word that it looks like.
  static let stemSeed: UInt32 = 83_492_791

  /// Runs of so many words, the ends of the text among them.
  @inline(__always)
  static func visitRuns(
    of words: [ModelText.Word],
    in bytes: [UInt8],
    _ lengths: ClosedRange<Int>,
    seed: UInt32,
    _ piece: (ModelText.Word) -> Range<Int32>,
    _ body: (Kind, UInt32, Range<Int>) -> Void
  ) {
    let count = words.count
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe words.withUnsafeBufferPointer { words in
        // -1 is the beginning, `count` the end.
        for first in -1..<count {
          var hash = seed
          if first < 0 {
            hash.add(UInt8(ascii: "^"))
          } else {
            unsafe hash.add(bytes, piece(words[first]))
            if lengths.lowerBound == 1 { body(.words, hash.mixed, first..<first + 1) }
          }
          for last in first + 1..<min(first + lengths.upperBound, count + 1) {
            hash.add(UInt8(ascii: " "))
            if last < count {
              unsafe hash.add(bytes, piece(words[last]))
            } else {
              hash.add(UInt8(ascii: "$"))
            }
            if last - first + 1 >= lengths.lowerBound {
              body(.words, hash.mixed, max(first, 0)..<min(last + 1, count))
            }
          }
        }
      }
    }
  }

  /// Runs of characters from a scalar of a word that end behind another one, with the word of their
  /// last.
  @inline(__always)
  private static func visitCharacters(
    _ text: ModelText,
    from first: Int,
    of word: Int,
    after start: Int,
    before end: Int,
    _ body: (_ hash: UInt32, _ lastWord: Int) -> Void
  ) {
    guard text.isASCII else {
      return visitScalars(text, from: first, after: start, before: end, body)
    }
    var hash = Kind.characters.rawValue
    var lastWord = word
    for last in first..<min(first + longestRun, end) {
      if last >= Int(text.words[lastWord].scalars.upperBound) { lastWord += 1 }
      hash.add(text.bytes[last])
      if last > start { body(hash.mixed, lastWord) }
    }
  }

  /// The same in a text that is not all ASCII.
  @inline(__always)
  static func visitScalars(
    _ text: ModelText,
    from first: Int,
    after start: Int,
    before end: Int,
    _ body: (_ hash: UInt32, _ lastWord: Int) -> Void
  ) {
    unsafe text.bytes.withUnsafeBufferPointer { bytes in
      unsafe text.scalars.withUnsafeBufferPointer { scalars in
        var hash = Kind.characters.rawValue
        for last in first..<min(first + longestRun, end) {
          let next = unsafe last + 1 < scalars.count ? scalars[last + 1].start : Int32(bytes.count)
          unsafe hash.add(bytes, scalars[last].start..<next)
          if last > start { unsafe body(hash.mixed, Int(scalars[last].word)) }
        }
      }
    }
  }
}

extension UInt32 {
  /// FNV-1a.
  @inline(__always) mutating func add(_ byte: UInt8) {
    self = (self ^ UInt32(byte)) &* 16_777_619
  }

  @inline(__always)
  mutating func add(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int32>) {
    var index = Int(range.lowerBound)
    while index < Int(range.upperBound) {
      unsafe add(bytes[index])
      index += 1
    }
  }

  /// Every bit depends on every byte; the finalizer of MurmurHash3.
  @inline(__always) var mixed: UInt32 {
    var value = self
    value ^= value >> 16
    value = value &* 0x85EB_CA6B
    value ^= value >> 13
    value = value &* 0xC2B2_AE35
    return value ^ value >> 16
  }
}
