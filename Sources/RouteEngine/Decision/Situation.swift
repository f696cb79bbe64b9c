/// What conditions are evaluated against.
package struct Situation {
  private let routeAtoms: Condition.Atoms
  /// One for each pair of an authority and whether the condition lifts, the authority first: there
  /// may be thousands of constraints.
  private let constraintAtoms: [Condition.Atoms]

  package init(policy: Policy, facts: TaskFacts, classification: Classification) {
    let classes = Set(classification.names)
    let constraintTruths = classification.constraintTruths
    let labels = SetLabels(policy: policy, facts: facts)
    routeAtoms = Condition.Atoms(
      classTruth: { Truth(classes.contains($0)) },
      labelTruth: { name, _ in labels.truth(of: name) },
      factState: { facts.state(of: $0) }
    )
    constraintAtoms = Layer.Authority.allCases.flatMap { authority in
      [false, true]
        .map { isLifting in
          Condition.Atoms(
            classTruth: { constraintTruths[$0] ?? .false },
            labelTruth: { name, isNegated in
              isNegated == isLifting
                ? labels.truth(of: name) : labels.truth(of: name, thatMayLift: authority)
            },
            factState: { facts.state(of: $0) }
          )
        }
    }
  }

  /// Rule 11: routes see the classes that have evidence, and every label.
  package func matches(_ route: Route) -> Bool {
    matches(route.when)
  }

  func matches(_ when: Condition) -> Bool { when.truth(of: routeAtoms) == .true }

  /// Rule 9: a constraint applies unless its `when` is false or its `unless` is true; doubt applies.
  package func applies(_ constraint: Constraint) -> Bool {
    applies(when: constraint.when, unless: constraint.unless, in: constraint.origin.layer)
  }

  /// The same for the parts that it takes to know.
  func applies(when: Condition, unless: Condition?, in layer: Layer) -> Bool {
    guard truth(of: when, in: layer, isLifting: false) != .false else { return false }
    guard let unless else { return true }
    return truth(of: unless, in: layer, isLifting: true) != .true
  }

  /// Constraints see how far each class holds, and of the labels that would lift them only those of
  /// their own layer or above.
  private func truth(of condition: Condition, in layer: Layer, isLifting: Bool) -> Truth {
    condition.truth(of: constraintAtoms[2 * layer.authority.rawValue + (isLifting ? 1 : 0)])
  }
}

/// The labels of one task with the authority of whoever set them.
package struct SetLabels {
  private var truths: [String: [Layer.Authority: Truth]] = [:]
  private let repositoryMayLift: Bool

  package init(policy: Policy, facts: TaskFacts) {
    repositoryMayLift = policy.repositoryMayLift
    for label in policy.labels {
      let truth = label.truth { facts.state(of: $0) }
      set(label.name, truth, by: label.origin.layer.authority)
    }
    for name in facts.labels {
      // `--label` is the user's word.
      set(name, .true, by: .user)
    }
  }

  private mutating func set(_ name: String, _ truth: Truth, by authority: Layer.Authority) {
    truths[name, default: [:]][authority, default: .false].raise(to: truth)
  }

  /// How far a label is set by anybody.
  package func truth(of name: String) -> Truth {
    truths[name]?.values.max() ?? .false
  }

  /// How far a label is set by somebody whose word may lift a constraint of that authority.
  package func truth(of name: String, thatMayLift authority: Layer.Authority) -> Truth {
    let least: Layer.Authority =
      authority <= .user && repositoryMayLift ? .repository : authority
    return truths[name]?.filter { $0.key >= least }.values.max() ?? .false
  }
}

extension Truth {
  fileprivate mutating func raise(to other: Truth) {
    self = max(self, other)
  }
}
