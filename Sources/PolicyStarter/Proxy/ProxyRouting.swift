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
    /// By backend, which of the client's four names may be asked for there.
    let permittedModels: [String: Set<String>]

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
      return Case(
        classes: classes,
        targets: usable.map(\.target),
        constraints: constraints,
        permittedModels: Self.permittedModels(for: task.facts, in: policy, with: inventory)
      )
    }
  }

  /// A launch with `--model` asks the same.
  private static func permittedModels(
    for facts: TaskFacts,
    in policy: Policy,
    with inventory: CredentialInventory
  ) -> [String: Set<String>] {
    var permitted: [String: Set<String>] = [:]
    for model in Backend.familySlots {
      let request = RoutingRequest(facts: facts, model: model)
      for candidate in policy.decision(for: request, with: inventory).candidates
      where candidate.isPermitted {
        permitted[candidate.target.backend.name, default: []].insert(model)
      }
    }
    return permitted
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
  /// the route's, and none that a constraint forbids; then the next larger one, else the next smaller.
  ///
  /// A model that is none of the four is what the session itself asks for, so it stands for all but
  /// the small one of its background work.
  func proxiedID(of slot: String, permitted: Set<String>) -> String? {
    let bySize = ["haiku", "sonnet", "opus", "fable"]
    func id(_ name: String) -> String? {
      (slots + (backend.isNative ? Backend.nativeModels : [])).first { $0.name == name }?.id
    }
    guard let place = bySize.firstIndex(of: slot) else { return nil }
    let limit: Int
    switch target.model {
    case .default: limit = bySize.count - 1
    case .named(let name):
      guard let named = bySize.firstIndex(of: name) else { fallthrough }
      limit = named
    case .id:
      return slot == "haiku" && permitted.contains(slot) ? id(slot) : modelID
    }
    let wanted = min(place, limit)
    let names = bySize[wanted...limit] + bySize[..<wanted].reversed()
    let name = names.first(where: permitted.contains)
    return name.flatMap(id) ?? modelID
  }
}
