internal import ArgumentParser
internal import BackendProbe
internal import ClaudeClient
internal import Rendering
internal import RouteEngine
internal import Usage

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What breaks on a backend, found out with the real client.
struct Probe: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Run the client against a backend with small tasks, and record what breaks there.",
    discussion: """
      Six short sessions in a temporary folder, as a launch would route them; nothing of yours is
      sent. What they show is kept for this backend, model and client, and is what the policy's
      `trait` selectors, `explain` and a launch go by from then on, unless the policy states a trait.

        claude-route probe openrouter
        claude-route probe bedrock --model opus --yes --json
        claude-route probe bedrock --show              what the last one found

      Exit status 1: something is degraded or broken.
      """
  )

  @ArgumentParser.Argument(help: "The backend, as the policy names it.")
  var backend: String

  @ArgumentParser.Option(help: "The model, as for a route. (default: haiku)")
  var model = "haiku"

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "This policy instead of your own. (default: ~/.config/claude-route/policy.yaml)",
      valueName: "file"
    ),
    completion: .file()
  )
  var policy: String?

  @ArgumentParser.Option(
    help: ArgumentHelp("The client program. (default: `claude` on PATH)", valueName: "path")
  )
  var client: String?

  @ArgumentParser.Option(
    name: .customLong("max-budget-usd"),
    help:
      "Dollars it may cost about, as the client reckons them. (default: three times what is expected, at least 1)"
  )
  var maximumBudgetUSD: Double?

  @ArgumentParser.Option(
    name: .customLong("context"),
    help: ArgumentHelp(
      "Also send a prompt of about so many tokens. (default: none)",
      valueName: "tokens"
    )
  )
  var contextTokens: Int?

  @ArgumentParser.Option(
    name: .customLong("timeout"),
    help: ArgumentHelp("How long a session may take. (default: 180)", valueName: "seconds")
  )
  var timeoutSeconds = 180

  @Flag(help: "Do not ask; for scripts. (default: a terminal is asked)")
  var yes = false

  @Flag(help: "Only show what the last probe of it found. (default: off)")
  var show = false

  @Flag(help: "Print JSON. (default: off)")
  var json = false

  @Flag(help: "No progress on standard error. (default: off)")
  var quiet = false

  func validate() throws {
    if let maximumBudgetUSD, !(maximumBudgetUSD > 0 && maximumBudgetUSD.isFinite) {
      throw ValidationError("`--max-budget-usd` takes a number above 0")
    }
    if let contextTokens, !(1_000...2_000_000).contains(contextTokens) {
      throw ValidationError("`--context` takes a number of tokens from 1000 to 2000000")
    }
    guard (1...3600).contains(timeoutSeconds) else {
      throw ValidationError("`--timeout` takes seconds from 1 to 3600")
    }
  }

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    guard clientWords == nil else {
      throw Refusal(.usage, "`probe` gives the client its own words; leave out what is behind `--`")
    }
    let target = try ProbedTarget(self, input)
    if show {
      guard let known = target.recorded else {
        throw Refusal(
          .fileMissing,
          "nobody has probed \(target.name)",
          help: "claude-route probe \(backend.printable)"
        )
      }
      return try report(known.profile, known.staleness)
    }
    let subject = try ProbeSubject(target, self, input)
    try confirm(subject, target.name)
    let result = try subject.probe(quiet: quiet)
    let status = try report(result.profile, target.shelf.distrust == nil ? nil : .distrusted)
    if let reason = result.gap {
      writeAll("claude-route: incomplete, so nothing was recorded: \(reason)\n", to: 2)
      return Outcome.found.rawValue
    }
    if let reason = target.shelf.distrust {
      writeAll(
        "claude-route: recorded, and believed only where it says something bad: \(reason)\n",
        to: 2
      )
    }
    return status
  }

  private func report(
    _ profile: BackendProfile,
    _ staleness: Measurement.Staleness?
  ) throws(Refusal) -> Int32 {
    try writeOutput(
      json
        ? ProbeJSON(profile, staleness: staleness).text
        : ProbeText(profile, staleness: staleness).text
    )
    let isBad = profile.findings.contains { $0.grade == .degraded || $0.grade == .broken }
    return (isBad || profile.failure != nil ? Outcome.found : .done).rawValue
  }

  /// Says what it will cost, and asks unless told not to.
  private func confirm(_ subject: ProbeSubject, _ name: String) throws(Refusal) {
    if let maximumBudgetUSD, let reckoned = subject.reckoning, maximumBudgetUSD < reckoned {
      throw Refusal(
        .usage,
        "the client will reckon about \(Dollars(reckoned).text), and stops at \(Dollars(maximumBudgetUSD).text)",
        help: "give `--max-budget-usd` at least that, or leave it out; nothing was started"
      )
    }
    let estimate =
      subject.estimate.map { "about \(Dollars($0).text) by list prices" }
      ?? "of unknown cost: there is no list price"
    let line = "claude-route: probing \(name): \(subject.sessionCount) sessions, \(estimate)"
    if !quiet || !yes {
      writeAll("\(line.printable); \(subject.payerWords.printable)\n", to: 2)
    }
    guard !yes else { return }
    guard isatty(0) == 1, isatty(2) == 1 else {
      throw Refusal(
        .usage,
        "a probe costs money, and without a terminal nobody can be asked",
        help: "add `--yes`; nothing was started"
      )
    }
    writeAll("claude-route: go on? [y/N] ", to: 2)
    guard let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) else {
      throw Refusal(.usage, "nothing was started")
    }
  }
}
