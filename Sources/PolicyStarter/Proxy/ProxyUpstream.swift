import RouteEngine

/// A backend as LiteLLM's proxy asks it.
///
/// Parameters as version 1.108.7 reads them (`types/router.py`, `llms/*/`).
struct ProxyUpstream: Hashable, Sendable {
  let backend: Backend
  let payer: CredentialSource
  /// What goes into `litellm_params` beside the model.
  let parameters: [Parameter]
  /// What of the backend has no counterpart, one sentence each.
  let losses: [String]
  private let provider: String

  /// One entry of `litellm_params`.
  struct Parameter: Hashable, Sendable {
    let name: String
    let value: Value

    init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }

  enum Value: Hashable, Sendable {
    case text(String)
    case truth(Bool)
    /// Seconds with up to three decimals.
    case seconds(milliseconds: Int)
    case headers([Backend.Header])
  }

  /// Why a backend cannot stand behind the proxy; the end of a sentence about it.
  struct Obstacle: Error, Hashable, Sendable {
    let reason: String
  }

  /// The sources of a credential that a proxy on another machine can have.
  static func isPortable(_ source: CredentialSource) -> Bool {
    switch source {
    case .environment, .none, .aws, .google: true
    case .login, .file, .keychain, .command: false
    }
  }

  init(_ backend: Backend) throws(Obstacle) {
    if backend.sendsTags {
      throw Obstacle(reason: "it is the proxy itself (`tags: true`)")
    }
    guard let payer = backend.credentials.first(where: Self.isPortable) else {
      let sources = backend.credentials.map { "`\($0.text)`" }.joined(separator: ", ")
      throw Obstacle(reason: "a proxy cannot use its credential (\(sources)); name `env:NAME`")
    }
    self.backend = backend
    self.payer = payer
    var losses = backend.credentials.prefix { !Self.isPortable($0) }.map {
      "`\($0.text)` does not pay there, `\(payer.text)` does"
    }
    let shape: (provider: String, parameters: [Parameter])
    switch backend.kind {
    case .anthropic, .gateway: shape = Self.messages(backend, payer, &losses)
    case .bedrock: shape = try Self.bedrock(backend, payer, &losses)
    case .vertex: shape = try Self.vertex(backend)
    case .foundry: shape = try Self.foundry(backend, payer)
    case .mantle: throw Obstacle(reason: "kind `mantle` is not written for a proxy")
    }
    provider = shape.provider
    parameters = shape.parameters + Self.common(backend, &losses)
    self.losses = losses
  }

  /// The provider and the id, as LiteLLM names a model.
  func model(_ id: String) -> String { "\(provider)/\(id)" }

  // MARK: Kinds

  private static func messages(
    _ backend: Backend,
    _ payer: CredentialSource,
    _ losses: inout [String]
  ) -> (String, [Parameter]) {
    // Said although it is the usual one: `ANTHROPIC_API_BASE` on the proxy's machine would move it.
    let address = backend.baseURL?.text ?? "https://api.anthropic.com"
    var parameters = [
      Parameter("api_base", .text(address)), Parameter("api_key", key(payer) ?? .text("none")),
    ]
    if backend.credentialHeader == .bearer, payer != .none {
      parameters.append(Parameter("use_bearer_for_custom_base", .truth(true)))
      losses.append(
        "LiteLLM 1.108.7 sends its key as `x-api-key`, not as a bearer token: it works where the gateway takes either"
      )
    }
    return ("anthropic", parameters)
  }

  private static func bedrock(
    _ backend: Backend,
    _ payer: CredentialSource,
    _ losses: inout [String]
  ) throws(Obstacle) -> (String, [Parameter]) {
    try checkSkippedAuthentication(backend)
    guard let region = backend.region else { throw Obstacle(reason: "it has no `region`") }
    var parameters = [Parameter("aws_region_name", .text(region))]
    if let url = backend.baseURL {
      parameters.append(Parameter("aws_bedrock_runtime_endpoint", .text(url.text)))
    }
    if let key = key(payer) {
      parameters.append(Parameter("api_key", key))
    }
    if let profile = backend.profile {
      losses.append("the AWS profile `\(profile)` is left out: the proxy's own credentials pay")
    }
    return ("bedrock", parameters)
  }

  private static func vertex(_ backend: Backend) throws(Obstacle) -> (String, [Parameter]) {
    try checkSkippedAuthentication(backend)
    guard let region = backend.region else { throw Obstacle(reason: "it has no `region`") }
    guard let project = backend.project else { throw Obstacle(reason: "it has no `project`") }
    guard backend.baseURL == nil else {
      throw Obstacle(reason: "kind `vertex` with a `base-url` is not written for a proxy")
    }
    return (
      "vertex_ai",
      [Parameter("vertex_project", .text(project)), Parameter("vertex_location", .text(region))]
    )
  }

  private static func foundry(
    _ backend: Backend,
    _ payer: CredentialSource
  ) throws(Obstacle) -> (String, [Parameter]) {
    try checkSkippedAuthentication(backend)
    let resource = backend.project.map { "https://\($0).services.ai.azure.com/anthropic" }
    guard let address = backend.baseURL?.text ?? resource else {
      throw Obstacle(reason: "it has neither `base-url` nor `project`")
    }
    return (
      "azure_ai",
      [Parameter("api_base", .text(address)), Parameter("api_key", key(payer) ?? .text("none"))]
    )
  }

  private static func checkSkippedAuthentication(_ backend: Backend) throws(Obstacle) {
    if backend.skipsAuthentication || backend.credentials.contains(.none) {
      throw Obstacle(reason: "it asks a cloud without credentials, which LiteLLM does not")
    }
  }

  // MARK: Parts

  /// A reference that the proxy resolves when it starts; never the key.
  private static func key(_ payer: CredentialSource) -> Value? {
    guard case .environment(let name) = payer else { return nil }
    return .text("os.environ/\(name)")
  }

  private static func common(_ backend: Backend, _ losses: inout [String]) -> [Parameter] {
    var parameters: [Parameter] = []
    if !backend.headers.isEmpty {
      parameters.append(Parameter("extra_headers", .headers(backend.headers)))
    }
    if let timeout = backend.timeoutMilliseconds {
      parameters.append(Parameter("timeout", .seconds(milliseconds: timeout)))
    }
    let unsaid =
      backend.compatibility.map(\.rawValue).sorted() + backend.environment.map(\.name)
    if !unsaid.isEmpty {
      losses.append(
        "what its client is told is left out: " + unsaid.map { "`\($0)`" }.joined(separator: ", ")
      )
    }
    return parameters
  }
}
