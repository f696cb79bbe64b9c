import PolicyCheck
import RouteEngine
import Testing

@Suite struct `What is said of rules` {
  typealias Sample = LintSample

  private func findings(
    _ routes: [Route] = [],
    _ constraints: [Constraint] = [],
    defaultOrigin: Origin = Sample.here(45),
    invariants: [Invariant] = [],
    limit: Int = Prover.usualLimit,
    isChecked: (String) -> Bool = { $0 == "team.yaml" }
  ) throws -> String {
    let policy = Sample.policy(
      classes: [Sample.taskClass("production", isProtective: true), Sample.taskClass("toy")],
      backends: [try Sample.backend("cheap"), try Sample.backend("native", kind: .anthropic)],
      routes: routes,
      defaultTargets: [Target(backend: "native", model: .default)],
      defaultOrigin: defaultOrigin,
      constraints: constraints,
      invariants: invariants
    )
    let report = ProofReport(of: policy, layer: .user, file: "team.yaml")
    return report.diagnostics(on: Prover(policy, limit: limit).findings(), isChecked: isChecked)
      .map(\.plainText).joined()
  }

  private static func selector(backend name: String) -> Selector {
    var selector = Selector()
    selector.backend = [name]
    return selector
  }

  private static let cheap = selector(backend: "cheap")
  private static let native = selector(backend: "native")

  /// A number of files that no task has.
  private static let never = Condition.all([
    .fact(FactTest(fact: .filesCount, comparison: .greaterThan(9))),
    .fact(FactTest(fact: .filesCount, comparison: .lessThan(5))),
  ])

  private static let always = Condition.any([.hasClass("toy"), .not(.hasClass("toy"))])

  // MARK: Dead ends

  private func needing(_ selector: Selector, at origin: Origin) -> Constraint {
    Constraint(
      name: "needs",
      when: .hasLabel("x"),
      unless: nil,
      effect: .require(selector),
      reason: "so",
      origin: origin
    )
  }

