import PolicyCheck
import RouteEngine

/// A repository's policy over a built-in one, with tests of which some fail.
enum TestReportSample {
  static let file = ".claude-route.yaml"

  static func line(_ line: Int, in file: String = file) -> Origin {
    Origin(layer: file == "built-in" ? .builtIn : .repository, file: file, line: line)
  }

  private static func builtIn(_ line: Int) -> Origin { self.line(line, in: "built-in") }

  private static func classes() throws -> [TaskClass] {
    [
      TaskClass(
        name: "bulk",
        description: nil,
        isProtective: false,
        signals: [
          Signal(matcher: .phrase(try Phrase("rename")), origin: builtIn(88)),
          Signal(matcher: .everyPath([try Glob("fixtures/**")]), origin: line(5)),
        ],
        unless: [],
        origins: [line(4), builtIn(87)]
      ),
      TaskClass(
        name: "production",
        description: nil,
        isProtective: true,
        signals: [
          Signal(matcher: .phrase(try Phrase("payment")), origin: builtIn(95)),
          Signal(
            matcher: .fact(FactTest(fact: .branch, comparison: .equals(.text("main")))),
            origin: builtIn(96)
          ),
          Signal(matcher: .anyPath(try Glob("src/ledger/**")), origin: line(7)),
        ],
        unless: [],
        origins: [line(6), builtIn(94)]
      ),
    ]
  }

  private static func routes() -> [Route] {
    [
      Route(
        name: "side",
        when: .hasLabel("cost-sensitive"),
        targets: [Target(backend: "bedrock", model: .named("haiku"))],
        origin: line(10)
      ),
      Route(
        name: "mechanical",
        when: .hasClass("bulk"),
        targets: [Target(backend: "openrouter", model: .named("haiku"), effort: .low)],
        origin: builtIn(143)
      ),
    ]
  }

  private static func constraint() -> Constraint {
    var thirdParty = Selector()
    thirdParty.trust = [.thirdParty]
    return Constraint(
      name: "ledger-native",
      when: .hasClass("production"),
      unless: nil,
      effect: .forbid(thirdParty),
      reason: "the ledger stays native",
      origin: line(13)
    )
  }

  static func policy(
    tests: [PolicyTest],
    layers: [Layer] = [.builtIn]
  ) throws -> Policy {
    Policy(
      classes: try classes(),
      backends: try ExplanationSample.backends(),
      routes: routes(),
      defaultTargets: [Target(backend: "anthropic", model: .named("opus"))],
      constraints: [constraint()],
      knownLabels: ["cost-sensitive"],
      tests: tests,
      layers: [Policy.LayerFile(layer: .repository, file: file, name: nil, digest: "5be1")]
        + layers.map {
          Policy.LayerFile(layer: $0, file: $0.rawValue, name: nil, digest: "9d41c2")
        }
    )
  }

  static func test(
    _ name: String,
    task: String? = nil,
    facts: [FactName: FactState] = [:],
    labels: [String] = [],
    files: [String]? = nil,
    classes: [String] = [],
    unavailable: [Unavailable] = [],
    line: Int,
    expect: (inout PolicyTest.Expectation) -> Void
  ) -> PolicyTest {
    var expectation = PolicyTest.Expectation(origin: self.line(line + 1))
    expect(&expectation)
    return PolicyTest(
      name: name,
      task: task,
      facts: facts,
      labels: labels,
      files: files,
      classes: classes,
      unavailable: unavailable,
      expectation: expectation,
      origin: self.line(line)
    )
  }

  static let tests = [
    test("fixtures are bulk", files: ["fixtures/a.json"], line: 20) { $0.classes = ["bulk"] },
    test("ledger stays native", task: "rename it", files: ["src/ledger/a.swift"], line: 22) {
      $0.backend = "anthropic"
      $0.constraint = "ledger-native"
    },
    test(
      "rename in migrations is production",
      task: "rename column user_id to account_id",
      files: ["migrations/0042.sql"],
      line: 24
    ) { $0.backend = "anthropic" },
  ]

  static func run(
    _ tests: [PolicyTest],
    layers: [Layer] = [.builtIn],
    running isWanted: (PolicyTest) -> Bool = { _ in true }
  ) throws -> PolicyTestRun {
    PolicyTestRun(of: file, under: try policy(tests: tests, layers: layers), running: isWanted)
  }

  static func report(_ tests: [PolicyTest]) throws -> TestReport {
    TestReport([TestReport.Part(try run(tests))])
  }

  /// Two killed, one equivalent, one survivor.
  static let mutation = MutationRun(
    file: file,
    outcomes: [
      outcome("route `side` deleted", 10, .survived),
      outcome("`when` of route `side` negated", 10, .killedByTest("fixtures are bulk")),
      outcome("constraint `ledger-native` deleted", 13, .killedByInvariant("native")),
      outcome("`trust` of `ledger-native` dropped", 13, .equivalent),
    ]
  )

  private static func outcome(
    _ words: String,
    _ line: Int,
    _ fate: MutationRun.Fate
  ) -> MutationRun.Outcome {
    MutationRun.Outcome(mutation: Mutation(words, at: self.line(line)), fate: fate)
  }
}
