/// Numbers for words, counted from 0 in the order of insertion.
///
/// A hash table over one run of bytes: no word is an object of its own, so that ten thousand
/// phrases cost little at start. Hashes are seeded per process, so no policy can choose words that
/// collide; the numbers do not depend on them.
struct TokenVocabulary: Sendable {
  private var bytes: [UInt8] = []
  /// Where each word ends in `bytes`.
  private var ends: [Int32] = []
  private var hashes: [Int32] = []
  /// A word's number plus one, or 0 for a free slot; a power of two of them, at most 2/3 used.
  private var slots: [Int32]

  /// The number of a word that is not there.
  static let unknown: Int32 = -1

  init(expectedCount: Int = 0) {
    var size = 16
    while size * 2 < expectedCount * 3 {
      size *= 2
    }
    slots = Array(repeating: 0, count: size)
    ends.reserveCapacity(expectedCount)
    hashes.reserveCapacity(expectedCount)
    bytes.reserveCapacity(expectedCount * 8)
  }

  var count: Int { ends.count }

  /// The number of the word, or `unknown`.
  func number(of word: [UInt8]) -> Int32 {
    slots[slot(of: word, word.indices, Self.hash(of: word, word.indices))] - 1
  }

  /// The number of the word, new when it was not there.
  mutating func insert(_ word: [UInt8]) -> Int32 {
    insert(from: word, word.indices)
  }

  /// The same for a word that stands among others.
  mutating func insert(from words: [UInt8], _ range: Range<Int>) -> Int32 {
    let hash = Self.hash(of: words, range)
    let slot = slot(of: words, range, hash)
    if slots[slot] > 0 { return slots[slot] - 1 }
    for index in range {
      bytes.append(words[index])
    }
    ends.append(Int32(bytes.count))
    hashes.append(hash)
    slots[slot] = Int32(ends.count)
    if ends.count * 3 > slots.count * 2 { grow() }
    return Int32(ends.count - 1)
  }

  private func slot(of words: [UInt8], _ range: Range<Int>, _ hash: Int32) -> Int {
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] > 0 {
      let number = Int(slots[slot] - 1)
      if hashes[number] == hash, holds(words, range, number) { break }
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private func holds(_ words: [UInt8], _ range: Range<Int>, _ number: Int) -> Bool {
    let start = number == 0 ? 0 : Int(ends[number - 1])
    guard Int(ends[number]) - start == range.count else { return false }
    for index in range where bytes[start + index - range.lowerBound] != words[index] {
      return false
    }
    return true
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(hash) & (slots.count - 1)
      while slots[slot] > 0 {
        slot = (slot + 1) & (slots.count - 1)
      }
      slots[slot] = Int32(number + 1)
    }
  }

  private static func hash(of words: [UInt8], _ range: Range<Int>) -> Int32 {
    var hasher = Hasher()
    unsafe words.withUnsafeBytes { bytes in
      unsafe hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: bytes[range]))
    }
    return Int32(truncatingIfNeeded: hasher.finalize()) & .max
  }
}
