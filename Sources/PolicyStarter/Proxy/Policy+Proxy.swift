import RouteEngine

extension Policy {
  /// What the rules ask for and a proxy does not know or decide.
  var lossesBehindProxy: [String] {
    var losses: [String] = []
    for constraint in constraints {
      let unset = constraint.effect.selector.setByLaunches
      if !unset.isEmpty {
        losses.append(
          "constraint `\(constraint.name)` is about \(unset.listed): a launch sets it, the proxy does not"
        )
      }
      let asked = constraint.when.surroundings + (constraint.unless?.surroundings ?? [])
      if !asked.isEmpty {
        losses.append(
          "constraint `\(constraint.name)` looks at \(asked.listed): a launch does, the proxy cannot"
        )
      }
    }
    for route in routes {
      let asked = route.when.surroundings
      if !asked.isEmpty {
        losses.append(
          "route `\(route.name)` looks at \(asked.listed): a launch does, the proxy cannot"
        )
      }
    }
    let targets = routes.flatMap(\.targets) + defaultTargets
    let own = [
      ("effort", targets.contains { $0.effort != nil }),
      ("thinking", targets.contains { $0.thinking != nil }),
      ("max-budget-usd", targets.contains { $0.maximumBudgetUSD != nil }),
    ]
    .filter(\.1).map(\.0)
    if !own.isEmpty {
      losses.append("\(own.listed) of targets: a launch sets it, the proxy does not")
    }
    return losses
  }
}

extension Selector {
  /// The keys whose values a request has only when a launch gave them.
  fileprivate var setByLaunches: [String] {
    [("effort", effort != nil), ("thinking", thinking != nil)].filter(\.1).map(\.0)
  }
}

extension Condition {
  /// The facts and labels that it looks at, in order and each once.
  fileprivate var surroundings: [String] {
    var names: [String] = []
    for name in mentions where !names.contains(name) {
      names.append(name)
    }
    return names
  }

  private var mentions: [String] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.mentions)
    case .not(let part): part.mentions
    case .hasClass: []
    case .hasLabel(let name): ["label \(name)"]
    case .fact(let test): [test.fact.text]
    }
  }
}

extension [String] {
  fileprivate var listed: String { map { "`\($0)`" }.joined(separator: ", ") }
}
