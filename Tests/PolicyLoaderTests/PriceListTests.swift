import BuiltInPolicy
import Diagnostics
import PolicyLoader
import RouteEngine
import TestSupport
import Testing

/// Prices in US dollars per million tokens, measured on 2026-11-22.
@Suite struct `The price of a model` {
  static let shipped = PriceList(shipped: BuiltInPolicy.priceBytes)

  struct Row: CustomStringConvertible {
    let id: String
    let input: Double
    let output: Double
    var description: String { id }

    init(_ id: String, _ input: Double, _ output: Double) {
      self.id = id
      self.input = input
      self.output = output
    }
  }

  @Test(arguments: [
    Row("claude-opus-5-5", 4, 20),
    Row("claude-sonnet-5-5", 2, 10),
    Row("claude-haiku-5-5", 0.10, 0.50),
    Row("claude-fable-5-2", 8, 40),
    Row("claude-opus-5", 5, 25),
    Row("claude-opus-4-8", 5, 25),
    Row("claude-sonnet-5", 2, 10),
    Row("claude-sonnet-4-6", 3, 15),
    Row("claude-haiku-4-5", 1, 5),
    // A date, as the native API and Vertex write it.
    Row("claude-haiku-4-5-20251001", 1, 5),
    Row("claude-haiku-4-5@20251001", 1, 5),
    // Bedrock: with and without a geography, with a revision.
    Row("anthropic.claude-haiku-4-5-20251001-v1:0", 1, 5),
    Row("eu.anthropic.claude-haiku-4-5-20251001-v1:0", 1, 5),
    Row("us.anthropic.claude-opus-5-5", 4, 20),
    Row("global.anthropic.claude-sonnet-5-5-v1", 2, 10),
    // OpenRouter.
    Row("~anthropic/claude-opus-latest", 4, 20),
    Row("~anthropic/claude-sonnet-latest", 2, 10),
    Row("~anthropic/claude-haiku-latest", 0.10, 0.50),
    Row("~anthropic/claude-fable-latest", 8, 40),
    Row("anthropic/claude-opus-5", 5, 25),
    Row("anthropic/claude-opus-5:thinking", 5, 25),
    // The client's mark for a long context.
    Row("claude-opus-5-5[1m]", 4, 20),
  ])
  func `is found by any form of its id`(_ row: Row) throws {
    let price = try #require(Self.shipped.entry(ofID: row.id)?.price)
    #expect(price.input == row.input)
    #expect(price.output == row.output)
  }

  @Test(arguments: [
    "", "opus", "haiku", "gpt-5", "deepseek-v4-pro", "claude-", "claude-opus", "claude-opus-6",
    "claude-opus-5-5-turbo", "claude-opus-5-5-2026", "anthropic/claude-3-5-haiku", "-v1:0", "@",
    "Claude-Opus-5-5",
  ])
  func `is not guessed`(id: String) {
    #expect(Self.shipped.entry(ofID: id) == nil)
  }

  /// The measured ones, and what the vendor's page adds.
  @Test(arguments: [
    ("claude-opus-5-5", 5, 8, 0.20), ("claude-sonnet-5-5", 2.5, 4, 0.10),
    ("claude-haiku-5-5", 0.125, 0.20, 0.01), ("claude-fable-5-2", 10, 16, 0.20),
    ("claude-opus-5", 6.25, 10, 0.50), ("claude-opus-4-8", 6.25, 10, 0.50),
    ("claude-sonnet-5", 2.5, 4, 0.20), ("claude-sonnet-4-6", 3.75, 6, 0.30),
    ("claude-haiku-4-5", 1.25, 2, 0.10),
  ])
  func `has one for each use of the cache`(
    id: String,
    short: Double,
    long: Double,
    read: Double
  )
    throws
  {
    let price = try #require(Self.shipped.entry(ofID: id)?.price)
    #expect(price.cacheWrite5m == short)
    #expect(price.cacheWrite1h == long)
    #expect(price.cacheRead == read)
  }

