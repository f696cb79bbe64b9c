import Diagnostics
import PolicyCheck
import RouteEngine
import Testing

enum ProofReportSample {
  private typealias Sample = LintSample

  /// Prototypes go to `cheap`, else to `native`; nothing of production may go to `cheap`.
  static func policy() throws -> Policy {
    var cheap = Selector()
    cheap.backend = ["cheap"]
    return Sample.policy(
      classes: [Sample.taskClass("production", isProtective: true), Sample.taskClass("toy")],
      backends: [try Sample.backend("cheap"), try Sample.backend("native", kind: .anthropic)],
      routes: [Sample.route("toys", when: .hasClass("toy"), to: "cheap")],
      defaultTargets: [
        Target(backend: "native", model: .default), Target(backend: "cheap", model: .default),
      ],
      defaultOrigin: Sample.here(45),
      constraints: [Sample.constraint("serious", when: .hasClass("production"), forbid: cheap)]
    )
  }
}

@Suite struct `What is said of a proof` {
  private typealias Sample = LintSample

  private let promise = Invariant(
    name: "stays-native",
    property: .outcome(.decided),
    origin: Sample.here(70)
  )

  private func refuted(_ task: HermeticTask) throws -> String {
    let policy = try ProofReportSample.policy()
    let report = ProofReport(of: policy, layer: .user, file: "team.yaml")
    let example = StateExample(task, task.decision(under: policy))
    return report.refuted(promise, by: example).plainText
  }

  @Test func `names the route that leads there, the state and a replay`() throws {
    #expect(
      try refuted(HermeticTask(classes: ["toy"])) == """
        team.yaml:70: error: invariant `stays-native` does not hold: `cheap/opus` can be chosen
          note: with class `toy`, route `toys` leads to `cheap/opus` team.yaml:40
          help: replay it: `claude-route explain --as user --policy team.yaml --class toy`

        """
    )
  }

  @Test func `names the default`() throws {
    #expect(
      try refuted(HermeticTask(unavailable: [.backend("native")])) == """
        team.yaml:70: error: invariant `stays-native` does not hold: `cheap/opus` can be chosen
          note: with backend `native` unavailable, the default leads to `cheap/opus` team.yaml:45
          help: replay it: `claude-route explain --as user --policy team.yaml --unavailable native`

        """
    )
    #expect(
      try refuted(HermeticTask()) == """
        team.yaml:70: error: invariant `stays-native` does not hold: `native/default` can be chosen
          note: with no class and no label, the default leads to `native/default` team.yaml:45
          help: replay it: `claude-route explain --as user --policy team.yaml`

        """
    )
  }

  @Test func `names what stops each candidate of a denial`() throws {
    let task = HermeticTask(classes: ["production", "toy"], unavailable: [.backend("native")])
    #expect(
      try refuted(task) == """
        team.yaml:70: error: invariant `stays-native` does not hold: a task can be denied
          note: with class `production` and `toy`, backend `native` unavailable, the task is denied
          note: `cheap/opus` is forbidden by `serious` team.yaml:50
          note: `native/default` is unavailable
          help: replay it: `claude-route explain --as user --policy team.yaml --class production \
        --class toy --unavailable native`

        """
    )
  }

  @Test func `names eight candidates of a denial at most`() throws {
    let backends = try (1...9).map { try Sample.backend("b\($0)") }
    let policy = Sample.policy(
      backends: backends,
      defaultTargets: backends.map { Target(backend: $0.name, model: .default) }
    )
    let task = HermeticTask(unavailable: Set(backends.map { .backend($0.name) }))
    let report = ProofReport(of: policy, layer: .user, file: "team.yaml")
    let example = StateExample(task, task.decision(under: policy))
    let notes = report.refuted(promise, by: example).notes.map(\.message)
    #expect(notes.count == 9)
    #expect(notes.dropFirst().first == "`b1/opus` is unavailable")
    #expect(notes.last == "2 more targets are stopped, too")
  }

  @Test func `tells the state in words`() throws {
    var task = HermeticTask(
      text: "fix it",
      files: ["a", "b"],
      labels: ["x"],
      values: [
        .branch: .value(.text("main")), .ci: .unknown, .interactive: .absent,
        .filesCount: .value(.number(9)),
      ],
      unavailable: [.credential(.login), .backend("cheap")]
    )
    task.facts.sessionClasses = ["toy"]
    let example = StateExample(task, task.decision(under: try ProofReportSample.policy()))
    #expect(
      example.stateWords
        == "with task `fix it`, resumed class `toy`, label `x`, file `a` and `b`, `branch` `main`,"
        + " `ci` unknown, `files.count` `9`, `interactive` absent, backend `cheap` unavailable,"
        + " credential `login` missing"
    )
  }

  @Test func `of one that could not be made says why`() throws {
    let report = ProofReport(of: try ProofReportSample.policy(), layer: .user, file: "team.yaml")
    #expect(
      report.notProved(promise, stateCount: 9_000_000, limit: 4_194_304).plainText == """
        team.yaml:70: warning: invariant `stays-native` is not proved: it has 9000000 states, \
        limit 4194304
          help: ask for fewer facts, classes and labels in conditions

        """
    )
    #expect(
      report.notProved(promise, stateCount: 4, limit: 4_194_304).plainText == """
        team.yaml:70: warning: invariant `stays-native` is not proved: a state speaks against it, \
        and no task was found to be in it
          help: give the classes that it depends on phrases that do not overlap

        """
    )
  }
}
