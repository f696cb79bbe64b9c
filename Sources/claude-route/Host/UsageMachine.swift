internal import ClaudeClient
internal import JSONTree
internal import RouteEngine
internal import Usage

/// What a report has to know of this machine beside its history.
struct UsageMachine {
  let policy: Policy
  let reckoning: UsageReckoning
  /// After how many days the client deletes transcripts.
  let cleanupDays: Int

  /// The client's own default (its documentation, 2026-11).
  private static let usualCleanupDays = 30
  /// A report looks back no further than a person remembers.
  private static let maximumCleanupDays = 36_500

  init(_ input: ProcessInput, policyOption: String?) throws(Refusal) {
    let home = input.environment.filled("HOME")
    policy = try PolicyReading(
      environment: input.environment,
      home: home,
      includesRepository: false
    )
    .policy(insteadOfUsers: policyOption)
    let settings = SettingsFiles(
      asFarAsReadable: input.environment,
      home: home,
      client: nil
    )
    let probe = CredentialProbe(
      environment: input.environment,
      home: home,
      keptNames: input.keptNames,
      userSettings: settings.user
    )
    let inventory = probe.inventory(for: policy)
    reckoning = UsageReckoning(
      prices: policy.prices,
      standard: Self.standard(policy, inventory),
      suggestion: UsageReckoning.Suggestion(probe, layers: settings.layers, in: policy)
    )
    cleanupDays = Self.cleanupDays(settings.layers)
  }

  /// The first default target that somebody can surely pay for; absent when nobody can tell.
  private static func standard(
    _ policy: Policy,
    _ inventory: CredentialInventory
  ) -> UsageReckoning.Standard? {
    let candidates = policy.defaultTargets.compactMap { target -> Candidate? in
      guard let backend = policy.backend(named: target.backend),
        case .available = backend.availability(with: inventory)
      else { return nil }
      return Candidate(
        target: backend.resolved(target, with: inventory),
        source: .default,
        stops: [],
        availability: backend.availability(with: inventory)
      )
    }
    return candidates.first.map {
      UsageReckoning.Standard(target: $0.target, isMetered: $0.isMetered)
    }
  }

  private static func cleanupDays(_ layers: [SettingsLayer]) -> Int {
    // What a repository says must not speak for other folders' transcripts.
    let order: [SettingsLayer.Kind] = [.managed, .user]
    for kind in order {
      for layer in layers where layer.kind == kind {
        if case .number(let text)? = layer.root["cleanupPeriodDays"], let days = Int(text) {
          return min(max(days, 0), maximumCleanupDays)
        }
      }
    }
    return usualCleanupDays
  }
}
