package import RouteEngine

/// What a typical session costs on a target, in US dollars.
///
/// A session is 50,000 to 200,000 input and 10,000 to 50,000 output tokens, nothing cached, in prompts
/// of up to 100,000 tokens.
package struct SessionCost: Hashable, Sendable {
  package let low: Double
  package let high: Double

  /// Absent when the price of the model is not known.
  package init?(of target: ResolvedTarget) {
    // The client's own default is opus (measured with client 2.1.330).
    guard let id = target.modelID ?? target.slots.first(where: { $0.name == "opus" })?.id,
      let price = ModelPrice(modelID: id)
    else { return nil }
    let factor = target.priceMultiplier
    low = (50_000 * price.input + 10_000 * price.output) / 1_000_000 * factor
    high = (200_000 * price.input + 50_000 * price.output) / 1_000_000 * factor
  }

  /// `$0.011–0.047`: three decimals below ten cents, else two.
  package var text: String {
    let decimals = low < 0.1 ? 3 : 2
    return "$\(Self.fixed(low, decimals))–\(Self.fixed(high, decimals))"
  }

  private static func fixed(_ value: Double, _ decimals: Int) -> String {
    let scale = decimals == 3 ? 1000 : 100
    let units = Int((value * Double(scale)).rounded())
    let fraction = String(units % scale)
    let zeros = String(repeating: "0", count: decimals - fraction.count)
    return "\(units / scale).\(zeros)\(fraction)"
  }
}

extension ResolvedTarget {
  /// What list prices are multiplied by there; 1 where the policy names no other.
  ///
  /// A cloud's global profile costs the list price; its regional ones carry the backend's multiplier.
  package var priceMultiplier: Double {
    switch backend.kind {
    case .bedrock, .mantle, .vertex:
      geography == .global ? 1 : backend.priceMultiplier ?? 1
    case .anthropic, .gateway, .foundry:
      backend.priceMultiplier ?? 1
    }
  }
}

extension Candidate {
  /// Whether sessions on it are billed by the token; a saved login is a flat plan unless the policy
  /// says otherwise.
  package var isMetered: Bool {
    switch target.backend.billing {
    case .metered: true
    case .plan: false
    case nil: availability.payer != .login
    }
  }
}
