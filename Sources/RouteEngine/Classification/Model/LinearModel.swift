/// The learned part of the classifier: a multinomial logistic regression over `ModelFeatures`.
///
/// Its weights are data in `ModelWeights.swift`, which `make train` writes. A feature that was not
/// kept in training has no weight and so no say.
struct LinearModel: Sendable {
  /// What it tells apart; `none` is a task of no class.
  enum Outcome: Int, CaseIterable {
    case bulk
    case prototyping
    case production
    case multiAgent
    case extendedThinking
    case none

    /// The class of a policy that it stands for.
    var className: String? {
      switch self {
      case .bulk: "bulk"
      case .prototyping: "prototyping"
      case .production: "production"
      case .multiAgent: "multi-agent"
      case .extendedThinking: "extended-thinking"
      case .none: nil
      }
    }
  }

  /// One number for each outcome.
  typealias Scores = SIMD8<Double>

  /// How much each word adds to each outcome, and what comes of it.
  struct Reading {
    /// From 0 to 1; the six add up to 1.
    let probabilities: Scores
    /// By word of the text, in units of log-odds.
    let words: [Scores]

    func probability(of outcome: Outcome) -> Double { probabilities[outcome.rawValue] }
  }

  /// The probabilities of a text.
  ///
  /// Only sums, products, a square root and a polynomial: the same bits on every machine.
  static func reading(of text: ModelText) -> Reading {
    var byWords = Sum(of: text)
    var byCharacters = Sum(of: text)
    ModelWeights.table.withUTF8Buffer { table in
      ModelFeatures.visit(text) { kind, hash, span in
        let weights = unsafe Self.weights(of: hash, in: table)
        switch kind {
        case .words: byWords.add(weights, to: span)
        case .characters: byCharacters.add(weights, to: span)
        }
      }
    }
    // The share of each kind does not depend on how long the text is.
    let words = text.words.indices.map { byWords[$0] * ModelWeights.wordScale + byCharacters[$0] }
    return Reading(probabilities: probabilities(words.reduce(ModelWeights.biases, +)), words: words)
  }

  /// What the features of one kind add to each word.
  private struct Sum {
    private var words: [Scores]
    /// Features, those without weights among them.
    private var count = 0

    init(of text: ModelText) {
      words = Array(repeating: .zero, count: text.words.count)
    }

    mutating func add(_ weights: Scores?, to span: Range<Int>) {
      count += 1
      guard let weights else { return }
      let share = weights / Double(span.count)
      for word in span {
        words[word] += share
      }
    }

    subscript(word: Int) -> Scores { words[word] / Double(max(1, count)).squareRoot() }
  }

  /// How much a single word says for or against any outcome; 0 when it was not kept.
  static func weight(ofWord word: [UInt8]) -> Double {
    let hash = ModelFeatures.hash(ofWord: word)
    let weights = ModelWeights.table.withUTF8Buffer { unsafe Self.weights(of: hash, in: $0) }
    guard let weights else { return 0 }
    var largest = 0.0
    for index in 0..<6 {
      largest = max(largest, weights[index].magnitude)
    }
    return largest
  }

  /// The weights of a feature; nil when it was not kept.
  ///
  /// The table has buckets of four entries of eight characters: two of the hash, six weights.
  private static func weights(of hash: UInt32, in table: UnsafeBufferPointer<UInt8>) -> Scores? {
    let bucketCount = UInt32(ModelWeights.bucketCount)
    var entry = Int(hash % bucketCount) * 32
    let print = 1 + hash / bucketCount % UInt32(ModelCharacter.count * ModelCharacter.count - 1)
    let high = ModelCharacter(value: Int(print) / ModelCharacter.count).byte
    let low = ModelCharacter(value: Int(print) % ModelCharacter.count).byte
    for _ in 0..<4 {
      if unsafe table[entry] == high, unsafe table[entry + 1] == low {
        var weights = Scores.zero
        for index in 0..<6 {
          let value = ModelCharacter(byte: unsafe table[entry + 2 + index]).value
          weights[index] = Double(value - ModelCharacter.middle)
        }
        return weights * ModelWeights.scales
      }
      entry += 8
    }
    return nil
  }

  private static func probabilities(_ sums: Scores) -> Scores {
    var largest = sums[0]
    for index in 1..<6 {
      largest = max(largest, sums[index])
    }
    var result = Scores.zero
    var total = 0.0
    for index in 0..<6 {
      result[index] = exponential(sums[index] - largest)
      total += result[index]
    }
    return result / total
  }

  /// e to the power of a number that is not positive; 0 below -30.
  ///
  /// Our own, since the last bit of the C library's differs from system to system.
  static func exponential(_ power: Double) -> Double {
    guard power > -30 else { return 0 }
    // e^x = (e^(x / 64))^64, and nine terms of the series suffice for a small power.
    let small = power / 64
    var term = 1.0
    var sum = 1.0
    for index in 1...9 {
      term *= small / Double(index)
      sum += term
    }
    for _ in 0..<6 {
      sum *= sum
    }
    return sum
  }
}

/// A small number as a printable character of the weights' table: all of ASCII but the blank, `"`
/// and `\`.
struct ModelCharacter {
  let value: Int

  static let count = 92
  /// Stands for a weight of 0.
  static let middle = 45

  init(value: Int) {
    self.value = value
  }

  init(byte: UInt8) {
    value = Int(byte) - 0x21 - (byte > 0x22 ? 1 : 0) - (byte > 0x5C ? 1 : 0)
  }

  var byte: UInt8 {
    let skipped = value + 0x21 + (value >= 0x22 - 0x21 ? 1 : 0)
    return UInt8(skipped >= 0x5C ? skipped + 1 : skipped)
  }
}
