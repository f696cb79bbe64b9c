internal import ArgumentParser
internal import HealthCheck
internal import Rendering
internal import RouteEngine

/// Everything that would make a route not hold on this machine.
struct Doctor: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what would make a route not hold on this machine; nothing is changed.",
    discussion: """
      Looks at the client, the policy, credentials, settings files, shell start files and this shell.
      Asks no server; starts the client for its version only, and only when its path does not tell it.
      Exit status 1 when there is a warning or an error, 0 with notes only.
      """
  )

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "This policy instead of your own. (default: ~/.config/claude-route/policy.yaml)",
      valueName: "file"
    )
  )
  var policy: String?

  @ArgumentParser.Option(
    help: ArgumentHelp("The client program. (default: the policy's, else `claude` on PATH)")
  )
  var client: String?

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Judge retired models and old prices as on this day, YYYY-MM-DD. (default: today)",
      valueName: "date"
    )
  )
  var asOf: String?

  @OptionGroup var document: DocumentOptions

  func validate() throws {
    if let asOf, CalendarDay(asOf) == nil {
      throw ValidationError("`--as-of` takes a date like 2026-11-30, not `\(asOf)`")
    }
  }

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    guard let day = asOf.flatMap({ CalendarDay($0) }) ?? .today else {
      throw Refusal(.usage, "the date cannot be found out", help: "give it: --as-of YYYY-MM-DD")
    }
    let machine = try Machine(input, policyOption: policy, clientOption: client, today: day)
    let report = machine.report
    try writeOutput(document.isJSON ? HealthJSON(report).text : HealthText(report).text)
    return (report.isHealthy ? Outcome.done : Outcome.found).rawValue
  }
}
