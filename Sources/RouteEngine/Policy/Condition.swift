/// When a route or a constraint applies; never sees text, so it ranges over a finite state.
package indirect enum Condition: Hashable, Sendable {
  case all([Condition])
  case any([Condition])
  case not(Condition)
  case hasClass(String)
  case hasLabel(String)
  case fact(FactTest)

  /// Kleene's strong logic over the given atoms; `all` of nothing is true, `any` of nothing false.
  package func truth(
    ofClass classTruth: (String) -> Truth,
    ofLabel labelTruth: (String) -> Truth,
    ofFact factState: (FactName) -> FactState
  ) -> Truth {
    switch self {
    case .all(let parts):
      var lowest = Truth.true
      for part in parts where lowest > .false {
        lowest = min(
          lowest,
          part.truth(ofClass: classTruth, ofLabel: labelTruth, ofFact: factState)
        )
      }
      return lowest
    case .any(let parts):
      var highest = Truth.false
      for part in parts where highest < .true {
        highest = max(
          highest,
          part.truth(ofClass: classTruth, ofLabel: labelTruth, ofFact: factState)
        )
      }
      return highest
    case .not(let part):
      return !part.truth(ofClass: classTruth, ofLabel: labelTruth, ofFact: factState)
    case .hasClass(let name):
      return classTruth(name)
    case .hasLabel(let name):
      return labelTruth(name)
    case .fact(let test):
      return test.truth(of: factState(test.fact))
    }
  }

  /// Every fact asked for, in the order written.
  package var facts: [FactName] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.facts)
    case .not(let part): part.facts
    case .fact(let test): [test.fact]
    case .hasClass, .hasLabel: []
    }
  }
}
