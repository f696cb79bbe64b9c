import RouteEngine
import Testing

/// Proofs count with whatever a probe may find one day.
@Suite struct `Proofs about what is measured` {
  typealias Sample = ProofSample

  private static func trait(_ grades: Backend.TraitGrade...) -> Selector {
    var selector = Selector()
    selector.trait = [.tools: Set(grades)]
    return selector
  }

  private static let neverBroken = Sample.invariant(.never(trait(.broken)))

  /// Bulk work on the gateway's smallest model, all else native, where tools are stated as good.
  private static func sample(
    stated: SupposedTraits.Grades = [:],
    assumed: SupposedTraits.Grades = [:],
    _ change: (inout ProofSample) -> Void = { _ in }
  ) throws -> ProofSample {
    try ProofSample {
      $0.backends[0] = $0.backends[0].with(stated: stated, assumed: assumed)
      $0.backends[2] = $0.backends[2].with(stated: [.tools: .good], assumed: [:])
      $0.routes = [
        Sample.route("bulk", when: .hasClass("bulk"), to: Sample.target("cheap", "haiku"))
      ]
      change(&$0)
    }
  }

  private static func measured(
    _ place: String,
    _ grade: Backend.TraitGrade
  ) -> SupposedTraits {
    var measured = SupposedTraits()
    measured.suppose(grade, of: .tools, at: SupposedTraits.Place(place))
    return measured
  }