  @Test func `a dead end stands at the checked constraint and shows the smallest state`() throws {
    #expect(
      try findings(
        [Sample.route("all", when: .hasLabel("x"), to: "cheap")],
        [
          needing(Self.cheap, at: Sample.builtIn(9)),
          Sample.constraint("serious", when: .hasClass("production"), forbid: Self.cheap),
        ]
      ) == """
        team.yaml:50: error: constraints `needs` and `serious` together leave no target to some tasks
          note: with class `production`, label `x`, the task is denied
          note: `cheap/opus` is forbidden by `serious` team.yaml:50
          note: `native/default` is not what is required by `needs` built-in:9
          help: replay it: `claude-route explain --as user --policy team.yaml --class production \
        --label x`

        """
    )
  }

  @Test func `a dead end may be one constraint's`() throws {
    #expect(
      try findings([], [Sample.constraint("none", when: .hasClass("toy"), forbid: Self.native)])
        == """
        team.yaml:50: error: constraint `none` leaves no target to some tasks
          note: with class `toy`, the task is denied
          note: `native/default` is forbidden by `none` team.yaml:50
          help: replay it: `claude-route explain --as user --policy team.yaml --class toy`

        """
    )
  }

  @Test func `a dead end of other files is none of the checked ones`() throws {
    let constraint = Sample.constraint(
      "none",
      when: .hasClass("toy"),
      forbid: Self.native,
      origin: Sample.builtIn(9)
    )
    #expect(try findings([], [constraint], defaultOrigin: Sample.builtIn(8)) == "")
    #expect(
      try findings([], [constraint], defaultOrigin: Sample.here(45)) == """
        team.yaml:45: error: constraint `none` leaves no target to some tasks
          note: with class `toy`, the task is denied
          note: `native/default` is forbidden by `none` built-in:9
          help: replay it: `claude-route explain --as user --policy team.yaml --class toy`

        """
    )
  }

  // MARK: Routes

  @Test func `a route that is stopped, shadowed or never true says so`() throws {
    #expect(
      try findings(
        [Sample.route("toys", when: .hasClass("toy"), to: "cheap")],
        [Sample.constraint("no-cheap", forbid: Self.cheap)]
      ) == """
        team.yaml:40: error: route `toys` is never taken
          note: `no-cheap` stops all its targets team.yaml:50
          help: delete it, or change what stands in its way

        """
    )
    #expect(
      try findings([
        Sample.route("toys", when: .hasClass("toy"), to: "cheap"),
        Sample.route("more", when: .all([.hasClass("toy"), .hasLabel("x")]), to: "cheap"),
      ]) == """
        team.yaml:40: error: route `more` is never taken
          note: where its targets are permitted, route `toys` is taken before it team.yaml:40
          help: delete it, or change what stands in its way

        """
    )
    // That its condition never holds is said once.
    #expect(
      try findings([Sample.route("never", when: Self.never, to: "cheap")]) == """
        team.yaml:40: error: route `never` is never taken
          note: its condition never holds
          help: delete it, or change what stands in its way

        """
    )
  }

  @Test func `a route that several things stop together says that`() throws {
    #expect(
      try findings(
        [
          Sample.route("toys", when: .hasClass("toy"), to: "cheap"),
          Sample.route("labelled", when: .hasLabel("x"), to: "cheap"),
          Sample.route("some", when: .any([.hasClass("toy"), .hasLabel("x")]), to: "cheap"),
        ]
      ) == """
        team.yaml:40: error: route `some` is never taken
          note: constraints and the routes before it leave nothing to it
          help: delete it, or change what stands in its way

        """
    )
  }

  // MARK: Constraints

  @Test func `a constraint that others make superfluous names them`() throws {
    let routes = [Sample.route("toys", when: .hasClass("toy"), to: "cheap")]
    #expect(
      try findings(
        routes,
        [
          Sample.constraint("wide", when: .hasLabel("x"), forbid: Self.cheap),
          Sample.constraint(
            "narrow",
            when: .all([.hasLabel("x"), .hasClass("toy")]),
            forbid: Self.cheap,
            origin: Sample.here(51)
          ),
        ]
      ) == """
        team.yaml:51: warning: constraint `narrow` stops only what another stops, too
          note: `wide` stops all of it team.yaml:50
          help: delete it, or make it say what was meant

        """
    )
    #expect(
      try findings(
        routes,
        [
          Sample.constraint("x", when: .hasLabel("x"), forbid: Self.cheap),
          Sample.constraint("toy", when: .hasClass("production"), forbid: Self.cheap),
          Sample.constraint(
            "both",
            when: .any([.hasLabel("x"), .hasClass("production")]),
            forbid: Self.cheap,
            origin: Sample.here(51)
          ),
        ]
      ) == """
        team.yaml:50: warning: constraint `x` stops only what another stops, too
          note: `both` stops all of it team.yaml:51
          help: delete it, or make it say what was meant
        team.yaml:50: warning: constraint `toy` stops only what another stops, too
          note: `both` stops all of it team.yaml:51
          help: delete it, or make it say what was meant
        team.yaml:51: warning: constraint `both` stops only what others together stop, too
          help: delete it, or make it say what was meant

        """
    )
  }

  @Test func `a constraint that stops nothing says that`() throws {
    var unknown = Selector()
    unknown.region = ["nowhere"]
    #expect(
      try findings([], [Sample.constraint("c", forbid: unknown)]) == """
        team.yaml:50: warning: constraint `c` never stops anything
          help: delete it, or make it say what was meant

        """
    )
  }

  // MARK: Conditions

  @Test func `a condition that never changes says what follows`() throws {
    #expect(
      try findings([Sample.route("toys", when: Self.always, to: "cheap")]) == """
        team.yaml:40: warning: the `when` of route `toys` always holds
          help: leave `when` out

        """
    )
    let routes = [Sample.route("toys", when: .hasClass("toy"), to: "cheap")]
    func constraint(when: Condition = .hasLabel("x"), unless: Condition? = nil) -> Constraint {
      Sample.constraint("c", when: when, unless: unless, forbid: Self.cheap)
    }
    #expect(
      try findings(routes, [constraint(when: .any([Self.always, .hasLabel("x")]))]).hasPrefix(
        """
        team.yaml:40: error: route `toys` is never taken
        """
      )
    )
    #expect(
      try findings(routes, [constraint(when: Self.never)]) == """
        team.yaml:50: warning: the `when` of constraint `c` never holds
          help: mend it: as it is, the constraint never applies

        """
    )
    #expect(
      try findings(routes, [constraint(unless: Self.never)]) == """
        team.yaml:50: warning: the `unless` of constraint `c` never holds
          help: leave `unless` out

        """
    )
    #expect(
      try findings(routes, [constraint(unless: Self.always)]) == """
        team.yaml:50: warning: the `unless` of constraint `c` always holds
          help: mend it: as it is, the constraint never applies

        """
    )
    #expect(
      try findings(
        routes,
        [
          Sample.constraint(
            "c",
            when: .not(Self.never),
            unless: .hasLabel("x"),
            forbid: Self.cheap
          )
        ]
      ) == """
        team.yaml:50: warning: the `when` of constraint `c` always holds
          help: leave `when` out

        """
    )
  }

  // MARK: Limits

  @Test func `of other files nothing is said`() throws {
    #expect(
      try findings(
        [Sample.route("never", when: Self.never, to: "cheap")],
        [Sample.constraint("c", when: Self.never, forbid: Self.cheap)],
        isChecked: { _ in false }
      ) == ""
    )
  }

  @Test func `too many states are one warning`() throws {
    #expect(
      try findings([Sample.route("toys", when: .hasClass("toy"), to: "cheap")], limit: 1) == """
        team.yaml:1: warning: the policy has 8 states, limit 1: dead ends and rules without effect \
        are not found
          help: ask for fewer facts, classes and labels in conditions

        """
    )
  }
}

@Suite struct `What is said of a verdict` {
  typealias Sample = LintSample

  private func text(
    _ property: Invariant.Property,
    limit: Int = Prover.usualLimit
  ) throws
    -> String?
  {
    let policy = try ProofReportSample.policy()
    let invariant = Invariant(name: "i", property: property, origin: Sample.here(70))
    let report = ProofReport(of: policy, layer: .user, file: "team.yaml")
    let verdict = Prover(policy, limit: limit).verdict(on: invariant)
    return report.diagnostic(on: invariant, verdict)?.plainText
  }

  @Test func `is nothing for a proof, else the example or the number of states`() throws {
    var cheap = Selector()
    cheap.backend = ["cheap"]
    var elsewhere = Selector()
    elsewhere.backend = ["elsewhere"]
    #expect(try text(.never(elsewhere)) == nil)
    #expect(
      try text(.never(cheap)) == """
        team.yaml:70: error: invariant `i` does not hold: `cheap/opus` can be chosen
          note: with class `toy`, route `toys` leads to `cheap/opus` team.yaml:40
          help: replay it: `claude-route explain --as user --policy team.yaml --class toy`

        """
    )
    #expect(
      try text(.never(cheap), limit: 1)?.hasPrefix(
        "team.yaml:70: warning: invariant `i` is not proved: it has "
      ) == true
    )
  }
}
