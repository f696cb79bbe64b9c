package import RouteEngine

extension Prover {
  /// More backends than this would have to be missing in too many combinations.
  private static let maximumBackends = 8

  /// Whether two policies permit and decide the same in every state, whatever backends are missing.
  ///
  /// False also when that cannot be shown. A missing backend is one whose targets nobody proposes.
  package static func areEquivalent(_ old: Policy, _ new: Policy) -> Bool {
    let whole = comparison(old: old, new: new)
    guard whole.exceededLimit == nil, whole.relation == .equivalent, whole.changed.isEmpty else {
      return false
    }
    let backends = Set(old.proposedNames + new.proposedNames).sorted()
    guard backends.count <= maximumBackends else { return false }
    return (1..<(1 << backends.count)).allSatisfy { mask in
      let missing = Set(backends.indices.filter { mask >> $0 & 1 == 1 }.map { backends[$0] })
      let rest = comparison(old: old.without(missing), new: new.without(missing))
      return rest.exceededLimit == nil && rest.changed.isEmpty
    }
  }
}

extension Policy {
  /// Backends that a route or the default proposes.
  fileprivate var proposedNames: [String] {
    (routes.flatMap(\.targets) + defaultTargets).map(\.backend)
  }

  /// As if those backends could not be used.
  fileprivate func without(_ backends: Set<String>) -> Policy {
    func left(_ targets: [Target]) -> [Target] {
      targets.filter { !backends.contains($0.backend) }
    }
    return replacing(
      routes: routes.map {
        Route(name: $0.name, when: $0.when, targets: left($0.targets), origin: $0.origin)
      },
      defaultTargets: left(defaultTargets)
    )
  }
}
