import JSONTree

/// What the organisation's settings say about a route: managed files beat everything a launch can
/// do, so where they differ the route does not hold.
package struct ManagedSettings: Hashable, Sendable {
  /// In the order of the files; a launch with one of these is refused.
  package let disagreements: [Disagreement]
  /// Keys that say what the route says ("enforced by"), in the order of the files.
  package let agreements: [SettingsFinding]

  /// One key that would send the session elsewhere.
  package struct Disagreement: Hashable, Sendable {
    /// Where it is said.
    package let finding: SettingsFinding
    /// What the route wanted there, without secrets: a value, `$NAME`, or `unset`.
    package let wanted: String

    /// From its parts.
    package init(finding: SettingsFinding, wanted: String) {
      self.finding = finding
      self.wanted = wanted
    }
  }

  /// Layers of other kinds are passed over.
  package init(plan: RoutePlan, layers: [SettingsLayer]) {
    var disagreements: [Disagreement] = []
    var agreements: [SettingsFinding] = []
    for layer in layers where layer.kind == .managed {
      for finding in layer.allFindings(of: plan) where finding.hasEffect {
        switch plan.verdict(on: finding, in: layer) {
        case .differs(let wanted):
          disagreements.append(Disagreement(finding: finding, wanted: wanted))
        case .agrees: agreements.append(finding)
        case .unrelated: break
        }
      }
    }
    self.disagreements = disagreements
    self.agreements = agreements
  }
}

extension SettingsLayer {
  /// Also the variables outside the closed list that the route sets, such as `AWS_REGION`.
  fileprivate func allFindings(of plan: RoutePlan) -> [SettingsFinding] {
    let known = findings
    let others = (root["env"]?.members ?? []).filter { member in
      plan.change(of: member.key)?.value != nil
        && !known.contains { $0.key == "env.\(member.key)" }
    }
    return known
      + others.map {
        SettingsFinding(
          layer: kind,
          path: path,
          line: $0.line,
          key: "env.\($0.key)",
          subject: .routingVariable($0.key),
          hasEffect: RoutingVariables.hasEffect($0.key, $0.value.variableText)
        )
      }
  }
}

extension RoutePlan {
  fileprivate enum Verdict {
    case agrees
    case differs(wanted: String)
    case unrelated
  }

  fileprivate func verdict(on finding: SettingsFinding, in layer: SettingsLayer) -> Verdict {
    switch finding.subject {
    case .routingVariable(let name): verdict(on: name, value: layer.variable(name))
    case .helper:
      helperVerdict(finding.key, command: layer.filledString(finding.key))
    case .availableModels: verdict(onList: layer.root["availableModels"]?.elements ?? [])
    case .modelOverrides: verdict(onOverrides: layer.root["modelOverrides"])
    // Proxies are the organisation's to choose; `model` and `agent` are defaults, which a model that
    // was chosen beats (measured).
    case .connectionVariable, .model, .agent: .unrelated
    }
  }

  private func helperVerdict(_ key: String, command: String?) -> Verdict {
    // The others give credentials of the clouds' own chains, which a route leaves alone.
    guard key == "apiKeyHelper" else { return .unrelated }
    // A helper counts as a login; it pays for nothing else.
    switch carrier {
    case .login: return .agrees
    case .hostManaged:
      // Ours for this very backend gives plain `claude` what the route sends; a host-managed session
      // does not run it.
      let own = change(of: "CLAUDE_ROUTE_BACKEND")?.value?.plainText.map { CredentialHelper($0) }
      return command == own?.command ? .agrees : .differs(wanted: "unset")
    }
  }

  private func verdict(on name: String, value: String?) -> Verdict {
    guard !RoutingVariables.isTakenFromNoFile(name), !Self.marks.contains(name) else {
      return .unrelated
    }
    guard let wanted = change(of: name)?.value else { return .differs(wanted: "unset") }
    guard let text = wanted.plainText else { return .differs(wanted: wanted.reference) }
    return text == value ? .agrees : .differs(wanted: text)
  }

  /// Our own marks and telemetry's: they tell, and decide nothing.
  private static let marks: Set<String> = [
    "CLAUDE_ROUTE_CLASS", "CLAUDE_ROUTE_BACKEND", "CLAUDE_ROUTE_MODEL", "CLAUDE_ROUTE_POLICY",
    "OTEL_RESOURCE_ATTRIBUTES", "DISABLE_TELEMETRY", "DISABLE_ERROR_REPORTING",
  ]

  /// A managed list replaces the overlay's (measured).
  ///
  /// Without a chosen model the client's default natively obeys it, and elsewhere the opus slot is
  /// what it falls back to.
  private func verdict(onList list: [JSONNode]) -> Verdict {
    let opus = change(of: RoutingVariables.slot("opus"))?.value?.plainText
    guard let id = modelID ?? (isNative ? nil : opus) else { return .unrelated }
    let allowed = list.compactMap(\.string)
    if allowed.contains(id) { return .agrees }
    // `sonnet` in the list stands for whatever that alias is.
    for (family, nativeID) in zip(Self.families, Self.nativeIDs) where allowed.contains(family) {
      let slot = change(of: RoutingVariables.slot(family))?.value?.plainText
      if id == family || id == (slot ?? (isNative ? nativeID : nil)) { return .agrees }
    }
    return .differs(wanted: id)
  }

  private static let families = ["opus", "sonnet", "haiku", "fable"]

  private func verdict(onOverrides overrides: JSONNode?) -> Verdict {
    let changed = sentIDs.first { id in
      overrides?[id].map { $0 != .string(id) } ?? false
    }
    return changed.map { .differs(wanted: $0) } ?? .unrelated
  }
}

extension EnvironmentValue {
  /// What it refers to, for people: `$OPENROUTER_API_KEY`, `the credential of openrouter`.
  var reference: String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .variable(let name): "$\(name)"
      case .credential(let backend): "the credential of \(backend)"
      }
    }
    .joined()
  }
}
