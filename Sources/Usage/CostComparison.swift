package import RouteEngine

/// What a session would cost on each target that a decision considered, and on the one that it is
/// compared with.
package struct CostComparison: Hashable, Sendable {
  /// In the order of preference, each target once, those that a constraint stops left out; what they
  /// are compared with is last when it is not among them.
  package let rows: [Row]
  package let shape: SessionShape
  package let prices: PriceList

  /// One target.
  package struct Row: Hashable, Sendable {
    package let target: ResolvedTarget
    package let standing: Standing
    /// Whether it is billed by the token; absent when nobody can pay.
    package let isMetered: Bool?
    package let isBaseline: Bool
    /// Absent when the model is not in the list.
    package let entry: PriceList.Entry?
    /// Absent when a price that it needs is not known.
    package let cost: SessionCost?
    /// By how much it costs more than the baseline, as a share of that; negative when it costs less.
    package let change: Double?
  }

  /// What became of a target.
  package enum Standing: String, Hashable, Sendable {
    case chosen
    case permitted
    case unavailable
    /// Only compared with.
    case other
  }

  /// `baseline` is what the others are compared with: the first default target, or what was asked for.
  package init(
    of decision: Decision,
    against baseline: Candidate?,
    prices: PriceList,
    shape: SessionShape
  ) {
    self.shape = shape
    self.prices = prices
    let base = baseline.flatMap { SessionCost(of: $0.target, prices: prices, shape: shape) }
    func row(_ candidate: Candidate, _ standing: Standing) -> Row {
      let cost = SessionCost(of: candidate.target, prices: prices, shape: shape)
      let isBaseline = candidate.target.target == baseline?.target.target
      return Row(
        target: candidate.target,
        standing: standing,
        isMetered: candidate.availability.payer.map { _ in candidate.isMetered },
        isBaseline: isBaseline,
        entry: candidate.target.pricedID.flatMap(prices.entry),
        cost: cost,
        change: isBaseline ? nil : Self.change(of: cost, from: base)
      )
    }
    var rows: [Row] = []
    for (index, candidate) in decision.candidates.enumerated() where candidate.isPermitted {
      guard !rows.contains(where: { $0.target.target == candidate.target.target }) else { continue }
      let standing: Standing =
        index == decision.chosenIndex
        ? .chosen : candidate.availability.payer == nil ? .unavailable : .permitted
      rows.append(row(candidate, standing))
    }
    if let baseline, !rows.contains(where: \.isBaseline) {
      rows.append(row(baseline, .other))
    }
    self.rows = rows
  }

  package var chosen: Row? { rows.first { $0.standing == .chosen } }

  package var baseline: Row? { rows.first(where: \.isBaseline) }

  /// Of the small and the large session together.
  private static func change(of cost: SessionCost?, from base: SessionCost?) -> Double? {
    guard let cost, let base, base.low + base.high > 0 else { return nil }
    return (cost.low + cost.high) / (base.low + base.high) - 1
  }
}
