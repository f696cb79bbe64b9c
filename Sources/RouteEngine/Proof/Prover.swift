/// Proves what a policy promises, by looking at every state that its conditions can tell apart.
///
/// A state is one combination of classes, labels, facts, regions, payers and what probes may find,
/// each with every availability of the backends; texts and paths matter only through the classes. The
/// command line is taken to leave the choice of backend, model and effort to the policy.
package struct Prover: Sendable {
  let policy: Policy
  let limit: Int

  /// States that are enumerated at most; at some ten nanoseconds a state.
  ///
  /// Availability does not count: it is worked out, not enumerated. What may be measured does, two to
  /// four times for each trait and each model of one backend.
  package static let usualLimit = 1 << 24

  package init(_ policy: Policy, limit: Int = Prover.usualLimit) {
    self.policy = policy
    self.limit = limit
  }

  /// Whether the policy keeps a promise, with the smallest state in which it does not.
  package func verdict(on invariant: Invariant) -> Verdict {
    let states = TaskStates(
      of: [policy],
      conditions: [invariant.when],
      selectors: [invariant.property.selector].compactMap(\.self)
    )
    let backends = Set(policy.proposedBackends).subtracting(invariant.assumedAvailable)
    let stateCount = states.count(times: backends.count)
    guard states.isComplete, states.areFew(states.countUnmeasured, limit: limit) else {
      return .undecided(stateCount: stateCount, limit: limit)
    }
    var circuit = PolicyCircuit(of: policy, over: states)
    var search = Refutation(of: invariant, in: &circuit)
    guard search.stateCount <= limit else {
      return .undecided(stateCount: stateCount, limit: limit)
    }
    let found = search.smallest()
    guard !found.isEmpty else { return .proved(stateCount: stateCount) }
    var check = StateCheck(circuit)
    for candidate in found {
      if let example = check.counterexample(candidate), !invariant.isKept(by: example.decision) {
        return .refuted(example)
      }
    }
    return .undecided(stateCount: stateCount, limit: limit)
  }
}

extension TaskStates {
  /// The states with every availability of so many backends.
  func count(times backends: Int) -> Int {
    (0..<backends).reduce(space.count) { count, _ in count.timesOrMaximum(2) }
  }
}

extension Policy {
  /// The backends that a route or the default proposes.
  var proposedBackends: [String] {
    (routes.flatMap(\.targets) + defaultTargets).map(\.backend)
      .filter { backend(named: $0) != nil }
  }
}

extension Invariant.Property {
  var selector: Selector? {
    switch self {
    case .never(let selector), .always(let selector): selector
    case .outcome: nil
    }
  }
}
