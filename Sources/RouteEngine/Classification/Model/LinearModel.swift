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
  struct Reading: Sendable {
    /// From 0 to 1; the six add up to 1.
    let probabilities: Scores
    /// By word of the text.
    fileprivate let steps: [WordSteps]
    /// What a sixtieth of a step of each kind adds.
    fileprivate let wordStep: Scores
    fileprivate let characterStep: Scores

    func probability(of outcome: Outcome) -> Double { probabilities[outcome.rawValue] }

    /// What a step of each kind adds.
    var wordUnit: Scores { wordStep * 60 }
    var characterUnit: Scores { characterStep * 60 }

    /// Words of the text.
    var words: Range<Int> { steps.indices }

    /// What a word adds, in units of log-odds.
    func scores(ofWord index: Int) -> Scores {
      steps[index].words.scores * wordStep + steps[index].characters.scores * characterStep
    }
  }

  /// The sixtieths for each of so many words.
  @inline(__always)
  private static func share(among count: Int) -> UInt64 {
    switch count {
    case 1: 60
    case 2: 30
    case 3: 20
    case 4: 15
    default: 12
    }
  }

  /// The probabilities of a text that keeps steps.
  ///
  /// Only sums, products, a square root and a polynomial: the same bits on every machine.
  static func reading(of text: ModelText, by unpacked: UnpackedWeights? = nil) -> Reading {
    var steps = text.steps
    unsafe steps.withUnsafeMutableBufferPointer { steps in
      if let unpacked {
        unsafe unpacked.withTable { table in
          unsafe addAcross(text, to: steps) { unsafe table.weights(of: $0) }
        }
      } else {
        ModelWeights.table.withUTF8Buffer { table in
          unsafe addAcross(text, to: steps) { unsafe weights(of: $0, in: table) }
        }
      }
    }
    let counts = ModelFeatures.counts(in: text)
    // The share of each kind does not depend on how long the text is.
    let step = ModelWeights.scales / 60
    let wordStep = step * (ModelWeights.wordScale / Double(max(1, counts.words)).squareRoot())
    let characterStep = step / Double(max(1, counts.characters)).squareRoot()
    var all = WordSteps()
    for word in steps {
      all.words &+= word.words
      all.characters &+= word.characters
    }
    let sum =
      ModelWeights.biases + all.words.scores * wordStep + all.characters.scores * characterStep
    return Reading(
      probabilities: probabilities(sum),
      steps: steps,
      wordStep: wordStep,
      characterStep: characterStep
    )
  }

  /// Adds what the features across words say of each of them.
  @inline(__always)
  private static func addAcross(
    _ text: ModelText,
    to steps: UnsafeMutableBufferPointer<WordSteps>,
    _ weights: (_ hash: UInt32) -> UInt64
  ) {
    // Runs of characters come with the same words several times in turn.
    var sum = WeightSum()
    var words = 0..<0
    ModelFeatures.visitAcross(text, leavingOutBeginnings: true) { kind, hash, span in
      let weights = weights(hash)
      guard weights != 0 else { return }
      switch kind {
      case .words:
        let share = Steps(weights, share: share(among: span.count))
        var word = span.lowerBound
        while word < span.upperBound {
          unsafe steps[word].words &+= share
          word &+= 1
        }
      case .characters:
        if span.upperBound != words.upperBound || span.lowerBound != words.lowerBound {
          unsafe add(sum, to: words, of: steps)
          (sum, words) = (WeightSum(), span)
        }
        sum.add(weights)
      }
    }
    unsafe add(sum, to: words, of: steps)
    guard text.isASCII else { return }
    for number in text.words.indices where ModelFeatures.hasBeginning(text.words[number]) {
      unsafe add(text.beginnings[number], to: max(number - 1, 0)..<number + 1, of: steps)
    }
  }

  /// Shares what runs of characters add among their words.
  @inline(__always)
  private static func add(
    _ sum: WeightSum,
    to words: Range<Int>,
    of steps: UnsafeMutableBufferPointer<WordSteps>
  ) {
    let share = Steps(sum, share: share(among: words.count))
    var word = words.lowerBound
    while word < words.upperBound {
      unsafe steps[word].characters &+= share
      word &+= 1
    }
  }

  /// What the features within a word of a text add to it.
  static func steps(of word: ModelText.Word, in text: ModelText) -> WordSteps {
    var steps = WordSteps()
    ModelWeights.table.withUTF8Buffer { table in
      ModelFeatures.visit(word, of: text) { kind, hash in
        let weights = unsafe weights(of: hash, in: table)
        guard weights != 0 else { return }
        switch kind {
        case .words: steps.words &+= Steps(weights, share: share(among: 1))
        case .characters: steps.characters &+= Steps(weights, share: share(among: 1))
        }
      }
    }
    return steps
  }

  /// What the features add that begin before a word and depend on it alone.
  static func beginning(of word: ModelText.Word, in text: ModelText) -> WeightSum {
    var sum = WeightSum()
    ModelWeights.table.withUTF8Buffer { table in
      ModelFeatures.visitBeginning(word, of: text) { hash in
        let weights = unsafe weights(of: hash, in: table)
        if weights != 0 { sum.add(weights) }
      }
    }
    return sum
  }

  /// The steps of a feature, without shares; nil when it was not kept.
  static func weights(of hash: UInt32) -> Scores? {
    ModelWeights.table.withUTF8Buffer { table in
      let weights = unsafe weights(of: hash, in: table)
      return weights == 0 ? nil : Steps(weights, share: 1).scores
    }
  }

  /// How much a single word says for or against any outcome; 0 when it was not kept.
  static func weight(ofWord hash: UInt32) -> Double {
    ModelWeights.table.withUTF8Buffer { table in
      let weights = unsafe weights(of: hash, in: table)
      guard weights != 0 else { return 0 }
      return (0..<6).reduce(0.0) { largest, outcome in
        let value = Int(weights >> (16 + 8 * UInt64(outcome)) & 0xFF) - ModelCharacter.middle
        return max(largest, (Double(value) * ModelWeights.scales[outcome]).magnitude)
      }
    }
  }

  /// The six weights of a feature, a byte for each above the lowest two; 0 when it was not kept.
  ///
  /// The table has buckets of four entries of eight characters: two of the hash, six weights.
  @inline(__always)
  private static func weights(of hash: UInt32, in table: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let bucketCount = UInt32(ModelWeights.bucketCount)
    let characterCount = UInt32(ModelCharacter.count)
    let print = print(of: hash / bucketCount)
    let high = ModelCharacter.byte(of: print / characterCount)
    let low = ModelCharacter.byte(of: print % characterCount)
    let characters = UInt64(high | low << 8)
    guard let base = unsafe UnsafeRawPointer(table.baseAddress) else { return 0 }
    let bucket = unsafe base + Int(hash % bucketCount) &* 32
    for entry in 0..<4 {
      let found = unsafe UInt64(
        littleEndian: bucket.loadUnaligned(fromByteOffset: entry &* 8, as: UInt64.self)
      )
      // A bit more, so that it is not 0 whatever the weights are.
      if found & 0xFFFF == characters { return ModelCharacter.values(of: found >> 16) << 16 | 1 }
    }
    return 0
  }

  /// What is kept of a hash to tell features of one bucket apart: two characters, not both 0.
  @inline(__always)
  static func print(of rest: UInt32) -> UInt32 {
    let characterCount = UInt32(ModelCharacter.count)
    return 1 &+ rest % (characterCount &* characterCount &- 1)
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
