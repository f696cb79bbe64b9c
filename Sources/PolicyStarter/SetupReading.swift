internal import ClaudeClient
internal import Diagnostics
internal import PolicyCheck
internal import RouteEngine

/// What an earlier set-up means: a backend, a model, what had to be corrected, what is left out.
struct SetupReading: Sendable {
  /// Absent: the native API as the built-in policy has it.
  var backend: TakenBackend?
  /// Of the backend, or of the native API; absent: the client's own.
  var model: String?
  var effort: Effort?
  /// One sentence each.
  var corrections: [String] = []

  let setup: EarlierSetup
  let recipes: [Recipe]
  let prices: PriceList
  let today: CalendarDay

  /// Why a set-up is not taken over.
  struct Fault: Error, Hashable {
    let reason: String
  }

  /// `prices` say when models are retired, `today` is the day that this is judged by.
  init(
    _ setup: EarlierSetup,
    recipes: [Recipe],
    prices: PriceList,
    today: CalendarDay
  ) throws(Fault) {
    self.setup = setup
    self.recipes = recipes
    self.prices = prices
    self.today = today
    backend = try endpoint()
    let ofAddress = corrections
    corrections = []
    try addModels()
    corrections += ofAddress
    if let backend, backend.kind == .gateway || backend.kind == .anthropic {
      addGatewayCredential()
    } else {
      addKeyOfCloud()
    }
    addLimits()
    effort = (setup.effort ?? setup.shown("CLAUDE_CODE_EFFORT_LEVEL")).flatMap(
      Effort.init(rawValue:)
    )
    addLeftOut()
  }

  func recipe(_ name: String?) -> Recipe? { recipes.first { $0.name == name } }

  var kind: Backend.Kind { backend?.kind ?? .anthropic }

  // MARK: Address

  private mutating func endpoint() throws(Fault) -> TakenBackend? {
    if let name = RoutingVariables.switches.first(where: setup.isOn) {
      if setup["ANTHROPIC_BASE_URL"] != nil {
        corrections.append("`ANTHROPIC_BASE_URL` beside `\(name)` has no effect; left out")
      }
      guard let cloud = cloud(of: name) else {
        throw Fault(reason: "`\(name)` is a provider that no recipe knows; not taken over")
      }
      return cloud
    }
    guard let value = setup["ANTHROPIC_BASE_URL"] else { return nativeWithOtherKey() }
    guard case .literal(let text) = value else {
      throw Fault(reason: "the base URL is not written out there; not taken over")
    }
    return try gateway(at: text)
  }

  /// A key in another variable than the built-in policy's is a backend of its own.
  private func nativeWithOtherKey() -> TakenBackend? {
    guard setup["ANTHROPIC_AUTH_TOKEN"] == nil else { return nil }
    switch setup["ANTHROPIC_API_KEY"] {
    case .variable("ANTHROPIC_API_KEY"), .literal, .hidden, nil: return nil
    case .variable, .command:
      return TakenBackend(name: "anthropic", preset: "anthropic", kind: .anthropic)
    }
  }

  private mutating func cloud(of variable: String) -> TakenBackend? {
    switch variable {
    case "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_MANTLE":
      let isMantle = variable.hasSuffix("MANTLE")
      var backend = TakenBackend(
        name: isMantle ? "mantle" : "bedrock",
        preset: isMantle ? "mantle" : "bedrock",
        kind: isMantle ? .mantle : .bedrock
      )
      backend.region = place("AWS_REGION") ?? place("AWS_DEFAULT_REGION")
      backend.profile = place("AWS_PROFILE")
      addAddress(
        isMantle ? "ANTHROPIC_BEDROCK_MANTLE_BASE_URL" : "ANTHROPIC_BEDROCK_BASE_URL",
        to: &backend
      )
      backend.skipsAuthentication = setup.isOn(
        "CLAUDE_CODE_SKIP_\(isMantle ? "MANTLE" : "BEDROCK")_AUTH"
      )
      return backend
    case "CLAUDE_CODE_USE_VERTEX":
      var backend = TakenBackend(name: "vertex", preset: "vertex", kind: .vertex)
      backend.region = place("CLOUD_ML_REGION")
      // The client lets the first override the second (measured with client 2.1.330).
      backend.project = place("GOOGLE_CLOUD_PROJECT") ?? place("ANTHROPIC_VERTEX_PROJECT_ID")
      addAddress("ANTHROPIC_VERTEX_BASE_URL", to: &backend)
      backend.skipsAuthentication = setup.isOn("CLAUDE_CODE_SKIP_VERTEX_AUTH")
      return backend
    case "CLAUDE_CODE_USE_FOUNDRY":
      var backend = TakenBackend(name: "foundry", preset: "foundry", kind: .foundry)
      backend.project = place("ANTHROPIC_FOUNDRY_RESOURCE")
      addAddress("ANTHROPIC_FOUNDRY_BASE_URL", to: &backend)
      backend.skipsAuthentication = setup.isOn("CLAUDE_CODE_SKIP_FOUNDRY_AUTH")
      return backend
    default: return nil
    }
  }

