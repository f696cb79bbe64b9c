/// A target as far as selectors can see it; targets of two policies are the same when they look it.
struct VisibleTarget: Hashable {
  private let target: Target
  private let kind: Backend.Kind
  private let trust: Backend.Trust
  private let region: String?
  private let modelIDs: [String?]
  private let traits: [Backend.Trait: Trait]
  private let payers: [String]

  /// What holds until a probe has measured it, and whether one can change it.
  private struct Trait: Hashable {
    let grade: Backend.TraitGrade
    let isStated: Bool
  }

  /// Nil when the policy has no such backend, or the backend no such model.
  init?(_ target: Target, in policy: Policy, seenBy mentions: Mentions) {
    guard let backend = policy.backend(named: target.backend) else { return nil }
    let resolved = backend.resolved(target, with: CredentialInventory())
    if case .named = target.model, resolved.modelID == nil { return nil }
    if case .id = target.model, !backend.isNative { return nil }
    self.target = Target(
      backend: target.backend,
      model: target.model,
      effort: target.effort,
      thinking: target.thinking
    )
    kind = backend.kind
    trust = backend.trust
    region = mentions.askForRegions ? backend.region : nil
    modelIDs = [resolved.modelID] + (mentions.askForRegions ? resolved.slots.map(\.id) : [])
    let asked = Set(mentions.selectors.flatMap { $0.trait.map { Array($0.keys) } ?? [] })
    traits = Dictionary(
      uniqueKeysWithValues: asked.map { trait in
        let finding = resolved.unmeasured(trait)
        return (trait, Trait(grade: finding.grade, isStated: finding.source == .stated))
      }
    )
    payers = mentions.askForPayers ? backend.credentials.map(\.text) : []
  }
}
