internal import ArgumentParser
internal import ClaudeClient
internal import Rendering
internal import RouteEngine

/// The decision with its reasons.
struct Explain: RunnableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the decision with its reasons, and start nothing."
  )

  @OptionGroup(title: "Route") var routing: RoutingOptions
  @OptionGroup(title: "Without this machine") var hermetic: HermeticOptions

  @ArgumentParser.Option(
    help: ArgumentHelp("text or json. (default: text)", valueName: "format")
  )
  var format: String?

  @Flag(help: "Short for `--format json`. (default: off)")
  var json = false

  func validate() throws {
    guard let format else { return }
    guard ["text", "json"].contains(format) else {
      throw ValidationError("unknown format `\(format)`; known: text, json")
    }
    if json, format != "json" {
      throw ValidationError("`--json` and `--format \(format)` contradict each other")
    }
  }

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    if hermetic.layer != nil {
      return try hermeticStatus(input)
    }
    let client = clientWords.map { ClientArguments(WrapperForm($0)?.arguments ?? $0) }
    let route = try Routing(routing, client: client, input: input, keptNames: input.keptNames)
    let text =
      isJSON
      ? ExplanationJSON(route.decision, in: route.policy, move: route.move?.words).text
      : ExplanationText(
        route.decision,
        for: route.request,
        in: route.policy,
        with: route.inventory,
        holds: Planning.holds(route, input),
        notes: route.notes,
        move: route.move?.words
      )
      .text
    try writeOutput(text)
    if route.move != nil { return Outcome.untrusted.rawValue }
    return route.decision.chosen == nil ? Outcome.denied.rawValue : Outcome.done.rawValue
  }

  /// The decision under a file and nothing of this machine.
  private func hermeticStatus(_ input: ProcessInput) throws(Refusal) -> Int32 {
    let route = try HermeticRouting(routing, hermetic, input: input)
    let text =
      isJSON
      ? ExplanationJSON(route.decision, in: route.policy).text
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

  private var isJSON: Bool { json || format == "json" }
}
