/// Decides by the fifteen rules, one after the other, with no regard for speed.
struct NaiveEvaluator {
  private let policy: NaivePolicy
  private let state: SpecState
  private let repositoryMayLift: Bool
  /// How far each class holds when a constraint asks.
  private var classTruths: [String: NaiveTruth] = [:]
  /// The classes of the task, in the order of the policy.
  private var classes: [String] = []

  init(policy: NaivePolicy, state: SpecState, repositoryMayLift: Bool) {
    self.policy = policy
    self.state = state
    self.repositoryMayLift = repositoryMayLift
    for taskClass in policy.classes {
      let truth = truth(of: taskClass)
      classTruths[taskClass.name] = truth
      // A protective one counts on doubt, a permissive one only without.
      if taskClass.protective ?? true ? truth.isPossible : truth.isCertain {
        classes.append(taskClass.name)
      }
    }
  }

  func answer() -> Answer {
    let applying = policy.constraints.filter { applies($0.rule, of: $0.layer) }
    let lines = candidates().map { line(for: $0, under: applying) }
    // Rule 13. Where the command line names a backend, all candidates are on it.
    let open = lines.indices.filter {
      lines[$0].stops.isEmpty && lines[$0].availability != "unavailable"
    }
    return Answer(
      classes: classes.sorted(),
      lines: lines,
      chosen: open.first { !lines[$0].isSilent } ?? open.first
    )
  }

  // MARK: Classes (rules 4 to 8)

  private func fact(_ test: SpecFactTest) -> NaiveTruth {
    test.truth(of: state.facts[test.fact] ?? .absent)
  }

  /// Paths and facts only.
  private func evidenceBesideText(_ signals: [SpecSignal]) -> NaiveTruth {
    let files = state.files ?? []
    return NaiveTruth.some(
      signals.map { signal in
        switch signal {
        case .phrases: .no
        case .anyPath(let globs):
          NaiveTruth(files.contains { file in globs.contains { NaiveGlob.matchesPath($0, file) } })
        case .everyPath(let globs):
          NaiveTruth(
            !files.isEmpty
              && files.allSatisfy { file in globs.contains { NaiveGlob.matchesPath($0, file) } }
          )
        case .fact(let test): fact(test)
        }
      }
    )
  }

  private func phrases(_ signals: [SpecSignal]) -> [String] {
    signals.flatMap { signal -> [String] in
      if case .phrases(let phrases) = signal { return phrases }
      return []
    }
  }

  private func textEvidence(_ taskClass: SpecClass) -> NaiveTruth {
    let wanted = phrases(taskClass.signals)
    let isProtective = taskClass.protective ?? true
    let cancelling = isProtective ? phrases(taskClass.unless ?? []) : []
    if state.textIsPartial, !isProtective { return .no }
    return NaiveTruth(
      (state.text ?? [])
        .contains { sentence in
          sentence.contains { wanted.contains($0) }
            && !sentence.contains { cancelling.contains($0) }
        }
    )
  }

  /// What vetoes a permissive class.
  private func veto(_ taskClass: SpecClass) -> NaiveTruth {
    let unless = taskClass.unless ?? []
    let vetoing = phrases(unless)
    let isInText = (state.text ?? []).joined().contains { vetoing.contains($0) }
    return NaiveTruth.some([evidenceBesideText(unless), NaiveTruth(isInText)])
  }

  private var givenClasses: [String] { state.namedClasses + state.sessionClasses }

  private func truth(of taskClass: SpecClass) -> NaiveTruth {
    if givenClasses.contains(taskClass.name) { return .yes }
    let besideText = evidenceBesideText(taskClass.signals)
    let isProtective = taskClass.protective ?? true
    if !state.namedClasses.isEmpty {
      return isProtective ? besideText : .no
    }
    let evidence = NaiveTruth.some([besideText, textEvidence(taskClass)])
    return isProtective ? evidence : NaiveTruth.every([evidence, veto(taskClass).negated])
  }

  // MARK: Conditions (rules 3, 9, 11)

  private func label(_ name: String, setBy mayCount: (SpecLayer) -> Bool) -> NaiveTruth {
    var parts = [NaiveTruth(state.labels.contains(name) && mayCount(.user))]
    for label in policy.labels where label.name == name && mayCount(label.layer) {
      parts.append(label.project.map { fact($0) } ?? .yes)
    }
    return NaiveTruth.some(parts)
  }

