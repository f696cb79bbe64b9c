/// What a policy says of the states of a task, as gates.
struct PolicyCircuit {
  typealias Wire = TruthCircuit.Wire

  let policy: Policy
  let states: TaskStates
  var circuit: TruthCircuit
  /// How far each class that matters holds, as constraints see it.
  private(set) var classTruths: [String: Wire] = [:]
  /// Whether each constraint applies, in the policy's order.
  private(set) var applies: [Wire] = []
  /// Whether each route matches, in the policy's order.
  private(set) var matches: [Wire] = []
  /// Whether the state can be: what was said of the classes goes together.
  private(set) var isPossible: Wire = 0
  var contexts: [String: BackendContexts] = [:]
  var stops: [Target: [Stop]] = [:]

  /// Where a constraint stops a target.
  struct Stop: Hashable {
    /// The place of the constraint in the policy.
    let constraint: Int
    let wire: Wire
  }

  /// Who asks.
  enum Asker: Hashable {
    case route
    /// Of labels that would lift it, it sees those of its own authority and above.
    case constraint(Layer.Authority, isLifting: Bool)
    case invariant
  }

  /// The circuit may be one that another policy over the same states was built into.
  init(of policy: Policy, over states: TaskStates, in circuit: TruthCircuit = TruthCircuit()) {
    self.policy = policy
    self.states = states
    self.circuit = circuit
    for backend in policy.backends {
      contexts[backend.name] = BackendContexts(of: backend, in: policy, over: states)
    }
    for taskClass in policy.classes where states.mentions.classes.contains(taskClass.name) {
      classTruths[taskClass.name] = truth(of: taskClass)
    }
    isPossible = possibility()
    applies = policy.constraints.map { constraint in
      let (when, unless) = conditions(of: constraint)
      return self.circuit.all([when, self.circuit.not(unless)])
    }
    matches = policy.routes.map { self.circuit.certainly(truth(of: $0.when, for: .route)) }
  }

  /// Where the constraint's `when` is not false, and where its `unless` is true.
  mutating func conditions(of constraint: Constraint) -> (when: Wire, unless: Wire) {
    let authority = constraint.origin.layer.authority
    let when = truth(of: constraint.when, for: .constraint(authority, isLifting: false))
    let unless = truth(
      of: constraint.unless ?? .any([]),
      for: .constraint(authority, isLifting: true)
    )
    return (circuit.possibly(when), circuit.certainly(unless))
  }

  mutating func truth(
    of condition: Condition,
    for asker: Asker,
    isNegated: Bool = false
  ) -> Wire {
    switch condition {
    case .all(let parts):
      return circuit.all(parts.map { truth(of: $0, for: asker, isNegated: isNegated) })
    case .any(let parts):
      return circuit.any(parts.map { truth(of: $0, for: asker, isNegated: isNegated) })
    case .not(let part):
      return circuit.not(truth(of: part, for: asker, isNegated: !isNegated))
    case .hasClass(let name):
      return classTruth(name, for: asker)
    case .hasLabel(let name):
      return labelTruth(name, for: asker, isNegated: isNegated)
    case .fact(let test):
      return truth(of: test)
    }
  }

  // MARK: Atoms

  /// Facts that are no variable have their usual state.
  private mutating func truth(of test: FactTest) -> Wire {
    guard let (index, cells) = states.factVariable(test.fact) else {
      return circuit.constant(test.truth(of: HermeticTask().facts.state(of: test.fact)))
    }
    return circuit.values(of: index, cells.map(test.truth))
  }

  /// Routes take a protective class on doubt, a permissive one only without.
  private mutating func classTruth(_ name: String, for asker: Asker) -> Wire {
    guard let truth = classTruths[name], let taskClass = policy.taskClass(named: name) else {
      return circuit.constant(.false)
    }
    switch asker {
    case .route: return taskClass.isProtective ? circuit.possibly(truth) : circuit.certainly(truth)
    case .constraint, .invariant: return truth
    }
  }

  private mutating func labelTruth(_ name: String, for asker: Asker, isNegated: Bool) -> Wire {
    var least = Layer.Authority.repository
    if case .constraint(let authority, let isLifting) = asker, isNegated != isLifting {
      least = authority <= .user && policy.repositoryMayLift ? .repository : authority
    }
    var inputs: [Wire] = []
    if least <= .user, let index = states.index(where: { $0 == .label(name) }) {
      inputs.append(circuit.values(of: index, [.false, .true]))
    }
    for label in policy.labels
    where label.name == name && label.origin.layer.authority >= least {
      inputs.append(label.project.map { truth(of: $0.test) } ?? circuit.constant(.true))
    }
    return circuit.any(inputs)
  }

  // MARK: Classes

  /// Evaluation rules 6 and 8.
  private mutating func truth(of taskClass: TaskClass) -> Wire {
    guard let (index, ways) = states.classVariable(taskClass.name) else {
      return circuit.constant(.false)
    }
    let facts = taskClass.signalTests.map { truth(of: $0) }
    let isGiven = circuit.values(of: index, ways.map { Truth($0 == .given) })
    let isText = circuit.values(of: index, ways.map { Truth($0 == .text) })
    guard !taskClass.isProtective else { return circuit.any([isGiven, isText] + facts) }
    let isVetoed = circuit.values(of: index, ways.map { Truth($0 == .veto) })
    let vetoes = taskClass.vetoTests.map { truth(of: $0) }
    let found = [isNotNaming, circuit.any([isText] + facts), circuit.not(circuit.any(vetoes))]
    return circuit.any([isGiven, circuit.all(found + [circuit.not(isVetoed)])])
  }

  private var isNotNaming: Wire {
    mutating get {
      guard let naming = states.namingVariable else { return circuit.constant(.true) }
      return circuit.values(of: naming, [.false, .true])
    }
  }

  /// Where classes are named, there is one that is, and the text is set aside.
  private mutating func possibility() -> Wire {
    guard states.namingVariable != nil else { return circuit.constant(.true) }
    var named: [Wire] = []
    var told: [Wire] = []
    for (index, variable) in states.variables.enumerated() {
      guard case .taskClass(_, let ways) = variable.subject else { continue }
      named.append(circuit.values(of: index, ways.map { Truth($0 == .given) }))
      told.append(circuit.values(of: index, ways.map { Truth($0 == .text || $0 == .veto) }))
    }
    let hasName = states.spareClass == nil ? circuit.any(named) : circuit.constant(.true)
    return circuit.any([isNotNaming, circuit.all([hasName, circuit.not(circuit.any(told))])])
  }
}
