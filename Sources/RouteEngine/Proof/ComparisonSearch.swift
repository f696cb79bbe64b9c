/// The search for states in which two policies differ.
struct ComparisonSearch {
  typealias Wire = TruthCircuit.Wire

  private let states: TaskStates
  private var old: PolicyCircuit
  /// Built last: its circuit has the gates of both.
  private var new: PolicyCircuit
  private var questions: [Question] = []

  /// Where the policies differ about a target.
  private struct Question {
    enum Kind: Hashable {
      case laxer(Target)
      case stricter(Target)
      case changed(old: Target?, new: Target?)
    }

    let kind: Kind
    let wire: Wire
  }

  init(old: Policy, new: Policy, over states: TaskStates) {
    self.states = states
    let targets = Self.targets(of: [old, new], seenBy: states.mentions)
    var before = PolicyCircuit(of: old, over: states)
    let oldOpen = Self.open(targets, in: &before)
    let oldFirst = before.firstChoices()
    var after = PolicyCircuit(of: new, over: states, in: before.circuit)
    let newOpen = Self.open(targets, in: &after)
    let newFirst = after.firstChoices()
    let isPossible = after.circuit.all([before.isPossible, after.isPossible])
    var isOpenInBoth: [Target: [Wire]] = [:]
    for (target, (old, new)) in zip(targets.map(\.target), zip(oldOpen, newOpen)) {
      let gained = after.circuit.all([isPossible, new, after.circuit.not(old)])
      let lost = after.circuit.all([isPossible, old, after.circuit.not(new)])
      questions.append(Question(kind: .laxer(target), wire: gained))
      questions.append(Question(kind: .stricter(target), wire: lost))
      isOpenInBoth[target, default: []].append(after.circuit.all([old, new]))
    }
    for (oldTarget, oldWire) in oldFirst {
      for (newTarget, newWire) in newFirst where oldTarget != newTarget {
        let open = [oldTarget, newTarget].compactMap { $0?.withoutBudget }
          .map { after.circuit.any(isOpenInBoth[$0] ?? []) }
        let wire = after.circuit.all([isPossible, oldWire, newWire] + open)
        questions.append(Question(kind: .changed(old: oldTarget, new: newTarget), wire: wire))
      }
    }
    self.old = before
    self.new = after
  }

  /// Only where another target is decided for, whatever either policy permits; the backends left out
  /// are proposed by neither.
  init(moves old: Policy, to new: Policy, without backends: Set<String>, over states: TaskStates) {
    self.states = states
    var before = PolicyCircuit(of: old, over: states)
    let oldFirst = before.firstChoices(without: backends)
    var after = PolicyCircuit(of: new, over: states, in: before.circuit)
    let newFirst = after.firstChoices(without: backends)
    let isPossible = after.circuit.all([before.isPossible, after.isPossible])
    for (oldTarget, oldWire) in oldFirst {
      for (newTarget, newWire) in newFirst where newTarget != nil && oldTarget != newTarget {
        let wire = after.circuit.all([isPossible, oldWire, newWire])
        questions.append(Question(kind: .changed(old: oldTarget, new: newTarget), wire: wire))
      }
    }
    self.old = before
    self.new = after
  }

  /// Where the policy permits each target; nowhere when it has none that looks like it.
  private static func open(_ targets: [Candidate], in policy: inout PolicyCircuit) -> [Wire] {
    targets.map { candidate in
      candidate.isIn(policy.policy, policy.states.mentions)
        ? policy.isPermitted(candidate.target) : policy.circuit.constant(.false)
    }
  }

  /// What has to be looked at, by the measured variables that it depends on.
  private var groups: [[Int]: [Wire]] {
    let wires = Set(questions.map(\.wire)).filter { !new.circuit.isConstant($0, .false) }
    return Dictionary(grouping: wires.sorted()) { wire in
      states.measuredVariables(of: [wire], in: new.circuit)
    }
  }

  /// How many states are looked at.
  var stateCount: Int { states.count(varying: groups.keys) }

  mutating func comparison() -> PolicyComparison {
    var comparison = PolicyComparison(stateCount: states.space.count)
    var check = StateCheck(old, new)
    for (question, found) in smallest() {
      let tasks = found.lazy.compactMap { candidate in
        check.task(in: candidate.state).map { (state: candidate.state, task: $0) }
      }
      guard let (state, task) = tasks.first else { continue }
      switch question.kind {
      case .laxer(let target):
        let stops = responsible(in: &old, unlike: new.policy, for: target, state)
        comparison.laxer.add(target, task.speaking(of: target), stops)
      case .stricter(let target):
        let stops = responsible(in: &new, unlike: old.policy, for: target, state)
        comparison.stricter.add(target, task.speaking(of: target), stops)
      case .changed(let old, let new):
        comparison.changed.append(PolicyComparison.Change(task: task, old: old, new: new))
      }
    }
    return comparison
  }

