package import ClaudeClient
internal import Diagnostics
internal import JSONTree

/// Every key of the user's, the project's and the local settings files that touches a route.
package struct SettingsHealth: Sendable {
  private let layers: [SettingsLayer]
  private let parties: VariableParties
  private let withheld: [String]

  /// Paths are those of the layers, as they should be shown; `withheld` are the variables and keys
  /// that a launch does not override.
  package init(_ layers: [SettingsLayer], in session: PlainSession, withheld: [String] = []) {
    self.layers = layers
    parties = session.parties
    self.withheld = withheld
  }

  /// In the order of the files.
  package var findings: [HealthFinding] {
    layers.flatMap { layer in
      routing(layer) + otherSecrets(layer)
    }
  }

  // MARK: What routes

  /// What follows for a whole file is said once.
  private func routing(_ layer: SettingsLayer) -> [HealthFinding] {
    guard layer.kind != .managed else { return [] }
    let found = layer.findings.filter(\.hasEffect)
    let breaking = found.filter { $0.breaksLogin && !isWithheld($0) }
    return found.map { finding in
      if isWithheld(finding) { return refused(finding) }
      let isFirst = finding == breaking.first
      return HealthFinding(
        "settings",
        finding.breaksLogin ? .warning : .note,
        at: HealthFinding.Place(finding.path, line: finding.line),
        finding.key + (isLiteralSecret(finding, in: layer) ? " is a literal secret" : ""),
        detail: detail(finding),
        explanations: isFirst
          ? ["claude-route cancels it for each launch; plain `claude` and `eval` do not"] : [],
        help: isFirst ? Self.help(breaking, in: layer) : nil
      )
    }
  }

  private func isWithheld(_ finding: SettingsFinding) -> Bool {
    [.project, .local].contains(finding.layer)
      && withheld.contains { finding.key == $0 || finding.key == "env.\($0)" }
  }

  private func refused(_ finding: SettingsFinding) -> HealthFinding {
    HealthFinding(
      "settings",
      .error,
      at: HealthFinding.Place(finding.path, line: finding.line),
      "\(finding.key) cannot be overridden, since your own value may be a secret",
      explanations: ["a launch ends with exit status 78"],
      help: "take it out of that file"
    )
  }

  private func isLiteralSecret(_ finding: SettingsFinding, in layer: SettingsLayer) -> Bool {
    switch finding.subject {
    case .routingVariable(let name), .connectionVariable(let name):
      layer.variable(name).map { RoutingVariables.isLiteralSecret($0, of: name) } ?? false
    case .helper:
      layer.filledString(finding.key).map { SecretShape.concealed($0) != $0 } ?? false
    case .model, .availableModels, .modelOverrides, .agent: false
    }
  }

  private func detail(_ finding: SettingsFinding) -> String? {
    switch finding.subject {
    case .routingVariable(let name), .connectionVariable(let name): standing(of: name, finding)
    case .helper where finding.layer == .user:
      "a command that gives the credential; it counts as a login"
    case .helper: "a command of the project's gives the credential"
    case .model: "what a session starts with whose route names no model"
    case .availableModels, .modelOverrides: "changes the models of plain `claude` and `eval`"
    case .agent: "an agent's own definition may name a model"
    }
  }

  /// "`https://x.example.net` beats your shell, and ends in `/v1`: …".
  private func standing(of name: String, _ finding: SettingsFinding) -> String? {
    let claims = parties.claims(on: name)
    let place = "\(finding.path):\(finding.line)"
    guard let index = claims.firstIndex(where: { $0.place == place }) else { return nil }
    let value: String? =
      switch claims[index].value {
      case .text(let text): text
      case .reference, .secret, nil: nil
      }
    let subject = value.map { "`\($0)`" } ?? "it"
    var words: String
    if index > 0 {
      words = "\(claims[0].place ?? "your shell") beats it"
      words = value == nil ? words : "\(subject): \(words)"
    } else {
      let others = claims.dropFirst().compactMap(\.place)
      if value == nil, others.isEmpty { return nil }
      words = "\(subject) beats " + (["your shell"] + others).joined(separator: " and ")
    }
    guard name == "ANTHROPIC_BASE_URL", let value, let path = BaseAddress(value).pathBeforeVersion
    else { return words }
    return words + ", and ends in `/v1`: requests go to `\(path)/v1/v1/messages`"
  }

  /// Lines that hold something else, too, are not to be deleted.
  private static func help(_ findings: [SettingsFinding], in layer: SettingsLayer) -> String {
    let lines = findings.map(\.line)
    let top = layer.root.members ?? []
    let all =
      top.map { ($0.key, $0.line) }
      + (layer.root["env"]?.members ?? []).map { ("env.\($0.key)", $0.line) }
    let areAlone = !all.contains { key, line in
      lines.contains(line) && !findings.contains { $0.key == key }
    }
    guard areAlone else {
      return "take \(findings.map(\.key).joined(separator: ", ")) out of \(layer.path)"
    }
    return "delete \(Self.lines(findings)) of \(layer.path)"
  }

  /// "line 4", "lines 3-5", "lines 3 and 7".
  private static func lines(_ findings: [SettingsFinding]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for line in Set(findings.map(\.line)).sorted() {
      if let last = ranges.last, last.upperBound + 1 == line {
        ranges[ranges.count - 1] = last.lowerBound...line
      } else {
        ranges.append(line...line)
      }
    }
    let words = ranges.map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }
    let isOne = ranges.count == 1 && ranges[0].count == 1
    return (isOne ? "line " : "lines ") + words.joined(separator: " and ")
  }

  // MARK: Secrets

  /// Variables that route nothing, and what an organisation wrote down for everybody.
  private func otherSecrets(_ layer: SettingsLayer) -> [HealthFinding] {
    (layer.root["env"]?.members ?? []).compactMap { member in
      let isKnown =
        layer.kind != .managed
        && (RoutingVariables.contains(member.key)
          || RoutingVariables.connection.contains { member.hasKey($0) })
      guard !isKnown, let value = layer.variable(member.key),
        RoutingVariables.isLiteralSecret(value, of: member.key)
      else { return nil }
      return HealthFinding(
        layer.kind == .managed ? "managed" : "settings",
        .warning,
        at: HealthFinding.Place(layer.path, line: member.line),
        "env.\(member.key) is a literal secret"
      )
    }
  }
}

extension RoutingVariables {
  /// Whether somebody wrote a credential down; a word that stands for none is no secret.
  static func isLiteralSecret(_ value: String, of name: String) -> Bool {
    guard !value.isEmpty, !isPlaceholder(value) else { return false }
    return credentials.contains(name) || SecretShape.matches(value)
      || VariableValue(value, of: name) == .secret
  }

  /// What people write where a server of their own wants any token.
  static func isPlaceholder(_ value: String) -> Bool {
    ["ollama", "lmstudio", "lm-studio", "none", "dummy", "any", "local", "test", "x"]
      .contains(value.lowercased())
  }
}

/// A base URL as somebody wrote it, be it right or wrong.
struct BaseAddress {
  /// What stands before a `/v1` at the end, without the host; absent when it does not end so.
  let pathBeforeVersion: String?

  init(_ text: String) {
    let bare = text.hasSuffix("/") ? String(text.dropLast()) : text
    guard bare.hasSuffix("/v1") else {
      pathBeforeVersion = nil
      return
    }
    let start = bare.hasPrefix("https://") ? 8 : bare.hasPrefix("http://") ? 7 : 0
    let rest = bare.dropFirst(start).dropLast("/v1".count)
    pathBeforeVersion = rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? ""
  }
}
