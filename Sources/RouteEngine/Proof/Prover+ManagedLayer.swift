extension Prover {
  /// Whether the organisation's own rules keep a promise whatever users and repositories write.
  ///
  /// Looked at are the constraints of the managed layer and the built-in ones, which no layer below
  /// may drop where a managed one exists, over every backend that such a policy could define, every
  /// class and every label. False also when it cannot be told, for want of a managed layer or of
  /// room, and for promises about the outcome.
  package func managedLayerImplies(_ invariant: Invariant) -> Bool {
    guard policy.hasManagedLayer, let selector = invariant.property.selector else { return false }
    let fixed = policy.withoutLowerLayers
    let selectors = fixed.constraints.map(\.effect.selector) + [selector]
    let backends = fixed.backends.filter { $0.origin.layer == .managed }
    guard let targets = AbstractTargets(seenBy: selectors, fixed: backends).all() else {
      return false
    }
    let breaking = targets.filter { seen in
      switch invariant.property {
      case .never: selector.matches(seen.target, payer: seen.payer, everywhere: false)
      case .always: !selector.matches(seen.target, payer: seen.payer, everywhere: true)
      case .outcome: false
      }
    }
    let stops = Set(
      breaking.map { seen in
        fixed.constraints.indices.filter {
          !fixed.constraints[$0].permits(seen.target, payer: seen.payer)
        }
      }
    )
    let states = ManagedStates(of: fixed, when: invariant.when)
    guard let count = states.count, count <= limit else { return false }
    return states.alwaysApplyOne(ofEach: stops)
  }
}

extension Policy {
  fileprivate var hasManagedLayer: Bool {
    layers.contains { $0.layer == .managed } || constraints.contains { $0.origin.layer == .managed }
      || labels.contains { $0.origin.layer == .managed }
  }

  /// What no user and no repository can change.
  fileprivate var withoutLowerLayers: Policy {
    Policy(
      classes: [],
      backends: backends,
      routes: [],
      defaultTargets: [],
      constraints: constraints.filter { [.managed, .builtIn].contains($0.origin.layer) },
      labels: labels.filter { $0.origin.layer == .managed },
      knownLabels: knownLabels
    )
  }
}
