/// What a policy promises of every decision; `check` proves or refutes it.
package struct Invariant: Hashable, Sendable {
  package let name: String
  /// The states it speaks of: all in which the condition is not false.
  package let when: Condition
  /// Backends that are taken to be available; every other may or may not be.
  package let assumedAvailable: Set<String>
  package let property: Property
  package let origin: Origin

  package enum Property: Hashable, Sendable {
    /// No decision is a target that the selector matches.
    case never(Selector)
    /// Every decision is a target that the selector matches; a denial keeps it.
    case always(Selector)
    /// Every task is decided, or every task denied.
    case outcome(Outcome)
  }

  package enum Outcome: String, Hashable, Sendable, CaseIterable {
    case decided
    case denied
  }

  package init(
    name: String,
    when: Condition = .all([]),
    assumedAvailable: Set<String> = [],
    property: Property,
    origin: Origin
  ) {
    self.name = name
    self.when = when
    self.assumedAvailable = assumedAvailable
    self.property = property
    self.origin = origin
  }
}
