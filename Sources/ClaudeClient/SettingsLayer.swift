package import JSONTree

/// One settings file of the client, parsed.
package struct SettingsLayer: Hashable, Sendable {
  /// Whose file it is.
  package let kind: Kind
  /// As it should be shown.
  package let path: String
  /// An object; the client drops a file that holds anything else.
  package let root: JSONNode

  /// Whose a settings file is.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The organisation's; beats `--settings`.
    case managed
    case user
    case project
    case local
  }

  /// From its parts.
  package init(kind: Kind, path: String, root: JSONNode) {
    self.kind = kind
    self.path = path
    self.root = root
  }

  /// The value of a variable in the `env` block as the client reads it.
  ///
  /// Numbers and truth values count as their text. Absent: not set, or no value a variable can have.
  package func variable(_ name: String) -> String? { root["env"]?[name]?.variableText }

  /// A key whose value is a string; absent when it is missing, empty or anything else.
  package func filledString(_ key: String) -> String? {
    root[key]?.string.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Everything in the file that touches a route, in the order of the file.
  package var findings: [SettingsFinding] {
    var findings: [SettingsFinding] = []
    for member in root.members ?? [] {
      if member.hasKey("env") {
        findings += (member.value.members ?? []).compactMap { finding(variable: $0) }
      } else if let subject = Self.subject(of: member.key) {
        let hasEffect = member.value != .null && member.value != .string("")
        findings.append(
          SettingsFinding(
            layer: kind,
            path: path,
            line: member.line,
            key: member.key,
            subject: subject,
            hasEffect: hasEffect
          )
        )
      }
    }
    return findings
  }

  private static func subject(of key: String) -> SettingsFinding.Subject? {
    switch key {
    case "model": .model
    case "availableModels": .availableModels
    case "modelOverrides": .modelOverrides
    case "agent": .agent
    default: RoutingVariables.helperKeys.contains(key) ? .helper : nil
    }
  }

  private func finding(variable member: JSONMember) -> SettingsFinding? {
    let subject: SettingsFinding.Subject
    if RoutingVariables.contains(member.key) {
      subject = .routingVariable(member.key)
    } else if RoutingVariables.connection.contains(where: { member.hasKey($0) }) {
      subject = .connectionVariable(member.key)
    } else {
      return nil
    }
    return SettingsFinding(
      layer: kind,
      path: path,
      line: member.line,
      key: "env.\(member.key)",
      subject: subject,
      hasEffect: RoutingVariables.hasEffect(member.key, member.value.variableText)
    )
  }
}

/// One place in a settings file that touches a route; its value is not kept, it may be a secret.
package struct SettingsFinding: Hashable, Sendable {
  /// Whose file it is in.
  package let layer: SettingsLayer.Kind
  /// As it should be shown.
  package let path: String
  /// Counted from 1.
  package let line: Int
  /// `env.ANTHROPIC_BASE_URL`, `apiKeyHelper`.
  package let key: String
  /// What it is about.
  package let subject: Subject
  /// Not when the value is empty, or `0` for a switch.
  package let hasEffect: Bool

  /// What a key of a settings file can be about.
  package enum Subject: Hashable, Sendable {
    /// On the closed list.
    case routingVariable(String)
    /// In `RoutingVariables.connection`.
    case connectionVariable(String)
    /// A command that gives a credential.
    case helper
    case model
    case availableModels
    case modelOverrides
    /// An agent's own definition may name a model.
    case agent
  }

  /// From its parts.
  package init(
    layer: SettingsLayer.Kind,
    path: String,
    line: Int,
    key: String,
    subject: Subject,
    hasEffect: Bool
  ) {
    self.layer = layer
    self.path = path
    self.line = line
    self.key = key
    self.subject = subject
    self.hasEffect = hasEffect
  }

  /// Whether a session on the saved login that is held by variables alone would obey it.
  ///
  /// The organisation's word is not ours to stop; the user's own helper and proxies are the user's, a
  /// project's are not.
  package var breaksLogin: Bool {
    switch (subject, layer) {
    case (_, .managed): false
    case (.routingVariable, _): true
    case (.connectionVariable, .user), (.helper, .user): false
    case (.connectionVariable, _), (.helper, _): true
    case (.model, _), (.availableModels, _), (.modelOverrides, _), (.agent, _): false
    }
  }
}

extension RoutingVariables {
  /// Whether a value counts: an empty one never does, and neither does a false switch.
  package static func hasEffect(_ name: String, _ value: String?) -> Bool {
    guard let value, !value.isEmpty else { return false }
    let isSwitch = switches.contains(name) || name.hasPrefix("CLAUDE_CODE_SKIP_")
    // The client's words for false (measured for `0`).
    return !isSwitch || !["0", "false", "no", "off"].contains(value.lowercased())
  }
}

extension JSONNode {
  /// As the client turns a value of `env` into text.
  var variableText: String? {
    switch self {
    case .string(let text), .number(let text): text
    case .truth(let value): value ? "true" : "false"
    case .null: nil
    // As JavaScript's `String` writes them: a list of one text is that text (measured).
    case .array(let elements):
      elements.map { $0.variableText ?? "" }.joined(separator: ",")
    case .object: "[object Object]"
    }
  }
}
