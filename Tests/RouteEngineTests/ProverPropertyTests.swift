import RouteEngine
import Testing

/// Proofs agree with looking at every task one by one.
@Suite struct `Proofs of random policies` {
  static let seeds = 0..<40

  /// The first policy from that seed on whose tasks can be looked at one by one.
  private static func policy(_ seed: Int) throws -> Policy {
    for step in UInt64(0)... {
      var random = RandomPolicy(seed: UInt64(seed) &* 7_919 &+ step)
      let policy = try random.policy()
      if BruteForce(of: policy, for: policy.invariants) != nil { return policy }
    }
    preconditionFailure("no policy is small enough")
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
}

extension Policy {
  fileprivate var denials: [Invariant] { invariants.filter { $0.property == .outcome(.denied) } }
}
