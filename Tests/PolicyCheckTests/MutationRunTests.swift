import PolicyCheck
import RouteEngine
import Testing

@Suite struct `Mutating a policy` {
  private let cheap = CheckSample.test("cheap", task: "rename") {
    $0.backend = "openrouter"
    $0.model = "haiku"
  }
  private let native = CheckSample.test("native", task: "rename", files: ["src/a"]) {
    $0.backend = "anthropic"
  }
  private let doubt = CheckSample.test("doubt", task: "rename", facts: [.ci: .unknown]) {
    $0.classes = ["bulk", "guarded"]
  }

  /// With `aws`, everything may leave.
  private static let leaving: Invariant = {
    var selector = Selector()
    selector.backend = ["openrouter"]
    return Invariant(name: "leaving", property: .always(selector), origin: CheckSample.team(40))
  }()

  /// An invariant is tried on one task; a proof is not needed to see who kills.
  private static func refuted(_ policy: Policy) -> [Invariant] {
    let task = HermeticTask(text: "rename", files: ["src/a"], labels: ["aws"])
    let decision = task.decision(under: policy)
    return policy.invariants.filter { invariant in
      guard case .always(let selector) = invariant.property, let chosen = decision.chosen else {
        return false
      }
      return !selector.matches(
        chosen.target,
        payer: chosen.availability.payer,
        everywhere: true
      )
    }
  }

  /// Every combination of the sample's classes and labels; compares decisions and what is permitted.
  private static func isEquivalent(_ left: Policy, _ right: Policy) -> Bool {
    for text in [nil, "rename"] {
      for files in [nil, ["src/a"]] {
        for labels in [[], ["aws"], ["other"]] {
          let task = HermeticTask(text: text, files: files, labels: labels)
          guard task.decision(under: left).chosen == task.decision(under: right).chosen,
            permitted(task, left) == permitted(task, right)
          else { return false }
        }
      }
    }
    return true
  }

  private static func permitted(_ task: HermeticTask, _ policy: Policy) -> [String] {
    let classification = task.decision(under: policy).classification
    let situation = Situation(policy: policy, facts: task.facts, classification: classification)
    let constraints = policy.constraints.filter(situation.applies)
    let inventory = task.inventory(for: policy)
    return policy.backends.filter { backend in
      let target = backend.resolved(
        Target(backend: backend.name, model: .named("opus")),
        with: inventory
      )
      let payer = backend.availability(with: inventory).payer
      return constraints.allSatisfy { $0.permits(target, payer: payer) }
    }
    .map(\.name)
  }

  private func run(_ tests: [PolicyTest]) throws -> MutationRun {
    let policy = try CheckSample.policy(
      labels: [PolicyLabel(name: "frugal", origin: CheckSample.team(2))],
      invariants: [Self.leaving],
      tests: tests
    )
    return MutationRun(
      of: PolicyTestRun(of: "team.yaml", under: policy),
      under: policy,
      refuted: Self.refuted,
      isEquivalent: Self.isEquivalent
    )
  }

