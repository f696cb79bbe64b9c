import BackendProbe
import RouteEngine
import Testing

@Suite struct `The cost of a probe` {
  /// Dollars for a million tokens: whole numbers, so that sums can be done in the head.
  private static let prices = PriceList(
    ["claude-haiku-5-5", "claude-sonnet-5-5", "claude-opus-5-5", "claude-fable-5-2"]
      .map { name in
        PriceList.Entry(
          name: name,
          price: ModelPrice(input: 1, output: 10, cacheWrite5m: 2, cacheRead: 0.5)
        )
      }
  )

  private static func record(_ lines: String...) -> SessionRecord {
    SessionRecord(lines: lines.map { (1, Array($0.utf8)) }, ending: .status(0))
  }

  @Test func `is what the client counted, by list prices`() throws {
    let record = Self.record(
      #"{"type":"result","is_error":false,"modelUsage":{"claude-haiku-5-5":{"inputTokens":1000,"outputTokens":100,"cacheReadInputTokens":2000,"cacheCreationInputTokens":500},"claude-opus-5-5[1m]":{"inputTokens":1000}}}"#
    )
    let cost = ProbeCost(prices: Self.prices, multiplier: 2)
    // 1000 × 1 + 100 × 10 + 2000 × 0.5 + 500 × 2 and 1000 × 1, of a million, twice.
    #expect(cost.spent(on: [record]) == 2 * (4000 + 1000) / 1e6)
  }

  @Test func `is what was answered where the session came to no end`() {
    let record = Self.record(
      #"{"type":"assistant","message":{"id":"a","model":"claude-haiku-5-5","content":[],"usage":{"input_tokens":1000,"output_tokens":1}}}"#,
      #"{"type":"assistant","message":{"id":"b","model":"claude-haiku-5-5","content":[],"usage":{"input_tokens":500,"output_tokens":9}}}"#
    )
    let cost = ProbeCost(prices: Self.prices, multiplier: 1)
    #expect(cost.spent(on: [record]) == (1500 + 100) / 1e6)
  }

  @Test func `is not known where a price is not`() {
    let record = Self.record(
      #"{"type":"result","is_error":false,"modelUsage":{"glm-5.3":{"inputTokens":1}}}"#
    )
    let cost = ProbeCost(prices: Self.prices, multiplier: 1)
    #expect(cost.spent(on: [record]) == nil)
    #expect(cost.estimate(of: [.answer], model: "glm-5.3", slots: [:], contextTokens: 0) == nil)
    #expect(cost.estimate(of: [.answer], model: nil, slots: [:], contextTokens: 0) == nil)
    // A slot without a price is enough.
    let slots = ["opus": "glm-5.3"]
    #expect(
      cost.estimate(of: [.subAgents], model: "claude-haiku-5-5", slots: slots, contextTokens: 0)
        == nil
    )
  }

  @Test func `is estimated above what it was`() throws {
    let cost = ProbeCost(prices: Self.prices, multiplier: 1)
    let records = try TranscriptSample.records()
    for (session, record) in records {
      let spent = try #require(cost.spent(on: [record]))
      let estimate = try #require(
        cost.estimate(
          of: [session],
          model: TranscriptSample.asked.model,
          slots: TranscriptSample.asked.slots,
          contextTokens: 0
        )
      )
      #expect(spent > 0 && spent < estimate, "\(session): \(spent) of \(estimate)")
    }
  }

  @Test func `grows with the length of the prompt that is asked for`() throws {
    let cost = ProbeCost(prices: Self.prices, multiplier: 1)
    func estimate(_ tokens: Int) -> Double? {
      cost.estimate(
        of: [.context],
        model: "claude-haiku-5-5",
        slots: [:],
        contextTokens: tokens
      )
    }
    let difference = try #require(estimate(200_000)) - #require(estimate(100_000))
    #expect((0.249...0.251).contains(difference))
  }
}