  private func routeTruth(_ condition: SpecCondition) -> NaiveTruth {
    switch condition {
    case .all(let parts): NaiveTruth.every(parts.map { routeTruth($0) })
    case .any(let parts): NaiveTruth.some(parts.map { routeTruth($0) })
    case .not(let part): routeTruth(part).negated
    case .hasClass(let name): NaiveTruth(classes.contains(name))
    case .hasLabel(let name): label(name) { _ in true }
    case .fact(let test): fact(test)
    }
  }

  /// `isLifting`: whether a label that becomes true here can only lift the constraint.
  private func constraintTruth(
    _ condition: SpecCondition,
    of owner: SpecLayer,
    isLifting: Bool
  ) -> NaiveTruth {
    switch condition {
    case .all(let parts):
      NaiveTruth.every(parts.map { constraintTruth($0, of: owner, isLifting: isLifting) })
    case .any(let parts):
      NaiveTruth.some(parts.map { constraintTruth($0, of: owner, isLifting: isLifting) })
    case .not(let part):
      constraintTruth(part, of: owner, isLifting: !isLifting).negated
    case .hasClass(let name): classTruths[name] ?? .no
    case .hasLabel(let name): label(name) { !isLifting || mayLift($0, owner) }
    case .fact(let test): fact(test)
    }
  }

  private func mayLift(_ setter: SpecLayer, _ owner: SpecLayer) -> Bool {
    if setter.authority >= owner.authority { return true }
    return setter == .repository && owner != .managed && repositoryMayLift
  }

  private func applies(_ constraint: SpecConstraint, of owner: SpecLayer) -> Bool {
    let when = constraintTruth(constraint.when, of: owner, isLifting: false)
    let unless = constraint.unless.map { constraintTruth($0, of: owner, isLifting: true) } ?? .no
    return when.isPossible && !unless.isCertain
  }

  // MARK: Candidates (rules 11 and 14)

  private func candidates() -> [SpecTarget] {
    var targets = policy.routes.filter { routeTruth($0.when).isCertain }.flatMap(\.targets)
    targets += policy.defaults
    if let backend = state.backend {
      targets = targets.filter { $0.backend == backend }
      if let model = state.model {
        targets = [SpecTarget(backend: backend, model: model)]
      } else if targets.isEmpty {
        targets = [SpecTarget(backend: backend, model: "default")]
      }
    }
    var distinct: [SpecTarget] = []
    for target in targets {
      guard let target = bent(target), !distinct.contains(target) else { continue }
      distinct.append(target)
    }
    return distinct
  }

  /// With the command line's model and effort; absent when the backend has no such model.
  private func bent(_ target: SpecTarget) -> SpecTarget? {
    guard let backend = policy.backends.first(where: { $0.name == target.backend }),
      let model = backend.meaning(of: state.model ?? target.model)
    else { return nil }
    var target = target
    target.model = model
    target.effort = state.effort ?? target.effort
    return target
  }

  private func line(
    for target: SpecTarget,
    under constraints: [(layer: SpecLayer, rule: SpecConstraint)]
  ) -> Answer.Line {
    guard let backend = policy.backends.first(where: { $0.name == target.backend }) else {
      preconditionFailure("the generator made a target on no backend: \(target)")
    }
    let facts = NaiveTarget(target: target, backend: backend, state: state)
    let stopping = constraints.filter { violates(facts, $0.rule) }
    return Answer.Line(
      target: Answer.text(of: target),
      stops: stopping.map { "\($0.layer.rawValue):\($0.rule.name)" }.sorted(),
      availability: facts.availability,
      payer: facts.payer ?? "nobody",
      grades: SpecWorld.traits.map { facts.grade(of: $0) },
      isSilent: facts.isSilent
    )
  }

  /// Rule 10.
  private func violates(_ target: NaiveTarget, _ constraint: SpecConstraint) -> Bool {
    constraint.isForbid
      ? target.isMatched(by: constraint.selector, whole: false)
      : !target.isMatched(by: constraint.selector, whole: true)
  }
}
