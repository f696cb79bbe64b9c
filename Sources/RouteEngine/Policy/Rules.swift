/// A preference: when it applies, its targets are candidates in the order written.
package struct Route: Hashable, Sendable {
  package let name: String
  package let when: Condition
  package let targets: [Target]
  package let origin: Origin

  package init(name: String, when: Condition, targets: [Target], origin: Origin) {
    self.name = name
    self.when = when
    self.targets = targets
    self.origin = origin
  }
}

/// An obligation: order-free, deny overrides.
package struct Constraint: Hashable, Sendable {
  package let name: String
  package let when: Condition
  package let unless: Condition?
  package let effect: Effect
  /// Shown to the person who is stopped by it.
  package let reason: String?
  package let origin: Origin

  // Indirect, since a selector has ten sets to count references to whenever a constraint is copied.
  package indirect enum Effect: Hashable, Sendable {
    case forbid(Selector)
    case require(Selector)
  }

  package init(
    name: String,
    when: Condition,
    unless: Condition?,
    effect: Effect,
    reason: String?,
    origin: Origin
  ) {
    self.name = name
    self.when = when
    self.unless = unless
    self.effect = effect
    self.reason = reason
    self.origin = origin
  }
}

extension Constraint.Effect {
  /// What it forbids or requires.
  package var selector: Selector {
    switch self {
    case .forbid(let selector), .require(let selector): selector
    }
  }
}

extension Constraint {
  /// The classes by which it can be lifted.
  package var liftingClasses: [String] {
    when.classes(negated: true) + (unless?.classes(negated: false) ?? [])
  }
}
