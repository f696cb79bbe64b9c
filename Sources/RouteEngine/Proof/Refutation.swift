/// The search for states in which an invariant is broken.
struct Refutation {
  typealias Wire = TruthCircuit.Wire

  private let decisions: ReachableDecisions
  private let states: TaskStates
  private let circuit: TruthCircuit
  /// Where deciding for each offer breaks the invariant, and can happen.
  private let breaches: [Wire]
  private let denial: Wire
  private let breach: Wire

  init(of invariant: Invariant, in policy: inout PolicyCircuit) {
    let decisions = ReachableDecisions(in: &policy, assuming: invariant.assumedAvailable)
    let when = policy.truth(of: invariant.when, for: .invariant)
    let isSpokenOf = policy.circuit.all([
      policy.isPossible, policy.circuit.possibly(when), decisions.isAssumable,
    ])
    var breaches: [Wire] = []
    for (offer, isReachable) in zip(decisions.offers, decisions.isReachable) {
      let breaks: Wire
      switch invariant.property {
      case .never(let selector):
        breaks = policy.selects(selector, offer.target, everywhere: false)
      case .always(let selector):
        breaks = policy.circuit.not(policy.selects(selector, offer.target, everywhere: true))
      case .outcome(let outcome):
        breaks = policy.circuit.constant(Truth(outcome == .denied))
      }
      breaches.append(policy.circuit.all([isSpokenOf, isReachable, breaks]))
    }
    let mustDecide = invariant.property == .outcome(.decided)
    denial = policy.circuit.all([
      isSpokenOf, decisions.isDeniable, policy.circuit.constant(Truth(mustDecide)),
    ])
    breach = policy.circuit.any(breaches + [denial])
    self.breaches = breaches
    self.decisions = decisions
    states = policy.states
    circuit = policy.circuit
  }

  /// The smallest states of all, the very smallest first.
  mutating func smallest() -> [SmallestStates.Found] {
    var smallest = SmallestStates(of: states, backends: decisions.backends)
    guard !circuit.isConstant(breach, .false) else { return [] }
    let outputs = [breach, denial] + breaches + decisions.offers.map(\.isOpen)
    var run = CircuitRun(circuit, over: states.space, outputs: outputs)
    for block in CircuitRun.blocks(of: 0..<states.space.count) {
      run.evaluate(block)
      for state in run.states(where: breach) {
        guard let size = smallest.size(of: state) else { continue }
        add(state, size, in: run, to: &smallest)
      }
    }
    return smallest.found
  }

  /// Walks down the candidates: every open one before that which breaks the invariant must be
  /// unavailable.
  private func add(
    _ state: Int,
    _ size: Int,
    in run: CircuitRun,
    to smallest: inout SmallestStates
  ) {
    var passed: Set<String> = []
    for (index, offer) in decisions.offers.enumerated() {
      if run.isTrue(breaches[index], in: state) {
        smallest.add(state, size: size, unavailable: Array(passed), target: offer.target)
      }
      if run.isTrue(offer.isOpen, in: state) { passed.insert(offer.target.backend) }
    }
    if run.isTrue(denial, in: state) {
      smallest.add(state, size: size, unavailable: Array(passed))
    }
  }
}
