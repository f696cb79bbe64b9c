/// The search for states in which an invariant is broken.
struct Refutation {
  typealias Wire = TruthCircuit.Wire

  private let decisions: ReachableDecisions
  private let states: TaskStates
  private let circuit: TruthCircuit
  /// Where deciding for each offer breaks the invariant, and can happen.
  private let breaches: [Wire]
  private let denial: Wire
  /// The offers, nil for the denial, that depend on the same measured variables.
  private let groups: [[Int]: [Int?]]

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
    let wires = breaches.enumerated().map { (Optional($0.offset), $0.element) } + [(nil, denial)]
    groups = Dictionary(
      grouping: wires.filter { !policy.circuit.isConstant($0.1, .false) },
      by: { policy.states.measuredVariables(of: [$0.1], in: policy.circuit) }
    )
    .mapValues { $0.map(\.0) }
    self.breaches = breaches
    self.decisions = decisions
    states = policy.states
    circuit = policy.circuit
  }

  /// How many states are looked at.
  var stateCount: Int { states.count(varying: groups.keys) }

  /// The smallest states of all, the very smallest first.
  mutating func smallest() -> [SmallestStates.Found] {
    var smallest = SmallestStates(of: states, backends: decisions.backends)
    for (variables, group) in groups.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      look(at: group, varying: variables, for: &smallest)
    }
    return smallest.found
  }

  private func look(
    at group: [Int?],
    varying variables: [Int],
    for smallest: inout SmallestStates
  ) {
    var circuit = circuit
    let breach = circuit.any(group.map { $0.map { breaches[$0] } ?? denial })
    let outputs = [breach, denial] + breaches + decisions.offers.map(\.isOpen)
    var run = CircuitRun(circuit, over: states.space, outputs: outputs)
    for block in states.blocks(varying: variables) {
      run.evaluate(block)
      for state in run.states(where: breach) {
        guard let size = smallest.size(of: state) else { continue }
        add(state, size, of: group, in: run, to: &smallest)
      }
    }
  }

  /// Walks down the candidates: every open one before that which breaks the invariant must be
  /// unavailable.
  private func add(
    _ state: Int,
    _ size: Int,
    of group: [Int?],
    in run: CircuitRun,
    to smallest: inout SmallestStates
  ) {
    var passed: Set<String> = []
    for (index, offer) in decisions.offers.enumerated() {
      if group.contains(index), run.isTrue(breaches[index], in: state) {
        smallest.add(state, size: size, unavailable: Array(passed), target: offer.target)
      }
      if run.isTrue(offer.isOpen, in: state) { passed.insert(offer.target.backend) }
    }
    if group.contains(nil), run.isTrue(denial, in: state) {
      smallest.add(state, size: size, unavailable: Array(passed))
    }
  }
}
