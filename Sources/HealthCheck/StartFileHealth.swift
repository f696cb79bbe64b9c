internal import ClaudeClient
package import PolicyStarter

/// What a shell start file does to sessions that are started from its shells.
package struct StartFileHealth: Sendable {
  private let file: ShellStartFile
  private let path: String
  private let payingNames: Set<String>

  /// `path` is how to call the file, and `payingNames` are the variables that pay for a backend of the
  /// policy.
  package init(_ file: ShellStartFile, path: String, payingNames: Set<String>) {
    self.file = file
    self.path = path
    self.payingNames = payingNames
  }

  /// In the order of the file.
  package var findings: [HealthFinding] {
    let found = file.definitions.compactMap(finding) + file.variables.compactMap(finding)
    return found.enumerated().sorted { left, right in
      (left.element.place?.line ?? 0, left.offset) < (right.element.place?.line ?? 0, right.offset)
    }
    .map(\.element)
  }

  private func place(_ line: Int) -> HealthFinding.Place { HealthFinding.Place(path, line: line) }

  // MARK: Aliases and functions

  private func finding(_ definition: ShellStartFile.Definition) -> HealthFinding? {
    let title = "\(definition.kind.rawValue) `\(definition.name)`"
    if definition.variables.contains(where: isLiteralSecret) {
      return HealthFinding(
        "shell",
        .warning,
        at: place(definition.line),
        "\(title) holds a literal secret",
        help:
          "`claude-route init --from aliases` writes it as policy, with a reference; then delete the line"
      )
    }
    guard definition.startsClient else { return nil }
    if definition.name == "claude" {
      return HealthFinding(
        "shell",
        definition.routes ? .warning : .note,
        at: place(definition.line),
        "\(title) bypasses claude-route",
        explanations: definition.routes
          ? ["it chooses where the session goes, also in a shell that an `eval` routed"] : [],
        help: "delete the line, or let it start `claude-route … --`"
      )
    }
    guard definition.routes else { return nil }
    return HealthFinding(
      "shell",
      .note,
      at: place(definition.line),
      "\(title) routes without a policy",
      help: "`claude-route init --from aliases` writes it as policy; then delete the line"
    )
  }

  // MARK: Variables

  private func finding(_ variable: ShellStartFile.Variable) -> HealthFinding? {
    if isLiteralSecret(variable) {
      return HealthFinding(
        "shell",
        .warning,
        at: place(variable.line),
        "\(variable.name) is a literal secret",
        help: "let a program print it: \(variable.name)=\"$(pass show …)\", or use the keychain"
      )
    }
    guard variable.isExported, RoutingVariables.contains(variable.name),
      !payingNames.contains(variable.name)
    else { return nil }
    var detail: String?
    if case .text(let text)? = variable.value {
      guard RoutingVariables.hasEffect(variable.name, text) else { return nil }
      detail = variable.name.hasSuffix("_BASE_URL") ? "`\(text)`" : nil
    }
    return HealthFinding(
      "shell",
      .note,
      at: place(variable.line),
      "\(variable.name) is exported",
      detail: detail,
      explanations: ["claude-route removes it for each launch; plain `claude` obeys"]
    )
  }

  private func isLiteralSecret(_ variable: ShellStartFile.Variable) -> Bool {
    guard let value = variable.value else { return false }
    switch value {
    case .secret: return true
    case .text(let text):
      let isKey = payingNames.contains(variable.name) && !text.isEmpty
      return variable.looksSecret || isKey && !RoutingVariables.isPlaceholder(text)
    case .reference: return false
    }
  }
}
