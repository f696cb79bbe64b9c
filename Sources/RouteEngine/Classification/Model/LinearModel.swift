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
    // Three pairs of outcomes for each word, in buffers: there are thousands of features in a text of
    // some length.
    var byWords = Array(repeating: SIMD2<Double>.zero, count: 3 * text.words.count)
    var byCharacters = byWords
    let counts = unsafe byWords.withUnsafeMutableBufferPointer { byWords in
      unsafe byCharacters.withUnsafeMutableBufferPointer { byCharacters in
        unsafe steps.withUnsafeBufferPointer { steps in
          ModelWeights.table.withUTF8Buffer { table in
            ModelFeatures.visit(text) { kind, hash, span in
              guard let entry = unsafe entry(of: hash, in: table) else { return }
              switch kind {
              case .words: unsafe Self.add(entry, table, steps, to: byWords, span)
              case .characters: unsafe Self.add(entry, table, steps, to: byCharacters, span)
              }
            }
          }
        }
      }
    }
    // The share of each kind does not depend on how long the text is.
    let wordRoot = Double(max(1, counts.words)).squareRoot()
    let characterRoot = Double(max(1, counts.characters)).squareRoot()
    var sum = ModelWeights.biases
    let words = text.words.indices.map { word in
      let scores =
        Self.scores(byWords, word) / wordRoot * ModelWeights.wordScale
        + Self.scores(byCharacters, word) / characterRoot
      sum += scores
      return scores
    }
    return Reading(probabilities: probabilities(sum), words: words)
  }

  private static func scores(_ pairs: [SIMD2<Double>], _ word: Int) -> Scores {
    let (first, second, third) = (pairs[3 * word], pairs[3 * word + 1], pairs[3 * word + 2])
    return Scores(first.x, first.y, second.x, second.y, third.x, third.y, 0, 0)
  }

  /// Shares what the feature of an entry adds among its words.
  @inline(__always)
  private static func add(
    _ entry: Int,
    _ table: UnsafeBufferPointer<UInt8>,
    _ steps: UnsafeBufferPointer<Double>,
    to words: UnsafeMutableBufferPointer<SIMD2<Double>>,
    _ span: Range<Int>
  ) {
    var first = unsafe SIMD2(
      steps[Int(table[entry &+ 2])],
      steps[Int(table[entry &+ 3]) &+ 128]
    )
    var second = unsafe SIMD2(
      steps[Int(table[entry &+ 4]) &+ 256],
      steps[Int(table[entry &+ 5]) &+ 384]
    )
    var third = unsafe SIMD2(
      steps[Int(table[entry &+ 6]) &+ 512],
      steps[Int(table[entry &+ 7]) &+ 640]
    )
    let count = span.upperBound &- span.lowerBound
    if count == 2 {
      // The same bits as divided, and sooner.
      first *= 0.5
      second *= 0.5
      third *= 0.5
    } else if count > 2 {
      first /= Double(count)
      second /= Double(count)
      third /= Double(count)
    }
    var index = span.lowerBound &* 3
    let end = span.upperBound &* 3
    while index < end {
      unsafe words[index] += first
      unsafe words[index &+ 1] += second
      unsafe words[index &+ 2] += third
      index = index &+ 3
    }
  }

  /// The weight that each character of the table stands for, for each outcome.
  private static let steps: [Double] = (0..<6)
    .flatMap { outcome in
      (0..<128).map { byte in
        let value = ModelCharacter(byte: UInt8(byte)).value
        return Double(value - ModelCharacter.middle) * ModelWeights.scales[outcome]
      }
    }

  /// How much a single word says for or against any outcome; 0 when it was not kept.
  static func weight(ofWord hash: UInt32) -> Double {
    ModelWeights.table.withUTF8Buffer { table in
      guard let entry = unsafe entry(of: hash, in: table) else { return 0 }
      return (0..<6).reduce(0.0) { largest, outcome in
        max(largest, unsafe steps[Int(table[entry + 2 + outcome]) + 128 * outcome].magnitude)
      }
    }
  }

  /// Where the weights of a feature stand; nil when it was not kept.
  ///
  /// The table has buckets of four entries of eight characters: two of the hash, six weights.
  @inline(__always)
  private static func entry(of hash: UInt32, in table: UnsafeBufferPointer<UInt8>) -> Int? {
    let bucketCount = UInt32(ModelWeights.bucketCount)
    let bucket = Int(hash % bucketCount) * 32
    let print = 1 + hash / bucketCount % UInt32(ModelCharacter.count * ModelCharacter.count - 1)
    let high = ModelCharacter(value: Int(print) / ModelCharacter.count).byte
    let low = ModelCharacter(value: Int(print) % ModelCharacter.count).byte
    var entry = bucket
    while entry < bucket &+ 32 {
      if unsafe table[entry] == high, unsafe table[entry &+ 1] == low { return entry }
      entry = entry &+ 8
    }
    return nil
  }

  private static func probabilities(_ sums: Scores) -> Scores {
    var largest = sums[0]
    for index in 1..<6 {
      largest = max(largest, sums[index])
    }
    var result = exponential(sums - largest)
    (result[6], result[7]) = (0, 0)
    var total = 0.0
    for index in 0..<6 {
      total += result[index]
    }
    return result / total
  }

  /// e to the power of numbers that are not positive; 0 below -30.
  ///
  /// Our own, since the last bit of the C library's differs from system to system.
  static func exponential(_ powers: Scores) -> Scores {
    // e^x = (e^(x / 64))^64, and nine terms of the series suffice for a small power.
    let small = powers / 64
    var term = Scores(repeating: 1)
    var sum = term
    for index in 1...9 {
      term *= small / Double(index)
      sum += term
    }
    for _ in 0..<6 {
      sum *= sum
    }
    return sum.replacing(with: 0, where: .!(powers .> -30))
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
