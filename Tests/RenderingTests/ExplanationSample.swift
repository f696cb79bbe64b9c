import RouteEngine

/// A small policy whose decisions can be followed by hand: the native API, a gateway that costs
/// 5.5 % more, Bedrock, and a local server without a key.
enum ExplanationSample {
  static func origin(_ line: Int) -> Origin {
    Origin(layer: .builtIn, file: "built-in", line: line)
  }

  static let keys = CredentialInventory(
    present: [.login, .environment("OPENROUTER_API_KEY"), .aws],
    places: ["AWS_REGION": "eu-central-1"]
  )

  /// No saved login, but a key for each.
  static let metered = CredentialInventory(
    present: [.environment("ANTHROPIC_API_KEY"), .environment("OPENROUTER_API_KEY")]
  )

  private static func models(_ prefix: String, haiku: String) -> [Backend.Model] {
    [
      Backend.Model(name: "opus", id: "\(prefix)claude-opus-5-5"),
      Backend.Model(name: "sonnet", id: "\(prefix)claude-sonnet-5-5"),
      Backend.Model(name: "haiku", id: "\(prefix)\(haiku)"),
      Backend.Model(name: "fable", id: "\(prefix)claude-opus-5-5"),
    ]
  }

  /// Every trait, but for one.
  static func good(but left: Backend.Trait? = nil) -> [Backend.Trait: Backend.TraitGrade] {
    let traits = Backend.Trait.allCases.filter { $0 != left }
    return Dictionary(uniqueKeysWithValues: traits.map { ($0, .good) })
  }

  static func backends() throws -> [Backend] {
    [
      Backend(
        name: "anthropic",
        kind: .anthropic,
        credentials: [.login, .environment("ANTHROPIC_API_KEY")],
        models: Backend.nativeModels,
        traits: good(),
        origin: origin(3)
      ),
      Backend(
        name: "bedrock",
        kind: .bedrock,
        credentials: [.aws],
        profile: "acme-claude",
        models: models("anthropic.", haiku: "claude-haiku-4-5-20251001-v1:0"),
        traits: good(but: .thinking),
        assumedTraits: [.thinking: .degraded],
        priceMultiplier: 1.1,
        origin: origin(5)
      ),
      Backend(
        name: "local",
        kind: .gateway,
        baseURL: try BaseURL("http://127.0.0.1:8080"),
        credentials: [.none],
        models: Backend.familySlots.map { Backend.Model(name: $0, id: "qwen") },
        origin: origin(7)
      ),
      Backend(
        name: "openrouter",
        kind: .gateway,
        baseURL: try BaseURL("https://openrouter.ai/api"),
        credentials: [.environment("OPENROUTER_API_KEY")],
        models: models("anthropic/", haiku: "claude-haiku-5-5"),
        traits: [.streaming: .good, .rateLimit: .good],
        priceMultiplier: 1.055,
        origin: origin(9)
      ),
    ]
  }

  static func taskClass(_ name: String, isProtective: Bool, _ phrases: [String]) throws -> TaskClass
  {
    TaskClass(
      name: name,
      description: nil,
      isProtective: isProtective,
      signals: try phrases.map { Signal(matcher: .phrase(try Phrase($0)), origin: origin(20)) },
      unless: []
    )
  }

  static func forbidden(
    _ name: String,
    _ selector: (inout Selector) -> Void,
    reason: String?
  ) -> Constraint {
    var forbidden = Selector()
    selector(&forbidden)
    return Constraint(
      name: name,
      when: .any([.hasClass("extended-thinking"), .hasClass("production")]),
      unless: .hasLabel("aws"),
      effect: .forbid(forbidden),
      reason: reason,
      origin: origin(40)
    )
  }

  static func policy(
    routes: [Route]? = nil,
    default defaultTargets: [Target] = [Target(backend: "anthropic", model: .default)],
    constraints: [Constraint]? = nil,
    backends: [Backend]? = nil,
    layers: [Policy.LayerFile] = [
      Policy.LayerFile(layer: .builtIn, file: "built-in", name: nil, digest: "9d41c2ffffffffff")
    ]
  ) throws -> Policy {
    var aws = Selector()
    aws.kind = [.bedrock]
    let required = Constraint(
      name: "only-aws",
      when: .hasLabel("aws"),
      unless: nil,
      effect: .require(aws),
      reason: "all calls go through AWS",
      origin: origin(50)
    )
    let native = forbidden(
      "serious-work-stays-native",
      { $0.trust = [.thirdParty, .cloud] },
      reason: "serious work stays on the native API"
    )
    return Policy(
      classes: [
        try taskClass("bulk", isProtective: false, ["license headers", "rename"]),
        try taskClass("extended-thinking", isProtective: true, ["race"]),
        try taskClass("production", isProtective: true, ["payment"]),
      ],
      backends: try backends ?? Self.backends(),
      routes: routes ?? [
        Route(
          name: "mechanical",
          when: .hasClass("bulk"),
          targets: ["openrouter", "anthropic"].map {
            Target(backend: $0, model: .named("haiku"), effort: .low)
          },
          origin: origin(30)
        )
      ],
      defaultTargets: defaultTargets,
      constraints: constraints ?? [required, native],
      labels: [],
      knownLabels: ["aws"],
      prices: prices,
      layers: layers
    )
  }

  /// Of the models that the samples name.
  static let prices = PriceList([
    PriceList.Entry(name: "claude-opus-5-5", price: ModelPrice(input: 4, output: 20)),
    PriceList.Entry(name: "claude-haiku-5-5", price: ModelPrice(input: 0.10, output: 0.50)),
    PriceList.Entry(name: "claude-haiku-4-5", price: ModelPrice(input: 1, output: 5)),
    PriceList.Entry(name: "claude-opus-4-8", price: ModelPrice(input: 5, output: 25)),
  ])

  static func always(_ targets: [Target]) -> [Route] {
    [Route(name: "always", when: .all([]), targets: targets, origin: origin(30))]
  }

  static func request(
    _ task: String?,
    classes: [String] = [],
    labels: Set<String> = [],
    backend: String? = nil,
    model: String? = nil
  ) -> RoutingRequest {
    RoutingRequest(
      facts: TaskFacts(text: task, namedClasses: classes, labels: labels),
      backend: backend,
      model: model
    )
  }
}
