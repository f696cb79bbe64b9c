package import ClaudeClient
internal import JSONTree

extension EarlierSetup {
  /// The variables of a settings file's `env` block; absent when none of them routes.
  package init?(_ layer: SettingsLayer, path: String) {
    let members = (layer.root["env"]?.members ?? []).filter { Self.isTakenOver($0.key) }
    let routing = members.filter {
      RoutingVariables.hasEffect($0.key, layer.variable($0.key))
        && RoutingVariables.contains($0.key)
    }
    guard let first = routing.map(\.line).min(), let last = routing.map(\.line).max() else {
      return nil
    }
    let helper = layer.filledString("apiKeyHelper").map { text in
      ShellWord(parts: [.command(text)]).value
    }
    self.init(
      source: .settings,
      place: first == last ? "\(path):\(first)" : "\(path):\(first)-\(last)",
      variables: members.compactMap { member in
        layer.variable(member.key).map { SetupVariable(name: member.key, value: .literal($0)) }
      },
      model: layer.filledString("model"),
      helper: helper
    )
  }

  /// The variables of a shell; absent when none of them routes.
  package init?(environment: [(name: String, value: String)]) {
    let variables = environment.filter { Self.isTakenOver($0.name) }
    guard
      variables.contains(where: {
        RoutingVariables.contains($0.name) && RoutingVariables.hasEffect($0.name, $0.value)
      })
    else { return nil }
    self.init(
      source: .shell,
      place: "this shell",
      variables: variables.map { SetupVariable(name: $0.name, value: .literal($0.value)) }
    )
  }
}
