/// What the learned model says of a text, for the rules that use it.
///
/// A class, since it is much to copy.
final class ModelFindings: Sendable {
  private let text: TokenText
  private let full: LinearModel.Reading
  /// Of the text without what is quoted or negated; the same as `full` when nothing is.
  private let affirmed: LinearModel.Scores
  private let isCut: Bool

  /// `muted` says for each token whether it is quoted or negated; empty when none is.
  init(_ text: TokenText, without muted: [Bool], by weights: UnpackedWeights?) {
    self.text = text
    let full = LinearModel.reading(of: text.parts.folded, by: weights)
    self.full = full
    isCut = text.parts.folded.isCut
    affirmed =
      muted.contains(true)
      ? LinearModel.reading(of: text.parts.folded.leavingOut { muted[$0] }, by: weights)
        .probabilities
      : full.probabilities
  }

  /// How likely some outcomes are together; 0 for a text too long to be read whole, and for one of
  /// which they are the less likely part once what is quoted and negated is left out.
  func share(of outcomes: [LinearModel.Outcome]) -> Double {
    guard !isCut, Self.sum(of: outcomes, in: affirmed) >= 0.5 else { return 0 }
    return Self.sum(of: outcomes, in: full.probabilities)
  }

  private static func sum(
    of outcomes: [LinearModel.Outcome],
    in scores: LinearModel.Scores
  ) -> Double {
    outcomes.reduce(0.0) { $0 + scores[$1.rawValue] }
  }

  /// The likeliest of some outcomes, the first of equals.
  func likeliest(of outcomes: [LinearModel.Outcome]) -> LinearModel.Outcome? {
    outcomes.max { full.probability(of: $0) < full.probability(of: $1) }
  }

  func probability(of outcome: LinearModel.Outcome) -> Double {
    full.probability(of: outcome)
  }

  private func strongestWords(for outcome: LinearModel.Outcome) -> StrongestWords {
    var strongest = StrongestWords()
    for index in full.words {
      let scores = full.scores(ofWord: index)
      var sum = 0.0
      for other in 0..<6 {
        sum += scores[other]
      }
      let weight = scores[outcome.rawValue] - sum / 6
      if weight >= 0.1 { strongest.take(index, weight) }
    }
    return strongest
  }

  /// The model's reason for an outcome: its strongest words, with what they add to the log-odds
  /// against the mean of all outcomes.
  func evidence(for outcome: LinearModel.Outcome, probability: Double) -> Evidence {
    let strongest = strongestWords(for: outcome)
    // One text of bytes: a model's reason is made for nearly every task.
    var words: [UInt8] = []
    words.reserveCapacity(64)
    for place in 0..<strongest.count {
      let token = Int(text.parts.folded.words[strongest.words[place]].token)
      if place > 0 {
        words.append(UInt8(ascii: ","))
        words.append(UInt8(ascii: " "))
      }
      words.append(UInt8(ascii: "`"))
      words.append(contentsOf: text.bytes(of: token..<token + 1))
      words.append(UInt8(ascii: "`"))
      words.append(UInt8(ascii: " "))
      words.append(UInt8(ascii: "+"))
      Thousandths(strongest.weights[place]).appendTenths(to: &words)
    }
    return Evidence(
      signal: .model,
      pattern: String(Thousandths(probability).percent) + " %",
      text: String(decoding: words, as: UTF8.self)
    )
  }
}

/// The words that say most for something, the strongest first; of equals the first one.
private struct StrongestWords {
  /// Three places suffice.
  private(set) var count = 0
  private(set) var words = SIMD4(repeating: 0)
  private(set) var weights = SIMD4(repeating: 0.0)

  mutating func take(_ word: Int, _ weight: Double) {
    var place = count
    while place > 0, weights[place - 1] < weight {
      (words[place], weights[place]) = (words[place - 1], weights[place - 1])
      place -= 1
    }
    (words[place], weights[place]) = (word, weight)
    count = min(count + 1, 3)
  }
}

/// A number cut to thousandths, so that texts and comparisons are the same everywhere.
struct Thousandths: Hashable, Sendable {
  let value: Int

  init(_ number: Double) {
    value = Int((number * 1000).rounded(.down))
  }

  /// With one digit after the point: `2.1`.
  func appendTenths(to text: inout [UInt8]) {
    if value < 10_000 {
      text.append(UInt8(ascii: "0") + UInt8(value / 1000))
    } else {
      text.append(contentsOf: String(value / 1000).utf8)
    }
    text.append(UInt8(ascii: "."))
    text.append(UInt8(ascii: "0") + UInt8(value % 1000 / 100))
  }

  /// From 0 to 100, rounded down.
  var percent: Int { value / 10 }
}
