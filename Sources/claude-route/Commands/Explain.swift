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
    let client = clientWords.map { ClientArguments(WrapperForm($0)?.arguments ?? $0) }
    let route = try Routing(routing, client: client, input: input, keptNames: input.keptNames)
    let text =
      json || format == "json"
      ? ExplanationJSON(route.decision, in: route.policy).text
      : ExplanationText(
        route.decision,
        for: route.request,
        in: route.policy,
        with: route.inventory,
        holds: Planning.holds(route, input)
      )
      .text
    try writeOutput(text)
    return route.decision.chosen == nil ? Outcome.denied.rawValue : Outcome.done.rawValue
  }
}
