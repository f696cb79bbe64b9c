internal import ArgumentParser
internal import PolicyStarter
internal import Rendering
internal import RouteEngine

/// The configuration of a team's proxy.
struct ExportLiteLLM: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "litellm",
    abstract: "Print the configuration of a LiteLLM proxy that chooses as the policy does.",
    discussion: """
      The class of a task, which a launch sends as a tag, takes the place of the task. Keys stay \
      references; what a proxy cannot know is said in the file and on standard error.

        claude-route export litellm --policy team.yaml > litellm.yaml
        litellm --config litellm.yaml
      """
  )

  @ArgumentParser.Option(
    name: .customLong("backend"),
    parsing: .singleValue,
    help: ArgumentHelp("Only this backend; repeatable. (default: all)", valueName: "backend")
  )
  var backends: [String] = []

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "This policy instead of your own. (default: ~/.config/claude-route/policy.yaml)",
      valueName: "file"
    )
  )
  var policy: String?

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    // A repository's file is about the tasks of one repository.
    let policy = try PolicyReading(
      environment: input.environment,
      home: input.environment.filled("HOME"),
      includesRepository: false
    )
    .policy(insteadOfUsers: policy)
    let names = try Routing.known(backends, "backend", "--backend", policy.backends.map(\.name))
    let configuration: ProxyConfiguration
    do {
      configuration = try ProxyConfiguration(of: policy, backends: names)
    } catch {
      throw Refusal(error)
    }
    try writeOutput(configuration.text)
    writeAll(Self.words(of: configuration), to: 2)
    return Outcome.done.rawValue
  }

  private static func words(of configuration: ProxyConfiguration) -> String {
    var lines = configuration.losses.map { "claude-route: not in the proxy: \($0)" }
    if !configuration.isUsed {
      lines.append(
        "claude-route: launches use it by `backends: {litellm: {preset: litellm, tags: true}}` and `default: [litellm/opus]` in a policy with `built-in: classes`, and by LITELLM_API_KEY"
      )
    }
    return lines.map { $0.printable + "\n" }.joined()
  }
}

extension Refusal {
  /// The policy cannot be a proxy's.
  fileprivate init(_ fault: ProxyConfiguration.Fault) {
    switch fault {
    case .tooManyClasses(let count):
      self.init(
        .denied,
        "the policy has \(count) classes, and each set of them is a tag of its own",
        help: "at most \(ProxyConfiguration.maximumClasses) can be written"
      )
    case .nothing(let losses):
      let lines =
        ["claude-route: no backend can stand behind a proxy for a task of no class"]
        + losses.map { "  \($0)" }
      self.init(.denied, lines: lines.map(\.printable))
    }
  }
}