  @Test(arguments: [SupposedTraits.Grades(), [.tools: .good]])
  func `are refuted by a grade that nobody measured yet`(assumed: SupposedTraits.Grades) throws {
    let policy = try Self.sample(assumed: assumed).policy
    guard case .refuted(let example) = Prover(policy).verdict(on: Self.neverBroken) else {
      Issue.record("not refuted")
      return
    }
    #expect(
      example.task
        == HermeticTask(classes: ["bulk"], measured: Self.measured("cheap/haiku", .broken))
    )
    #expect(example.decision.chosen?.target.finding(of: .tools).source == .supposed)
  }

  @Test func `hold where the policy states the trait`() throws {
    let policy = try Self.sample(stated: [.tools: .good], assumed: [.tools: .broken]).policy
    #expect(Prover(policy).verdict(on: Self.neverBroken) == .proved(stateCount: 8))
  }

  @Test func `hold where a constraint stops what is broken, and count what may be found`() throws {
    let policy = try Self.sample {
      $0.constraints = [Sample.constraint("rule", .forbid(Self.trait(.broken)))]
    }
    .policy
    // Bulk or not, broken or not, each backend there or not.
    #expect(Prover(policy).verdict(on: Self.neverBroken) == .proved(stateCount: 16))
  }

  @Test func `need no measurement for what is assumed`() throws {
    let policy = try Self.sample(assumed: [.tools: .broken]).policy
    guard case .refuted(let example) = Prover(policy).verdict(on: Self.neverBroken) else {
      Issue.record("not refuted")
      return
    }
    #expect(example.task == HermeticTask(classes: ["bulk"]))
  }

  @Test func `tell the models of a backend apart`() throws {
    // The constraint keeps the large model whole; the small one may still be broken.
    var large = Self.trait(.broken)
    large.model = ["opus"]
    let policy = try Self.sample {
      $0.routes.append(Sample.route("rest", to: Sample.target("cheap", "opus")))
      $0.constraints = [Sample.constraint("rule", .forbid(large))]
    }
    .policy
    guard case .refuted(let example) = Prover(policy).verdict(on: Self.neverBroken) else {
      Issue.record("not refuted")
      return
    }
    #expect(example.task.measured == Self.measured("cheap/haiku", .broken))
    guard case .refuted = Prover(policy).verdict(on: Sample.invariant(.always(Self.trait(.good))))
    else {
      Issue.record("not refuted")
      return
    }
  }

  @Test func `call a route unreachable only when no measurement opens it`() throws {
    func unreachable(_ grades: Backend.TraitGrade...) throws -> [String] {
      var selector = Selector()
      selector.trait = [.tools: Set(grades)]
      let policy = try Self.sample(stated: grades == [.unknown] ? [.tools: .good] : [:]) {
        $0.constraints = [Sample.constraint("rule", .require(selector))]
        $0.defaultTargets = []
      }
      .policy
      return Prover(policy).findings().unreachableRoutes.map(\.route.name)
    }
    #expect(try unreachable(.good) == [])
    #expect(try unreachable(.unknown) == ["bulk"])
  }

  @Test func `call a dead end only what no measurement opens`() throws {
    func deadEnds(stated: SupposedTraits.Grades) throws -> [HermeticTask] {
      let policy = try Self.sample(stated: stated) {
        $0.constraints = [Sample.constraint("rule", .require(Self.trait(.good)))]
        $0.defaultTargets = [Sample.target("cheap", "opus")]
      }
      .policy
      return Prover(policy).findings().deadEnds.map(\.counterexample.task)
    }
    #expect(try deadEnds(stated: [:]) == [])
    #expect(try deadEnds(stated: [.tools: .degraded]) == [HermeticTask()])
  }

  @Test func `call a constraint needed that a measurement alone makes stop something`() throws {
    let rule = Sample.constraint("rule", .forbid(Self.trait(.broken)))
    func redundant(stated: SupposedTraits.Grades) throws -> [Constraint] {
      let policy = try ProofSample {
        // Only the command line leads there.
        $0.backends[0] = $0.backends[0].with(stated: stated, assumed: [:])
        $0.backends[1] = $0.backends[1].with(stated: [.tools: .good], assumed: [:])
        $0.backends[2] = $0.backends[2].with(stated: [.tools: .good], assumed: [:])
        $0.constraints = [rule]
      }
      .policy
      return Prover(policy).findings().redundantConstraints.map(\.constraint)
    }
    #expect(try redundant(stated: [:]) == [])
    #expect(try redundant(stated: [.tools: .good]) == [rule])
  }

  @Test func `compare what may be measured, too`() throws {
    let rule = Sample.constraint("rule", .forbid(Self.trait(.broken)))
    let old = try Self.sample { $0.constraints = [rule] }.policy
    let new = try Self.sample().policy
    let comparison = Prover.comparison(old: old, new: new)
    #expect(comparison.relation == .laxer)
    let found = comparison.laxer.filter { $0.targets.first?.backend == "cheap" }
    #expect(found.count == 2)
    // The one that is proposed, and those that only the command line names.
    let haiku = found.first { $0.targets == [Sample.target("cheap", "haiku")] }
    #expect(haiku?.task.measured == Self.measured("cheap/haiku", .broken))
    let others = found.first { $0.targets.count == 3 }
    #expect(
      others?.task.measured.places.map(\.text) == ["cheap/fable", "cheap/opus", "cheap/sonnet"]
    )
    for difference in found {
      for target in difference.targets {
        let request = RoutingRequest(
          facts: difference.task.facts,
          backend: target.backend,
          model: target.model.text
        )
        let inventory = difference.task.inventory(for: old)
        #expect(old.decision(for: request, with: inventory).chosen == nil)
        #expect(new.decision(for: request, with: inventory).chosen?.target.target == target)
      }
    }
  }

  @Test func `compare what is stated with what is only assumed`() throws {
    let rule = Sample.constraint("rule", .forbid(Self.trait(.broken)))
    let stated = try Self.sample(stated: [.tools: .good]) { $0.constraints = [rule] }.policy
    let assumed = try Self.sample(assumed: [.tools: .good]) { $0.constraints = [rule] }.policy
    let comparison = Prover.comparison(old: stated, new: assumed)
    #expect(comparison.relation != .equivalent)
    #expect(Prover.comparison(old: stated, new: stated).relation == .equivalent)
  }

  @Test func `move what a measurement moves`() throws {
    let rule = Sample.constraint("rule", .forbid(Self.trait(.unknown)))
    let old = try Self.sample { $0.routes = [] }.policy
    let new = try Self.sample { $0.constraints = [rule] }.policy
    let moves = try #require(Prover.moves(from: old, to: new, unavailable: []))
    let move = try #require(moves.first { $0.new == Sample.target("cheap", "haiku") })
    #expect(move.task.measured == Self.measured("cheap/haiku", .good))
  }

  @Test func `grow with the number of models, not with their combinations`() throws {
    let models = Backend.familySlots.map { Backend.Model(name: $0, id: $0) }
    let gates = try (0..<12).map { number in
      Backend(
        name: "gate-\(number)",
        kind: .gateway,
        baseURL: try BaseURL("https://gate.example"),
        credentials: [.none],
        models: models,
        origin: Sample.origin
      )
    }
    let targets = gates.flatMap {
      [Sample.target($0.name, "opus"), Sample.target($0.name, "haiku")]
    }
    let policy = try ProofSample {
      $0.backends = gates
      $0.routes = [
        Route(name: "all", when: .hasClass("bulk"), targets: targets, origin: Sample.origin)
      ]
      $0.defaultTargets = targets.reversed()
      $0.constraints = [Sample.constraint("rule", .forbid(Self.trait(.broken)))]
    }
    .policy
    // 24 models, broken or not, 12 backends, there or not, bulk or not.
    #expect(
      Prover(policy, limit: 1_000).verdict(on: Self.neverBroken)
        == .proved(stateCount: 1 << 37)
    )
    #expect(Prover(policy, limit: 1_000).findings().exceededLimit == nil)
    guard
      case .refuted = Prover(policy).verdict(on: Sample.invariant(.never(Self.trait(.degraded))))
    else {
      Issue.record("not refuted")
      return
    }
  }
}

extension Backend {
  fileprivate func with(
    stated: SupposedTraits.Grades,
    assumed: SupposedTraits.Grades
  ) -> Backend {
    Backend(
      name: name,
      kind: kind,
      baseURL: baseURL,
      credentials: credentials,
      models: models,
      traits: stated,
      assumedTraits: assumed,
      origin: origin
    )
  }
}
