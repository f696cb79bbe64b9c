extension Policy {
  /// Every fact that a condition or a signal asks for.
  package var factsAsked: Set<FactName> {
    var facts = AskedFacts()
    for index in routes.indices { facts.add(routes[index].when) }
    for index in constraints.indices {
      facts.add(constraints[index].when)
      if let unless = constraints[index].unless { facts.add(unless) }
    }
    for label in labels {
      if let project = label.project { facts.add(project.fact) }
    }
    // No list of them all: a class may have ten thousand.
    for taskClass in classes {
      for signals in [taskClass.signals, taskClass.unless] {
        for index in signals.indices {
          if case .fact(let test) = signals[index].matcher { facts.add(test.fact) }
        }
      }
    }
    return facts.names
  }
}

private struct AskedFacts {
  private(set) var names: Set<FactName> = []
  /// Thousands of rules ask for the same one after another.
  private var last: FactName?

  mutating func add(_ fact: FactName) {
    guard fact != last else { return }
    names.insert(fact)
    last = fact
  }

  mutating func add(_ condition: Condition) {
    switch condition {
    case .all(let parts), .any(let parts): for index in parts.indices { add(parts[index]) }
    case .not(let part): add(part)
    case .fact(let test): add(test.fact)
    case .hasClass, .hasLabel: break
    }
  }
}
