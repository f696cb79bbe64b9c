internal import ArgumentParser
internal import Rendering
internal import RouteEngine
internal import Usage

/// Past sessions under a policy.
struct Replay: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Route the first prompts of past sessions under a policy, and compare the costs.",
    discussion: """
      Reads the client's transcripts and the ledger on this machine. Nothing is sent, started or \
      written, and no text of a prompt is shown without --show-text. A prompt is routed by its words \
      alone: no files, outside every repository, with the credentials that are here now. Prices are \
      those of the policy.

        claude-route replay --policy policies/frugal.yaml
        claude-route replay --since 2026-11-01 --rows
        claude-route replay --json
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
    help: ArgumentHelp(
      "Sessions that began on this day or later, YYYY-MM-DD. (default: all)",
      valueName: "date"
    )
  )
  var since: String?

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Sessions that began on this day or earlier, YYYY-MM-DD. (default: all)",
      valueName: "date"
    )
  )
  var until: String?

  @Flag(name: .customLong("utc"), help: "Count days at UTC. (default: local days)")
  var isUTC = false

  @Flag(help: "Print one line for each session; with --json they are in it. (default: off)")
  var rows = false

  @Flag(help: "The same, with the first 80 characters of each prompt. (default: off)")
  var showText = false

  @OptionGroup var document: DocumentOptions

  func validate() throws {
    for (name, text) in [("since", since), ("until", until)] {
      if let text, CalendarDay(text) == nil {
        throw ValidationError("`--\(name)` takes a date like 2026-11-30, not `\(text)`")
      }
    }
    if let first = period.since, let last = period.until, last < first {
      throw ValidationError("`--until \(last.text)` is before `--since \(first.text)`")
    }
  }

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    let home = input.environment.filled("HOME")
    let reading = PolicyReading(
      environment: input.environment,
      home: home,
      includesRepository: false
    )
    let policy = try reading.policy(insteadOfUsers: policy)
    let past = PastSessions(input, prices: policy.prices)
    for fault in past.faults {
      writeAll("claude-route: \(fault.printable)\n", to: 2)
    }
    let days = DayCount(isUTC: isUTC)
    let replay = Usage.Replay(
      of: past.sessions,
      in: period,
      under: ReplayPolicy(policy, input: input, home: home),
      unreadableLines: past.unreadableLines,
      day: days.day
    )
    try writeOutput(
      document.isJSON
        ? ReplayJSON(replay, under: policy, detail: detail, day: days.day).text
        : ReplayText(replay, under: policy, detail: detail, day: days.day).text
    )
    return Outcome.done.rawValue
  }

  private var period: Usage.Replay.Period {
    Usage.Replay.Period(
      since: since.flatMap { CalendarDay($0) },
      until: until.flatMap { CalendarDay($0) },
      isUTC: isUTC
    )
  }

  private var detail: ReplayText.Detail { showText ? .prompts : rows ? .sessions : .classes }
}

extension ReplayPolicy {
  /// With the credentials of this machine.
  fileprivate init(_ policy: Policy, input: ProcessInput, home: String?) {
    // Nothing is launched, so what a managed file says stops nobody here.
    let settings = SettingsFiles(
      asFarAsReadable: input.environment,
      home: home,
      client: nil
    )
    let probe = CredentialProbe(
      environment: input.environment,
      home: home,
      keptNames: input.keptNames,
      userSettings: settings.user
    )
    self.init(
      policy,
      inventory: probe.inventory(for: policy),
      values: [.os: .value(.text(Surroundings.operatingSystem))],
      suggestion: UsageReckoning.Suggestion(probe, layers: settings.layers, in: policy)
    )
  }
}
