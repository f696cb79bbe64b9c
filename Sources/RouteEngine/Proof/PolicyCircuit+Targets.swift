extension PolicyCircuit {
  /// One target as a route or the default proposes it.
  struct Offer {
    let target: Target
    /// The place of its route; absent for the default.
    let route: Int?
    /// Where its route matches.
    let isProposed: Wire
    /// Where it is also permitted and its backend not missing.
    let isOpen: Wire
  }

  /// The candidates in order.
  ///
  /// A target that stands there twice is harmless: the first stands in the way of the second.
  mutating func offers() -> [Offer] {
    var offers: [Offer] = []
    for (index, route) in policy.routes.enumerated() {
      offers += route.targets.compactMap { offer($0, from: index, where: matches[index]) }
    }
    let always = circuit.constant(.true)
    return offers + policy.defaultTargets.compactMap { offer($0, from: nil, where: always) }
  }

  private mutating func offer(_ target: Target, from route: Int?, where proposed: Wire) -> Offer? {
    guard let target = policy.settled(target) else { return nil }
    return Offer(
      target: target,
      route: route,
      isProposed: proposed,
      isOpen: circuit.all([proposed, isPermitted(target)])
    )
  }

  /// Where each constraint that may stop the target does; the target is settled.
  mutating func stops(of target: Target) -> [Stop] {
    if let known = stops[target] { return known }
    guard let contexts = contexts[target.backend] else { return [] }
    var found: [Stop] = []
    let views = contexts.views(of: target)
    for (index, constraint) in policy.constraints.enumerated() {
      let isAgainst = contexts.wire(in: &circuit, for: views) {
        !constraint.permits($0.target, payer: $0.payer)
      }
      let wire = circuit.all([applies[index], isAgainst])
      if !circuit.isConstant(wire, .false) {
        found.append(Stop(constraint: index, wire: wire))
      }
    }
    stops[target] = found
    return found
  }

  /// Where nothing stops the target and its backend is not missing.
  mutating func isPermitted(_ target: Target) -> Wire {
    let stops = stops(of: target).map(\.wire)
    return circuit.all([circuit.not(circuit.any(stops)), circuit.not(isMissing(target.backend))])
  }

  /// Where the offer is open or a probe could find what opens it.
  mutating func canBeOpen(_ offer: Offer) -> Wire {
    let variables = states.measuredVariables(of: [offer.isOpen], in: circuit)
    return circuit.somewhere(
      offer.isOpen,
      overAll: variables,
      variables.map { states.space.radices[$0] }
    )
  }

  /// Where the backend cannot be used whatever else is there.
  mutating func isMissing(_ backend: String) -> Wire {
    contexts[backend]?.isMissing(in: &circuit) ?? circuit.constant(.true)
  }

  /// Where a selector matches the target.
  mutating func selects(_ selector: Selector, _ target: Target, everywhere: Bool) -> Wire {
    guard let contexts = contexts[target.backend] else { return circuit.constant(.false) }
    return contexts.wire(in: &circuit, for: contexts.views(of: target)) {
      selector.matches($0.target, payer: $0.payer, everywhere: everywhere)
    }
  }
}

extension Policy {
  /// The target as it is decided about; absent when its backend is not there.
  func settled(_ target: Target) -> Target? {
    guard let backend = backend(named: target.backend) else { return nil }
    return Target(
      backend: target.backend,
      model: backend.settled(target.model),
      effort: target.effort,
      thinking: target.thinking,
      maximumBudgetUSD: target.maximumBudgetUSD
    )
  }

  /// Every target that a route or the default proposes or the command line can name, as far as
  /// selectors tell them apart.
  ///
  /// Models and efforts that only a selector names are among them: `--model` and `--effort` may.
  func targets(seenBy selectors: [Selector]) -> [Target] {
    let models = Set(selectors.flatMap { $0.model ?? [] }).sorted()
    let efforts = Effort.allCases.filter { effort in
      selectors.contains { $0.effort?.contains(effort) ?? false }
    }
    let proposed = (routes.flatMap(\.targets) + defaultTargets).compactMap(settled)
    var targets = proposed
    for backend in backends {
      let choices =
        [backend.settled(.default)] + backend.models.map { .named($0.name) }
        + models.compactMap(backend.choice)
      for choice in choices {
        targets += ([nil] + efforts.map(Optional.some)).map {
          Target(backend: backend.name, model: choice, effort: $0)
        }
      }
    }
    var seen: Set<Target> = []
    return targets.filter { seen.insert($0).inserted }
  }
}
