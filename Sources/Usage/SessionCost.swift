package import RouteEngine

/// What a session costs on a target, in US dollars; its prompts are short ones, of the first tier.
package struct SessionCost: Hashable, Sendable {
  package let low: Double
  package let high: Double

  /// Absent when a price that it needs is not known.
  package init?(
    of target: ResolvedTarget,
    prices: PriceList,
    shape: SessionShape = .typical
  ) {
    guard let id = target.pricedID, let price = prices.entry(ofID: id)?.price,
      let low = price.cost(
        of: shape.usage(input: shape.input.lowerBound, output: shape.output.lowerBound)
      ),
      let high = price.cost(
        of: shape.usage(input: shape.input.upperBound, output: shape.output.upperBound)
      )
    else { return nil }
    self.low = low * target.priceMultiplier
    self.high = high * target.priceMultiplier
  }

  /// `$0.011–0.047`: three decimals below ten cents, else two.
  package var text: String {
    let decimals = low < 0.1 ? 3 : 2
    return "$\(Dollars(low).fixed(decimals))–\(Dollars(high).fixed(decimals))"
  }
}
