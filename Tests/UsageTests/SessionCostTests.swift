import RouteEngine
import Testing
import Usage

/// A session is 50,000 to 200,000 tokens in and 10,000 to 50,000 out; the figures below are worked out
/// by hand from the price list.
@Suite struct `A session costs` {
  private static let prices = PriceList([
    PriceList.Entry(name: "claude-opus-5-5", price: ModelPrice(input: 4, output: 20)),
    PriceList.Entry(
      name: "claude-sonnet-5-5",
      price: ModelPrice(input: 2, output: 10, cacheRead: 0.10)
    ),
    PriceList.Entry(name: "claude-haiku-5-5", price: ModelPrice(input: 0.10, output: 0.50)),
    PriceList.Entry(name: "claude-haiku-4-5", price: ModelPrice(input: 1, output: 5)),
    PriceList.Entry(name: "claude-fable-5-2", price: ModelPrice(input: 8, output: 40)),
    PriceList.Entry(name: "claude-opus-latest", price: ModelPrice(input: 4, output: 20)),
    PriceList.Entry(name: "claude-sonnet-latest", price: ModelPrice(input: 2, output: 10)),
    PriceList.Entry(name: "claude-haiku-latest", price: ModelPrice(input: 0.10, output: 0.50)),
  ])

  struct Row: CustomStringConvertible {
    let description: String
    let kind: Backend.Kind
    let model: ModelChoice
    let id: String
    var multiplier: Double?
    var region: String?
    let text: String
  }

  private static func target(_ row: Row) throws -> ResolvedTarget {
    let backend = Backend(
      name: "one",
      kind: row.kind,
      baseURL: row.kind == .gateway ? try BaseURL("https://one.example") : nil,
      credentials: [.none],
      region: row.region,
      models: Backend.familySlots.map { Backend.Model(name: $0, id: row.id) },
      priceMultiplier: row.multiplier,
      origin: Origin(layer: .user, file: "test", line: 1)
    )
    return backend.resolved(
      Target(backend: "one", model: row.model),
      with: CredentialInventory()
    )
  }

  @Test(arguments: [
    // 0.05 × 0.10 + 0.01 × 0.50 = 0.010; 0.2 × 0.10 + 0.05 × 0.50 = 0.045
    Row(
      description: "haiku natively",
      kind: .anthropic,
      model: .named("haiku"),
      id: "claude-haiku-5-5",
      text: "$0.010–0.045"
    ),
    // × 1.055 = 0.01055 and 0.047475
    Row(
      description: "haiku through OpenRouter, with the card's fee",
      kind: .gateway,
      model: .named("haiku"),
      id: "~anthropic/claude-haiku-latest",
      multiplier: 1.055,
      text: "$0.011–0.047"
    ),
    // 0.05 × 2 + 0.01 × 10 = 0.20; 0.2 × 2 + 0.05 × 10 = 0.90; × 1.055 = 0.211 and 0.9495
    Row(
      description: "sonnet through OpenRouter",
      kind: .gateway,
      model: .named("sonnet"),
      id: "~anthropic/claude-sonnet-latest",
      multiplier: 1.055,
      text: "$0.21–0.95"
    ),
    // 0.05 × 4 + 0.01 × 20 = 0.40; 0.2 × 4 + 0.05 × 20 = 1.80
    Row(
      description: "opus natively",
      kind: .anthropic,
      model: .named("opus"),
      id: "claude-opus-5-5",
      text: "$0.40–1.80"
    ),
    Row(
      description: "the client's default, which is opus",
      kind: .anthropic,
      model: .default,
      id: "claude-opus-5-5",
      text: "$0.40–1.80"
    ),
    // × 1.1 = 0.44 and 1.98
    Row(
      description: "opus on Bedrock in a region",
      kind: .bedrock,
      model: .named("opus"),
      id: "anthropic.claude-opus-5-5",
      multiplier: 1.1,
      region: "eu-central-1",
      text: "$0.44–1.98"
    ),
    Row(
      description: "opus by Bedrock's global profile",
      kind: .bedrock,
      model: .named("opus"),
      id: "global.anthropic.claude-opus-5-5",
      multiplier: 1.1,
      region: "eu-central-1",
      text: "$0.40–1.80"
    ),
    Row(
      description: "opus on Vertex in a region",
      kind: .vertex,
      model: .named("opus"),
      id: "claude-opus-5-5",
      multiplier: 1.1,
      region: "europe-west1",
      text: "$0.44–1.98"
    ),
    Row(
      description: "opus on Vertex's global endpoint",
      kind: .vertex,
      model: .named("opus"),
      id: "claude-opus-5-5",
      multiplier: 1.1,
      region: "global",
      text: "$0.40–1.80"
    ),
    // 0.05 × 1 + 0.01 × 5 = 0.10; 0.2 × 1 + 0.05 × 5 = 0.45
    Row(
      description: "old haiku: two decimals from ten cents on",
      kind: .mantle,
      model: .named("haiku"),
      id: "anthropic.claude-haiku-4-5",
      text: "$0.10–0.45"
    ),
    // 0.05 × 8 + 0.01 × 40 = 0.80; 0.2 × 8 + 0.05 × 40 = 3.60
    Row(
      description: "fable on Foundry",
      kind: .foundry,
      model: .named("fable"),
      id: "claude-fable-5-2",
      text: "$0.80–3.60"
    ),
    // × 100 = 80 and 360
    Row(
      description: "a dear backend",
      kind: .foundry,
      model: .named("fable"),
      id: "claude-fable-5-2",
      multiplier: 100,
      text: "$80.00–360.00"
    ),
  ])
  func `what its model costs there`(_ row: Row) throws {
    let target = try Self.target(row)
    #expect(SessionCost(of: target, prices: Self.prices)?.text == row.text)
  }

