internal import ClaudeClient
internal import HealthCheck
internal import RouteEngine
internal import Usage

extension UsageReckoning.Suggestion {
  /// Where the user's and the organisation's settings and this shell send plain `claude`, under the
  /// name that the policy has for it.
  init(_ probe: CredentialProbe, layers: [SettingsLayer], in policy: Policy) {
    let session = PlainSession(
      layers: layers.filter { $0.kind == .managed || $0.kind == .user },
      environment: probe.environment.entries,
      isLoginSaved: probe.isLoginSaved
    )
    let endpoint = session.client(comparedWith: nil).endpoint
    guard endpoint == "anthropic" else {
      let known = policy.backends.first { $0.baseURL?.text == endpoint }
      self.init(backend: known?.name ?? endpoint, payment: .unknown)
      return
    }
    let native = policy.backends.first(where: \.isNative)
    self.init(backend: native?.name ?? endpoint, payment: Self.payment(probe, native))
  }

  /// With a login and a key, or neither, nobody can tell which one the client took.
  private static func payment(_ probe: CredentialProbe, _ native: Backend?) -> UsageCell.Payment {
    switch native?.billing {
    case .metered: return .billed
    case .plan: return .plan
    case nil: break
    }
    let names = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"]
    let hasKey =
      names.contains { probe.environment.filled($0) != nil }
      || probe.userSettings?.filledString("apiKeyHelper") != nil
    guard hasKey != probe.isLoginSaved else { return .unknown }
    return hasKey ? .billed : .plan
  }
}
