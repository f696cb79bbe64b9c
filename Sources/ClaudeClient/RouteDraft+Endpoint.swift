import RouteEngine

extension RouteDraft {
  /// The switch, address, place and credential of a backend.
  mutating func addEndpoint(
    of target: ResolvedTarget,
    payer: CredentialSource
  ) throws(RoutePlan.Fault) {
    let backend = target.backend
    switch backend.kind {
    case .anthropic:
      if backend.isNative {
        try addNativeCredential(of: backend, payer: payer)
      } else {
        try addGateway(backend, payer: payer)
      }
    case .gateway: try addGateway(backend, payer: payer)
    case .bedrock: try addAWS(target, payer: payer, service: .bedrock)
    case .mantle: try addAWS(target, payer: payer, service: .mantle)
    case .vertex: try addVertex(target, payer: payer)
    case .foundry: try addFoundry(target, payer: payer)
    }
  }

  private mutating func addNativeCredential(
    of backend: Backend,
    payer: CredentialSource
  ) throws(RoutePlan.Fault) {
    guard payer != .login else { return }
    guard let key = payer.secret(of: backend) else {
      throw .payer(backend: backend.name, payer: payer.text)
    }
    set("ANTHROPIC_API_KEY", key)
  }

  private mutating func addGateway(
    _ backend: Backend,
    payer: CredentialSource
  ) throws(RoutePlan.Fault) {
    guard let baseURL = backend.baseURL else {
      throw .missing(backend: backend.name, key: "base-url")
    }
    set("ANTHROPIC_BASE_URL", EnvironmentValue(baseURL.text))
    if payer == .none {
      // Without any credential the client would send the user's login there.
      set("ANTHROPIC_AUTH_TOKEN", "none")
    } else if let secret = payer.secret(of: backend) {
      switch backend.credentialHeader {
      case .bearer: set("ANTHROPIC_AUTH_TOKEN", secret)
      case .apiKey: set("ANTHROPIC_API_KEY", secret)
      }
    } else {
      throw .payer(backend: backend.name, payer: payer.text)
    }
  }

  private enum AWSService: String {
    case bedrock = "BEDROCK"
    case mantle = "MANTLE"

    var baseURLName: String {
      switch self {
      case .bedrock: "ANTHROPIC_BEDROCK_BASE_URL"
      case .mantle: "ANTHROPIC_BEDROCK_MANTLE_BASE_URL"
      }
    }
  }

  private mutating func addAWS(
    _ target: ResolvedTarget,
    payer: CredentialSource,
    service: AWSService
  ) throws(RoutePlan.Fault) {
    let backend = target.backend
    // Without a region the client silently uses us-east-1.
    guard let region = target.region else {
      throw .missing(backend: backend.name, key: "region")
    }
    set("CLAUDE_CODE_USE_\(service.rawValue)", "1")
    set("AWS_REGION", EnvironmentValue(region))
    if let profile = backend.profile {
      set("AWS_PROFILE", EnvironmentValue(profile))
    }
    if let baseURL = backend.baseURL {
      set(service.baseURLName, EnvironmentValue(baseURL.text))
    }
    if let token = payer.secret(of: backend) {
      set("AWS_BEARER_TOKEN_BEDROCK", token)
    } else if payer != .aws && payer != .none {
      throw .payer(backend: backend.name, payer: payer.text)
    }
    if backend.skipsAuthentication || payer == .none {
      set("CLAUDE_CODE_SKIP_\(service.rawValue)_AUTH", "1")
    }
  }

  private mutating func addVertex(
    _ target: ResolvedTarget,
    payer: CredentialSource
  ) throws(RoutePlan.Fault) {
    let backend = target.backend
    guard payer == .google || payer == .none else {
      throw .payer(backend: backend.name, payer: payer.text)
    }
    guard let region = target.region else { throw .missing(backend: backend.name, key: "region") }
    guard let project = target.project else {
      throw .missing(backend: backend.name, key: "project")
    }
    set("CLAUDE_CODE_USE_VERTEX", "1")
    set("CLOUD_ML_REGION", EnvironmentValue(region))
    set("ANTHROPIC_VERTEX_PROJECT_ID", EnvironmentValue(project))
    if let baseURL = backend.baseURL {
      set("ANTHROPIC_VERTEX_BASE_URL", EnvironmentValue(baseURL.text))
    }
    if backend.skipsAuthentication || payer == .none {
      set("CLAUDE_CODE_SKIP_VERTEX_AUTH", "1")
    }
  }

  private mutating func addFoundry(
    _ target: ResolvedTarget,
    payer: CredentialSource
  ) throws(RoutePlan.Fault) {
    let backend = target.backend
    set("CLAUDE_CODE_USE_FOUNDRY", "1")
    if let baseURL = backend.baseURL {
      set("ANTHROPIC_FOUNDRY_BASE_URL", EnvironmentValue(baseURL.text))
    } else if let resource = target.project {
      // A Foundry backend's `project` is the name of its resource.
      set("ANTHROPIC_FOUNDRY_RESOURCE", EnvironmentValue(resource))
    } else {
      throw .missing(backend: backend.name, key: "base-url")
    }
    if let key = payer.secret(of: backend) {
      set("ANTHROPIC_FOUNDRY_API_KEY", key)
    } else if payer != .none {
      throw .payer(backend: backend.name, payer: payer.text)
    }
    if backend.skipsAuthentication || payer == .none {
      set("CLAUDE_CODE_SKIP_FOUNDRY_AUTH", "1")
    }
  }
}

extension CredentialSource {
  /// A reference to the secret; absent when there is none to send as a string.
  fileprivate func secret(of backend: Backend) -> EnvironmentValue? {
    switch self {
    case .environment(let name): EnvironmentValue(parts: [.variable(name)])
    case .file, .keychain, .command:
      EnvironmentValue(parts: [.credential(backend: backend.name)])
    case .login, .none, .aws, .google: nil
    }
  }
}
