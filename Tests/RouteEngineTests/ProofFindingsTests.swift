import RouteEngine
import Testing

@Suite struct `Looking at every state` {
  typealias Sample = ProofSample

  private static let bulk = Condition.hasClass("bulk")
  private static let production = Condition.hasClass("production")

  private func findings(_ change: (inout ProofSample) throws -> Void) throws -> ProofFindings {
    Prover(try ProofSample(change).policy).findings()
  }

  // MARK: Routes

  @Test func `finds a route whose condition is never true`() throws {
    let route = Sample.route(
      "never",
      when: .all([Self.bulk, .not(Self.bulk)]),
      to: Sample.target("cheap")
    )
    let found = try findings { $0.routes = [route] }
    #expect(found.unreachableRoutes == [.init(route: route, reason: .conditionNeverTrue)])
    #expect(found.constantConditions == [.init(rule: .whenOfRoute(route), isTrue: false)])
  }

  @Test func `finds a route that a constraint always stops`() throws {
    let route = Sample.route("serious", when: Self.production, to: Sample.target("cheap"))
    let rule = Sample.constraint("rule", when: Self.production, .forbid(.trust(.thirdParty)))
    let found = try findings {
      $0.routes = [route]
      $0.constraints = [rule]
    }
    #expect(found.unreachableRoutes == [.init(route: route, reason: .stopped(by: [rule]))])
  }

  @Test func `finds a route behind another on the same backend`() throws {
    let first = Sample.route("first", when: Self.bulk, to: Sample.target("cheap", "haiku"))
    let second = Sample.route(
      "second",
      when: .all([Self.bulk, Self.production]),
      to: Sample.target("cheap", "opus")
    )
    let found = try findings { $0.routes = [first, second] }
    #expect(found.unreachableRoutes == [.init(route: second, reason: .shadowed(by: first))])
  }

  @Test func `takes a route for reachable when what is before it may be unavailable`() throws {
    let first = Sample.route("first", to: Sample.target("native"))
    let second = Sample.route("second", to: Sample.target("cheap"))
    #expect(try findings { $0.routes = [first, second] }.unreachableRoutes == [])
  }

  @Test func `counts only where a route's targets are permitted`() throws {
    let first = Sample.route("first", when: Self.bulk, to: Sample.target("cheap", "haiku"))
    let second = Sample.route("second", to: Sample.target("cheap", "opus"))
    let rule = Sample.constraint("rule", unless: Self.bulk, .forbid(.backend("cheap")))
    let found = try findings {
      $0.routes = [first, second]
      $0.constraints = [rule]
    }
    #expect(found.unreachableRoutes == [.init(route: second, reason: .shadowed(by: first))])
  }

  @Test func `finds a route that several rules keep from being taken`() throws {
    let first = Sample.route("first", when: Self.bulk, to: Sample.target("cheap"))
    let second = Sample.route("second", when: .not(Self.bulk), to: Sample.target("cheap"))
    let third = Sample.route("third", to: Sample.target("cheap", "opus"))
    let shadowed = try findings { $0.routes = [first, second, third] }
    #expect(shadowed.unreachableRoutes == [.init(route: third, reason: .various)])
    let stopped = try findings {
      $0.routes = [first, third]
      $0.constraints = [
        Sample.constraint("bulk", when: Self.bulk, .forbid(.backend("cheap"))),
        Sample.constraint("rest", unless: Self.bulk, .forbid(.backend("cheap"))),
      ]
    }
    #expect(stopped.unreachableRoutes.map(\.route) == [first, third])
    #expect(stopped.unreachableRoutes.last?.reason == .various)
  }

  // MARK: Constraints