  @Test func `tells for each mutant who notices it`() throws {
    let run = try run([cheap, native, doubt])
    let fates: [(String, Int, MutationRun.Fate)] = [
      ("route `mechanical` deleted", 10, .killedByTest("cheap")),
      ("`when` of route `mechanical` negated", 10, .killedByTest("cheap")),
      ("target `openrouter/haiku` of route `mechanical` deleted", 10, .killedByTest("cheap")),
      ("target `anthropic/haiku` of route `mechanical` deleted", 10, .survived),
      (
        "targets `openrouter/haiku` and `anthropic/haiku` of route `mechanical` swapped", 10,
        .killedByTest("cheap")
      ),
      ("target `anthropic/opus` of the default deleted", 12, .survived),
      ("targets `anthropic/opus` and `bedrock/opus` of the default swapped", 12, .survived),
      ("constraint `native` deleted", 14, .killedByTest("native")),
      ("`forbid` of `native` made `require`", 14, .killedByTest("native")),
      ("`when` of `native` negated", 14, .killedByTest("cheap")),
      ("`unless` of `native` dropped", 14, .killedByInvariant("leaving")),
      // Bedrock would be stopped as well, which no test asks for.
      ("`kind` of `native` dropped", 14, .survived),
      // A gateway is third-party anyway.
      ("`trust` of `native` dropped", 14, .equivalent),
      ("`cloud` in `trust` of `native` dropped", 14, .equivalent),
      ("`third-party` in `trust` of `native` dropped", 14, .killedByTest("native")),
      ("label `frugal` deleted", 2, .equivalent),
      ("class `bulk` made protective", 3, .survived),
      ("class `guarded` made permissive", 5, .killedByTest("doubt")),
    ]
    #expect(
      run.outcomes
        == fates.map {
          MutationRun.Outcome(
            mutation: Mutation($0, at: CheckSample.team($1)),
            fate: $2
          )
        }
    )
    #expect((run.killedCount, run.equivalentCount, run.survivors.count) == (10, 3, 5))
    // 10 of 15.
    #expect(run.score == 66)
  }

  @Test func `leaves fewer survivors with more tests`() throws {
    let run = try run([
      cheap, native, doubt,
      CheckSample.test("fallback", task: "rename", files: ["src/a"]) {
        $0.backend = "anthropic"
        $0.model = "haiku"
      },
      CheckSample.test("default") { $0.backend = "anthropic" },
    ])
    #expect(
      run.survivors.map(\.words) == ["`kind` of `native` dropped", "class `bulk` made protective"]
    )
    // 13 of 15.
    #expect(run.score == 86)
  }

  @Test func `does not take a test that fails anyway for one that notices`() throws {
    let failing = CheckSample.test("failing", task: "rename") { $0.backend = "bedrock" }
    let run = try run([failing])
    // What takes openrouter's haiku from the front breaks the invariant, as does the `unless`.
    let killed = run.outcomes.filter { $0.fate == .killedByInvariant("leaving") }
    #expect(
      killed.map(\.mutation.words) == [
        "route `mechanical` deleted", "`when` of route `mechanical` negated",
        "target `openrouter/haiku` of route `mechanical` deleted",
        "targets `openrouter/haiku` and `anthropic/haiku` of route `mechanical` swapped",
        "`unless` of `native` dropped",
      ]
    )
    #expect(run.killedCount == killed.count)
  }

  @Test func `does not take an invariant that never held for one that notices`() throws {
    var nowhere = Selector()
    nowhere.backend = ["bedrock"]
    let never = Invariant(
      name: "nowhere",
      property: .always(nowhere),
      origin: CheckSample.team(41)
    )
    let policy = try CheckSample.policy(invariants: [never])
    let run = MutationRun(
      of: PolicyTestRun(of: "team.yaml", under: policy),
      under: policy,
      refuted: Self.refuted,
      isEquivalent: { _, _ in false }
    )
    #expect(run.killedCount == 0)
    #expect(run.survivors.count == run.outcomes.count)
    #expect(run.score == 0)
  }

  @Test func `of a file without rules scores all of nothing`() throws {
    let policy = try CheckSample.policy()
    let run = MutationRun(
      of: PolicyTestRun(of: "empty.yaml", under: policy),
      under: policy,
      refuted: { _ in [] },
      isEquivalent: { _, _ in false }
    )
    #expect(run.outcomes == [])
    #expect(run.score == 100)
  }

  @Test func `scores several files together`() {
    func run(killed: Int, survived: Int) -> MutationRun {
      let mutation = Mutation("x", at: CheckSample.team(1))
      let fates =
        Array(repeating: MutationRun.Fate.killedByTest("t"), count: killed)
        + Array(repeating: .survived, count: survived) + [.equivalent]
      return MutationRun(
        file: "x",
        outcomes: fates.map { MutationRun.Outcome(mutation: mutation, fate: $0) }
      )
    }
    // 9 of 12, where the mean of the two scores would be 70.
    #expect([run(killed: 8, survived: 2), run(killed: 1, survived: 1)].score == 75)
  }
}
