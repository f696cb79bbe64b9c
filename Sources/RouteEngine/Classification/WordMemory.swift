/// What was found out about the words of earlier texts: numbers, stems, and what slips were read as.
///
/// Texts repeat their words, and looking for a slip takes as long as reading a short text. A word has
/// one place, where the last one with that place stands; the memory never grows, and what it answers
/// is what would be found out anew.
package struct WordMemory: Sendable {
  /// Each an entry of `width` bytes, the first of them the length.
  private var words: [UInt8]
  /// What the words are read as, and the stems of that.
  private var readings: [UInt8]
  private var stems: [UInt8]
  private var numbers: [Numbers]
  /// What the learned model makes of the words by themselves; none where it was not asked.
  private var steps: [LinearModel.WordSteps]
  private let count: Int

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

  /// - Parameter count: Places, a power of two; 0 remembers nothing.
  package init(count: Int = 0) {
    self.count = count
    words = Array(repeating: 0, count: count * Self.width)
    readings = words
    stems = words
    let nothing = Numbers(word: 0, stem: 0, isStrange: false, isIdeograph: false)
    numbers = Array(repeating: nothing, count: count)
    steps = Array(repeating: LinearModel.WordSteps(), count: count)
  }

  /// The place of a word that is remembered; nil for another.
  func place(of word: [UInt8]) -> Int? {
    guard count > 0, word.count < Self.width else { return nil }
    let place = place(for: word)
    let start = place * Self.width
    guard Int(words[start]) == word.count else { return nil }
    var index = 0
    while index < word.count {
      if words[start + 1 + index] != word[index] { return nil }
      index += 1
    }
    return place
  }

  func numbers(at place: Int) -> Numbers { numbers[place] }

  func reading(at place: Int) -> ArraySlice<UInt8> { Self.entry(of: readings, place) }

  func stem(at place: Int) -> ArraySlice<UInt8> { Self.entry(of: stems, place) }

  /// Nil when the model was not asked.
  func steps(at place: Int) -> LinearModel.WordSteps? {
    numbers[place].hasSteps ? steps[place] : nil
  }

  /// Adds what the model makes of a word that was remembered last at its place.
  mutating func remember(_ steps: LinearModel.WordSteps, at place: Int) {
    self.steps[place] = steps
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
    let place = place(for: word)
    Self.write(word, to: &words, place)
    Self.write(reading, to: &readings, place)
    Self.write(stem, to: &stems, place)
    numbers[place] = found
    return place
  }

  /// FNV-1a; words that share a place only push each other out.
  private func place(for word: [UInt8]) -> Int {
    var hash: UInt32 = 2_166_136_261
    for byte in word {
      hash = (hash ^ UInt32(byte)) &* 16_777_619
    }
    return Int(hash ^ hash >> 15) & (count - 1)
  }

  private static func entry(of entries: [UInt8], _ place: Int) -> ArraySlice<UInt8> {
    let start = place * width
    return entries[(start + 1)..<(start + 1 + Int(entries[start]))]
  }

  private static func write(_ word: [UInt8], to entries: inout [UInt8], _ place: Int) {
    let start = place * width
    entries[start] = UInt8(word.count)
    for (index, byte) in word.enumerated() {
      entries[start + 1 + index] = byte
    }
  }
}
