internal import ArgumentParser
internal import Diagnostics
internal import PolicyCheck
internal import PolicyLoader
internal import Rendering
internal import RouteEngine

/// Loads, lints and proves policies.
struct Check: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Load, lint, test and prove policy files; every mistake in one run.",
    discussion: """
      Exit status 65 when a policy cannot be read, 1 when an error was found in one that can be, else 0.
      What each finding means: docs/diagnostics.
      """
  )

  @OptionGroup(title: "Policies") var checked: CheckedOptions

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "An organisation's policy that none of the files may be laxer than. (default: none)",
      valueName: "file"
    )
  )
  var boundary: String?

  @Flag(help: "Exit with 1 on warnings and notes, too. (default: off)")
  var strict = false

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Judge retired models as on this day, YYYY-MM-DD. (default: today)",
      valueName: "date"
    )
  )
  var asOf: String?

  @ArgumentParser.Option(help: "text, json, github or sarif. (default: text)")
  var format: CheckFormat?

  @Flag(help: "Short for `--format json`. (default: off)")
  var json = false

  func validate() throws {
    if let asOf, CalendarDay(asOf) == nil {
      throw ValidationError("`--as-of` takes a date like 2026-11-30, not `\(asOf)`")
    }
    if json, let format, format != .json {
      throw ValidationError("`--json` and `--format \(format.rawValue)` contradict each other")
    }
  }

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    let limits = try boundary.map { path throws(Refusal) in
      try CheckedFile(path, as: .managed)
    }
    guard let day = asOf.flatMap({ CalendarDay($0) }) ?? .today else {
      throw Refusal(.usage, "the date cannot be found out", help: "give it: --as-of YYYY-MM-DD")
    }
    let policies = try checked.policies(input, with: limits?.files ?? [])
    var reviews = policies.map { PolicyReview($0, on: day) }
    if let limits {
      let outer = CheckedPolicy(limits, home: input.environment.filled("HOME"))
      guard let policy = outer.policy else { throw Refusal(invalid: outer.assembly) }
      reviews = reviews.map { $0.held(against: policy) }
    }
    try writeOutput(text(of: reviews))
    return outcome(of: reviews).rawValue
  }

  private func outcome(of reviews: [PolicyReview]) -> Outcome {
    if reviews.contains(where: { $0.checked.policy == nil }) { return .invalidPolicy }
    let diagnostics = reviews.flatMap(\.diagnostics)
    let isFound = strict ? !diagnostics.isEmpty : diagnostics.hasErrors
    return isFound ? .found : .done
  }

  private func text(of reviews: [PolicyReview]) -> String {
    let report = DiagnosticText(
      reviews.flatMap(\.diagnostics),
      sources: reviews.flatMap(\.checked.sources)
    )
    switch json ? .json : format ?? .text {
    case .json:
      return DiagnosticJSON(report.diagnostics, proofs: reviews.flatMap(\.proofs)).text
    case .github: return GitHubAnnotations(report.diagnostics).text
    case .sarif: return SARIFLog(report.diagnostics, version: programVersion).text
    case .text: return people(reviews, report)
    }
  }

  /// Findings, what was proved, and one line that sums up.
  private func people(_ reviews: [PolicyReview], _ report: DiagnosticText) -> String {
    var lines = reviews.flatMap(\.proofs).compactMap(\.text)
    if boundary != nil {
      lines += reviews.filter(\.isWithinBoundary).map { "\($0.checked.name): within the boundary" }
    }
    if reviews.count == 1, let only = reviews.first {
      lines.append("\(report.countLine); read as: \(only.checked.readAs)")
    } else {
      lines.append("\(reviews.count) policies: \(report.countLine)")
    }
    return report.text + lines.map { $0 + "\n" }.joined()
  }
}

/// How `check` says what it found.
enum CheckFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
  case github
  case sarif
}