  @Test func `of haiku has a second tier above 100,000 tokens of prompt`() throws {
    let haiku = try #require(Self.shipped.entry(ofID: "claude-haiku-5-5"))
    #expect(haiku.price(ofPrompt: 100_000).input == 0.10)
    let above = haiku.price(ofPrompt: 100_001)
    #expect(
      above
        == ModelPrice(
          input: 0.50,
          output: 2.50,
          cacheWrite5m: 0.625,
          cacheWrite1h: 1,
          cacheRead: 0.05
        )
    )
    #expect(Self.shipped.entry(ofID: "claude-opus-5-5")?.longPrompt == nil)
  }

  @Test func `has a date`() {
    #expect(Self.shipped.date?.text == "2026-11-22")
    #expect(Self.shipped.all.count == 13)
  }

  // MARK: Of a policy's own

  private func policy(_ layers: [(Layer, String)]) -> PolicyAssembly {
    let base =
      "version: 1\ndefault: [anthropic/default]\n"
      + "backends: {anthropic: {kind: anthropic, credential: login}}\n"
    let files = layers.map { layer, yaml in
      PolicyFile(layer: layer, name: "\(layer)", bytes: Array("version: 1\n\(yaml)".utf8))
    }
    return PolicyAssembly(
      of: files + [PolicyFile(layer: .builtIn, name: "built-in", bytes: Array(base.utf8))],
      prices: Self.shipped
    )
  }

  @Test func `comes before the shipped one, the user's before the organisation's`() throws {
    let assembly = policy([
      (
        .user,
        """
        prices:
          date: 2026-03-01
          source: the article
          models:
            claude-sonnet-4: {input: 3, output: 15}
            claude-opus-5-5: {input: 1, output: 2, cache-read: 0}
        """
      ),
      (
        .managed,
        "prices: {models: {claude-opus-5-5: {input: 9, output: 9}, local/tiny: {input: 0, output: 0}}}"
      ),
    ])
    #expect(assembly.diagnostics.isEmpty)
    let prices = try #require(assembly.policy?.prices)
    let sonnet = try #require(prices.entry(ofID: "claude-sonnet-4-20250514"))
    #expect(sonnet.price == ModelPrice(input: 3, output: 15))
    #expect(
      (sonnet.date?.text, sonnet.source, sonnet.isOverride) == ("2026-03-01", "the article", true)
    )
    #expect(prices.entry(ofID: "claude-opus-5-5")?.price.input == 1)
    #expect(prices.entry(ofID: "claude-opus-5-5")?.price.cacheRead == 0)
    #expect(prices.entry(ofID: "local/tiny")?.price == ModelPrice(input: 0, output: 0))
    #expect(prices.entry(ofID: "claude-haiku-5-5")?.isOverride == false)
    #expect(prices.date?.text == "2026-11-22")
  }

  @Test(arguments: [
    ("prices: {models: {a: {input: 1}}}", "the price of `a` has no `output`"),
    ("prices: {models: {a: {input: -1, output: 1}}}", "`input` takes dollars per million tokens"),
    ("prices: {models: {a: {input: 1, output: x}}}", "`output` takes dollars per million tokens"),
    ("prices: {models: {a b: {input: 1, output: 1}}}", "`a b` is no model's id"),
    ("prices: {date: 2026-02-30, models: {}}", "`date` of `prices` takes a day like"),
    ("prices: {retirements: []}", "`retirements` of `prices` takes a mapping"),
    ("prices: {retirements: {a: {api: soon}}}", "`api` of the retirement of `a` takes a day like"),
    ("prices: {models: []}", "`models` of `prices` takes a mapping"),
    (
      "prices: {models: {a: {input: 1, output: 1, long-prompt: {input: 1, output: 1}}}}",
      "has no `above`"
    ),
    ("prices: {models: {a: {input: 1, output: 1, cached: 1}}}", "unknown key `cached`"),
  ])
  func `is refused`(yaml: String, message: String) {
    let found = policy([(.user, yaml)]).diagnostics.map(\.message)
    #expect(found.contains { $0.contains(message) }, "\(found)")
  }

  @Test func `has the days on which models are switched off, and takes others`() throws {
    let own = policy([
      (.user, "prices: {retirements: {claude-opus-5: {api: 2027-06-01}, claude-3-opus: {}}}")
    ])
    let retirements = try #require(own.policy?.prices.retirements)
    #expect(retirements["claude-opus-5"]?.api?.text == "2027-06-01")
    #expect(retirements["claude-3-opus"] == PriceList.Retirement())
    #expect(retirements["claude-sonnet-4"]?.bedrock?.text == "2026-10-14")
    #expect(Self.shipped.retirements.count == 19)
  }

  @Test func `is nothing for a repository to say`() {
    let found = policy([(.repository, "prices: {models: {}}")]).diagnostics
    #expect(found.map(\.id) == ["repository-authority"])
  }
}
