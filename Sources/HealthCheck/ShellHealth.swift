internal import ClaudeClient

/// The variables that this shell exports.
package struct ShellHealth: Sendable {
  private let values: [(name: String, value: String)]
  private let isLoginSaved: Bool
  private let payingNames: Set<String>
  private let routedTo: String?

  /// `payingNames` are the variables that pay for a backend of the policy; `routedTo` says where an
  /// `eval` sent this shell, whose own variables are not among `values`.
  package init(
    _ values: [(name: String, value: String)],
    isLoginSaved: Bool,
    payingNames: Set<String>,
    routedTo: String?
  ) {
    self.values = values
    self.isLoginSaved = isLoginSaved
    self.payingNames = payingNames
    self.routedTo = routedTo
  }

  package var findings: [HealthFinding] {
    [routed, address, key, others, certificates].compactMap(\.self)
  }

  private func filled(_ name: String) -> String? {
    values.first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
  }

  private var routed: HealthFinding? {
    routedTo.map {
      HealthFinding(
        "variables",
        .note,
        "this shell is routed: \($0)",
        help: "eval \"$(claude-route off)\" restores it; what is said here is about it unrouted"
      )
    }
  }

  private var address: HealthFinding? {
    guard let url = filled("ANTHROPIC_BASE_URL"), !RoutingVariables.isNativeURL(url) else {
      return nil
    }
    let shown: String =
      switch VariableValue(url, of: "ANTHROPIC_BASE_URL") {
      case .text(let text): "`\(text)`"
      case .reference, .secret: "an address with a secret in it"
      }
    let path = BaseAddress(url).pathBeforeVersion
    return HealthFinding(
      "variables",
      .note,
      "ANTHROPIC_BASE_URL is exported",
      detail: "plain `claude` goes to \(shown)"
        + (path.map { ", which ends in `/v1`: requests go to `\($0)/v1/v1/messages`" } ?? ""),
      explanations: ["claude-route removes it for each launch and in an `eval`"],
      help: "unset ANTHROPIC_BASE_URL, and write the address into your policy as a backend"
    )
  }

  /// A key beside a login: the client uses it in print mode and asks about it otherwise.
  private var key: HealthFinding? {
    guard isLoginSaved, filled("ANTHROPIC_API_KEY") != nil else { return nil }
    return HealthFinding(
      "variables",
      .note,
      "ANTHROPIC_API_KEY is exported; the login pays, the key is not used",
      explanations: ["plain `claude -p` would use it"]
    )
  }

  private static let told: Set<String> = [
    "ANTHROPIC_BASE_URL", "ANTHROPIC_API_KEY", RoutingVariables.hostManaged,
  ]

  private var others: HealthFinding? {
    let names = values.map(\.name).filter { name in
      RoutingVariables.contains(name) && !Self.told.contains(name) && !payingNames.contains(name)
        && !RoutingVariables.logins.contains(name)
        && RoutingVariables.hasEffect(name, filled(name))
    }
    guard !names.isEmpty else { return nil }
    let unique = Set(names).sorted()
    return HealthFinding(
      "variables",
      .note,
      unique.joined(separator: ", ") + (unique.count == 1 ? " is exported" : " are exported"),
      explanations: [
        "claude-route removes \(unique.count == 1 ? "it" : "them") for each launch; plain `claude` obeys"
      ]
    )
  }

  private var certificates: HealthFinding? {
    guard filled("NODE_TLS_REJECT_UNAUTHORIZED") == "0" else { return nil }
    return HealthFinding(
      "variables",
      .warning,
      "NODE_TLS_REJECT_UNAUTHORIZED is 0: no certificate is checked",
      explanations: ["whoever is on the way can read the code and the credential"],
      help: "unset it, and name your proxy's certificate in NODE_EXTRA_CA_CERTS"
    )
  }
}

extension RoutingVariables {
  /// Whether a base URL is Anthropic's own.
  static func isNativeURL(_ text: String) -> Bool {
    ["https://api.anthropic.com", "https://api.anthropic.com/"].contains(text)
  }
}
