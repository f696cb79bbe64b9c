package import RouteEngine

/// The line that a session can go on with elsewhere, said before it may run into a rate limit.
package struct RateLimitLine: Sendable {
  /// Without a line break at the end.
  package let text: String

  /// Absent where the chosen target has room enough or nobody knows, and where there is no other
  /// backend to go on with.
  ///
  /// `session` is the id that the client is given.
  package init?(_ decision: Decision, session: String) {
    guard let chosen = decision.chosen, let index = decision.chosenIndex else { return nil }
    let finding = chosen.target.finding(of: .rateLimit)
    guard finding.grade == .degraded || finding.grade == .broken else { return nil }
    let others = decision.candidates[(index + 1)...].filter {
      $0.isOpen && $0.target.backend.name != chosen.target.backend.name
    }
    guard let next = others.first(where: { $0.failedProbe == nil }) ?? others.first else {
      return nil
    }
    let source = finding.sourceWords.isEmpty ? "" : " (\(finding.sourceWords))"
    text =
      ("claude-route: \(Backend.Trait.rateLimit.words(finding.grade))\(source); after a 429 go on with: "
      + "claude-route --backend \(next.target.backend.name) -- -p --resume \(session) \"go on\"")
      .printable
  }
}
