internal import RouteEngine

extension Route {
  /// The route with one part changed, and what was done to it.
  var variants: [(words: String, route: Route)] {
    var variants: [(String, Route)] = []
    if let negated = when.negation {
      variants.append(("`when` of route `\(name)` negated", with(when: negated)))
    }
    if targets.count > 1 {
      variants += targets.indices.map { index in
        let words = "target `\(targets[index].text)` of route `\(name)` deleted"
        return (words, with(targets: targets.removing(at: index)))
      }
    }
    variants += targets.swaps(of: "route `\(name)`").map { ($0, with(targets: $1)) }
    return variants
  }

  private func with(when: Condition? = nil, targets: [Target]? = nil) -> Route {
    Route(
      name: name,
      when: when ?? self.when,
      targets: targets ?? self.targets,
      origin: origin
    )
  }
}

extension Constraint {
  /// The constraint with one part changed, and what was done to it.
  var variants: [(words: String, constraint: Constraint)] {
    var variants: [(String, Constraint)] = []
    let selector: Selector
    switch effect {
    case .forbid(let forbidden):
      selector = forbidden
      variants.append(
        ("`forbid` of `\(name)` made `require`", with(effect: .require(forbidden)))
      )
    case .require(let required):
      selector = required
      variants.append(
        ("`require` of `\(name)` made `forbid`", with(effect: .forbid(required)))
      )
    }
    if let negated = when.negation {
      variants.append(("`when` of `\(name)` negated", with(when: negated)))
    }
    if unless != nil {
      let always = Constraint(
        name: name,
        when: when,
        unless: nil,
        effect: effect,
        reason: reason,
        origin: origin
      )
      variants.append(("`unless` of `\(name)` dropped", always))
    }
    variants += selector.reductions.map { part, reduced in
      ("\(part) of `\(name)` dropped", with(effect: effect.with(reduced)))
    }
    return variants
  }

  private func with(when: Condition? = nil, effect: Effect? = nil) -> Constraint {
    Constraint(
      name: name,
      when: when ?? self.when,
      unless: unless,
      effect: effect ?? self.effect,
      reason: reason,
      origin: origin
    )
  }
}

extension Constraint.Effect {
  fileprivate func with(_ selector: Selector) -> Constraint.Effect {
    switch self {
    case .forbid: .forbid(selector)
    case .require: .require(selector)
    }
  }
}

extension Condition {
  /// Absent for what always holds: never to hold is to be deleted, which is a mutant of its own.
  fileprivate var negation: Condition? {
    switch self {
    case .all([]): nil
    case .not(let part): part
    case .all, .any, .hasClass, .hasLabel, .fact: .not(self)
    }
  }
}

extension [Target] {
  /// Every swap of two neighbours that differ.
  func swaps(of owner: String) -> [(words: String, targets: [Target])] {
    indices.dropLast().filter { self[$0] != self[$0 + 1] }.map { index in
      var swapped = self
      swapped.swapAt(index, index + 1)
      let words = "targets `\(self[index].text)` and `\(self[index + 1].text)` of \(owner) swapped"
      return (words, swapped)
    }
  }
}
