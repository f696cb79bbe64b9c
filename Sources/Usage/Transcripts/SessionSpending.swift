/// What the client itself says that a session spent, calls without a line in the transcript included.
package struct SessionSpending: Hashable, Sendable {
  /// In US dollars, at the client's prices.
  package let totalUSD: Double
  /// In the client's order; a model may stand there under several ids.
  package let models: [ModelSpending]
  /// Whether the client guessed a price.
  package let hasUnknownPrice: Bool

  /// From its parts.
  package init(totalUSD: Double, models: [ModelSpending], hasUnknownPrice: Bool = false) {
    self.totalUSD = totalUSD
    self.models = models
    self.hasUnknownPrice = hasUnknownPrice
  }
}

/// One model's share of a session.
package struct ModelSpending: Hashable, Sendable {
  /// As the client asked for it.
  package let model: String
  package let usage: TokenUsage
  package let webSearches: Int
  /// In US dollars, at the client's prices.
  package let totalUSD: Double

  /// From its parts.
  package init(model: String, usage: TokenUsage, webSearches: Int = 0, totalUSD: Double) {
    self.model = model
    self.usage = usage
    self.webSearches = webSearches
    self.totalUSD = totalUSD
  }
}

extension ModelSpending {
  /// The member of `modelUsage` whose value is next.
  init(
    model: String,
    _ cursor: inout LineCursor,
    in line: UnsafeRawBufferPointer
  ) throws(MalformedLine) {
    var tokens = UsageReading()
    var webSearches = UsageReading.Count.absent
    var cost: Double?
    guard cursor.next == UInt8(ascii: "{") else { throw MalformedLine() }
    try cursor.open(depth: 1)
    var isFirst = true
    while let key = try cursor.key(isFirst: &isFirst) {
      let value = try cursor.value(depth: 1)
      let count = unsafe UsageReading.Count(value, in: line)
      switch true {
      case cursor.isText(key, "inputTokens"): tokens.input = count
      case cursor.isText(key, "outputTokens"): tokens.output = count
      case cursor.isText(key, "cacheReadInputTokens"): tokens.cacheRead = count
      case cursor.isText(key, "cacheCreationInputTokens"): tokens.cacheWrite = count
      case cursor.isText(key, "cacheCreationEphemeral1hInputTokens"): tokens.cacheWrite1h = count
      case cursor.isText(key, "webSearchRequests"): webSearches = count
      case cursor.isText(key, "costUSD"): cost = unsafe value.amount(in: line)
      default: break
      }
    }
    guard let usage = tokens.usage, let cost else { throw MalformedLine() }
    self.init(model: model, usage: usage, webSearches: webSearches.value ?? 0, totalUSD: cost)
  }
}

extension LineValue {
  /// A finite number that is not negative.
  func amount(in line: UnsafeRawBufferPointer) -> Double? {
    guard case .number(let literal) = self,
      let amount = unsafe Double(literal.string(in: line)), amount.isFinite, amount >= 0
    else { return nil }
    return amount
  }
}
