import RouteEngine

/// Where a proxy sends each set of classes: the policy's own decisions, without anything of a
/// machine.
struct ProxyRouting {
  /// No class, then every set of them, smaller ones first, names in order.
  let cases: [Case]

  /// One set of classes.
  struct Case: Hashable {
    let classes: [String]
    /// Permitted and available, in order of preference; empty when the policy denies the task.
    ///
    /// One of each backend: what follows on a backend that is there is never chosen.
    let targets: [ResolvedTarget]
    /// The constraints that stop the others, each once.
    let constraints: [String]

    var tag: String { ClassTag(classes).text }
  }

  init(of policy: Policy, upstreams: [ProxyUpstream]) {
    let inventory = Self.inventory(of: policy, upstreams: upstreams)
    cases = Self.subsets(of: policy.classes.map(\.name)).map { classes in
      let task = HermeticTask(classes: classes)
      let decision = policy.decision(
        for: RoutingRequest(facts: task.facts),
        with: inventory
      )
      var asked: Set<String> = []
      let usable = decision.candidates.filter {
        $0.isPermitted && $0.availability.payer != nil
          && asked.insert($0.target.backend.name).inserted
      }
      var constraints: [String] = []
      for stop in decision.candidates.flatMap(\.stops)
      where !constraints.contains(stop.constraint.name) {
        constraints.append(stop.constraint.name)
      }
      return Case(classes: classes, targets: usable.map(\.target), constraints: constraints)
    }
  }

  /// The proxy has what its upstreams name, and nothing else is to be decided for.
  private static func inventory(
    of policy: Policy,
    upstreams: [ProxyUpstream]
  ) -> CredentialInventory {
    let left = policy.backends.filter { backend in
      !upstreams.contains { $0.backend.name == backend.name }
    }
    return CredentialInventory(
      present: Set(upstreams.map(\.payer)),
      missing: Set(left.map { Unavailable.backend($0.name) })
    )
  }

  private static func subsets(of names: [String]) -> [[String]] {
    let all = (0..<(1 << names.count)).map { mask in
      names.indices.filter { mask & (1 << $0) != 0 }.map { names[$0] }
    }
    return all.sorted { left, right in
      left.count == right.count
        ? left.lexicographicallyPrecedes(right) : left.count < right.count
    }
  }
}

extension ResolvedTarget {
  /// The id that a session asks for under one of the client's names: its own, but no larger model than
  /// the route's.
  ///
  /// A model that is none of the four is what the session itself asks for, so it stands for all but
  /// the small one of its background work.
  func proxiedID(of slot: String) -> String? {
    let bySize = ["haiku", "sonnet", "opus", "fable"]
    func id(_ name: String) -> String? {
      (slots + (backend.isNative ? Backend.nativeModels : [])).first { $0.name == name }?.id
    }
    guard let place = bySize.firstIndex(of: slot) else { return nil }
    switch target.model {
    case .default: return id(slot)
    case .named(let name):
      guard let limit = bySize.firstIndex(of: name) else { break }
      return id(bySize[min(place, limit)])
    case .id: break
    }
    return slot == "haiku" ? id(slot) : modelID
  }
}
