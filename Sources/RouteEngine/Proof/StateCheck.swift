/// Holds states against the real evaluation: a counterexample is shown only when it is one.
struct StateCheck {
  private let policies: [PolicyCircuit]
  private var run: CircuitRun

  /// - Parameter policies: over the same states; the last one was built last.
  init(_ policies: PolicyCircuit...) {
    self.policies = policies
    let last = policies[policies.count - 1]
    run = CircuitRun(
      last.circuit,
      over: last.states.space,
      outputs: policies.flatMap(\.classTruths.values)
    )
  }

  /// A task that is in that state under every policy.
  mutating func task(in state: Int) -> HermeticTask? {
    run.evaluate(state..<state + 1)
    let candidates = policies[0].states.tasks(in: state, under: policies.map(\.policy))
    return candidates.first { task in
      policies.allSatisfy { policy in
        let truths = Classifier(of: policy.policy)
          .classification(of: task.facts).constraintTruths
        return policy.classTruths.allSatisfy { name, wire in
          truths[name] ?? .false == run.truth(of: wire, in: state)
        }
      }
    }
  }

  /// The state with its decision under the first policy, if that is for the target expected.
  mutating func counterexample(_ found: SmallestStates.Found) -> Counterexample? {
    guard var task = task(in: found.state) else { return nil }
    task.unavailable.formUnion(found.unavailable.map(Unavailable.backend))
    let decision = task.decision(under: policies[0].policy)
    guard decision.chosen?.target.target == found.target else { return nil }
    return Counterexample(task: task, decision: decision)
  }
}
