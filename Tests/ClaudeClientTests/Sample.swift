import ClaudeClient
import JSONTree
import RouteEngine

/// Small backends, targets and settings for the tests of this folder.
enum Sample {
  static let models = ["opus", "sonnet", "haiku", "fable"].map {
    Backend.Model(name: $0, id: "x-\($0)")
  }

  static func backend(
    _ kind: Backend.Kind,
    url: String? = nil,
    header: Backend.CredentialHeader = .bearer,
    models: [Backend.Model] = models,
    profile: String? = nil,
    headers: [Backend.Header] = [],
    environment: [Backend.EnvironmentEntry] = [],
    sendsTags: Bool = false,
    timeout: Int? = nil,
    compatibility: Set<Backend.Compatibility> = [],
    skipsAuthentication: Bool = false
  ) throws -> Backend {
    Backend(
      name: "b",
      kind: kind,
      baseURL: try url.map { try BaseURL($0) },
      credentials: [.none],
      credentialHeader: header,
      profile: profile,
      models: models,
      headers: headers,
      environment: environment,
      sendsTags: sendsTags,
      timeoutMilliseconds: timeout,
      compatibility: compatibility,
      skipsAuthentication: skipsAuthentication,
      origin: Origin(layer: .user, file: "p.yaml", line: 1)
    )
  }

  static func target(
    _ backend: Backend,
    model: String? = "haiku",
    effort: Effort? = nil,
    thinking: Bool? = nil,
    region: String? = nil,
    project: String? = nil
  ) -> ResolvedTarget {
    let choice = model.map { ModelChoice.named($0) } ?? .default
    return ResolvedTarget(
      target: Target(backend: backend.name, model: choice, effort: effort, thinking: thinking),
      backend: backend,
      modelID: backend.models.first { $0.name == model }?.id,
      slots: backend.models,
      region: region,
      project: project,
      geography: nil
    )
  }

  static func plan(
    _ target: ResolvedTarget,
    payer: CredentialSource,
    classes: [String] = [],
    environment: AmbientEnvironment = AmbientEnvironment()
  ) throws -> RoutePlan {
    try RoutePlan(
      target: target,
      payer: payer,
      classes: classes,
      policyDigest: "d1",
      environment: environment
    )
  }

  /// The native API with the saved login.
  static func login(
    model: String? = nil,
    environment: AmbientEnvironment = AmbientEnvironment()
  ) throws -> RoutePlan {
    try plan(target(backend(.anthropic), model: model), payer: .login, environment: environment)
  }

  /// A gateway that takes a bearer token from `KEY`.
  static func gateway(model: String? = "haiku", effort: Effort? = nil) throws -> RoutePlan {
    let backend = try backend(.gateway, url: "https://g.example/api")
    return try plan(target(backend, model: model, effort: effort), payer: .environment("KEY"))
  }

  static func layer(_ kind: SettingsLayer.Kind, _ text: String) throws -> SettingsLayer {
    SettingsLayer(kind: kind, path: "s.json", root: try JSONNode(parsing: Array(text.utf8)))
  }
}

extension RoutePlan {
  /// `NAME=value` of every set in order, without our own marks; references as `${NAME}` and `$(b)`.
  var sets: [String] {
    changes.compactMap { change in
      guard let value = change.value, !change.name.hasPrefix("CLAUDE_ROUTE_"),
        change.name != "OTEL_RESOURCE_ATTRIBUTES"
      else { return nil }
      let text = value.parts.map { part in
        switch part {
        case .text(let text): text
        case .variable(let name): "${\(name)}"
        case .credential(let backend): "$(\(backend))"
        }
      }
      return "\(change.name)=\(text.joined())"
    }
  }

  var unsets: [String] { changes.filter { $0.value == nil }.map(\.name) }
}