  @Test func `an unknown amount when the model is not in the list`() throws {
    let row = Row(
      description: "",
      kind: .gateway,
      model: .named("opus"),
      id: "deepseek-v4-pro",
      text: ""
    )
    #expect(SessionCost(of: try Self.target(row), prices: Self.prices) == nil)
  }

  /// 0.2 × 0.05 × 2 + 0.8 × 0.05 × 0.10 + 0.01 × 10 = 0.124; and 0.08 + 0.016 + 0.5 = 0.596.
  @Test func `less when most of the input is read from the cache`() throws {
    let row = Row(
      description: "",
      kind: .anthropic,
      model: .named("sonnet"),
      id: "claude-sonnet-5-5",
      text: ""
    )
    let shape = SessionShape(input: 50_000...200_000, output: 10_000...50_000, cachedShare: 0.8)
    let cost = SessionCost(of: try Self.target(row), prices: Self.prices, shape: shape)
    #expect(cost?.text == "$0.12–0.60")
  }

  @Test func `an unknown amount when the price of the cache is not stated`() throws {
    let row = Row(
      description: "",
      kind: .anthropic,
      model: .named("opus"),
      id: "claude-opus-5-5",
      text: ""
    )
    let shape = SessionShape(input: 1...2, output: 1...2, cachedShare: 0.5)
    #expect(SessionCost(of: try Self.target(row), prices: Self.prices, shape: shape) == nil)
  }

  // MARK: Who is billed by the token

  private func isMetered(
    _ billing: Backend.Billing?,
    _ availability: Availability
  ) -> Bool {
    let backend = Backend(
      name: "one",
      kind: .anthropic,
      credentials: [.login],
      models: [],
      billing: billing,
      origin: Origin(layer: .user, file: "test", line: 1)
    )
    let target = Target(backend: "one", model: .default)
    return Candidate(
      target: backend.resolved(target, with: CredentialInventory()),
      source: .default,
      stops: [],
      availability: availability
    )
    .isMetered
  }

  @Test func `nothing in dollars for a login, unless the policy says so`() {
    let login = Availability.available(payer: .login)
    let key = Availability.available(payer: .environment("KEY"))
    #expect(!isMetered(nil, login))
    #expect(!isMetered(nil, .unverified(payer: .login)))
    #expect(isMetered(nil, key))
    #expect(isMetered(.metered, login))
    #expect(!isMetered(.plan, key))
  }
}
