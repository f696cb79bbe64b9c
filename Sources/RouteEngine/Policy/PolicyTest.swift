/// One case of a policy's own `tests`: a task, its surroundings, and what must be decided.
package struct PolicyTest: Hashable, Sendable {
  package let name: String
  /// Absent: no text.
  package let task: String?
  /// Facts that differ from those of a `HermeticTask`.
  package let facts: [FactName: FactState]
  package let labels: [String]
  /// Absent: as without `--files`.
  package let files: [String]?
  /// As by `--class`.
  package let classes: [String]
  package let unavailable: [Unavailable]
  package let measured: SupposedTraits
  package let expectation: Expectation
  package let origin: Origin

  /// What the decision must be; each part that is given must hold.
  package struct Expectation: Hashable, Sendable {
    package var outcome: Invariant.Outcome?
    package var backend: String?
    /// A name, an id or a family, as selectors take it.
    package var model: String?
    package var effort: Effort?
    /// The route that the chosen target comes from; `default` for the default.
    package var route: String?
    /// A constraint that stops at least one candidate.
    package var constraint: String?
    /// Exactly these classes, whatever their order.
    package var classes: [String]?
    /// Where it stands, for the message about a failure.
    package var origin: Origin

    package init(
      outcome: Invariant.Outcome? = nil,
      backend: String? = nil,
      model: String? = nil,
      effort: Effort? = nil,
      route: String? = nil,
      constraint: String? = nil,
      classes: [String]? = nil,
      origin: Origin
    ) {
      self.outcome = outcome
      self.backend = backend
      self.model = model
      self.effort = effort
      self.route = route
      self.constraint = constraint
      self.classes = classes
      self.origin = origin
    }
  }

  package init(
    name: String,
    task: String? = nil,
    facts: [FactName: FactState] = [:],
    labels: [String] = [],
    files: [String]? = nil,
    classes: [String] = [],
    unavailable: [Unavailable] = [],
    measured: SupposedTraits = SupposedTraits(),
    expectation: Expectation,
    origin: Origin
  ) {
    self.name = name
    self.task = task
    self.facts = facts
    self.labels = labels
    self.files = files
    self.classes = classes
    self.unavailable = unavailable
    self.measured = measured
    self.expectation = expectation
    self.origin = origin
  }

  /// The same test with other things missing.
  package func with(unavailable: [Unavailable]) -> PolicyTest {
    PolicyTest(
      name: name,
      task: task,
      facts: facts,
      labels: labels,
      files: files,
      classes: classes,
      unavailable: unavailable,
      measured: measured,
      expectation: expectation,
      origin: origin
    )
  }
}

/// What is taken to be missing on this machine, in tests and in replays of counterexamples.
package enum Unavailable: Hashable, Sendable {
  /// Nothing that the backend needs is there.
  case backend(String)
  /// This source has no credential, for any backend.
  case credential(CredentialSource)
}
