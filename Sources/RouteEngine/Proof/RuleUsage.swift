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
  /// Where each route is decided for, by target: each depends on its own backend's measurements.
  private var isTaken: [[Wire]] = []
  private var isSomewhereTrue: Set<Wire> = []

  init(in policy: inout PolicyCircuit) {
    self.policy = policy.policy
    states = policy.states
    decisions = ReachableDecisions(in: &policy)
    let isPossible = policy.isPossible
    for index in policy.policy.routes.indices {
      let taken = zip(decisions.offers, decisions.isReachable).filter { $0.0.route == index }
      isTaken.append(taken.map { policy.circuit.all([isPossible, $0.1]) })
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

  /// The measured variables that each route depends on.
  var measuredVariables: [[Int]] {
    isTaken.joined().map { states.measuredVariables(of: [$0], in: circuit) }
  }

  mutating func lookAtAllStates() {
    let wires = isTaken.joined() + conditions.flatMap { [$0.isTrue, $0.isFalse] }
    isSomewhereTrue = circuit.somewhereTrue(wires, over: states)
  }

  var constantConditions: [ProofFindings.ConstantCondition] {
    conditions.compactMap { condition in
      let isTrue = isSomewhereTrue.contains(condition.isTrue)
      guard isTrue != isSomewhereTrue.contains(condition.isFalse) else { return nil }
      return ProofFindings.ConstantCondition(rule: condition.rule, isTrue: isTrue)
    }
  }

  // MARK: Routes

  /// The routes that are never taken, and why, as far as that many states tell.
  func unreachableRoutes(
    in policy: inout PolicyCircuit,
    limit: Int
  ) -> [ProofFindings.UnreachableRoute] {
    var questions: [(route: Int, escapes: Escapes)] = []
    for index in isTaken.indices where isSomewhereTrue.isDisjoint(with: isTaken[index]) {
      questions.append((index, Escapes(of: index, among: decisions.offers, in: &policy)))
    }
    let circuit = policy.circuit
    let wires = questions.flatMap(\.escapes.wires).filter { wire in
      states.count(varying: states.measuredVariables(of: [wire], in: circuit)) <= limit
    }
    // What cannot be looked at may be true.
    let escaping = circuit.somewhereTrue(wires, over: states)
      .union(Set(questions.flatMap(\.escapes.wires)).subtracting(wires))
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
    let stoppers = escapes.fromConstraints.filter { escaping.isDisjoint(with: $0.wires) }
    if !stoppers.isEmpty {
      return .stopped(by: stoppers.map { policy.constraints[$0.index] })
    }
    if !escaping.isDisjoint(with: escapes.isOpen),
      let shadow = escapes.fromRoutes.first(where: { escaping.isDisjoint(with: $0.wires) })
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
  /// By target, as all that follows: each depends on its own backend's measurements.
  let isOpen: [Wire]
  private(set) var fromConstraints: [(index: Int, wires: [Wire])] = []
  private(set) var fromRoutes: [(index: Int, wires: [Wire])] = []

  init(of route: Int, among offers: [PolicyCircuit.Offer], in policy: inout PolicyCircuit) {
    let isMatched = policy.circuit.all([policy.isPossible, policy.matches[route]])
    self.isMatched = isMatched
    let own = offers.filter { $0.route == route }
    isOpen = own.map { policy.circuit.all([isMatched, $0.isOpen]) }
    guard !own.isEmpty else { return }
    for index in policy.policy.constraints.indices {
      let escapes = own.map { offer in
        let stops = policy.stops(of: offer.target).filter { $0.constraint == index }.map(\.wire)
        return policy.circuit.all([isMatched, policy.circuit.not(policy.circuit.any(stops))])
      }
      fromConstraints.append((index, escapes))
    }
    for index in 0..<route {
      let escapes = own.map { offer in
        let before = offers.filter { other in
          other.route == index && other.target.backend == offer.target.backend
        }
        let isShadowed = policy.circuit.any(before.map(\.isOpen))
        return policy.circuit.all([isMatched, offer.isOpen, policy.circuit.not(isShadowed)])
      }
      fromRoutes.append((index, escapes))
    }
  }

  var wires: [Wire] { [isMatched] + isOpen + (fromConstraints + fromRoutes).flatMap(\.wires) }
}

extension TruthCircuit {
  /// Those of the given gates that are true in some state.
  func somewhereTrue(_ wires: [Wire], over states: TaskStates) -> Set<Wire> {
    let groups = Dictionary(grouping: Set(wires)) { wire in
      states.measuredVariables(of: [wire], in: self)
    }
    return groups.reduce(into: []) { found, group in
      let blocks = states.blocks(varying: group.key)
      found.formUnion(somewhereTrue(group.value, over: states.space, in: blocks))
    }
  }

  /// The same in the states of some blocks.
  func somewhereTrue(
    _ wires: [Wire],
    over space: StateSpace,
    in blocks: [Range<Int>]? = nil
  ) -> Set<Wire> {
    var found: Set<Wire> = []
    var open = Array(Set(wires)).sorted()
    var run = CircuitRun(self, over: space, outputs: open)
    for block in blocks ?? CircuitRun.blocks(of: 0..<space.count) where !open.isEmpty {
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
