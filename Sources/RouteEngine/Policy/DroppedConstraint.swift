/// A built-in constraint that a policy does without (`built-in: {without: […]}`).
package struct DroppedConstraint: Hashable, Sendable {
  package let constraint: Constraint
  /// Where it is dropped.
  package let origin: Origin

  package init(constraint: Constraint, origin: Origin) {
    self.constraint = constraint
    self.origin = origin
  }
}
