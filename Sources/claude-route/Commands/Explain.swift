internal import ArgumentParser
internal import ClaudeClient
internal import Rendering
internal import RouteEngine

/// The decision with its reasons.
struct Explain: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show the decision with its reasons, and start nothing."
  )

  @OptionGroup(title: "Route") var routing: RoutingFlags
  @OptionGroup(title: "Without this machine") var hermetic: HermeticOptions

  @OptionGroup var document: DocumentOptions

  @Flag(
    help:
      "Show every variable that decides where the session goes: what the client gets, from where, and who else sets it, strongest first. (default: off)"
  )
  var variables = false

  func validate() throws {
    if variables, hermetic.layer != nil {
      throw ValidationError("`--variables` is about this machine, and `--as` leaves it out")
    }
  }

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    if hermetic.layer != nil {
      return try hermeticStatus(input)
    }
    let client = clientWords.map { ClientArguments(WrapperForm($0)?.arguments ?? $0) }
    let route = try Routing(
      routing.options,
      client: client,
      input: input,
      keptNames: input.keptNames
    )
    if variables {
      return try variablesStatus(route, client, input)
    }
    let text =
      isJSON
      ? ExplanationJSON(
        route.decision,
        for: route.request,
        in: route.policy,
        with: route.inventory,
        move: route.move?.words
      )
      .text
      : ExplanationText(
        route.decision,
        for: route.request,
        in: route.policy,
        with: route.inventory,
        holds: Planning.holds(route, input, client: client),
        notes: route.notes,
        move: route.move?.words
      )
      .text
    try writeOutput(text)
    if route.move != nil { return Outcome.untrusted.rawValue }
    return route.decision.chosen == nil ? Outcome.denied.rawValue : Outcome.done.rawValue
  }

  /// The variables of a launch; ends as a launch would that cannot hold.
  private func variablesStatus(
    _ route: Routing,
    _ client: ClientArguments?,
    _ input: ProcessInput
  ) throws(Refusal) -> Int32 {
    guard let chosen = route.decision.chosen, let payer = chosen.availability.payer else {
      throw Refusal(denied: route.decision, for: route.request)
    }
    let found = try RouteVariables(
      chosen,
      payer: payer,
      route: route,
      client: client,
      input: input
    )
    let report = VariableReport(
      table: found.table,
      hold: found.hold,
      candidate: chosen,
      policy: route.policy,
      move: route.move?.words
    )
    try writeOutput(isJSON ? report.json : report.text)
    if route.move != nil { return Outcome.untrusted.rawValue }
    return (found.hold.isRefused ? Outcome.settingsConflict : Outcome.done).rawValue
  }

  /// The decision under a file and nothing of this machine.
  private func hermeticStatus(_ input: ProcessInput) throws(Refusal) -> Int32 {
    let route = try HermeticRouting(routing.options, hermetic, input: input)
    let text =
      isJSON
      ? ExplanationJSON(
        route.decision,
        for: route.request,
        in: route.policy,
        with: route.inventory
      )
      .text
      : ExplanationText(
        route.decision,
        for: route.request,
        in: route.policy,
        with: route.inventory
      )
      .text
    try writeOutput(text)
    return route.decision.chosen == nil ? Outcome.denied.rawValue : Outcome.done.rawValue
  }

  private var isJSON: Bool { document.isJSON }
}
