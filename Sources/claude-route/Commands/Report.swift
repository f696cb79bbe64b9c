internal import ArgumentParser
internal import Rendering
internal import RouteEngine
internal import Usage

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What past sessions used and cost, and what routing made of it.
struct Report: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Say what past sessions used and cost, and what routing saved.",
    discussion: """
      Joins the client's transcripts with the ledger of launches, and keeps the totals beside it, so \
      that a transcript which the client deletes stays counted. What is billed by the token and what \
      a plan covers are two columns, never one sum. Asks no server; prices are list prices.

        claude-route report --month 2026-10
        claude-route report --by day --format csv
        claude-route report --month 2026-10 --json > anna.json
        claude-route report --from anna.json --from ben.json --format markdown
      """
  )

  @OptionGroup(title: "Period") var period: PeriodOptions

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Tell apart by these, with commas between: \(UsageDimension.words). (default: class,backend,model)",
      valueName: "what"
    ),
    completion: .list(UsageDimension.allCases.map(\.rawValue))
  )
  var by: String?

  @ArgumentParser.Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Add up these reports in JSON instead of reading this machine. (default: none)",
      valueName: "file"
    )
  )
  var from: [String] = []

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "This policy instead of your own, for prices and the default route. (default: ~/.config/claude-route/policy.yaml)",
      valueName: "file"
    )
  )
  var policy: String?

  @ArgumentParser.Option(
    help: ArgumentHelp("text, json, csv or markdown. (default: text)", valueName: "format"),
    completion: .list(["text", "json", "csv", "markdown"])
  )
  var format: String?

  @Flag(help: "Short for `--format json`. (default: off)")
  var json = false

  func validate() throws {
    if let by {
      for word in by.split(separator: ",", omittingEmptySubsequences: false)
      where UsageDimension(rawValue: String(word)) == nil {
        throw ValidationError("`--by` takes \(UsageDimension.words), not `\(word)`")
      }
    }
    if !from.isEmpty {
      try validateFrom()
    }
    guard let format else { return }
    guard ["text", "json", "csv", "markdown"].contains(format) else {
      throw ValidationError("unknown format `\(format)`; known: text, json, csv, markdown")
    }
    if json, format != "json" {
      throw ValidationError("`--json` and `--format \(format)` contradict each other")
    }
  }

  private func validateFrom() throws {
    if dimensions.contains(.project) {
      throw ValidationError("reports hold no projects, so `--from` cannot tell them apart")
    }
    guard !period.isGiven, policy == nil else {
      throw ValidationError(
        "`--from` adds up what the reports say: their days and prices are settled already"
      )
    }
  }

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    let report = from.isEmpty ? try ownReport(input) : try sum()
    switch json ? "json" : format ?? "text" {
    case "json": try writeOutput(ReportJSON(report).text)
    case "csv": try writeOutput(ReportCSV(report, by: dimensions).text)
    case "markdown": try writeOutput(ReportMarkdown(report, by: dimensions).text)
    default: try writeOutput(ReportText(report, by: dimensions, width: terminalWidth).text)
    }
    return Outcome.done.rawValue
  }

  private var dimensions: [UsageDimension] {
    guard let by else { return UsageDimension.usual }
    return by.split(separator: ",").compactMap { UsageDimension(rawValue: String($0)) }
  }

  // MARK: This machine

  private func ownReport(_ input: ProcessInput) throws(Refusal) -> UsageReport {
    let machine = try UsageMachine(input, policyOption: policy)
    let days = DayCount(isUTC: period.utc)
    let now = Timestamp.now
    let asked = period.days(today: days.day(of: now))
    guard asked.first <= days.day(of: now) else {
      throw Refusal(.usage, "\(asked.first.text) is in the future")
    }
    var history = UsageHistory(
      input,
      prices: machine.policy.prices,
      now: now,
      cleanupDays: machine.cleanupDays
    )
    history.keep()
    for fault in history.faults {
      writeAll("claude-route: \(fault.printable)\n", to: 2)
    }
    let cells = machine.reckoning.cells(
      of: history.kept.totals,
      in: asked,
      keepsProjects: dimensions.contains(.project),
      day: days.day(of:)
    )
    return UsageReport(
      period: asked,
      cells: cells,
      coverage: UsageReport.Coverage(
        of: asked.first.days(through: asked.last),
        spans: history.kept.spans,
        now: history.span,
        day: days.day(of:)
      ),
      pricesDate: machine.policy.prices.date,
      reading: history.reading
    )
  }

  // MARK: Several people's

  private func sum() throws(Refusal) -> UsageReport {
    var reports: [UsageReport] = []
    for path in from {
      let report = try Self.report(path)
      guard !reports.contains(report) else {
        throw Refusal(.usage, "\(path.printable) is there twice", help: "name each report once")
      }
      reports.append(report)
    }
    do throws(UsageReport.Fault) {
      return try UsageReport.adding(reports)
    } catch {
      throw Refusal(.usage, error.message.printable)
    }
  }

  /// More than a report of ten years.
  private static let maximumBytes = 64 << 20

  private static func report(_ path: String) throws(Refusal) -> UsageReport {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try readFile(path, limit: maximumBytes).bytes
    } catch {
      throw Refusal(error.code == ENOENT ? .fileMissing : .inputOutput, error.message)
    }
    do throws(UsageReport.Fault) {
      return try UsageReport(json: bytes)
    } catch {
      throw Refusal(
        .usage,
        "\(path.printable): \(error.message.printable)",
        help: "`--from` takes what `claude-route report --json` writes"
      )
    }
  }
}

extension UsageDimension {
  /// For messages: "class, backend, …".
  fileprivate static var words: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
