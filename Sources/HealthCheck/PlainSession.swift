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

  private var deciding: VariableClaim? {
    endpoint.deciding.flatMap { parties.claims(on: $0).first }
  }

  /// An empty key or token does not stop the client from sending the login (measured with 2.1.330).
  private var hasOtherCredential: Bool {
    ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"].contains { name in
      parties.claims(on: name).first?.isFilled ?? false
    } || layers.contains { $0.filledString("apiKeyHelper") != nil }
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
