package import RouteEngine

/// A backend of the policy, and whether it could be used from here.
package struct BackendState: Hashable, Sendable {
  package let backend: Backend
  package let availability: Availability
  /// The availability as a clause.
  package let words: String
  /// Whether it is where a task goes that nothing speaks for.
  package let isDefault: Bool

  /// From its parts.
  package init(backend: Backend, availability: Availability, words: String, isDefault: Bool) {
    self.backend = backend
    self.availability = availability
    self.words = words
    self.isDefault = isDefault
  }

  /// Its credential, and how it is asked.
  ///
  /// A backend that only the built-in policy names and nobody has a credential for is nobody's concern.
  ///
  /// `shown` says how a file is to be called.
  package func findings(shown: (String) -> String) -> [HealthFinding] {
    [credentialFinding, plainHTTPFinding(shown)].compactMap(\.self)
  }

  private var credentialFinding: HealthFinding? {
    switch availability {
    case .available: return HealthFinding(backend.name, .ok, words)
    case .unverified(.login) where isDefault: return defaultFinding
    case .unverified(.login): return HealthFinding(backend.name, .note, words)
    case .unverified: return HealthFinding(backend.name, .ok, words)
    case .unavailable where isDefault: return defaultFinding
    case .unavailable:
      return backend.origin.layer == .builtIn ? nil : HealthFinding(backend.name, .note, words)
    }
  }

  private var defaultFinding: HealthFinding {
    HealthFinding(
      backend.name,
      .warning,
      words,
      explanations: ["tasks that nothing speaks for go there"],
      help: backend.isNative ? "log in once: start `claude` and type /login" : nil
    )
  }

  private func plainHTTPFinding(_ shown: (String) -> String) -> HealthFinding? {
    guard let url = backend.baseURL, url.isPlainHTTP, !url.isThisMachine else { return nil }
    let origin = backend.valueOrigins["base-url"] ?? backend.origin
    return HealthFinding(
      backend.name,
      .warning,
      at: HealthFinding.Place(shown(origin.file), line: origin.line),
      "`\(url.text)` is asked without encryption",
      explanations: ["whoever is on the way reads the code and the credential"],
      help: "use https, or a tunnel that ends on this machine"
    )
  }
}

extension BaseURL {
  fileprivate var isThisMachine: Bool { ["localhost", "127.0.0.1", "[::1]"].contains(host) }
}
