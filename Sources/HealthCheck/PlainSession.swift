package import ClaudeClient

/// The session of a `claude` that nobody routes: every settings file and the shell, the strongest
/// word counts.
package struct PlainSession: Hashable, Sendable {
  let parties: VariableParties
  private let layers: [SettingsLayer]
  private let isLoginSaved: Bool
  private let endpoint: SessionEndpoint

  /// `environment` has the `NAME=value` entries of the shell; `isLoginSaved` is about a login that the
  /// client itself keeps.
  package init(layers: [SettingsLayer], environment: [[UInt8]], isLoginSaved: Bool) {
    let parties = VariableParties(
      layers: layers,
      environment: environment,
      others: SessionEndpoint.placeNames
    )
    self.parties = parties
    self.layers = layers
    self.isLoginSaved = isLoginSaved
    endpoint = SessionEndpoint { parties.claims(on: $0).first?.value }
  }

  /// `plan` is the route of a task that nothing speaks for, absent when there is none.
  package func client(comparedWith plan: RoutePlan?) -> HealthReport.PlainClient {
    let planned = plan.map { plan in
      SessionEndpoint { name in
        plan.change(of: name)?.value.flatMap { value in
          value.plainText.map { VariableValue($0, of: name) }
        }
      }
    }
    let claim = deciding
    return HealthReport.PlainClient(
      endpoint: endpoint.text,
      from: claim.map { $0.place?.withoutLine ?? "shell" },
      agreesWithPolicy: planned.map { $0.isSame(as: endpoint) }
    )
  }

  /// What the client would send to a foreign address.
  package var findings: [HealthFinding] {
    guard let address = endpoint.foreignAddress, isLoginSaved, !hasOtherCredential,
      let claim = deciding
    else { return [] }
    let place = claim.place.flatMap(HealthFinding.Place.init(label:))
    return [
      HealthFinding(
        "login",
        .error,
        at: place,
        "plain `claude` sends your saved login to `\(address)`",
        explanations: [
          "ANTHROPIC_BASE_URL names that address, and no key or token is set for it"
        ],
        help: place == nil ? "unset ANTHROPIC_BASE_URL" : "delete that line"
      )
    ]
  }

  // MARK: Where it goes

  /// In a host-managed session no login is used (measured with client 2.1.330).
  package func destination(isHostManaged: Bool) -> PlainDestination {
    let claim = deciding
    let isNative = endpoint.deciding == nil
    return PlainDestination(
      endpoint: PlainDestination.Word(
        isNative ? "api.anthropic.com" : endpoint.text,
        place: claim?.place
      ),
      credential: credential(isHostManaged: isHostManaged),
      model: word("ANTHROPIC_MODEL")
        ?? layers.strongestFirst.lazy.compactMap { layer in
          layer.filledString("model").map { PlainDestination.Word($0, place: layer.path) }
        }
        .first
    )
  }

  private func credential(isHostManaged: Bool) -> PlainDestination.Credential {
    let isLoginUsed = isLoginSaved && !isHostManaged
    let none = isHostManaged ? PlainDestination.Credential.withheld : .unfound
    switch endpoint.name {
    case "bedrock", "mantle", "anthropic-aws":
      return held(by: ["AWS_BEARER_TOKEN_BEDROCK"]) ?? .cloud("AWS")
    case "vertex", "anthropic-google-cloud": return .cloud("Google Cloud")
    case "foundry":
      return held(by: ["ANTHROPIC_FOUNDRY_API_KEY", "ANTHROPIC_FOUNDRY_AUTH_TOKEN"]) ?? none
    default: break
    }
    if isFilled("ANTHROPIC_AUTH_TOKEN") || endpoint.deciding != nil || !isLoginUsed,
      let variables = held(by: ["ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY"])
    {
      return variables
    }
    let helpers = layers.strongestFirst.lazy.filter { $0.filledString("apiKeyHelper") != nil }
    if let layer = helpers.first {
      return .helper(PlainDestination.Word("apiKeyHelper", place: layer.path))
    }
    if let token = held(by: ["CLAUDE_CODE_OAUTH_TOKEN"]) { return token }
    guard isLoginUsed else { return none }
    guard case .variables(let keys)? = held(by: ["ANTHROPIC_API_KEY"]), let key = keys.first else {
      return .login
    }
    return .loginBeside(key)
  }

  /// Those of the variables that are set to something.
  private func held(by names: [String]) -> PlainDestination.Credential? {
    let words = names.filter(isFilled).map { name in
      PlainDestination.Word(name, place: parties.claims(on: name).first?.place)
    }
    return words.isEmpty ? nil : .variables(words)
  }

  private func isFilled(_ name: String) -> Bool {
    parties.claims(on: name).first?.isFilled ?? false
  }

  /// The text of a variable that holds no secret.
  private func word(_ name: String) -> PlainDestination.Word? {
    guard let claim = parties.claims(on: name).first, case .text(let text) = claim.value,
      !text.isEmpty
    else { return nil }
    return PlainDestination.Word(text, place: claim.place)
  }

  private var deciding: VariableClaim? {
    endpoint.deciding.flatMap { parties.claims(on: $0).first }
  }

  /// An empty key or token does not stop the client from sending the login (measured with 2.1.330).
  private var hasOtherCredential: Bool {
    ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"].contains(where: isFilled)
      || layers.contains { $0.filledString("apiKeyHelper") != nil }
  }
}

extension HealthFinding.Place {
  /// Of `FILE:LINE`.
  init?(label: String) {
    guard let colon = label.lastIndex(of: ":"), let line = Int(label[label.index(after: colon)...])
    else { return nil }
    self.init(String(label[..<colon]), line: line)
  }
}

extension String {
  fileprivate var withoutLine: String { HealthFinding.Place(label: self)?.file ?? self }
}

extension [SettingsLayer] {
  /// In the order in which the client obeys them.
  fileprivate var strongestFirst: [SettingsLayer] {
    let kinds: [SettingsLayer.Kind] = [.managed, .local, .project, .user]
    return kinds.flatMap { kind in filter { $0.kind == kind } }
  }
}
