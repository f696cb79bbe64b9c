internal import ArgumentParser
internal import RouteEngine

/// The flags that every command which decides takes, as the parser reads them.
struct RoutingFlags: ParsableArguments {
  @ArgumentParser.Option(help: "What the task is, in your words. (default: not said)")
  var task: String?

  @ArgumentParser.Option(
    name: .customLong("class"),
    help: "Name the class instead of leaving it to the text; repeatable. (default: from the text)"
  )
  var classes: [String] = []

  @ArgumentParser.Option(
    name: .customLong("label"),
    help: "Set a label of the policy; repeatable. (default: those the policy sets)"
  )
  var labels: [String] = []

  @ArgumentParser.Option(
    parsing: .upToNextOption,
    help: "The files the task is about, up to the next flag or `--`. (default: none)"
  )
  var files: [String] = []

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Read the files from FILE, or from standard input with `-`; separated by NUL or line breaks. (default: none)",
      valueName: "file"
    )
  )
  var filesFrom: String?

  @ArgumentParser.Option(
    help: "What the policy's alias stands for; flags beside it win. (default: none)"
  )
  var alias: String?

  @ArgumentParser.Option(help: "Only this backend. (default: the policy's choice)")
  var backend: String?

  @ArgumentParser.Option(
    help: "This model on whichever backend is chosen. (default: the policy's choice)"
  )
  var model: String?

  @ArgumentParser.Option(
    help: "low, medium, high, xhigh or max. (default: the policy's choice)",
    completion: .list(Effort.allCases.map(\.rawValue))
  )
  var effort: String?

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "This policy instead of your own. (default: ~/.config/claude-route/policy.yaml)",
      valueName: "file"
    )
  )
  var policy: String?

  @Flag(
    name: .customLong("no-repo-policy"),
    help: "Leave the repository's policy out. (default: off)"
  )
  var ignoresRepository = false

  @ArgumentParser.Option(
    help: ArgumentHelp("The client program. (default: `claude` on PATH)", valueName: "path")
  )
  var client: String?

  @ArgumentParser.Option(
    name: .customLong("max-budget-usd"),
    help: "Dollars the session may cost, in the client's print mode. (default: no limit)"
  )
  var maximumBudgetUSD: Double?

  func validate() throws {
    if filesFrom != nil, !files.isEmpty {
      throw ValidationError("give `--files` or `--files-from`, not both")
    }
    if let maximumBudgetUSD, !(maximumBudgetUSD > 0 && maximumBudgetUSD.isFinite) {
      throw ValidationError("`--max-budget-usd` takes a number above 0")
    }
  }

  var options: RoutingOptions {
    var options = RoutingOptions()
    options.task = task
    options.classes = classes
    options.labels = labels
    options.files = files
    options.filesFrom = filesFrom
    options.alias = alias
    options.backend = backend
    options.model = model
    options.effort = effort
    options.policy = policy
    options.ignoresRepository = ignoresRepository
    options.client = client
    options.maximumBudgetUSD = maximumBudgetUSD
    return options
  }
}
