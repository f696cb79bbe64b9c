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
    return best(swaps(of: word)) ?? best(omissions(of: word)) ?? best(insertions(into: word))
      ?? best(replacements(in: word))
  }

  static func contains(_ word: [UInt8]) -> Bool {
    guard word.count >= lengths.lowerBound else { return false }
    let hash = ModelFeatures.hash(ofWord: word)
    let bucketCount = UInt32(ModelWeights.wordBucketCount)
    return ModelWeights.wordTable.withUTF8Buffer { table in
      let start = Int(hash % bucketCount) * 16
      var rest = Int(hash / bucketCount)
      var print: (UInt8, UInt8, UInt8, UInt8) = (0, 0, 0, 0)
      print.3 = ModelCharacter(value: rest % ModelCharacter.count).byte
      rest /= ModelCharacter.count
      print.2 = ModelCharacter(value: rest % ModelCharacter.count).byte
      rest /= ModelCharacter.count
      print.1 = ModelCharacter(value: rest % ModelCharacter.count).byte
      print.0 = ModelCharacter(value: rest / ModelCharacter.count).byte
      return (0..<4).contains { slot in
        let entry = start + slot * 4
        return unsafe table[entry] == print.0 && table[entry + 1] == print.1
          && table[entry + 2] == print.2 && table[entry + 3] == print.3
      }
    }
  }

  private static func best(_ candidates: [[UInt8]]) -> [UInt8]? {
    let known = candidates.filter(contains)
    guard known.count > 1 else { return known.first }
    // The first of equals, so that the order of the letters decides.
    var best = known[0]
    var weight = LinearModel.weight(ofWord: best)
    for candidate in known.dropFirst() {
      let other = LinearModel.weight(ofWord: candidate)
      if other > weight { (best, weight) = (candidate, other) }
    }
    return best
  }

  // MARK: - One slip

  private static func swaps(of word: [UInt8]) -> [[UInt8]] {
    (0..<(word.count - 1)).filter { word[$0] != word[$0 + 1] }
      .map { index in
        var other = word
        other.swapAt(index, index + 1)
        return other
      }
  }

  private static func omissions(of word: [UInt8]) -> [[UInt8]] {
    word.indices.map { index in
      var other = word
      other.remove(at: index)
      return other
    }
  }

  private static func insertions(into word: [UInt8]) -> [[UInt8]] {
    (0...word.count).flatMap { index in
      letters.map { letter in
        var other = word
        other.insert(letter, at: index)
        return other
      }
    }
  }

  private static func replacements(in word: [UInt8]) -> [[UInt8]] {
    word.indices.flatMap { index in
      letters.filter { $0 != word[index] }
        .map { letter in
          var other = word
          other[index] = letter
          return other
        }
    }
  }

  private static let letters = Array(UInt8(ascii: "a")...UInt8(ascii: "z"))
}
