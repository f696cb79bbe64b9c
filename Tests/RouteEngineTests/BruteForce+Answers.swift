import RouteEngine

/// The same questions that a prover answers, by looking.
extension BruteForce {
  /// The size of a task by what it says; of what is measured only what is of the target's own model.
  func size(of task: HermeticTask, for target: Target) -> Int {
    var task = task
    var own = SupposedTraits()
    for entry in task.measured.entries
    where entry.place == .init(backend: target.backend, model: target.model.text) {
      own.suppose(entry.grade, of: entry.trait, at: entry.place)
    }
    task.measured = own
    return size(of: task)
  }

  /// The size of a task by what it says.
  func size(of task: HermeticTask) -> Int {
    let facts = task.facts
    let sentences = facts.text.map { $0.split(separator: ".").count } ?? 0
    let deviations = facts.values.filter { name, state in
      name == .environment("AWS_REGION")
        ? state != .value(.text("us-east-1")) : state != HermeticTask().facts.state(of: name)
    }
    .filter { $0.key != .taskWords }
    return facts.namedClasses.count + facts.sessionClasses.count + sentences
      + facts.labels.count + deviations.count + task.unavailable.count
      + task.measured.entries.count
  }

  func breaks(_ invariant: Invariant, _ task: HermeticTask) -> Bool {
    let decision = task.decision(under: policy)
    guard speaks(invariant, of: task, decision) else { return false }
    let payer = decision.chosen?.availability.payer
    switch (invariant.property, decision.chosen?.target) {
    case (.outcome(.decided), let target): return target == nil
    case (.outcome(.denied), let target): return target != nil
    case (.never, nil), (.always, nil): return false
    case (.never(let selector), let target?):
      return selector.matches(target, payer: payer, everywhere: false)
    case (.always(let selector), let target?):
      return !selector.matches(target, payer: payer, everywhere: true)
    }
  }

  private func speaks(
    _ invariant: Invariant,
    of task: HermeticTask,
    _ decision: RouteEngine.Decision
  ) -> Bool {
    guard invariant.assumedAvailable.allSatisfy({ isEquipped($0, in: task) }) else { return false }
    return truth(of: invariant.when, task, decision) != .false
  }

  private func truth(
    of condition: Condition,
    _ task: HermeticTask,
    _ decision: RouteEngine.Decision
  ) -> Truth {
    let labels = SetLabels(policy: policy, facts: task.facts)
    let atoms = Condition.Atoms(
      classTruth: { decision.classification.constraintTruths[$0] ?? .false },
      labelTruth: { name, _ in labels.truth(of: name) },
      factState: { task.facts.state(of: $0) }
    )
    return condition.truth(of: atoms)
  }

  func smallestBreach(of invariant: Invariant) -> Int? {
    var smallest: Int?
    for sized in tasks {
      for task in availabilities(sized.task, but: invariant.assumedAvailable)
      where breaks(invariant, task) {
        let size = sized.size + task.unavailable.count - sized.task.unavailable.count
        smallest = min(smallest ?? size, size)
      }
    }
    return smallest
  }

  func takenRoutes() -> Set<String> {
    var taken: Set<String> = []
    for sized in tasks {
      for task in availabilities(sized.task) {
        if case .route(let name, _)? = task.decision(under: policy).chosen?.source {
          taken.insert(name)
        }
      }
    }
    return taken
  }

  func neededConstraints() -> Set<String> {
    var needed: Set<String> = []
    for sized in tasks {
      for backend in policy.backends where isEquipped(backend.name, in: sized.task) {
        for (model, effort) in namings {
          let decision = policy.decision(
            for: RoutingRequest(
              facts: sized.task.facts,
              backend: backend.name,
              model: model,
              effort: effort
            ),
            with: sized.task.inventory(for: policy)
          )
          if let stops = decision.candidates.first?.stops, stops.count == 1 {
            needed.insert(stops[0].constraint.name)
          }
        }
      }
    }
    return needed
  }

  private var namings: [(String, Effort?)] {
    ["default", "opus", "haiku", "eu.anthropic.claude-opus-4"].flatMap { model in
      [(model, nil), (model, .low)]
    }
  }

