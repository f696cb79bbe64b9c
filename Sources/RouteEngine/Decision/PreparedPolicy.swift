/// A policy made ready to decide many tasks by itself: what no task changes is worked out once.
///
/// The decisions are those of `Policy.decision(for:with:)` with the inventory of a `HermeticTask`,
/// which is shorter for a single task.
package struct PreparedPolicy: Sendable {
  package let policy: Policy
  private let classifier: Classifier
  /// Of a task whose facts name no region and no project.
  private let inventory: CredentialInventory
  private let placeFacts: [FactName]
  private let conditions: ConditionBook
  private let routes: [PreparedRoute]
  private let constraints: [PreparedConstraint]
  private let targetCount: Int
  /// By conditions, and by the policy's own labels.
  private let askedFacts: [FactName]

  /// A route, or the default.
  private struct PreparedRoute: Sendable {
    /// Absent for the default.
    let condition: ConditionBook.Place?
    let candidates: [PreparedCandidate]
  }

  private struct PreparedCandidate: Sendable {
    /// The same for the same target, counted from 0.
    let target: Int
    /// Without stops.
    let candidate: Candidate
    /// The places of those constraints among all.
    let violated: [Int]
  }

  private struct PreparedConstraint: Sendable {
    let when: ConditionBook.Place
    let unless: ConditionBook.Place?
    let authority: Layer.Authority
  }

  /// Every backend and credential counts as present.
  package init(_ policy: Policy) {
    self.policy = policy
    classifier = Classifier(of: policy)
    let inventory = HermeticTask().inventory(for: policy)
    self.inventory = inventory
    placeFacts = Set(policy.backends.flatMap { $0.regionVariables + $0.projectVariables })
      .sorted().map(FactName.environment)
    var book = ConditionBook()
    var targets: [Target] = []
    var routes: [PreparedRoute] = []
    for route in policy.routes {
      let source = Candidate.Source.route(name: route.name, origin: route.origin)
      let candidates = Self.candidates(route.targets, source, policy, inventory, &targets)
      routes.append(PreparedRoute(condition: book.add(route.when), candidates: candidates))
    }
    let last = Self.candidates(policy.defaultTargets, .default, policy, inventory, &targets)
    routes.append(PreparedRoute(condition: nil, candidates: last))
    self.routes = routes
    constraints = policy.constraints.map { constraint in
      PreparedConstraint(
        when: book.add(constraint.when),
        unless: constraint.unless.map { book.add($0) },
        authority: constraint.origin.layer.authority
      )
    }
    conditions = book
    askedFacts = book.facts + (policy.labels.isEmpty ? [] : [.projectPath, .projectRemote])
    targetCount = targets.count
  }

  private static func candidates(
    _ targets: [Target],
    _ source: Candidate.Source,
    _ policy: Policy,
    _ inventory: CredentialInventory,
    _ known: inout [Target]
  ) -> [PreparedCandidate] {
    policy.candidates(for: targets, source, with: inventory).map { candidate in
      let target = candidate.target.target
      let number = known.firstIndex(of: target) ?? known.count
      if number == known.count { known.append(target) }
      let payer = candidate.availability.payer
      let violated = policy.constraints.indices.filter {
        !policy.constraints[$0].permits(candidate.target, payer: payer)
      }
      return PreparedCandidate(target: number, candidate: candidate, violated: violated)
    }
  }

  // MARK: Deciding

  /// The decision for one request; what is unavailable is missing whatever else is there.
  package func decision(
    for request: RoutingRequest,
    unavailable: Set<Unavailable> = [],
    measured: SupposedTraits = SupposedTraits()
  ) -> Decision {
    var memory = WordMemory()
    return decision(
      for: request,
      unavailable: unavailable,
      measured: measured,
      remembering: &memory
    )
  }

  /// The same with what is known of the words of earlier tasks under this policy.
  package func decision(
    for request: RoutingRequest,
    unavailable: Set<Unavailable>,
    measured: SupposedTraits = SupposedTraits(),
    remembering words: inout WordMemory
  ) -> Decision {
    var decisions = DecisionMemory()
    return decision(
      for: request,
      unavailable: unavailable,
      measured: measured,
      remembering: &words,
      and: &decisions
    )
  }

  /// The same with what was decided for them, too.
  package func decision(
    for request: RoutingRequest,
    unavailable: Set<Unavailable>,
    measured: SupposedTraits = SupposedTraits(),
    remembering words: inout WordMemory,
    and decisions: inout DecisionMemory
  ) -> Decision {
    let classification = classifier.classification(of: request.facts, remembering: &words)
    guard unavailable.isEmpty, measured.isEmpty, request.isOpen, !namesPlaces(request.facts)
    else {
      let inventory = inventory(for: request, unavailable: unavailable, measured: measured)
      return policy.decision(for: request, as: classification, with: inventory)
    }
    guard let key = decisions.remembersNothing ? nil : key(of: request.facts, classification) else {
      return decision(for: request.facts, as: classification)
    }
    if let known = decisions[key] {
      return Decision(
        classification: classification,
        candidates: known.candidates,
        chosenIndex: known.chosenIndex
      )
    }
    let decision = decision(for: request.facts, as: classification)
    decisions.remember(
      DecisionMemory.Outcome(candidates: decision.candidates, chosenIndex: decision.chosenIndex),
      for: key
    )
    return decision
  }

  /// All that the decision for an open request depends on; nil when it is more than a key holds.
  private func key(of facts: TaskFacts, _ classification: Classification) -> DecisionMemory.Key? {
    guard facts.labels.isEmpty, conditions.classes.count <= DecisionMemory.maximumClasses else {
      return nil
    }
    var classes: UInt64 = 0
    for finding in classification.classes {
      if let number = conditions.classes.firstIndex(of: finding.name) {
        classes |= 4 << UInt64(3 * number)
      }
    }
    for (name, truth) in classification.constraintTruths {
      guard let number = conditions.classes.firstIndex(of: name) else { continue }
      switch truth {
      case .false: break
      case .unknown: classes |= 1 << UInt64(3 * number)
      case .true: classes |= 2 << UInt64(3 * number)
      }
    }
    return DecisionMemory.Key(classes: classes, facts: askedFacts.map { facts.state(of: $0) })
  }

  /// What is there for one request.
  package func inventory(
    for request: RoutingRequest,
    unavailable: Set<Unavailable>,
    measured: SupposedTraits = SupposedTraits()
  ) -> CredentialInventory {
    var task = HermeticTask(unavailable: unavailable, measured: measured)
    task.facts = request.facts
    return task.inventory(for: policy)
  }

  private func namesPlaces(_ facts: TaskFacts) -> Bool {
    // Few tasks speak of the environment at all.
    let hasEnvironment = facts.values.keys.contains { name in
      if case .environment = name { true } else { false }
    }
    return hasEnvironment && placeFacts.contains { facts.values[$0] != nil }
  }

  private func decision(for facts: TaskFacts, as classification: Classification) -> Decision {
    let labels = SetLabels(policy: policy, facts: facts)
    let states = conditions.facts.map { facts.state(of: $0) }
    let applies = applyingConstraints(states, labels, classification)
    let situation = ConditionBook.Situation(
      classes: conditions.classes.map { name in
        Truth(classification.classes.contains { $0.name == name })
      },
      facts: states,
      labels: labels,
      view: .anybody
    )
    var candidates: [Candidate] = []
    var chosen: Int?
    var isSeen = Array(repeating: false, count: targetCount)
    for route in routes {
      if let condition = route.condition,
        conditions.truth(of: condition, in: situation) != .true
      {
        continue
      }
      for prepared in route.candidates where !isSeen[prepared.target] {
        isSeen[prepared.target] = true
        let stops = prepared.violated.filter { applies[$0] }
          .map { Candidate.Stop(constraint: policy.constraints[$0]) }
        if chosen == nil, stops.isEmpty, prepared.candidate.availability.payer != nil {
          chosen = candidates.count
        }
        candidates.append(
          stops.isEmpty ? prepared.candidate : prepared.candidate.stopped(by: stops)
        )
      }
    }
    return Decision(classification: classification, candidates: candidates, chosenIndex: chosen)
  }

  /// Rule 9, for each constraint.
  private func applyingConstraints(
    _ facts: [FactState],
    _ labels: SetLabels,
    _ classification: Classification
  ) -> [Bool] {
    var situation = ConditionBook.Situation(
      classes: conditions.classes.map { classification.constraintTruths[$0] ?? .false },
      facts: facts,
      labels: labels,
      view: .anybody
    )
    return constraints.map { constraint in
      situation.view = .thoseThatMayLift(constraint.authority, isLifting: false)
      guard conditions.truth(of: constraint.when, in: situation) != .false else { return false }
      guard let unless = constraint.unless else { return true }
      situation.view = .thoseThatMayLift(constraint.authority, isLifting: true)
      return conditions.truth(of: unless, in: situation) != .true
    }
  }
}

extension RoutingRequest {
  /// Whether nothing but the task decides.
  fileprivate var isOpen: Bool {
    backend == nil && model == nil && effort == nil && maximumBudgetUSD == nil && session == nil
  }
}

extension Candidate {
  fileprivate func stopped(by stops: [Stop]) -> Candidate {
    Candidate(
      target: target,
      source: source,
      stops: stops,
      availability: availability,
      failedProbe: failedProbe
    )
  }
}
