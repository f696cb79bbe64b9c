internal import Diagnostics
internal import RouteEngine

extension PolicyLint {
  private var checkedConstraints: [Constraint] {
    policy.constraints.filter { isChecked($0.origin) }
  }

  /// Constraints that leave whoever is stopped by them without an explanation.
  var missingReasons: [Diagnostic] {
    checkedConstraints.filter { $0.reason == nil }.map { constraint in
      Diagnostic(
        .warning,
        "missing-reason",
        at: constraint.origin.place,
        "constraint `\(constraint.name)` has no `reason`",
        help: "add `reason:` with a sentence for those who are stopped by it"
      )
    }
  }

  /// Protective classes are taken on doubt; where one lifts a constraint, doubt opens a door.
  var protectiveClassesThatLift: [Diagnostic] {
    let protective = Dictionary(
      policy.classes.filter(\.isProtective).map { ($0.name, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    return checkedConstraints.flatMap { constraint in
      let lifting = constraint.when.classes(negated: true).map { ($0, "`not`") }
      let unless = constraint.unless?.classes(negated: false).map { ($0, "`unless`") } ?? []
      var seen: Set<String> = []
      return (lifting + unless).compactMap { name, place -> Diagnostic? in
        guard let taskClass = protective[name], seen.insert(name).inserted else { return nil }
        return finding(constraint, liftedBy: taskClass, under: place)
      }
    }
  }

  /// Built-in constraints that a checked file does without, with what they said and what is let through.
  var droppedConstraints: [Diagnostic] {
    policy.droppedConstraints.filter { isChecked($0.origin) }.map { dropped in
      let constraint = dropped.constraint
      let said =
        switch constraint.effect {
        case .forbid(let selector): "\(selector.words) is no longer forbidden"
        case .require(let selector): "\(selector.words) is no longer required"
        }
      let reason = constraint.reason.map { "its reason was: \($0)" } ?? "it stands here"
      return Diagnostic(
        .note,
        "dropped-constraint",
        at: dropped.origin.place,
        "without `\(constraint.name)`, \(said)",
        notes: [Diagnostic.Note(reason, at: constraint.origin.place)]
          + letThrough(without: constraint)
      )
    }
  }

  /// The smallest state in which something is permitted for want of the constraint.
  private func letThrough(without constraint: Constraint) -> [Diagnostic.Note] {
    let whole = policy.replacing(constraints: policy.constraints + [constraint])
    guard let witness = Prover.comparison(old: whole, new: policy).laxer.first,
      let target = witness.targetNames.first
    else { return [] }
    return [Diagnostic.Note("\(witness.task.stateWords), `\(target)` is let through")]
  }

  private func finding(
    _ constraint: Constraint,
    liftedBy taskClass: TaskClass,
    under place: String
  ) -> Diagnostic {
    let defined = taskClass.origins.first.map {
      Diagnostic.Note("`\(taskClass.name)` is protective", at: $0.place)
    }
    return Diagnostic(
      .warning,
      "protective-class-lifts",
      at: constraint.origin.place,
      "a task in the protective class `\(taskClass.name)` is free of constraint `\(constraint.name)`",
      notes: defined.map { [$0] } ?? [],
      help: "take the class out of \(place), or lift the constraint by a label instead"
    )
  }
}
