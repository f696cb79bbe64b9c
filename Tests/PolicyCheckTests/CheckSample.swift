import RouteEngine

/// A policy small enough to decide by hand: `team.yaml` over a built-in policy of one route.
enum CheckSample {
  static func team(_ line: Int) -> Origin {
    Origin(layer: .user, file: "team.yaml", line: line)
  }

  static func builtIn(_ line: Int) -> Origin {
    Origin(layer: .builtIn, file: "built-in", line: line)
  }

  static func backends() throws -> [Backend] {
    let slots = Backend.familySlots
    return [
      Backend(
        name: "anthropic",
        kind: .anthropic,
        credentials: [.login],
        models: Backend.nativeModels,
        origin: builtIn(3)
      ),
      Backend(
        name: "bedrock",
        kind: .bedrock,
        credentials: [.aws],
        models: slots.map { Backend.Model(name: $0, id: "anthropic.claude-\($0)-5-5") },
        origin: builtIn(5)
      ),
      Backend(
        name: "openrouter",
        kind: .gateway,
        baseURL: try BaseURL("https://openrouter.ai/api"),
        credentials: [.environment("OPENROUTER_API_KEY")],
        models: slots.map { Backend.Model(name: $0, id: "anthropic/claude-\($0)-5-5") },
        origin: builtIn(7)
      ),
    ]
  }

  static func classes() throws -> [TaskClass] {
    [
      TaskClass(
        name: "bulk",
        description: nil,
        isProtective: false,
        signals: [Signal(matcher: .phrase(try Phrase("rename")), origin: team(4))],
        unless: [],
        origins: [team(3)]
      ),
      TaskClass(
        name: "guarded",
        description: nil,
        isProtective: true,
        signals: [
          Signal(matcher: .anyPath(try Glob("src/**")), origin: team(7)),
          Signal(
            matcher: .fact(FactTest(fact: .ci, comparison: .equals(.truth(true)))),
            origin: team(8)
          ),
        ],
        unless: [],
        origins: [team(5)]
      ),
    ]
  }

  static let mechanical = Route(
    name: "mechanical",
    when: .hasClass("bulk"),
    targets: [
      Target(backend: "openrouter", model: .named("haiku"), effort: .low),
      Target(backend: "anthropic", model: .named("haiku")),
    ],
    origin: team(10)
  )

  static let other = Route(
    name: "other",
    when: .hasLabel("other"),
    targets: [Target(backend: "bedrock", model: .named("opus"))],
    origin: builtIn(30)
  )

  /// `forbid: {kind: [gateway], trust: [third-party, cloud]}`, unless `aws`.
  static let native: Constraint = {
    var selector = Selector()
    selector.kind = [.gateway]
    selector.trust = [.thirdParty, .cloud]
    return Constraint(
      name: "native",
      when: .hasClass("guarded"),
      unless: .hasLabel("aws"),
      effect: .forbid(selector),
      reason: nil,
      origin: team(14)
    )
  }()

  static func policy(
    classes: [TaskClass]? = nil,
    routes: [Route] = [mechanical, other],
    constraints: [Constraint] = [native],
    labels: [PolicyLabel] = [],
    invariants: [Invariant] = [],
    tests: [PolicyTest] = []
  ) throws -> Policy {
    Policy(
      classes: try classes ?? self.classes(),
      backends: try backends(),
      routes: routes,
      defaultTargets: [
        Target(backend: "anthropic", model: .named("opus")),
        Target(backend: "bedrock", model: .named("opus")),
      ],
      defaultOrigin: team(12),
      constraints: constraints,
      labels: labels,
      knownLabels: ["aws", "other"],
      invariants: invariants,
      tests: tests,
      layers: [
        Policy.LayerFile(layer: .user, file: "team.yaml", name: nil, digest: "71aa0e"),
        Policy.LayerFile(layer: .builtIn, file: "built-in", name: nil, digest: "9d41c2"),
      ]
    )
  }

  static func test(
    _ name: String = "a test",
    task: String? = nil,
    facts: [FactName: FactState] = [:],
    labels: [String] = [],
    files: [String]? = nil,
    classes: [String] = [],
    unavailable: [Unavailable] = [],
    line: Int = 20,
    expect: (inout PolicyTest.Expectation) -> Void
  ) -> PolicyTest {
    var expectation = PolicyTest.Expectation(origin: team(line + 1))
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
      origin: team(line)
    )
  }
}
