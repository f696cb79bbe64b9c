extension Prover {
  /// What a new policy permits, stops and prefers otherwise than an old one, over every state that
  /// either can tell apart.
  ///
  /// Classes, labels and facts are the same by name; what a text says is not looked at. A target
  /// that no route proposes counts too: the command line can name it.
  package static func comparison(
    old: Policy,
    new: Policy,
    limit: Int = usualLimit
  ) -> PolicyComparison {
    let states = TaskStates(of: [old, new], includesUnproposed: true)
    guard states.isComplete, states.areFew(states.countUnmeasured, limit: limit) else {
      return PolicyComparison(stateCount: states.space.count, exceededLimit: limit)
    }
    var search = ComparisonSearch(old: old, new: new, over: states)
    guard search.stateCount <= limit else {
      return PolicyComparison(stateCount: states.space.count, exceededLimit: limit)
    }
    return search.comparison()
  }
}
