extension Prover {
  /// Where a new policy decides for another target than an old one, over every state that either can
  /// tell apart; smallest witnesses first.
  ///
  /// What the new policy denies moves nothing. `unavailable` names backends that this machine cannot
  /// use. Nil when there are more states than `limit`.
  package static func moves(
    from old: Policy,
    to new: Policy,
    unavailable: Set<String>,
    limit: Int = usualLimit
  ) -> [PolicyComparison.Change]? {
    let states = TaskStates(of: [old, new])
    guard states.isComplete, states.areFew(states.countUnmeasured, limit: limit) else {
      return nil
    }
    var search = ComparisonSearch(moves: old, to: new, without: unavailable, over: states)
    guard search.stateCount <= limit else { return nil }
    return search.comparison().changed
  }
}
