internal import Diagnostics
internal import Rendering

/// The routing flags again, as they would be typed.
struct RoutingWords {
  /// Starts with a space unless empty.
  let text: String

  init(_ options: RoutingOptions) {
    var words: [String] = []
    func add(_ flag: String, _ value: String?) {
      guard let value else { return }
      words += [flag, value.shellWord]
    }
    add("--task", options.task)
    for name in options.classes { add("--class", name) }
    for name in options.labels { add("--label", name) }
    add("--alias", options.alias)
    add("--backend", options.backend)
    add("--model", options.model)
    add("--effort", options.effort)
    add("--policy", options.policy)
    if options.ignoresRepository {
      words.append("--no-repo-policy")
    }
    add("--client", options.client)
    add("--max-budget-usd", options.maximumBudgetUSD.map { "\($0)" })
    add("--files-from", options.filesFrom)
    if !options.files.isEmpty {
      words += ["--files"] + options.files.map(\.shellWord)
    }
    text = words.map { " \($0.printable)" }.joined()
  }
}
