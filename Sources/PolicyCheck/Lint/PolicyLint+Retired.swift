internal import Diagnostics
internal import RouteEngine

extension PolicyLint {
  /// Anthropic announces a retirement at least this many days ahead (its page on deprecations).
  private static let noticeDays = 60

  /// Ids of models that are switched off, or will be soon; each once for a backend, a route and the
  /// default.
  var retiredModels: [Diagnostic] {
    let backends = policy.backends.flatMap { backend in
      backend.models.distinctIDs.compactMap { model in
        finding(
          model.id,
          on: backend.kind,
          at: origin(of: "models.\(model.name)", in: backend),
          "model `\(model.name)` of backend `\(backend.name)`"
        )
      }
    }
    let routes = policy.routes.flatMap { route in
      findings(route.targets, at: route.origin, "route `\(route.name)`")
    }
    let defaults =
      policy.defaultOrigin.map { findings(policy.defaultTargets, at: $0, "the default") } ?? []
    return backends + routes + defaults
  }

  /// Of targets that name an id themselves.
  private func findings(_ targets: [Target], at origin: Origin, _ title: String) -> [Diagnostic] {
    var seen: Set<String> = []
    return targets.compactMap { target in
      guard case .id(let id) = target.model, seen.insert(id).inserted,
        let backend = policy.backend(named: target.backend)
      else { return nil }
      return finding(id, on: backend.kind, at: origin, "a model of \(title)")
    }
  }

  private func finding(
    _ id: String,
    on kind: Backend.Kind,
    at origin: Origin,
    _ title: String
  ) -> Diagnostic? {
    guard isChecked(origin),
      let retirement = ModelRetirement(of: id, on: kind, in: policy.prices)
    else { return nil }
    let days = today.days(until: retirement.day)
    guard days <= Self.noticeDays else { return nil }
    let isRetired = days <= 0
    let words = isRetired ? "is retired since" : "retires on"
    return Diagnostic(
      isRetired ? .error : .warning,
      "retired-model",
      at: origin.place,
      "`\(id)`, \(title), \(words) \(retirement.day.text)",
      help: retirement.successor
    )
  }
}

extension [Backend.Model] {
  /// The first model of each id.
  fileprivate var distinctIDs: [Backend.Model] {
    var seen: Set<String> = []
    return filter { seen.insert($0.id).inserted }
  }
}
