/// What a proof of an invariant came to.
package enum Verdict: Hashable, Sendable {
  /// It holds in every state.
  case proved(stateCount: Int)
  case refuted(Counterexample)
  /// There are more states than are looked at, or none of the states that speak against it could be
  /// shown to be one of a task.
  case undecided(stateCount: Int, limit: Int)
}

/// A state with what is decided in it; `task.decision(under: policy)` gives `decision` again.
package struct Counterexample: Hashable, Sendable {
  package let task: HermeticTask
  package let decision: Decision

  package init(task: HermeticTask, decision: Decision) {
    self.task = task
    self.decision = decision
  }
}

extension Invariant {
  /// Whether a decision is as promised; asks neither for `when` nor for what is assumed.
  package func isKept(by decision: Decision) -> Bool {
    guard let chosen = decision.chosen else {
      switch property {
      case .never, .always: return true
      case .outcome(let outcome): return outcome == .denied
      }
    }
    let payer = chosen.availability.payer
    switch property {
    case .never(let selector):
      return !selector.matches(chosen.target, payer: payer, everywhere: false)
    case .always(let selector):
      return selector.matches(chosen.target, payer: payer, everywhere: true)
    case .outcome(let outcome):
      return outcome == .decided
    }
  }
}
