/// What was found out about the words of earlier texts: numbers, stems, and what slips were read as.
///
/// Texts repeat their words, and looking for a slip takes as long as reading a short text. A word may
/// stand in one of four places, which it shares with others; the memory never grows, and what it
/// answers is what would be found out anew.
package struct WordMemory: Sendable {
  /// Each an entry of `width` bytes, the first of them the length.
  private var words: [UInt8]
  /// What the words are read as, and the stems of that.
  private var readings: [UInt8]
  private var stems: [UInt8]
  private var numbers: [Numbers]
  /// What the learned model makes of the words by themselves; none where it was not asked.
  private var steps: [LinearModel.WordSteps]
  private var beginnings: [LinearModel.WeightSum]
  private let count: Int
  /// Those of an earlier text, whose room the next one takes.
  private var parts: TokenText.Parts?
  /// The model's weights ready to be looked up; nil where nothing is remembered, since a text by itself
  /// is not worth it.
  let weights: UnpackedWeights?
  /// Bytes of the longest text whose room is kept.
  private static let longestKept = 4096

  struct Numbers: Sendable {
    let word: Int32
    let stem: Int32
    /// Whether no phrase and no training task has the word, so that it may be a slip.
    let isStrange: Bool
    let isIdeograph: Bool
    /// Whether there are steps, too.
    var hasSteps = false
  }

  private static let width = 32
  /// Places where a word may stand, one after the other: with one alone, words that are often used
  /// push each other out.
  private static let ways = 4
  /// Which of full places is taken next.
  private var turn = 0

  /// - Parameter count: Places, a power of two; 0 remembers nothing.
  package init(count: Int = 0) {
    self.count = count
    words = Array(repeating: 0, count: count * Self.width)
    readings = words
    stems = words
    let nothing = Numbers(word: 0, stem: 0, isStrange: false, isIdeograph: false)
    numbers = Array(repeating: nothing, count: count)
    steps = Array(repeating: LinearModel.WordSteps(), count: count)
    beginnings = Array(repeating: LinearModel.WeightSum(), count: count)
    weights = count > 0 ? UnpackedWeights() : nil
  }

  /// The place of a word that is remembered; nil for another.
  func place(of word: [UInt8]) -> Int? {
    place(of: word, word.indices, with: 0)
  }

  /// The same for a plain word as it stands in a text.
  func place(ofPlain text: [UInt8], _ range: Range<Int>) -> Int? {
    // The bit that makes letters lower-case ones; digits have it.
    place(of: text, range, with: 0x20)
  }

  @inline(__always)
  private func place(of text: [UInt8], _ range: Range<Int>, with bit: UInt8) -> Int? {
    guard count > 0, range.count < Self.width else { return nil }
    return unsafe text.withUnsafeBufferPointer { text -> Int? in
      let word = unsafe UnsafeBufferPointer(rebasing: text[range])
      let first = unsafe self.place(for: word, with: bit)
      return unsafe words.withUnsafeBufferPointer { words -> Int? in
        for place in first..<first + min(Self.ways, count) {
          let start = place * Self.width
          guard unsafe Int(words[start]) == word.count else { continue }
          var index = 0
          while unsafe index < word.count && words[start + 1 + index] == word[index] | bit {
            index += 1
          }
          if index == word.count { return place }
        }
        return nil
      }
    }
  }

  func numbers(at place: Int) -> Numbers { numbers[place] }

  /// Appends what a word is read as.
  func append(_ place: Int, to text: inout ModelText, token: Int) {
    unsafe Self.withEntry(of: readings, place) { reading in
      unsafe Self.withEntry(of: stems, place) { stem in
        unsafe text.append(
          reading,
          stem: stem,
          token: token,
          isIdeograph: numbers[place].isIdeograph,
          steps: numbers[place].hasSteps ? steps[place] : nil,
          beginning: numbers[place].hasSteps ? beginnings[place] : nil
        )
      }
    }
  }

  /// The parts of the text before, or new ones.
  mutating func takeParts() -> TokenText.Parts { parts.take() ?? TokenText.Parts() }

  /// Keeps the parts of a text that nobody reads any more, unless it is a long one.
  mutating func keep(_ parts: TokenText.Parts) {
    if count > 0, parts.count <= Self.longestKept { self.parts = parts }
  }

  /// Adds what the model makes of a word that was remembered last at its place.
  mutating func remember(
    _ steps: LinearModel.WordSteps,
    _ beginning: LinearModel.WeightSum,
    at place: Int
  ) {
    self.steps[place] = steps
    beginnings[place] = beginning
    numbers[place].hasSteps = true
  }

  /// Returns the place; nil when the word is not remembered.
  mutating func remember(
    _ word: [UInt8],
    as reading: [UInt8],
    stem: [UInt8],
    _ found: Numbers
  )
    -> Int?
  {
    guard count > 0, max(word.count, reading.count, stem.count) < Self.width else { return nil }
    let place = placeToFill(for: word)
    Self.write(word, to: &words, place)
    Self.write(reading, to: &readings, place)
    Self.write(stem, to: &stems, place)
    numbers[place] = found
    return place
  }

  /// Where the word stands already, as one of another kind of character; else a free place, or the next
  /// in turn.
  private mutating func placeToFill(for word: [UInt8]) -> Int {
    if let known = place(of: word) { return known }
    let first = unsafe word.withUnsafeBufferPointer { unsafe place(for: $0, with: 0) }
    let places = first..<first + min(Self.ways, count)
    if let free = places.first(where: { words[$0 * Self.width] == 0 }) { return free }
    turn += 1
    return first + turn % places.count
  }

  /// The first place of a word: FNV-1a.
  @inline(__always)
  private func place(for word: UnsafeBufferPointer<UInt8>, with bit: UInt8) -> Int {
    var hash: UInt32 = 2_166_136_261
    for index in word.indices {
      hash = unsafe (hash ^ UInt32(word[index] | bit)) &* 16_777_619
    }
    return Int(hash ^ hash >> 15) & (count - 1) & ~(min(Self.ways, count) - 1)
  }

  @inline(__always)
  private static func withEntry(
    of entries: [UInt8],
    _ place: Int,
    _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    let start = place * width
    unsafe entries.withUnsafeBufferPointer { entries in
      let end = unsafe start + 1 + Int(entries[start])
      unsafe body(UnsafeBufferPointer(rebasing: entries[(start + 1)..<end]))
    }
  }

  private static func write(_ word: [UInt8], to entries: inout [UInt8], _ place: Int) {
    let start = place * width
    entries[start] = UInt8(word.count)
    for (index, byte) in word.enumerated() {
      entries[start + 1 + index] = byte
    }
  }
}
