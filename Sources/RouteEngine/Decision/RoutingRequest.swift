/// What the user asked for: the task and what the command line fixes.
package struct RoutingRequest: Hashable, Sendable {
  package var facts: TaskFacts
  /// `--alias`: what some of the rest came from, for what is said of it.
  package var alias: Alias?
  /// `--backend`: keeps the candidates on it, or its default; known to the policy.
  package var backend: String?
  /// `--model`: a model's name, an id that a backend maps, or any id on the native API.
  package var model: String?
  /// `--effort`: replaces every candidate's.
  package var effort: Effort?
  /// `--max-budget-usd`: replaces every candidate's.
  package var maximumBudgetUSD: Double?
  /// Where the session that goes on ran last: the first candidate.
  package var session: SessionTarget?

  /// A backend with a model of it, as a ledger names them.
  package struct SessionTarget: Hashable, Sendable {
    package let backend: String
    /// A model's name, `default`, or an id.
    package let model: String

    /// From its names, which the policy need not know any more.
    package init(backend: String, model: String) {
      self.backend = backend
      self.model = model
    }
  }

  package init(
    facts: TaskFacts,
    backend: String? = nil,
    model: String? = nil,
    effort: Effort? = nil,
    maximumBudgetUSD: Double? = nil,
    session: SessionTarget? = nil
  ) {
    self.facts = facts
    self.backend = backend
    self.model = model
    self.effort = effort
    self.maximumBudgetUSD = maximumBudgetUSD
    self.session = session
  }
}