  /// A region, a project or a profile.
  private func place(_ name: String) -> String? {
    setup.shown(name).flatMap { PlaceName.isValid($0) ? $0 : nil }
  }

  private mutating func addAddress(_ variable: String, to backend: inout TakenBackend) {
    guard let text = setup.shown(variable) else { return }
    // Vertex is the one whose base has to carry the version.
    let right = variable.containsBytes(of: "VERTEX") ? text : text.withoutVersion
    guard let url = try? BaseURL(right, allowsPlainHTTP: true), !SecretShape.isIn(url) else {
      corrections.append("`\(variable)` is no address that a policy takes; left out")
      return
    }
    backend.baseURL = url.text
    backend.isPlainHTTP = url.needsPlainHTTP
  }

  private mutating func gateway(at text: String) throws(Fault) -> TakenBackend? {
    let corrected = text.withoutVersion
    let url: BaseURL
    do {
      url = try BaseURL(corrected, allowsPlainHTTP: true)
    } catch {
      // Of the address itself nothing is repeated: user info in it may be a secret.
      throw Fault(reason: "the base URL \(error.safeReason); not taken over")
    }
    guard !SecretShape.isIn(url) else {
      throw Fault(reason: "the base URL has a part that looks like a key; not taken over")
    }
    guard url.host != "api.anthropic.com" else { return nativeWithOtherKey() }
    if let cloud = KnownAddress(url)?.backend {
      corrections.append(
        "base URL `\(url.text)` → `preset: \(cloud.preset ?? "")`, which sets the client's own switch"
      )
      return cloud
    }
    var backend = TakenBackend(name: url.backendName, kind: .gateway)
    backend.isPlainHTTP = url.needsPlainHTTP
    if let recipe = recipes.first(where: { $0.isAt(url) }) {
      backend.name = recipe.name
      backend.preset = recipe.name
      backend.baseURL = url.isLoopback && url.text != recipe.baseURL ? url.text : nil
      if backend.baseURL == nil, let right = recipe.baseURL, right != text.withoutSlash {
        corrections.append("base URL `\(text.withoutSlash)` → `\(right)`")
      }
      return backend
    }
    backend.preset = KnownAddress.gatewayPreset(url)
    backend.name = backend.preset ?? backend.name
    backend.baseURL = url.text
    if corrected != text.withoutSlash {
      corrections.append("base URL `\(text.withoutSlash)` → `\(url.text)`: the client adds `/v1`")
    }
    if backend.isPlainHTTP {
      corrections.append("`http://` sends the key unencrypted; wrote `plain-http: true`")
    }
    return backend
  }

  // MARK: Credential

