internal import ClaudeClient
internal import Diagnostics
internal import Rendering
internal import RouteEngine

extension RoutingOptions {
  /// What `--alias` names; absent without it.
  func alias(in policy: Policy) throws(Refusal) -> Alias? {
    guard let name = alias else { return nil }
    if let alias = policy.alias(named: name) { return alias }
    throw Refusal(
      .usage,
      "unknown alias `\(name.printable)` in `--alias`",
      help: Suggestion(for: name, among: policy.aliases.map(\.name)).sentence
        ?? "no policy here has `aliases`; write some: aliases: {cheap: {backend: openrouter, model: haiku}}"
    )
  }

  /// The flags that the alias stands for, where no flag of ours or the client's says another.
  ///
  /// Labels are added: they are a set, and a task may have several.
  func with(_ alias: Alias?, client: ClientArguments?) -> RoutingOptions {
    guard let alias else { return self }
    var options = self
    options.classes = classes.isEmpty ? alias.classes : classes
    options.labels = labels + alias.labels.filter { !labels.contains($0) }
    options.backend = backend ?? alias.backend
    options.model = model ?? (client?.model == nil ? alias.model : nil)
    options.effort = effort ?? (client?.effort == nil ? alias.effort?.rawValue : nil)
    return options
  }
}
