/// Which routes are ever taken and which conditions ever change.
struct RuleUsage {
  typealias Wire = TruthCircuit.Wire
  typealias Rule = ProofFindings.ConstantCondition.Rule

  private let policy: Policy
  private let states: TaskStates
  private let circuit: TruthCircuit
  private let decisions: ReachableDecisions
  /// Every condition that somebody wrote.
  private var conditions: [(rule: Rule, isTrue: Wire, isFalse: Wire)] = []
  /// Where each route is decided for.
  private var isTaken: [Wire] = []
  private var isSomewhereTrue: Set<Wire> = []

  init(in policy: inout PolicyCircuit) {
    self.policy = policy.policy
    states = policy.states
    decisions = ReachableDecisions(in: &policy)
    let isPossible = policy.isPossible
    for index in policy.policy.routes.indices {
      let taken = zip(decisions.offers, decisions.isReachable).filter { $0.0.route == index }
      isTaken.append(policy.circuit.all([isPossible, policy.circuit.any(taken.map { $0.1 })]))
    }
    for (rule, wire) in Self.conditions(in: &policy) {
      let isTrue = policy.circuit.all([isPossible, wire])
      let isFalse = policy.circuit.all([isPossible, policy.circuit.not(wire)])
      conditions.append((rule, isTrue, isFalse))
    }
    circuit = policy.circuit
  }

  /// Every condition with where it is true, as its rule takes it.
  private static func conditions(in policy: inout PolicyCircuit) -> [(Rule, Wire)] {
    var conditions: [(Rule, Wire)] = []
    for (route, wire) in zip(policy.policy.routes, policy.matches) where route.when != .all([]) {
      conditions.append((.whenOfRoute(route), wire))
    }
    for constraint in policy.policy.constraints {
      let (when, unless) = policy.conditions(of: constraint)
      if constraint.when != .all([]) { conditions.append((.whenOfConstraint(constraint), when)) }
      if constraint.unless != nil { conditions.append((.unlessOfConstraint(constraint), unless)) }
    }
    return conditions
  }

  mutating func lookAtAllStates() {
    let wires = isTaken + conditions.flatMap { [$0.isTrue, $0.isFalse] }
    isSomewhereTrue = circuit.somewhereTrue(wires, over: states.space)
  }

  var constantConditions: [ProofFindings.ConstantCondition] {
    conditions.compactMap { condition in
      let isTrue = isSomewhereTrue.contains(condition.isTrue)
      guard isTrue != isSomewhereTrue.contains(condition.isFalse) else { return nil }
      return ProofFindings.ConstantCondition(rule: condition.rule, isTrue: isTrue)
    }
  }

  // MARK: Routes

  /// The routes that are never taken, and why.
  func unreachableRoutes(in policy: inout PolicyCircuit) -> [ProofFindings.UnreachableRoute] {
    var questions: [(route: Int, escapes: Escapes)] = []
    for index in isTaken.indices where !isSomewhereTrue.contains(isTaken[index]) {
      questions.append((index, Escapes(of: index, among: decisions.offers, in: &policy)))
    }
    let wires = questions.flatMap(\.escapes.wires)
    let escaping = policy.circuit.somewhereTrue(wires, over: states.space)
    return questions.map { index, escapes in
      ProofFindings.UnreachableRoute(
        route: self.policy.routes[index],
        reason: reason(escapes, escaping)
      )
    }
  }

  private func reason(
    _ escapes: Escapes,
    _ escaping: Set<Wire>
  ) -> ProofFindings.UnreachableRoute.Reason {
    guard escaping.contains(escapes.isMatched) else { return .conditionNeverTrue }
    let stoppers = escapes.fromConstraints.filter { !escaping.contains($0.wire) }
    if !stoppers.isEmpty {
      return .stopped(by: stoppers.map { policy.constraints[$0.index] })
    }
    if escaping.contains(escapes.isOpen),
      let shadow = escapes.fromRoutes.first(where: { !escaping.contains($0.wire) })
    {
      return .shadowed(by: policy.routes[shadow.index])
    }
    return .various
  }
}

/// Where the targets of a route escape a constraint, or a route before it.
private struct Escapes {
  typealias Wire = TruthCircuit.Wire

  let isMatched: Wire
  let isOpen: Wire
  private(set) var fromConstraints: [(index: Int, wire: Wire)] = []
  private(set) var fromRoutes: [(index: Int, wire: Wire)] = []

  init(of route: Int, among offers: [PolicyCircuit.Offer], in policy: inout PolicyCircuit) {
    isMatched = policy.circuit.all([policy.isPossible, policy.matches[route]])
    let own = offers.filter { $0.route == route }
    isOpen = policy.circuit.all([isMatched, policy.circuit.any(own.map(\.isOpen))])
    guard !own.isEmpty else { return }
    for index in policy.policy.constraints.indices {
      let escapes = own.map { offer in
        let stops = policy.stops(of: offer.target).filter { $0.constraint == index }.map(\.wire)
        return policy.circuit.not(policy.circuit.any(stops))
      }
      let wire = policy.circuit.all([isMatched, policy.circuit.any(escapes)])
      fromConstraints.append((index, wire))
    }
    for index in 0..<route {
      let escapes = own.map { offer in
        let before = offers.filter { other in
          other.route == index && other.target.backend == offer.target.backend
        }
        return policy.circuit.all([
          offer.isOpen, policy.circuit.not(policy.circuit.any(before.map(\.isOpen))),
        ])
      }
      let wire = policy.circuit.all([isMatched, policy.circuit.any(escapes)])
      fromRoutes.append((index, wire))
    }
  }

  var wires: [Wire] { [isMatched, isOpen] + (fromConstraints + fromRoutes).map(\.wire) }
}

extension TruthCircuit {
  /// Those of the given gates that are true in some state.
  func somewhereTrue(_ wires: [Wire], over space: StateSpace) -> Set<Wire> {
    var found: Set<Wire> = []
    var open = Array(Set(wires)).sorted()
    var run = CircuitRun(self, over: space, outputs: open)
    for block in CircuitRun.blocks(of: 0..<space.count) where !open.isEmpty {
      run.evaluate(block)
      open.removeAll { wire in
        let isFound = run.isSomewhereTrue(wire)
        if isFound { found.insert(wire) }
        return isFound
      }
    }
    return found
  }
}
