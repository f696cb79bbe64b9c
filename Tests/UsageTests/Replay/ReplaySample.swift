import RouteEngine
import Usage

/// A policy and prices that can be followed by hand.
enum ReplaySample {
  static let prices = PriceList([
    PriceList.Entry(name: "claude-opus-5-5", price: ModelPrice(input: 4, output: 20)),
    PriceList.Entry(name: "claude-opus-4-8", price: ModelPrice(input: 5, output: 25)),
    PriceList.Entry(name: "claude-sonnet-5-5", price: ModelPrice(input: 2, output: 10)),
    PriceList.Entry(
      name: "claude-haiku-5-5",
      price: ModelPrice(input: 0.10, output: 0.50),
      longPrompt: PriceList.LongPrompt(
        above: 100_000,
        price: ModelPrice(input: 0.50, output: 2.50)
      )
    ),
  ])

  static let origin = Origin(layer: .user, file: "test", line: 1)

  private static let models = [
    ("opus", "claude-opus-5-5"), ("sonnet", "claude-sonnet-5-5"), ("haiku", "claude-haiku-5-5"),
    ("local", "qwen"),
  ]
  .map { Backend.Model(name: $0, id: $1) }

  private static func route(_ name: String, to targets: [Target]) -> Route {
    Route(name: name, when: .hasClass(name), targets: targets, origin: origin)
  }

  /// Bulk work goes to haiku on the login, prototypes to sonnet through a gateway that adds 10 % or to
  /// opus on the login, secrets to nobody that is here, puzzles to a model without a price.
  static func policy() throws -> Policy {
    var bedrock = Selector()
    bedrock.kind = [.bedrock]
    return Policy(
      classes: try [
        ("bulk", "rename"), ("prototyping", "prototype"), ("secret", "secret"),
        ("puzzle", "puzzle"),
      ]
      .map { name, phrase in
        TaskClass(
          name: name,
          description: nil,
          isProtective: name == "secret",
          signals: [Signal(matcher: .phrase(try Phrase(phrase)), origin: origin)],
          unless: []
        )
      },
      backends: [
        Backend(
          name: "anthropic",
          kind: .anthropic,
          credentials: [.login],
          models: models,
          origin: origin
        ),
        Backend(
          name: "gateway",
          kind: .gateway,
          baseURL: try BaseURL("https://gateway.example"),
          credentials: [.environment("GATEWAY_KEY")],
          models: models,
          priceMultiplier: 1.1,
          origin: origin
        ),
      ],
      routes: [
        route("bulk", to: [Target(backend: "anthropic", model: .named("haiku"))]),
        route("prototyping", to: [Target(backend: "gateway", model: .named("sonnet"))]),
        route("puzzle", to: [Target(backend: "anthropic", model: .named("local"))]),
      ],
      defaultTargets: [Target(backend: "anthropic", model: .default)],
      constraints: [
        Constraint(
          name: "secrets-stay-home",
          when: .hasClass("secret"),
          unless: nil,
          effect: .require(bedrock),
          reason: nil,
          origin: origin
        )
      ],
      knownLabels: [],
      prices: prices
    )
  }

  static let keys = CredentialInventory(present: [.login, .environment("GATEWAY_KEY")])

  /// Plain `claude` goes to the login.
  static func replay(
    _ sessions: [PastSession],
    inventory: CredentialInventory = keys,
    payment: UsageCell.Payment = .plan
  ) throws -> Replay {
    let policy = ReplayPolicy(
      try policy(),
      inventory: inventory,
      suggestion: UsageReckoning.Suggestion(backend: "anthropic", payment: payment)
    )
    return Replay(of: sessions, under: policy) { _ in .epoch }
  }

  /// One million tokens in and 100,000 out, in short prompts, unless said otherwise.
  static func session(
    _ prompt: String?,
    id: String = "s",
    model: String = "claude-opus-5-5",
    route: LaunchRoute? = nil,
    uses: [PastSession.Use]? = nil
  ) -> PastSession {
    let usage = TokenUsage(input: 1_000_000, output: 100_000)
    return PastSession(
      id: id,
      begin: Timestamp(milliseconds: 0),
      prompt: prompt,
      uses: uses ?? [PastSession.Use(model: model, route: route, usage: usage)]
    )
  }

  static func route(
    _ backend: String,
    _ model: String?,
    isMetered: Bool = false,
    multiplier: Double = 1
  ) -> LaunchRoute {
    LaunchRoute(
      className: "bulk",
      backend: backend,
      modelID: model,
      isMetered: isMetered,
      multiplier: multiplier
    )
  }
}
