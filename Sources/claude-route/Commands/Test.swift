internal import ArgumentParser
internal import PolicyCheck
internal import Rendering
internal import RouteEngine

/// The policy's own tests.
struct Test: RunnableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run the tests in policy files, and say which rules they cover.",
    discussion: """
      Nothing of this machine counts: the file stands over the built-in policy, and every credential is
      there unless a test says otherwise.
      """
  )

  @OptionGroup(title: "Policies") var checked: CheckedOptions

  @ArgumentParser.Option(
    name: .customLong("run"),
    help: ArgumentHelp("Only the test of this name; repeatable. (default: all)", valueName: "name")
  )
  var names: [String] = []

  @Flag(
    help: "Change each rule, and say which changes no test or invariant notices. (default: off)"
  )
  var mutate = false

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Fail when less than this percentage of rules is covered, or of changes noticed. (default: off)",
      valueName: "percent"
    )
  )
  var failUnder: Int?

  @ArgumentParser.Option(help: "text, json or junit. (default: text)")
  var format: TestFormat?

  @Flag(help: "Short for `--format json`. (default: off)")
  var json = false

  func validate() throws {
    if let failUnder, !(0...100).contains(failUnder) {
      throw ValidationError("`--fail-under` takes a percentage from 0 to 100")
    }
    if json, let format, format != .json {
      throw ValidationError("`--json` and `--format \(format.rawValue)` contradict each other")
    }
  }

  func status(input: ProcessInput, clientWords: [[UInt8]]?) throws(Refusal) -> Int32 {
    var parts: [TestReport.Part] = []
    for checked in try checked.policies(input) {
      guard let policy = checked.policy else { throw Refusal(invalid: checked.assembly) }
      parts.append(part(checked, policy))
    }
    try checkNames(parts)
    let report = TestReport(parts, floor: failUnder)
    try writeOutput(text(of: report))
    return (report.isGood ? Outcome.done : .found).rawValue
  }

  private func part(_ checked: CheckedPolicy, _ policy: Policy) -> TestReport.Part {
    let run = PolicyTestRun(
      of: checked.name,
      extending: checked.files.filter { $0 != checked.name },
      under: policy,
      running: { names.isEmpty || names.contains($0.name) }
    )
    guard mutate else { return TestReport.Part(run) }
    let mutation = MutationRun(
      of: run,
      under: policy,
      refuted: { Prover.refutedInvariants(of: $0) },
      isEquivalent: { Prover.areEquivalent($0, $1) }
    )
    return TestReport.Part(run, mutation: mutation)
  }

  /// A name that no file has is a slip; a run of no test must not look like success.
  private func checkNames(_ parts: [TestReport.Part]) throws(Refusal) {
    let run = Set(parts.flatMap(\.run.results).map(\.test.name))
    guard let missing = names.first(where: { !run.contains($0) }) else { return }
    throw Refusal(.usage, "no test is called `\(missing.printable)`")
  }

  private func text(of report: TestReport) -> String {
    switch json ? .json : format ?? .text {
    case .text: TestReportText(report).text
    case .json: TestReportJSON(report).text
    case .junit: TestReportJUnit(report).text
    }
  }
}

/// How `test` says what it found.
enum TestFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
  case junit
}
