import RouteEngine
import Testing

@Suite struct `A comparison of policies` {
  typealias Sample = ProofSample

  private static let production = Condition.hasClass("production")
  private static let rule = Sample.constraint(
    "rule",
    when: production,
    .forbid(.trust(.thirdParty))
  )

  @Test func `finds nothing between equal policies`() throws {
    let policy = try ProofSample { $0.constraints = [Self.rule] }.policy
    #expect(Prover.comparison(old: policy, new: policy) == PolicyComparison(stateCount: 2))
  }

  @Test func `calls a dropped constraint laxer, though nothing is routed there`() throws {
    let old = try ProofSample { $0.constraints = [Self.rule] }.policy
    let new = try ProofSample().policy
    let comparison = Prover.comparison(old: old, new: new)
    let models = Backend.familySlots.map { Sample.target("cheap", $0) }
    #expect(
      comparison.laxer == [
        PolicyComparison.Difference(
          task: HermeticTask(classes: ["production"]),
          targets: models,
          constraints: [Self.rule]
        )
      ]
    )
    #expect(comparison.relation == .laxer)
    #expect(Prover.comparison(old: new, new: old).stricter == comparison.laxer)
    #expect(Prover.comparison(old: new, new: old).relation == .stricter)
  }

  @Test func `calls another choice among what was permitted a change`() throws {
    let old = try ProofSample()
    let new = try ProofSample {
      $0.routes = [
        Sample.route("bulk", when: .hasClass("bulk"), to: Sample.target("cheap", "haiku"))
      ]
    }
    let comparison = Prover.comparison(old: old.policy, new: new.policy)
    #expect(comparison.relation == .equivalent)
    #expect(
      comparison.changed == [
        PolicyComparison.Change(
          task: HermeticTask(classes: ["bulk"]),
          old: Sample.target("native"),
          new: Sample.target("cheap", "haiku")
        )
      ]
    )
  }

  @Test func `tells constraints apart by what they say`() throws {
    let renamed = Sample.constraint("other", when: Self.production, .forbid(.trust(.thirdParty)))
    let old = try ProofSample { $0.constraints = [Self.rule] }.policy
    let new = try ProofSample { $0.constraints = [renamed] }.policy
    #expect(Prover.comparison(old: old, new: new).relation == .equivalent)
    let narrowed = Sample.constraint(
      "rule",
      when: .all([Self.production, .hasLabel("eco")]),
      .forbid(.trust(.thirdParty, .cloud))
    )
    let mixed = Prover.comparison(
      old: old,
      new: try ProofSample { $0.constraints = [narrowed] }.policy
    )
    #expect(mixed.relation == .incomparable)
    #expect(mixed.laxer.map(\.constraints) == [[Self.rule]])
    #expect(mixed.laxer.map(\.task) == [HermeticTask(classes: ["production"])])
    #expect(mixed.stricter.map(\.constraints) == [[narrowed]])
    #expect(
      mixed.stricter.map(\.task) == [HermeticTask(classes: ["production"], labels: ["eco"])]
    )
    #expect(mixed.stricter.map { Set($0.targets.map(\.backend)) } == [["cloud"]])
  }

  @Test func `calls a new backend laxer`() throws {
    let new = try ProofSample()
    let old = try ProofSample { $0.backends.removeFirst() }
    let comparison = Prover.comparison(old: old.policy, new: new.policy)
    #expect(comparison.relation == .laxer)
    #expect(comparison.laxer.map(\.task) == [HermeticTask()])
    #expect(comparison.laxer.map { Set($0.targets.map(\.backend)) } == [["cheap"]])
    #expect(comparison.laxer.map(\.constraints) == [[]])
  }

  @Test func `takes a backend of another kind under the same name for another`() throws {
    let old = try ProofSample()
    let new = try ProofSample {
      $0.backends[2] = Backend(
        name: "native",
        kind: .foundry,
        credentials: [.environment("NATIVE_KEY")],
        models: $0.backends[2].models,
        origin: Sample.origin
      )
    }
    #expect(Prover.comparison(old: old.policy, new: new.policy).relation == .incomparable)
  }

  @Test func `takes a class for protective in the policy that says so`() throws {
    let constraint = Sample.constraint("rule", when: .hasClass("bulk"), .forbid(.backend("cheap")))
    let branch = FactTest(fact: .branch, comparison: .equals(.text("main")))
    func sample(isProtective: Bool, _ signals: [Signal.Matcher]) throws -> Policy {
      try ProofSample {
        $0.constraints = [constraint]
        $0.classes = [Sample.taskClass("bulk", isProtective: isProtective, signals: signals)]
      }
      .policy
    }
    let old = try sample(isProtective: true, [.fact(branch)])
    let comparison = Prover.comparison(old: old, new: try sample(isProtective: true, []))
    #expect(comparison.relation == .laxer)
    let main = HermeticTask(values: [.branch: .value(.text("main"))])
    #expect(comparison.laxer.map(\.task) == [main])
  }
}
