/// What the learned model and the examples say of a text (evaluation rule 7).
///
/// A class, since it is much to copy.
final class LearnedFindings: Sendable {
  private let settings: ClassifierSettings
  private let isPartial: Bool
  private let model: ModelFindings?
  private let examples: ExampleFindings
  /// The model's outcomes that are permissive classes of this policy.
  private let permissiveOutcomes: [LinearModel.Outcome]

  init(
    _ examples: ExampleFindings,
    _ model: ModelFindings?,
    isPartial: Bool,
    by classifier: Classifier
  ) {
    settings = classifier.settings
    self.isPartial = isPartial
    self.examples = examples
    self.model = model
    permissiveOutcomes = classifier.permissiveOutcomes
  }

  /// Hands out the reasons to add the class, the example before the model.
  func visitEvidence(
    forClass index: Int,
    _ outcome: LinearModel.Outcome?,
    isProtective: Bool,
    _ body: (Evidence) -> Void
  ) {
    switch settings.mayAssign {
    case .none: return
    case .protective where !isProtective: return
    case .protective, .any: break
    }
    guard isProtective || !isPartial else { return }
    // Few policies have examples.
    if !examples.isEmpty {
      if examples.isCountered(class: index, atLeast: settings.similarity) { return }
      if let example = exampleEvidence(forClass: index) { body(example) }
    }
    if let found = modelEvidence(for: outcome, isProtective: isProtective) { body(found) }
  }

  private func exampleEvidence(forClass index: Int) -> Evidence? {
    examples.example(forClass: index, atLeast: settings.similarity)
      .map { found in
        Evidence(
          signal: .example,
          pattern: found.example.text,
          text: "\(found.likeness / 10) %",
          origin: found.example.origin
        )
      }
  }

  private func modelEvidence(
    for outcome: LinearModel.Outcome?,
    isProtective: Bool
  ) -> Evidence? {
    guard let model, let outcome else { return nil }
    let probability: Double
    if isProtective {
      probability = model.probability(of: outcome)
      guard Thousandths(probability).value >= settings.protective else { return nil }
    } else {
      probability = model.share(of: permissiveOutcomes)
      guard model.likeliest(of: permissiveOutcomes) == outcome,
        Thousandths(probability).value >= settings.permissive
      else { return nil }
    }
    // A guess from no word at all is no evidence.
    let evidence = model.evidence(for: outcome, probability: probability)
    return evidence.text.isEmpty ? nil : evidence
  }

  /// The protective class for a task that is in no class: the likeliest, if it is likelier than none.
  func fallback(among classes: [PreparedClass]) -> (index: Int, evidence: Evidence)? {
    guard let model, settings.mayAssign != .none else { return nil }
    var found: (index: Int, outcome: LinearModel.Outcome)?
    var highest = model.probability(of: .none)
    // Of equals the first outcome.
    for outcome in LinearModel.Outcome.allCases {
      guard let index = classes.firstIndex(where: { $0.outcome == outcome }),
        classes[index].isProtective, model.probability(of: outcome) > highest,
        !examples.isCountered(class: index, atLeast: settings.similarity)
      else { continue }
      highest = model.probability(of: outcome)
      found = (index, outcome)
    }
    guard let found, Thousandths(highest).value >= settings.fallback else { return nil }
    let evidence = model.evidence(for: found.outcome, probability: highest)
    return evidence.text.isEmpty ? nil : (found.index, evidence)
  }

  /// Why the phrases of a permissive class do not count; nil when they do.
  ///
  /// Those that people wrote themselves always count: only the built-in ones are doubted.
  func doubt(ofClass index: Int) -> Doubt? {
    if examples.isCountered(class: index, atLeast: settings.similarity) { return .counterExample }
    guard let model else { return nil }
    let share = Thousandths(model.share(of: permissiveOutcomes))
    return share.value < settings.doubt ? .model(percent: share.percent) : nil
  }

  enum Doubt: Hashable, Sendable {
    case model(percent: Int)
    /// Of every phrase, whoever wrote it.
    case counterExample
  }
}

extension ClassifierSettings {
  /// The thresholds in force, in thousandths.
  package var permissive: Int { thresholds.permissive ?? ModelWeights.permissiveThreshold }
  package var protective: Int { thresholds.protective ?? ModelWeights.protectiveThreshold }
  package var fallback: Int { thresholds.fallback ?? ModelWeights.fallbackThreshold }
  package var doubt: Int { thresholds.doubt ?? ModelWeights.doubtThreshold }
  package var similarity: Int { thresholds.similarity ?? Self.usualSimilarity }

  /// See `docs/classifier.md`: chosen on pairs of training tasks.
  package static let usualSimilarity = 700
}
