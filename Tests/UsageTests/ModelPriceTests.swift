import Testing
import Usage

/// Prices in US dollars per million tokens, measured on 2026-11-22.
@Suite struct `The price of a model` {
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
    let price = try #require(ModelPrice(modelID: row.id))
    #expect(price.input == row.input)
    #expect(price.output == row.output)
  }

  @Test(arguments: [
    "", "opus", "haiku", "gpt-5", "deepseek-v4-pro", "claude-", "claude-opus", "claude-opus-6",
    "claude-opus-5-5-turbo", "claude-opus-5-5-2026", "anthropic/claude-3-5-haiku", "-v1:0", "@",
    "Claude-Opus-5-5",
  ])
  func `is not guessed`(id: String) {
    #expect(ModelPrice(modelID: id) == nil)
  }

  @Test func `of haiku has a second tier above 100,000 tokens of prompt`() throws {
    let tier = try #require(ModelPrice(modelID: "claude-haiku-5-5")?.longPrompt)
    #expect(tier.tierTokens == 100_000)
    #expect(tier.input == 0.50)
    #expect(tier.output == 2.50)
    #expect(ModelPrice(modelID: "claude-opus-5-5")?.longPrompt == nil)
  }

  @Test func `has a date`() {
    #expect(ModelPrice.date == "2026-11-22")
  }
}