  /// Bearer before key, as the client does; a helper only where neither is set.
  private mutating func addGatewayCredential() {
    let token = setup["ANTHROPIC_AUTH_TOKEN"]
    let recipe = recipe(backend?.preset)
    let value = token ?? setup["ANTHROPIC_API_KEY"] ?? setup.helper
    if recipe == nil, token == nil, setup["ANTHROPIC_API_KEY"] != nil {
      backend?.isKeyHeader = true
    }
    if recipe?.needsNoKey == true, value?.isPlaceholder != false { return }
    let variable = recipe?.keyVariable ?? backend?.name.keyVariable ?? "GATEWAY_API_KEY"
    switch value {
    case .variable(let name) where name == recipe?.keyVariable: break
    case .variable(let name):
      backend?.credential = TakenCredential(source: .environment(name), isProposed: false)
    case .command(let words):
      backend?.credential =
        CredentialSource(words).map { TakenCredential(source: $0, isProposed: false) }
        ?? TakenCredential(source: .environment(variable), isProposed: true)
    case .literal where value?.isPlaceholder == true && recipe == nil:
      backend?.credential = TakenCredential(source: CredentialSource.none, isProposed: false)
    case .literal, .hidden:
      backend?.credential = TakenCredential(source: .environment(variable), isProposed: true)
    case nil where recipe?.keyVariable == nil:
      corrections.append("no credential is set there; wrote `env:\(variable)`")
      backend?.credential = TakenCredential(source: .environment(variable), isProposed: false)
    case nil: break
    }
  }

  /// The key of a cloud, or the one of the native API that stands there written out.
  private mutating func addKeyOfCloud() {
    let name: String
    switch kind {
    case .bedrock, .mantle: name = "AWS_BEARER_TOKEN_BEDROCK"
    case .foundry: name = "ANTHROPIC_FOUNDRY_API_KEY"
    case .anthropic: name = "ANTHROPIC_API_KEY"
    case .vertex, .gateway: return
    }
    switch setup[name] {
    case .variable(let other) where other != name:
      backend?.credential = TakenCredential(source: .environment(other), isProposed: false)
    case .command(let words):
      backend?.credential = CredentialSource(words).map {
        TakenCredential(source: $0, isProposed: false)
      }
    case .variable, .literal, .hidden, nil: break
    }
  }

  /// Variables whose keys the set-up holds itself, as references will name them.
  var proposedVariables: [String] {
    if let credential = backend?.credential {
      guard credential.isProposed, case .environment(let name) = credential.source else {
        return []
      }
      return [name]
    }
    let name: String
    switch kind {
    case .bedrock, .mantle: name = "AWS_BEARER_TOKEN_BEDROCK"
    case .foundry: name = "ANTHROPIC_FOUNDRY_API_KEY"
    case .anthropic: name = "ANTHROPIC_API_KEY"
    case .vertex, .gateway: return []
    }
    guard case .literal? = setup[name] else { return [] }
    return [name]
  }

  // MARK: Limits

  private mutating func addLimits() {
    guard backend != nil else { return }
    if let text = setup.shown("API_TIMEOUT_MS"), let timeout = Int(text),
      (1...86_400_000).contains(timeout)
    {
      backend?.timeoutMilliseconds = timeout
    }
    if setup.isOn("CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS") {
      backend?.compatibility.append(.noBetas)
    }
    if setup.isOn("CLAUDE_CODE_DISABLE_THINKING") {
      backend?.compatibility.append(.noThinking)
    }
    let names = [
      "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "CLAUDE_CODE_MAX_OUTPUT_TOKENS",
      "DISABLE_PROMPT_CACHING",
    ]
    for name in names {
      guard let text = setup.shown(name), text.utf8.allSatisfy(\.isVariableNameByte),
        !SecretShape.matches(text)
      else { continue }
      backend?.environment.append(Backend.EnvironmentEntry(name: name, value: .plain(text)))
    }
  }

  /// Variables of a route that have no place in what is written; values are not shown.
  private mutating func addLeftOut() {
    let names = Set(setup.variables.map(\.name)).intersection(Self.leftOut)
    for name in names.sorted() where setup[name] != nil {
      let help =
        name == "ANTHROPIC_CUSTOM_HEADERS" ? "; write `headers` with `env:NAME`" : ""
      corrections.append("`\(name)` is left out\(help)")
    }
  }

  private static let leftOut: Set<String> = [
    "ANTHROPIC_CUSTOM_HEADERS", "ANTHROPIC_BETAS", "ANTHROPIC_CUSTOM_MODEL_OPTION",
    "CLAUDE_CODE_SUBAGENT_MODEL", "CLAUDE_CODE_EXTRA_BODY", "MAX_THINKING_TOKENS",
  ]
}
