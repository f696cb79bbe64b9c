package import RouteEngine

/// What a probe will cost, and what it has cost, by list prices.
package struct ProbeCost: Sendable {
  private let prices: PriceList
  private let multiplier: Double

  /// `multiplier` is the backend's, on top of the list.
  package init(prices: PriceList, multiplier: Double) {
    self.prices = prices
    self.multiplier = multiplier
  }

  /// In US dollars, what the sessions use at most where nothing goes wrong; absent where a price is
  /// not known.
  ///
  /// `model` is the id that is asked, `slots` those of the client's slots by name.
  package func estimate(
    of sessions: [ProbeSession],
    model: String?,
    slots: [String: String],
    contextTokens: Int
  ) -> Double? {
    var total = 0.0
    for session in sessions {
      var uses: [(id: String?, usage: SessionRecord.TokenCount)] = [
        (model, session.expected(contextTokens: contextTokens))
      ]
      if session == .subAgents {
        uses += Backend.familySlots.map { (slots[$0], .init(written: 4_000, output: 40)) }
      }
      for (id, usage) in uses {
        guard let dollars = id.flatMap({ self.dollars(of: usage, id: $0) }) else { return nil }
        total += dollars
      }
    }
    return total
  }

  /// In US dollars, what the sessions have used; absent where a price is not known.
  ///
  /// An id is what the client sent, whoever answered.
  package func spent(on records: some Sequence<SessionRecord>) -> Double? {
    var total = 0.0
    for record in records {
      for (id, usage) in record.usage {
        guard let dollars = dollars(of: usage, id: id) else { return nil }
        total += dollars
      }
    }
    return total
  }

  private func dollars(of usage: SessionRecord.TokenCount, id: String) -> Double? {
    guard let price = prices.entry(ofID: id)?.price(ofPrompt: usage.prompt)
    else { return nil }
    let micro =
      Double(usage.input) * price.input
      + Double(usage.cacheWrite) * (price.cacheWrite5m ?? price.input)
      + Double(usage.cacheRead) * (price.cacheRead ?? price.input)
      + Double(usage.output) * price.output
    return micro * multiplier / 1_000_000
  }
}

extension SessionRecord {
  /// By the client's own count, or that of the answers where it came to no end.
  fileprivate var usage: [String: TokenCount] {
    if let usage = outcome?.usage, !usage.isEmpty { return usage }
    return answers.reduce(into: [:]) { usage, answer in
      usage[answer.model, default: TokenCount()].add(answer.usage)
    }
  }
}

extension SessionRecord.TokenCount {
  fileprivate mutating func add(_ other: SessionRecord.TokenCount) {
    input += other.input
    cacheWrite += other.cacheWrite
    cacheRead += other.cacheRead
    output += other.output
  }

  fileprivate init(written: Int, read: Int = 0, output: Int) {
    cacheWrite = written
    cacheRead = read
    self.output = output
  }
}

extension ProbeSession {
  /// Tokens it takes at most on a model that does as it is told, measured by the length of the requests
  /// of client 2.1.330 at 3 characters a token, and rounded up.
  fileprivate func expected(contextTokens: Int) -> SessionRecord.TokenCount {
    switch self {
    case .answer: .init(written: 4_000, output: 400)
    case .chain: .init(written: 14_000, read: 40_000, output: 400)
    case .input: .init(written: 7_000, read: 20_000, output: 2_000)
    case .parallel: .init(written: 6_000, read: 5_000, output: 600)
    case .thinking: .init(written: 4_000, output: 8_000)
    case .subAgents: .init(written: 8_000, read: 5_000, output: 1_500)
    case .context: .init(written: contextTokens * 5 / 4 + 4_000, output: 100)
    }
  }
}