  func constantConditions() -> Set<ProofFindings.ConstantCondition> {
    var values: [ProofFindings.ConstantCondition.Rule: Set<Bool>] = [:]
    for sized in tasks {
      let facts = sized.task.facts
      let classification = Classifier(of: policy.classes, ClassifierSettings())
        .classification(of: facts)
      let situation = Situation(policy: policy, facts: facts, classification: classification)
      for route in policy.routes where route.when != .all([]) {
        values[.whenOfRoute(route), default: []].insert(situation.matches(route))
      }
      for constraint in policy.constraints {
        if constraint.when != .all([]) {
          let part = constraint.with(when: constraint.when, unless: nil)
          values[.whenOfConstraint(constraint), default: []].insert(situation.applies(part))
        }
        if let unless = constraint.unless {
          let part = constraint.with(when: .all([]), unless: unless)
          values[.unlessOfConstraint(constraint), default: []].insert(!situation.applies(part))
        }
      }
    }
    return Set(
      values.compactMap { rule, seen in
        seen.count == 1
          ? ProofFindings.ConstantCondition(rule: rule, isTrue: seen.contains(true)) : nil
      }
    )
  }

  /// The size of the smallest task that is denied with every backend there, in all places alike.
  func smallestDeadEnd() -> Int? {
    let intended = policy.invariants.filter { $0.property == .outcome(.denied) }.map(\.when)
    var places: [HermeticTask: [(size: Int, isDead: Bool)]] = [:]
    for sized in tasks {
      let decision = sized.task.decision(under: policy)
      guard decision.candidates.allSatisfy({ $0.availability.payer != nil }) else { continue }
      let isIntended = intended.contains { truth(of: $0, sized.task, decision) == .true }
      let isDead = decision.chosen == nil && !isIntended
      places[sized.withoutPlace, default: []].append((sized.size, isDead))
    }
    return places.values.filter { $0.allSatisfy(\.isDead) }.joined().map(\.size).min()
  }
}

// MARK: - Two policies

extension BruteForce {
  /// Whether a target is one of those that `permitted` asks for.
  static func isCompared(_ target: Target) -> Bool {
    switch target.model {
    case .default, .named: target.effort == nil
    case .id: false
    }
  }

  /// The targets that only one policy permits somewhere, with the size of the smallest task.
  func permitted(by policy: Policy, notBy other: Policy) -> [String: Int] {
    var smallest: [String: Int] = [:]
    for sized in tasks {
      for backend in policy.backends {
        for model in ["default", "opus", "haiku"] {
          let target = Target(
            backend: backend.name,
            model: model == "default" ? .default : .named(model)
          )
          let isPermitted = permits(policy, target, sized.task)
          guard isPermitted, !permits(other, target, sized.task) else { continue }
          let text = Target(backend: backend.name, model: backend.settled(target.model)).text
          smallest[text] = min(smallest[text] ?? .max, sized.size)
        }
      }
    }
    return smallest
  }

  /// The decisions that differ though both policies permit both, with every backend there.
  func changes(from old: Policy, to new: Policy) -> [[String?]: Int] {
    var smallest: [[String?]: Int] = [:]
    for sized in tasks {
      let before = sized.task.decision(under: old).chosen?.target.target
      let after = sized.task.decision(under: new).chosen?.target.target
      guard before != after, before.map({ permits(new, $0, sized.task) }) ?? true,
        after.map({ permits(old, $0, sized.task) }) ?? true
      else { continue }
      let change = [before?.written, after?.written]
      smallest[change] = min(smallest[change] ?? .max, sized.size)
    }
    return smallest
  }

  private func permits(_ policy: Policy, _ target: Target, _ task: HermeticTask) -> Bool {
    let request = RoutingRequest(
      facts: task.facts,
      backend: target.backend,
      model: target.model.text,
      effort: target.effort
    )
    let decision = policy.decision(for: request, with: task.inventory(for: policy))
    return decision.chosen?.target.target == target
      || decision.chosen != nil && target.model == .default
  }
}

extension Target {
  /// With the effort.
  var written: String { text + (effort.map { " \($0.rawValue)" } ?? "") }
}

extension Constraint {
  fileprivate func with(when: Condition, unless: Condition?) -> Constraint {
    Constraint(
      name: name,
      when: when,
      unless: unless,
      effect: effect,
      reason: reason,
      origin: origin
    )
  }
}
