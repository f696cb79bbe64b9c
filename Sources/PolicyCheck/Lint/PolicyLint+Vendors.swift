internal import Diagnostics
internal import RouteEngine

extension PolicyLint {
  /// Backends that answer with somebody else's model, once each.
  var modelsOfOtherVendors: [Diagnostic] {
    checkedBackends.compactMap { backend in
      let models = backend.models.filter { ModelVendor.isOther($0.id) }
      guard let first = models.first else { return nil }
      var seen: Set<String> = []
      let ids = models.map(\.id).filter { seen.insert($0).inserted }
      return Diagnostic(
        .warning,
        "not-a-claude-model",
        at: origin(of: "models.\(first.name)", in: backend).place,
        "backend `\(backend.name)` serves \(ids.listed), and the client's vendor supports Claude "
          + "models only",
        help:
          "let `claude-route probe \(backend.name)` measure what breaks there, and keep tasks that need "
          + "it away by a constraint"
      )
    }
  }
}
