internal import Diagnostics
internal import RouteEngine

extension PolicyLint {
  /// Base URLs that the client makes a wrong address of (measured with client 2.1.330).
  var wrongBaseURLs: [Diagnostic] {
    checkedBackends.compactMap { backend in
      guard let url = backend.baseURL else { return nil }
      let place = origin(of: "base-url", in: backend).place
      switch backend.kind {
      case .anthropic, .gateway, .mantle, .foundry:
        return endsInVersion(backend, url, at: place)
      case .vertex:
        return lacksVersion(backend, url, at: place)
      case .bedrock:
        // Its paths have no version.
        return nil
      }
    }
  }

  private func endsInVersion(
    _ backend: Backend,
    _ url: BaseURL,
    at place: SourcePlace
  ) -> Diagnostic? {
    var right = url.text[...]
    while right.hasSuffix("/v1") {
      right = right.dropLast(3)
    }
    guard right.endIndex < url.text.endIndex else { return nil }
    return Diagnostic(
      .error,
      "base-url-ends-in-v1",
      at: place,
      "the base URL of backend `\(backend.name)` ends in `/v1`, so requests would go to "
        + "`\(url.path)/v1/messages`",
      help: "write `\(right)`"
    )
  }

  /// Vertex is the one whose base has to carry the version.
  private func lacksVersion(
    _ backend: Backend,
    _ url: BaseURL,
    at place: SourcePlace
  ) -> Diagnostic? {
    guard !url.path.split(separator: "/").contains(where: { $0.hasPrefix("v1") }) else {
      return nil
    }
    return Diagnostic(
      .error,
      "base-url-ends-in-v1",
      at: place,
      "the base URL of backend `\(backend.name)` has no `/v1`, which the client does not add on Vertex",
      help: "write `\(url.text)/v1`"
    )
  }

  /// Model ids whose geography is not the one that the backend is fixed to.
  var regionMismatches: [Diagnostic] {
    checkedBackends.flatMap { backend in
      backend.models.compactMap { model in
        guard let dot = model.id.firstIndex(of: "."),
          let geography = Geography(rawValue: String(model.id[..<dot]))
        else { return nil }
        let bare = String(model.id[model.id.index(after: dot)...])
        switch backend.kind {
        case .bedrock: return mismatch(of: model, geography, bare: bare, in: backend)
        case .mantle: return prefixed(model, bare: bare, in: backend)
        case .anthropic, .gateway, .vertex, .foundry: return nil
        }
      }
    }
  }

  private func mismatch(
    of model: Backend.Model,
    _ geography: Geography,
    bare: String,
    in backend: Backend
  ) -> Diagnostic? {
    guard let region = backend.region else { return nil }
    let own = Geography(region: region)
    // Of a region outside all geographies only `global` is known to leave it.
    guard own.map({ $0 != geography }) ?? (geography == .global) else { return nil }
    let prefix = own.map { ", which gets the region's prefix `\($0.rawValue).`" } ?? ""
    return Diagnostic(
      .error,
      "region-mismatch",
      at: origin(of: "models.\(model.name)", in: backend).place,
      "`\(model.id)` of backend `\(backend.name)` may be served outside `\(region)`",
      notes: backend.valueOrigins["region"].map {
        [Diagnostic.Note("the region is fixed here", at: $0.place)]
      } ?? [],
      help: "write `\(bare)`\(prefix)"
    )
  }

  private func prefixed(_ model: Backend.Model, bare: String, in backend: Backend) -> Diagnostic {
    Diagnostic(
      .error,
      "region-mismatch",
      at: origin(of: "models.\(model.name)", in: backend).place,
      "`\(model.id)` of backend `\(backend.name)` names a geography, and Mantle's ids have none",
      help: "write `\(bare)`"
    )
  }
}
