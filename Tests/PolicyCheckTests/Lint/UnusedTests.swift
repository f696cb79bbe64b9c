import PolicyCheck
import RouteEngine
import Testing

@Suite struct `The finding unused` {
  typealias Sample = LintSample

  @Test func `names classes that no condition asks for`() throws {
    let policy = Sample.policy(
      classes: [
        Sample.taskClass("asked"),
        Sample.taskClass("docs", origins: [Sample.here(31)]),
        Sample.taskClass("extended", origins: [Sample.builtIn(1), Sample.here(32)]),
        Sample.taskClass("theirs", origins: [Sample.builtIn(2)]),
      ],
      aliases: [Alias(name: "d", classes: ["docs"], origin: Sample.here(60))]
    )
    #expect(
      try Sample.findings("unused", in: policy) == """
        team.yaml:30: warning: no route, constraint or invariant asks for class `asked`
          help: ask for it, `when: {class: asked}`, or delete it
        team.yaml:31: warning: no route, constraint or invariant asks for class `docs`
          help: ask for it, `when: {class: docs}`, or delete it
        team.yaml:32: warning: no route, constraint or invariant asks for class `extended`
          help: ask for it, `when: {class: extended}`, or delete it

        """
    )
  }

  @Test(arguments: [
    Sample.policy(
      classes: [Sample.taskClass("docs")],
      routes: [Sample.route("r", when: .any([.not(.hasClass("docs"))]), to: "a")]
    ),
    Sample.policy(
      classes: [Sample.taskClass("docs")],
      constraints: [Sample.constraint("c", when: .hasClass("docs"))]
    ),
    Sample.policy(
      classes: [Sample.taskClass("docs")],
      constraints: [Sample.constraint("c", unless: .all([.hasClass("docs")]))]
    ),
    Sample.policy(
      classes: [Sample.taskClass("docs")],
      invariants: [
        Invariant(
          name: "i",
          when: .hasClass("docs"),
          property: .outcome(.decided),
          origin: Sample.here(70)
        )
      ]
    ),
  ])
  func `is silent when a condition asks for the class`(policy: Policy) throws {
    #expect(try Sample.findings("unused", in: policy) == "")
  }

  @Test func `names backends that nothing names`() throws {
    let policy = Sample.policy(
      backends: [
        try Sample.backend("idle"),
        try Sample.backend("guarded", repositoryMayChoose: .never, origin: Sample.here(11)),
        try Sample.backend("theirs", origin: Sample.builtIn(3)),
      ]
    )
    #expect(
      try Sample.findings("unused", in: policy) == """
        team.yaml:10: warning: no route, default, selector, alias or test names backend `idle`
          help: name it, `idle/opus`, or delete it
        team.yaml:11: warning: no route, default, selector, alias or test names backend `guarded`
          help: name it, `guarded/opus`, or delete it

        """
    )
  }

  /// One policy for each way of naming the backend `b`.
  static func policiesNamingBackend() throws -> [Policy] {
    var selector = Selector()
    selector.backend = ["b"]
    let expectation = PolicyTest.Expectation(origin: Sample.here(80))
    var expecting = expectation
    expecting.backend = "b"
    func test(
      _ expectation: PolicyTest.Expectation,
      unavailable: [Unavailable] = []
    ) -> PolicyTest {
      PolicyTest(
        name: "t",
        unavailable: unavailable,
        expectation: expectation,
        origin: Sample.here(80)
      )
    }
    func promise(_ property: Invariant.Property, assuming names: Set<String> = []) -> Invariant {
      Invariant(
        name: "i",
        assumedAvailable: names,
        property: property,
        origin: Sample.here(70)
      )
    }
    let backends = [try Sample.backend("b")]
    return [
      Sample.policy(
        backends: backends,
        routes: [Sample.route("r", when: .all([]), to: "b")]
      ),
      Sample.policy(
        backends: backends,
        defaultTargets: [Target(backend: "b", model: .default)]
      ),
      Sample.policy(
        backends: backends,
        constraints: [Sample.constraint("c", forbid: selector)]
      ),
      Sample.policy(backends: backends, invariants: [promise(.never(selector))]),
      Sample.policy(backends: backends, invariants: [promise(.outcome(.decided), assuming: ["b"])]),
      Sample.policy(
        backends: backends,
        aliases: [Alias(name: "x", backend: "b", origin: Sample.here(60))]
      ),
      Sample.policy(backends: backends, tests: [test(expecting)]),
      Sample.policy(
        backends: backends,
        tests: [test(expectation, unavailable: [.backend("b"), .credential(.login)])]
      ),
      // Repositories are the ones to name it.
      Sample.policy(backends: [try Sample.backend("b", repositoryMayChoose: .always)]),
      Sample.policy(
        backends: [
          try Sample.backend("b", valueOrigins: ["repository-may-choose": Sample.here(12)])
        ]
      ),
    ]
  }

  @Test(arguments: try policiesNamingBackend())
  func `is silent when something names the backend`(policy: Policy) throws {
    #expect(try Sample.findings("unused", in: policy) == "")
  }
}
