package import RouteEngine

extension Prover {
  /// The invariants of a policy that a counterexample speaks against.
  package static func refutedInvariants(of policy: Policy) -> [Invariant] {
    let prover = Prover(policy)
    return policy.invariants.filter { invariant in
      switch prover.verdict(on: invariant) {
      case .refuted: true
      case .proved, .undecided: false
      }
    }
  }
}
