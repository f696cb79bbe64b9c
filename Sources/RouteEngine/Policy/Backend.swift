/// A place that answers the client's requests.
package struct Backend: Hashable, Sendable {
  package let name: String
  package let kind: Kind
  package let trust: Trust
  package let baseURL: BaseURL?
  /// Tried in order; the first that is present pays.
  ///
  /// Never empty.
  package let credentials: [CredentialSource]
  package let credentialHeader: CredentialHeader
  /// Absent: the environment's when the decision is made.
  package let region: String?
  package let project: String?
  /// An AWS profile's name.
  package let profile: String?
  /// Model names and the ids the backend knows them by, in file order.
  package let models: [Model]
  /// What the policy states, whatever is measured.
  package internal(set) var traits: [Trait: TraitGrade]
  /// What its author believes of traits that are not stated, until a probe has measured them.
  package let assumedTraits: [Trait: TraitGrade]
  package let headers: [Header]
  /// Variables of the closed list `Backend.settableVariables`, in file order.
  package let environment: [EnvironmentEntry]
  /// Whether requests say in a header which classes the task has (`ClassTag`); a gateway's only.
  package let sendsTags: Bool
  package let timeoutMilliseconds: Int?
  package let compatibility: Set<Compatibility>
  /// The client sends no credential of its own (a proxy adds it).
  package let skipsAuthentication: Bool
  package let billing: Billing?
  /// What a list price is multiplied by here; 1 when absent.
  package let priceMultiplier: Double?
  /// Whether a repository's policy may move tasks here.
  package let repositoryMayChoose: RepositoryChoice
  package let origin: Origin
  /// Where single values of it stand.
  package let valueOrigins: ValueOrigins

  /// The places of a backend's values by key, for findings: `base-url`, `region`, `models.opus`.
  ///
  /// Not part of what makes two backends the same.
  package struct ValueOrigins: Hashable, Sendable {
    let origins: [String: Origin]

    package init(_ origins: [String: Origin] = [:]) {
      self.origins = origins
    }

    package subscript(key: String) -> Origin? { origins[key] }

    package static func == (left: ValueOrigins, right: ValueOrigins) -> Bool { true }

    package func hash(into hasher: inout Hasher) {}
  }

  package enum RepositoryChoice: String, Hashable, Sendable, CaseIterable {
    case always
    /// Only once the user has allowed the move.
    case ask
    case never
  }

  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case anthropic
    case gateway
    case bedrock
    case mantle
    case vertex
    case foundry
  }

  package enum Trust: String, Hashable, Sendable, CaseIterable, Comparable {
    case thirdParty = "third-party"
    case cloud
    case firstParty = "first-party"

    private var rank: Int {
      switch self {
      case .thirdParty: 0
      case .cloud: 1
      case .firstParty: 2
      }
    }

    package static func < (left: Trust, right: Trust) -> Bool { left.rank < right.rank }
  }

  package enum CredentialHeader: String, Hashable, Sendable, CaseIterable {
    /// `Authorization: Bearer …`
    case bearer
    /// `x-api-key: …`
    case apiKey = "api-key"
  }

  package struct Model: Hashable, Sendable {
    package let name: String
    package let id: String

    package init(name: String, id: String) {
      self.name = name
      self.id = id
    }
  }

  package enum Trait: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Thinking blocks come when they are asked for, and stay away when not.
    case thinking
    /// One call at a time: its input arrives as it was meant, and its result is used.
    case tools
    /// Several calls in one answer.
    case parallelTools = "parallel-tools"
    /// Sub-agents answer, on each of the client's model slots.
    case subAgents = "sub-agents"
    /// The answer arrives as it is written.
    case streaming
    /// What has been sent once is read from the cache the next time.
    case promptCache = "prompt-cache"
    /// The model that answers is the one that was asked.
    case modelIdentity = "model-identity"
    /// Requests are not turned away.
    case rateLimit = "rate-limit"
    /// The server's own search of the web.
    case webSearch = "web-search"

    package static func < (left: Trait, right: Trait) -> Bool { left.rawValue < right.rawValue }
  }

  package enum TraitGrade: String, Hashable, Sendable, CaseIterable {
    case good
    case degraded
    case broken
    case unknown
  }

  package enum Compatibility: String, Hashable, Sendable, CaseIterable {
    case noBetas = "no-betas"
    case noThinking = "no-thinking"
  }

  package enum Billing: String, Hashable, Sendable, CaseIterable {
    case plan
    case metered
  }

  /// One of `ANTHROPIC_CUSTOM_HEADERS`.
  package struct Header: Hashable, Sendable {
    package let name: String
    package let value: ReferencedText

    package init(name: String, value: ReferencedText) {
      self.name = name
      self.value = value
    }
  }

  package struct EnvironmentEntry: Hashable, Sendable {
    package let name: String
    package let value: ReferencedText

    package init(name: String, value: ReferencedText) {
      self.name = name
      self.value = value
    }
  }

  /// A plain value, or the name of the variable that holds it (`env:NAME`).
  package enum ReferencedText: Hashable, Sendable {
    case plain(String)
    case variable(String)
  }

  /// The four model slots of the client; off the native API each must have an id.
  package static let familySlots = ["opus", "sonnet", "haiku", "fable"]

  /// What the client sends for its own aliases on the native API (measured with client 2.1.330).
  package static let nativeModels = [
    Model(name: "opus", id: "claude-opus-5-5"), Model(name: "sonnet", id: "claude-sonnet-5-5"),
    Model(name: "haiku", id: "claude-haiku-5-5"), Model(name: "fable", id: "claude-fable-5-2"),
  ]

  /// What a backend's `env` may set; none of them chooses an endpoint, a credential or a model.
  package static let settableVariables = [
    "API_TIMEOUT_MS", "CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS",
    "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "CLAUDE_CODE_MAX_OUTPUT_TOKENS",
    "DISABLE_PROMPT_CACHING",
  ]

  package init(
    name: String,
    kind: Kind,
    trust: Trust? = nil,
    mayRaiseTrust: Bool = false,
    baseURL: BaseURL? = nil,
    credentials: [CredentialSource],
    credentialHeader: CredentialHeader = .bearer,
    region: String? = nil,
    project: String? = nil,
    profile: String? = nil,
    models: [Model],
    traits: [Trait: TraitGrade] = [:],
    assumedTraits: [Trait: TraitGrade] = [:],
    headers: [Header] = [],
    environment: [EnvironmentEntry] = [],
    sendsTags: Bool = false,
    timeoutMilliseconds: Int? = nil,
    compatibility: Set<Compatibility> = [],
    skipsAuthentication: Bool = false,
    billing: Billing? = nil,
    priceMultiplier: Double? = nil,
    repositoryMayChoose: RepositoryChoice = .ask,
    origin: Origin,
    valueOrigins: ValueOrigins = ValueOrigins()
  ) {
    self.name = name
    self.kind = kind
    let computed = Self.trust(of: kind, baseURL: baseURL)
    // Trust is computed and may only be lowered, except by the organisation.
    self.trust = mayRaiseTrust ? trust ?? computed : min(trust ?? computed, computed)
    self.baseURL = baseURL
    self.credentials = credentials
    self.credentialHeader = credentialHeader
    self.region = region
    self.project = project
    self.profile = profile
    self.models = models
    self.traits = traits
    self.assumedTraits = assumedTraits
    self.headers = headers
    self.environment = environment
    self.sendsTags = sendsTags
    self.timeoutMilliseconds = timeoutMilliseconds
    self.compatibility = compatibility
    self.skipsAuthentication = skipsAuthentication
    self.billing = billing
    self.priceMultiplier = priceMultiplier
    self.repositoryMayChoose = repositoryMayChoose
    self.origin = origin
    self.valueOrigins = valueOrigins
  }

  /// First-party is the native API at its own address, cloud a cloud kind at its own address, all
  /// else third-party.
  package static func trust(of kind: Kind, baseURL: BaseURL?) -> Trust {
    guard baseURL == nil else { return .thirdParty }
    switch kind {
    case .anthropic: return .firstParty
    case .bedrock, .mantle, .vertex, .foundry: return .cloud
    case .gateway: return .thirdParty
    }
  }

  /// Whether it is Anthropic's own API at its own address, where the client's aliases and a saved
  /// login mean something.
  package var isNative: Bool { kind == .anthropic && baseURL == nil }
}
