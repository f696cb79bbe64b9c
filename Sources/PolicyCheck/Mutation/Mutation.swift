package import RouteEngine

/// One small change of a policy that its tests should notice.
package struct Mutation: Hashable, Sendable {
  /// What was done: "constraint `only-aws` deleted".
  package let words: String
  /// Of the rule that was changed.
  package let origin: Origin

  package init(_ words: String, at origin: Origin) {
    self.words = words
    self.origin = origin
  }
}

/// A policy with one small change.
package struct Mutant: Hashable, Sendable {
  package let mutation: Mutation
  package let policy: Policy

  init(_ words: String, at origin: Origin, _ policy: Policy) {
    mutation = Mutation(words, at: origin)
    self.policy = policy
  }
}