  /// For each question that has an answer the smallest states; questions with smaller ones first.
  private func smallest() -> [(Question, [SmallestStates.Found])] {
    let open = questions.filter { !new.circuit.isConstant($0.wire, .false) }
    var smallest: [Wire: SmallestStates] = [:]
    for (variables, wires) in groups {
      for wire in wires {
        smallest[wire] = SmallestStates(of: states)
      }
      var run = CircuitRun(new.circuit, over: states.space, outputs: wires)
      for block in states.blocks(varying: variables) {
        run.evaluate(block)
        for wire in wires {
          for state in run.states(where: wire) {
            guard let size = smallest[wire]?.size(of: state) else { continue }
            smallest[wire]?.add(state, size: size)
          }
        }
      }
    }
    let answered = open.map { ($0, smallest[$0.wire]?.found ?? []) }.filter { !$0.1.isEmpty }
    let sizes = answered.map { $0.1[0].size }
    return answered.indices.sorted { (sizes[$0], $0) < (sizes[$1], $1) }.map { answered[$0] }
  }

  /// Constraints that stop the target there and that the other policy has not, or has otherwise.
  private func responsible(
    in policy: inout PolicyCircuit,
    unlike other: Policy,
    for target: Target,
    _ state: Int
  ) -> [Constraint] {
    let stops = policy.stops(of: target)
    var run = CircuitRun(policy.circuit, over: states.space, outputs: stops.map(\.wire))
    run.evaluate(state..<state + 1)
    return stops.filter { run.isTrue($0.wire, in: state) }
      .map { policy.policy.constraints[$0.constraint] }
      .filter { constraint in !other.constraints.contains { $0.saysTheSame(as: constraint) } }
  }

  // MARK: Targets

  /// A target of one of the policies, with what selectors see of it.
  private struct Candidate: Hashable {
    let target: Target
    let visible: VisibleTarget

    func isIn(_ policy: Policy, _ mentions: Mentions) -> Bool {
      VisibleTarget(target, in: policy, seenBy: mentions) == visible
    }
  }

  private static func targets(of policies: [Policy], seenBy mentions: Mentions) -> [Candidate] {
    var seen: Set<VisibleTarget> = []
    return policies.flatMap { policy in
      policy.targets(seenBy: mentions.selectors)
        .compactMap { target in
          VisibleTarget(target.withoutBudget, in: policy, seenBy: mentions).map {
            Candidate(target: target.withoutBudget, visible: $0)
          }
        }
    }
    .filter { seen.insert($0.visible).inserted }
  }
}

extension PolicyCircuit {
  /// Where each target, or a denial, is decided for with every backend available but those left out.
  fileprivate mutating func firstChoices(
    without backends: Set<String> = []
  ) -> [(target: Target?, wire: Wire)] {
    let offers = offers().filter { !backends.contains($0.target.backend) }
    var wires: [Target: [Wire]] = [:]
    var taken = circuit.constant(.false)
    for offer in offers {
      let wire = circuit.all([offer.isOpen, circuit.not(taken)])
      wires[offer.target, default: []].append(wire)
      taken = circuit.any([taken, offer.isOpen])
    }
    var choices: [(target: Target?, wire: Wire)] = [(nil, circuit.not(taken))]
    for offer in offers {
      guard let own = wires.removeValue(forKey: offer.target) else { continue }
      choices.append((offer.target, circuit.any(own)))
    }
    return choices
  }
}

extension Target {
  /// No selector sees what a session may cost.
  fileprivate var withoutBudget: Target {
    Target(backend: backend, model: model, effort: effort, thinking: thinking)
  }
}

extension HermeticTask {
  /// The same without what is measured elsewhere.
  fileprivate func speaking(of target: Target) -> HermeticTask {
    var task = self
    task.measured = measured.on(target.backend)
    return task
  }
}

extension Constraint {
  /// Whether both stop the same, whatever they are called and wherever they stand.
  fileprivate func saysTheSame(as other: Constraint) -> Bool {
    when == other.when && unless == other.unless && effect == other.effect
      && origin.layer.authority == other.origin.layer.authority
  }
}

extension [PolicyComparison.Difference] {
  /// Joins targets that differ for one cause.
  fileprivate mutating func add(_ target: Target, _ task: HermeticTask, _ cause: [Constraint]) {
    let same = firstIndex { other in
      other.task == task && other.constraints == cause
        && other.targets.first?.backend == target.backend
    }
    guard let same else {
      append(PolicyComparison.Difference(task: task, targets: [target], constraints: cause))
      return
    }
    self[same] = PolicyComparison.Difference(
      task: task,
      targets: self[same].targets + [target],
      constraints: cause
    )
  }
}
