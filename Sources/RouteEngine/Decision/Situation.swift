/// What conditions are evaluated against.
package struct Situation {
  private let classes: Set<String>
  private let constraintTruths: [String: Truth]
  private let labels: Set<String>
  private let facts: TaskFacts

  package init(policy: Policy, facts: TaskFacts, classification: Classification) {
    classes = Set(classification.names)
    constraintTruths = classification.constraintTruths
    labels = policy.labels.union(facts.labels)
    self.facts = facts
  }

  /// Routes see the classes that have evidence; constraints see how far each class holds.
  package func truth(of condition: Condition, forConstraint: Bool) -> Truth {
    condition.truth(
      ofClass: { name in
        forConstraint ? constraintTruths[name] ?? .false : Truth(classes.contains(name))
      },
      ofLabel: { Truth(labels.contains($0)) },
      ofFact: { facts.state(of: $0) }
    )
  }

  /// Rule 9: a constraint applies unless its `when` is false or its `unless` is true; doubt applies.
  package func applies(_ constraint: Constraint) -> Bool {
    guard truth(of: constraint.when, forConstraint: true) != .false else { return false }
    guard let unless = constraint.unless else { return true }
    return truth(of: unless, forConstraint: true) != .true
  }
}
