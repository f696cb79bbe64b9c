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
    var search = Search(word)
    return search.swapped() ?? search.shortened() ?? search.lengthened() ?? search.replaced()
  }

  static func contains(_ word: [UInt8]) -> Bool {
    guard word.count >= lengths.lowerBound else { return false }
    let hash = ModelFeatures.hash(ofWord: word)
    return ModelWeights.wordTable.withUTF8Buffer { unsafe holds(hash, in: $0) }
  }

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

/// Tries every slip of a word in one piece of memory: there are hundreds.
private struct Search {
  private let word: [UInt8]
  private var trial: [UInt8]
  private var best: [UInt8]?
  private var bestWeight = 0.0

  init(_ word: [UInt8]) {
    self.word = word
    trial = word
    trial.reserveCapacity(word.count + 1)
  }

  mutating func swapped() -> [UInt8]? {
    for index in 0..<(word.count - 1) where word[index] != word[index + 1] {
      trial.swapAt(index, index + 1)
      take()
      trial.swapAt(index, index + 1)
    }
    return best
  }

  mutating func shortened() -> [UInt8]? {
    for index in word.indices {
      trial.remove(at: index)
      take()
      trial.insert(word[index], at: index)
    }
    return best
  }

  mutating func lengthened() -> [UInt8]? {
    for index in 0...word.count {
      trial.insert(0, at: index)
      for letter in UInt8(ascii: "a")...UInt8(ascii: "z") {
        trial[index] = letter
        take()
      }
      trial.remove(at: index)
    }
    return best
  }

  mutating func replaced() -> [UInt8]? {
    for index in word.indices {
      for letter in UInt8(ascii: "a")...UInt8(ascii: "z") where letter != word[index] {
        trial[index] = letter
        take()
      }
      trial[index] = word[index]
    }
    return best
  }

  /// Takes the trial when it is known and says more than the best so far; the first of equals stays.
  private mutating func take() {
    guard KnownWords.contains(trial) else { return }
    let weight = LinearModel.weight(ofWord: trial)
    if best == nil || weight > bestWeight { (best, bestWeight) = (trial, weight) }
  }
}
