package import RouteEngine

extension ModelPrice {
  /// What tokens cost in US dollars, before any backend's multiplier; absent when a price that they
  /// need is not known.
  package func cost(of usage: TokenUsage) -> Double? {
    let parts = [
      (usage.input, input), (usage.output, output), (usage.cacheWrite5m, cacheWrite5m),
      (usage.cacheWrite1h, cacheWrite1h), (usage.cacheRead, cacheRead),
    ]
    var sum = 0.0
    for (tokens, price) in parts where tokens > 0 {
      guard let price else { return nil }
      sum += Double(tokens) * price
    }
    return sum / 1_000_000
  }
}

extension PriceList.Entry {
  /// What one reply cost in US dollars; the length of its prompt decides the tier.
  package func cost(ofReply usage: TokenUsage) -> Double? {
    price(ofPrompt: usage.prompt).cost(of: usage)
  }
}

extension ResolvedTarget {
  /// What a list price is multiplied by on it.
  ///
  /// A cloud's global profile costs the list price; its regional ones carry the backend's multiplier.
  package var priceMultiplier: Double {
    switch backend.kind {
    case .bedrock, .mantle, .vertex: geography == .global ? 1 : backend.priceMultiplier ?? 1
    case .anthropic, .gateway, .foundry: backend.priceMultiplier ?? 1
    }
  }

  /// The id whose price counts: the client's own default is opus (measured with client 2.1.330).
  package var pricedID: String? {
    modelID ?? slots.first { $0.name == "opus" }?.id
  }
}