  @Test func `finds constraints that stop nothing by themselves`() throws {
    let wide = Sample.constraint("wide", when: Self.production, .require(.trust(.firstParty)))
    let narrow = Sample.constraint(
      "narrow",
      when: .all([Self.production, .hasLabel("eco")]),
      .forbid(.backend("cheap"))
    )
    let idle = Sample.constraint("idle", .forbid(.backend("elsewhere")))
    let found = try findings { $0.constraints = [wide, narrow, idle] }
    #expect(
      found.redundantConstraints == [
        .init(constraint: narrow, reason: .implied(by: [wide])),
        .init(constraint: idle, reason: .stopsNothing),
      ]
    )
  }

  @Test func `finds a constraint that two others imply together`() throws {
    let both = Sample.constraint("both", .forbid(.backend("cheap")))
    let bulk = Sample.constraint("bulk", when: Self.bulk, .forbid(.backend("cheap", "cloud")))
    let rest = Sample.constraint("rest", unless: Self.bulk, .forbid(.backend("cheap", "cloud")))
    let found = try findings { $0.constraints = [both, bulk, rest] }
    #expect(found.redundantConstraints == [.init(constraint: both, reason: .impliedTogether)])
  }

  @Test func `keeps a constraint that only the command line runs into`() throws {
    let rule = Sample.constraint("rule", when: Self.production, .forbid(.model("haiku")))
    #expect(try findings { $0.constraints = [rule] }.redundantConstraints == [])
  }

  // MARK: Conditions

  @Test func `finds conditions that are the same everywhere`() throws {
    let always = Condition.any([Self.bulk, .not(Self.bulk)])
    let route = Sample.route("route", when: .hasLabel("eco"), to: Sample.target("cheap"))
    let rule = Sample.constraint(
      "rule",
      when: always,
      unless: .not(always),
      .forbid(.model("haiku"))
    )
    let found = try findings {
      $0.routes = [route]
      $0.constraints = [rule]
      $0.labels = [Sample.label("eco", by: .managed)]
    }
    #expect(
      found.constantConditions == [
        .init(rule: .whenOfRoute(route), isTrue: true),
        .init(rule: .whenOfConstraint(rule), isTrue: true),
        .init(rule: .unlessOfConstraint(rule), isTrue: false),
      ]
    )
  }

  // MARK: Dead ends

  private static let aws = Sample.constraint(
    "aws",
    when: .hasLabel("aws"),
    .require(.kind(.bedrock))
  )

  @Test func `finds each conflict of constraints once`() throws {
    let aws = Sample.constraint("aws", when: .hasLabel("aws"), .require(.backend("cloud")))
    let gcp = Sample.constraint("gcp", when: .hasLabel("gcp"), .require(.backend("cheap")))
    let none = Sample.constraint("none", when: Self.production, .forbid(Selector()))
    let found = try findings {
      $0.constraints = [aws, gcp, none]
      $0.defaultTargets = [Sample.target("native"), Sample.target("cloud"), Sample.target("cheap")]
    }
    #expect(
      found.deadEnds.map(\.counterexample.task) == [
        HermeticTask(classes: ["production"]), HermeticTask(labels: ["aws", "gcp"]),
      ]
    )
    #expect(found.deadEnds.map(\.constraints) == [[none], [aws, gcp]])
  }

  @Test func `takes denial that an invariant asks for as no dead end`() throws {
    let found = try findings {
      $0.constraints = [Self.aws]
      $0.invariants = [Sample.invariant(when: .hasLabel("aws"), .outcome(.denied))]
    }
    #expect(found.deadEnds == [])
  }

  @Test func `takes a region that is forbidden as no dead end while another is not`() throws {
    let eu = Sample.constraint("eu", .require(.geography(.eu)))
    #expect(
      try findings {
        $0.constraints = [eu]
        $0.defaultTargets = [Sample.target("cloud")]
      }
      .deadEnds == []
    )
    let fixed = try findings {
      $0.constraints = [eu]
      $0.defaultTargets = [Sample.target("native")]
    }
    #expect(fixed.deadEnds.map(\.constraints) == [[eu]])
  }

  @Test func `finds where nothing is proposed at all`() throws {
    let found = try findings {
      $0.defaultTargets = []
      $0.routes = [Sample.route("bulk", when: Self.bulk, to: Sample.target("cheap"))]
    }
    #expect(found.deadEnds.map(\.counterexample.task) == [HermeticTask()])
    #expect(found.deadEnds.map(\.constraints) == [[]])
  }
}
