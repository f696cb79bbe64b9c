import PolicyCheck
import RouteEngine
import Testing

@Suite struct `The finding missing-reason` {
  typealias Sample = LintSample

  @Test func `names constraints of checked files only`() throws {
    let policy = Sample.policy(
      constraints: [
        Sample.constraint("a", reason: nil),
        Sample.constraint("b"),
        Sample.constraint("c", reason: nil, origin: Sample.builtIn(9)),
      ]
    )
    #expect(
      try Sample.findings("missing-reason", in: policy) == """
        team.yaml:50: warning: constraint `a` has no `reason`
          help: add `reason:` with a sentence for those who are stopped by it

        """
    )
  }
}

@Suite struct `The finding protective-class-lifts` {
  typealias Sample = LintSample

  private func findings(
    when: Condition = .all([]),
    unless: Condition? = nil,
    origin: Origin = Sample.here(50)
  ) throws -> String {
    let policy = Sample.policy(
      classes: [
        Sample.taskClass("bulk"),
        Sample.taskClass("production", isProtective: true, origins: [Sample.builtIn(7)]),
      ],
      constraints: [Sample.constraint("c", when: when, unless: unless, origin: origin)]
    )
    return try Sample.findings("protective-class-lifts", in: policy)
  }

  @Test func `speaks of unless and of not`() throws {
    #expect(
      try findings(unless: .any([.hasLabel("x"), .hasClass("production")])) == """
        team.yaml:50: warning: a task in the protective class `production` is free of constraint `c`
          note: `production` is protective built-in:7
          help: take the class out of `unless`, or lift the constraint by a label instead

        """
    )
    #expect(
      try findings(when: .all([.not(.hasClass("production"))])) == """
        team.yaml:50: warning: a task in the protective class `production` is free of constraint `c`
          note: `production` is protective built-in:7
          help: take the class out of `not`, or lift the constraint by a label instead

        """
    )
  }

  @Test func `is said once for a class`() throws {
    let once = try findings(unless: .hasClass("production"))
    let twice = try findings(
      unless: .any([.hasClass("production"), .all([.hasClass("production")])])
    )
    #expect(once == twice)
  }

  @Test(arguments: [
    (Condition.hasClass("production"), Condition?.none),
    (.not(.not(.hasClass("production"))), nil),
    (.not(.hasClass("bulk")), nil),
    (.not(.hasLabel("production")), nil),
    (.all([]), .hasClass("bulk")),
    // Whoever is in the class is not free of the constraint.
    (.all([]), .not(.hasClass("production"))),
  ])
  func `is silent where a class only makes the constraint apply`(
    when: Condition,
    unless: Condition?
  ) throws {
    #expect(try findings(when: when, unless: unless) == "")
  }

  @Test func `is silent about files that are not checked`() throws {
    #expect(try findings(unless: .hasClass("production"), origin: Sample.builtIn(9)) == "")
  }
}
