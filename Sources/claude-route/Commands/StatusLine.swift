internal import ArgumentParser
internal import ClaudeClient
internal import Rendering
internal import Usage

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The client's status line: the route of the session, and the user's own line below it.
struct StatusLine: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "statusline",
    abstract: "Print the client's status line: the route, and the user's own line below it.",
    discussion: """
      Reads what the client tells its status line on standard input. A launch gives the client this
      command with the right flags; CLAUDE_ROUTE_STATUS_LINE=off leaves it out.
      """
  )

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "What the client's dollars are: billed, plan, list or unknown. (default: list)",
      valueName: "word"
    )
  )
  var dollars = SessionDollars.list

  @ArgumentParser.Option(
    help: "With unknown dollars: what the backend adds to a list price, as a factor. (default: 1)"
  )
  var multiplier = 1.0

  @Flag(help: "Run the user's own status line too. (default: off)")
  var withOwn = false

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "The user's own command. (default: the settings files')",
      valueName: "command"
    )
  )
  var own: String?

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "The settings files that count for it. (default: user,project,local)",
      valueName: "names"
    )
  )
  var sources: String?

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    let environment = input.rawEnvironment
    // The user's own line may be this program, or run it.
    guard environment["CLAUDE_ROUTE_STATUS_LINE"] != "off" else { return Outcome.done.rawValue }
    let given = StatusLineReading.fromClient
    let line = StatusLineText(
      given.input,
      on: environment.shellRoute,
      asking: environment.routedModel,
      dollars: dollars,
      reckoned: dollars == .unknown ? reckoned(given.input, input) : nil
    )
    let command = withOwn ? own ?? given.ownCommand(environment, sources: sources) : nil
    let below = command.flatMap {
      OwnLineRun($0, environment: environment).output(for: given.bytes)
    }
    writeAll(Array(line.text.utf8) + (below ?? []), to: 1)
    return Outcome.done.rawValue
  }
}

extension StatusLine {
  /// What the session cost, where the client cannot know.
  private func reckoned(_ session: StatusLineInput, _ input: ProcessInput) -> Double? {
    guard let path = session.transcriptPath, input.rawEnvironment.shellRoute != nil,
      let session = SessionReckoning(environment: input.environment, transcript: path)
    else { return nil }
    return session.dollars * multiplier
  }
}

extension SessionDollars: ExpressibleByArgument {}

extension RawEnvironment {
  /// What the route asks for; absent for the client's default.
  fileprivate var routedModel: RoutedModel? {
    guard shellRoute != nil, let id = filled("ANTHROPIC_MODEL") else { return nil }
    let slots = ["opus", "sonnet", "haiku", "fable"].compactMap { family in
      filled(RoutingVariables.slot(family)).map { RoutedModel.Slot(family: family, id: $0) }
    }
    return RoutedModel(id: id, slots: slots)
  }
}
