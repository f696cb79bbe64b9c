/// The words of the training tasks, to tell a misspelt word from an unusual one.
///
/// A table of hashes in `ModelWeights.swift`, as the model's own: buckets of four entries of four
/// characters, which with the bucket's number are the whole hash.
enum KnownWords {
  /// Letters of words that are looked at; short ones have too many neighbours.
  static let lengths = 4...24
  /// Unknown words of a text that are looked at.
  ///
  /// A text of more does not hang on one of them.
  static let limit = 32

  /// The known word that is one slip away.
  ///
  /// Slips are two letters swapped, one too many, one missing, or one for another, in this order; of
  /// several words it is the one that says most to the model. Nil when the word is known, has other
  /// characters than ASCII letters, or is like none.
  static func correction(of word: [UInt8]) -> [UInt8]? {
    guard lengths.contains(word.count), word.allSatisfy(\.isASCIILetter), !contains(word) else {
      return nil
    }
    var search = SlipSearch(word)
    return search.swapped() ?? search.shortened() ?? search.lengthened() ?? search.replaced()
  }

  static func contains(_ word: [UInt8]) -> Bool {
    word.count >= lengths.lowerBound && contains(ModelFeatures.hash(ofWord: word))
  }

  /// The same by the hash of a word that is long enough.
  @inline(__always)
  static func contains(_ hash: UInt32) -> Bool {
    ModelWeights.wordTable.withUTF8Buffer { unsafe holds(hash, in: $0) }
  }

  @inline(__always)
  private static func holds(_ hash: UInt32, in table: UnsafeBufferPointer<UInt8>) -> Bool {
    let bucketCount = UInt32(ModelWeights.wordBucketCount)
    let count = UInt32(ModelCharacter.count)
    var entry = Int(hash % bucketCount) * 16
    let rest = hash / bucketCount
    let last = ModelCharacter(value: Int(rest % count)).byte
    for _ in 0..<4 {
      if unsafe table[entry + 3] == last,
        unsafe table[entry + 2] == ModelCharacter(value: Int(rest / count % count)).byte,
        unsafe table[entry + 1] == ModelCharacter(value: Int(rest / count / count % count)).byte,
        unsafe table[entry] == ModelCharacter(value: Int(rest / count / count / count)).byte
      {
        return true
      }
      entry += 4
    }
    return false
  }
}

/// Tries every slip of a word; there are hundreds, so that only hashes are made of them.
private struct SlipSearch {
  private let word: [UInt8]
  /// For each letter the hash of those before it.
  private let beginnings: [ModelFeatures.WordState]
  private var best: Slip?
  private var bestWeight = 0.0

  private enum Slip {
    case swapped(Int)
    case removed(Int)
    case inserted(Int, UInt8)
    case replaced(Int, UInt8)
  }

  init(_ word: [UInt8]) {
    self.word = word
    var beginnings: [ModelFeatures.WordState] = []
    beginnings.reserveCapacity(word.count + 1)
    var state = ModelFeatures.WordState()
    for byte in word {
      beginnings.append(state)
      state.add(byte)
    }
    beginnings.append(state)
    self.beginnings = beginnings
  }

  mutating func swapped() -> [UInt8]? {
    for index in 0..<(word.count - 1) where word[index] != word[index + 1] {
      var state = beginnings[index]
      state.add(word[index + 1])
      state.add(word[index])
      take(state, goingOnAt: index + 2, .swapped(index))
    }
    return corrected
  }

  mutating func shortened() -> [UInt8]? {
    guard word.count > KnownWords.lengths.lowerBound else { return nil }
    for index in word.indices {
      take(beginnings[index], goingOnAt: index + 1, .removed(index))
    }
    return corrected
  }

  mutating func lengthened() -> [UInt8]? {
    for index in 0...word.count {
      for letter in UInt8(ascii: "a")...UInt8(ascii: "z") {
        var state = beginnings[index]
        state.add(letter)
        take(state, goingOnAt: index, .inserted(index, letter))
      }
    }
    return corrected
  }

  mutating func replaced() -> [UInt8]? {
    for index in word.indices {
      for letter in UInt8(ascii: "a")...UInt8(ascii: "z") where letter != word[index] {
        var state = beginnings[index]
        state.add(letter)
        take(state, goingOnAt: index + 1, .replaced(index, letter))
      }
    }
    return corrected
  }

  /// Takes the slip when it is a known word and says more than the best so far; the first of equals
  /// stays.
  @inline(__always)
  private mutating func take(
    _ beginning: ModelFeatures.WordState,
    goingOnAt start: Int,
    _ slip: Slip
  ) {
    var state = beginning
    var index = start
    while index < word.count {
      state.add(word[index])
      index += 1
    }
    let hash = state.hash
    guard KnownWords.contains(hash) else { return }
    let weight = LinearModel.weight(ofWord: hash)
    if best == nil || weight > bestWeight { (best, bestWeight) = (slip, weight) }
  }

  private var corrected: [UInt8]? {
    guard let best else { return nil }
    var corrected = word
    switch best {
    case .swapped(let index): corrected.swapAt(index, index + 1)
    case .removed(let index): corrected.remove(at: index)
    case .inserted(let index, let letter): corrected.insert(letter, at: index)
    case .replaced(let index, let letter): corrected[index] = letter
    }
    return corrected
  }
}
