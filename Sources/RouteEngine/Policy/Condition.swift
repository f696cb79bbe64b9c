/// When a route or a constraint applies; never sees text, so it ranges over a finite state.
package indirect enum Condition: Hashable, Sendable {
  case all([Condition])
  case any([Condition])
  case not(Condition)
  case hasClass(String)
  case hasLabel(String)
  case fact(FactTest)

  /// What a condition is evaluated against.
  package struct Atoms {
    package let classTruth: (String) -> Truth
    /// The second argument says whether the label stands under an odd number of `not`.
    package let labelTruth: (String, Bool) -> Truth
    package let factState: (FactName) -> FactState

    package init(
      classTruth: @escaping (String) -> Truth,
      labelTruth: @escaping (String, Bool) -> Truth,
      factState: @escaping (FactName) -> FactState
    ) {
      self.classTruth = classTruth
      self.labelTruth = labelTruth
      self.factState = factState
    }
  }

  /// Kleene's strong logic over the given atoms; `all` of nothing is true, `any` of nothing false.
  package func truth(of atoms: Atoms, isNegated: Bool = false) -> Truth {
    switch self {
    case .all(let parts):
      var lowest = Truth.true
      for part in parts where lowest > .false {
        lowest = min(lowest, part.truth(of: atoms, isNegated: isNegated))
      }
      return lowest
    case .any(let parts):
      var highest = Truth.false
      for part in parts where highest < .true {
        highest = max(highest, part.truth(of: atoms, isNegated: isNegated))
      }
      return highest
    case .not(let part):
      return !part.truth(of: atoms, isNegated: !isNegated)
    case .hasClass(let name):
      return atoms.classTruth(name)
    case .hasLabel(let name):
      return atoms.labelTruth(name, isNegated)
    case .fact(let test):
      return test.truth(of: atoms.factState(test.fact))
    }
  }

  /// The classes that make the condition true, or under an odd number of `not` false, by holding.
  ///
  /// A constraint is lifted by those of its `unless` and by the negated ones of its `when`.
  package func classes(negated: Bool) -> [String] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap { $0.classes(negated: negated) }
    case .not(let part): part.classes(negated: !negated)
    case .hasClass(let name): negated ? [] : [name]
    case .hasLabel, .fact: []
    }
  }
}
