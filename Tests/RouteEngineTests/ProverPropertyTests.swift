import RouteEngine
import Testing

/// Proofs agree with looking at every task one by one.
@Suite struct `Proofs of random policies` {
  static let seeds = 0..<24

  private static func policy(_ seed: Int) throws -> Policy {
    try policies(seed).old
  }

  /// The first policy from that seed on whose tasks can be looked at one by one, and a variant.
  private static func policies(_ seed: Int) throws -> (old: Policy, new: Policy) {
    for step in UInt64(0)... {
      var random = RandomPolicy(seed: UInt64(seed) &* 7_919 &+ step)
      let old = try random.policy()
      let new = try random.variant(of: old)
      let both = old.joined(with: new)
      guard let all = BruteForce(of: both, for: old.invariants) else { continue }
      // Small policies seldom leave a probe much to find.
      let isMeasured = all.tasks.contains { !$0.task.measured.isEmpty }
      if isMeasured || !seed.isMultiple(of: 3) { return (old, new) }
    }
    preconditionFailure("no policy is small enough")
  }

  @Test func `are of some policies about what is measured`() throws {
    let measuring = try Self.seeds.filter { seed in
      let policy = try Self.policy(seed)
      let all = try #require(BruteForce(of: policy, for: policy.invariants))
      return all.tasks.contains { !$0.task.measured.isEmpty }
    }
    #expect(measuring.count >= 8, "\(measuring)")
  }

  @Test(arguments: seeds)
  func `find the smallest counterexample or none`(seed: Int) throws {
    let policy = try Self.policy(seed)
    for invariant in policy.invariants {
      let all = try #require(BruteForce(of: policy, for: [invariant]))
      let smallest = all.smallestBreach(of: invariant)
      switch Prover(policy).verdict(on: invariant) {
      case .proved:
        #expect(smallest == nil, "\(invariant)")
      case .refuted(let example):
        #expect(example.task.decision(under: policy) == example.decision)
        #expect(all.breaks(invariant, example.task), "\(invariant)")
        let size = all.size(of: example.task)
        #expect(size == smallest, "\(invariant) \(example.task)")
      case .undecided:
        Issue.record("undecided")
      }
    }
  }

  @Test(arguments: seeds)
  func `find the routes that are never taken`(seed: Int) throws {
    let policy = try Self.policy(seed)
    let all = try #require(BruteForce(of: policy, for: policy.denials))
    let taken = all.takenRoutes()
    let expected = policy.routes.map(\.name).filter { !taken.contains($0) }
    #expect(Prover(policy).findings().unreachableRoutes.map(\.route.name) == expected)
  }

  @Test(arguments: seeds)
  func `find the constraints that stop nothing by themselves`(seed: Int) throws {
    let policy = try Self.policy(seed)
    let all = try #require(BruteForce(of: policy, for: policy.denials))
    let needed = all.neededConstraints()
    let expected = policy.constraints.map(\.name).filter { !needed.contains($0) }
    #expect(Prover(policy).findings().redundantConstraints.map(\.constraint.name) == expected)
  }

  @Test(arguments: seeds)
  func `find the conditions that never change`(seed: Int) throws {
    let policy = try Self.policy(seed)
    let all = try #require(BruteForce(of: policy, for: policy.denials))
    #expect(Set(Prover(policy).findings().constantConditions) == all.constantConditions())
  }

  @Test(arguments: seeds)
  func `find the smallest dead end`(seed: Int) throws {
    let policy = try Self.policy(seed)
    let all = try #require(BruteForce(of: policy, for: policy.denials))
    let found = Prover(policy).findings().deadEnds
    #expect((found.first?.counterexample.task).map { all.size(of: $0) } == all.smallestDeadEnd())
    for deadEnd in found {
      let decision = deadEnd.counterexample.task.decision(under: policy)
      #expect(decision == deadEnd.counterexample.decision)
      #expect(decision.candidates.allSatisfy { !$0.isPermitted })
      let stops = decision.candidates.flatMap { $0.stops.map(\.constraint) }
      #expect(Set(stops) == Set(deadEnd.constraints))
    }
    #expect(Set(found.map { Set($0.constraints) }).count == found.count)
  }

  @Test(arguments: seeds)
  func `find what a variant permits, stops and prefers`(seed: Int) throws {
    let (old, new) = try Self.policies(seed)
    let all = try #require(BruteForce(of: old.joined(with: new), for: []))
    let comparison = Prover.comparison(old: old, new: new)
    for (found, seen) in [
      (comparison.laxer, all.permitted(by: new, notBy: old)),
      (comparison.stricter, all.permitted(by: old, notBy: new)),
    ] {
      var sizes: [String: Int] = [:]
      for difference in found {
        for target in difference.targets where BruteForce.isCompared(target) {
          sizes[target.text] = all.size(of: difference.task, for: target)
        }
      }
      #expect(sizes == seen)
    }
    let changes = comparison.changed.map { change in
      ([change.old?.written, change.new?.written], all.size(of: change.task))
    }
    #expect(
      Dictionary(changes) { first, _ in first } == all.changes(from: old, to: new)
    )
  }
}

extension Policy {
  /// Asks for all that either asks for.
  fileprivate func joined(with other: Policy) -> Policy {
    with(routes: routes + other.routes, constraints: constraints + other.constraints)
  }

  fileprivate var denials: [Invariant] { invariants.filter { $0.property == .outcome(.denied) } }
}
