package import Diagnostics
package import RouteEngine

/// Says what was found out about a policy by looking at all of its states.
package struct ProofReport: Hashable, Sendable {
  let policy: Policy
  private let layer: Layer
  let file: String

  /// Commands that replay an example name the file, read as that layer.
  package init(of policy: Policy, layer: Layer, file: String) {
    self.policy = policy
    self.layer = layer
    self.file = file
  }

  /// A command that decides the example's task again.
  package func replay(of example: StateExample) -> String {
    ReplayCommand(of: example.task, under: layer, file: file).text
  }

  // MARK: Invariants

  /// The example is a state in which the invariant does not hold.
  package func refuted(_ invariant: Invariant, by example: StateExample) -> Diagnostic {
    let fact = example.targetWords.map { "\($0) can be chosen" } ?? "a task can be denied"
    return Diagnostic(
      .error,
      "invariant-refuted",
      at: invariant.origin.place,
      "invariant `\(invariant.name)` does not hold: \(fact)",
      notes: example.notes(in: policy),
      help: help(for: example)
    )
  }

  /// There are more states than the limit, or a state that speaks against the invariant is that of
  /// no task that could be found.
  package func notProved(_ invariant: Invariant, stateCount: Int, limit: Int) -> Diagnostic {
    let isTooLarge = stateCount > limit
    return Diagnostic(
      .warning,
      "not-proved",
      at: invariant.origin.place,
      isTooLarge
        ? "invariant `\(invariant.name)` is not proved: it has \(stateCount) states, limit \(limit)"
        : "invariant `\(invariant.name)` is not proved: a state speaks against it, and no task was "
          + "found to be in it",
      help: isTooLarge
        ? Self.helpForTooManyStates
        : "give the classes that it depends on phrases that do not overlap"
    )
  }

  static let helpForTooManyStates = "ask for fewer facts, classes and labels in conditions"

  func help(for example: StateExample) -> String { "replay it: `\(replay(of: example))`" }
}
