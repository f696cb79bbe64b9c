/// What routing made of what was launched here, by who pays now and who would have paid.
///
/// Dollars and a share of a plan's limits cannot be subtracted from each other, so the four cases are
/// never one sum. Only cells whose baseline is known count, and none whose payer is unknown.
package struct RoutingEffect: Hashable, Sendable {
  /// Billed by the token, as the default route is.
  package private(set) var billed = Part()
  /// Billed by the token, where the default route is in a plan.
  package private(set) var leftPlan = Part()
  /// In a plan, where the default route is billed by the token.
  package private(set) var joinedPlan = Part()
  /// In a plan, as the default route is, but something else than the default.
  package private(set) var inPlan = Part()

  /// One case, in US dollars at list price.
  package struct Part: Hashable, Sendable {
    package private(set) var sessions = 0
    package private(set) var replies = 0
    package private(set) var cost = 0.0
    /// What the default route would have cost.
    package private(set) var baseline = 0.0
    package private(set) var savedByModel = 0.0
    package private(set) var savedByBackend = 0.0

    package var saved: Double { savedByModel + savedByBackend }

    fileprivate mutating func add(_ cell: UsageCell, cost: Double, base: UsageCell.Baseline) {
      sessions += cell.sessions
      replies += cell.replies
      self.cost += cost
      baseline += base.cost
      savedByModel += base.savedByModel
      savedByBackend += base.savedByBackend
    }
  }

  /// Of these cells.
  package init(_ cells: some Sequence<UsageCell>) {
    for cell in cells {
      guard let cost = cell.cost, let base = cell.baseline else { continue }
      switch (cell.key.payment, base.isBilled) {
      case (.billed, true): billed.add(cell, cost: cost, base: base)
      case (.billed, false): leftPlan.add(cell, cost: cost, base: base)
      case (.plan, true): joinedPlan.add(cell, cost: cost, base: base)
      case (.plan, false):
        if base.savedByModel != 0 || base.savedByBackend != 0 {
          inPlan.add(cell, cost: cost, base: base)
        }
      case (.unknown, _): break
      }
    }
  }
}

extension UsageReport {
  /// What routing made of all cells.
  package var routingEffect: RoutingEffect { RoutingEffect(cells) }

  /// Whether a flat rate is what is paid by default: something was taken from a plan, or would have
  /// been, and nothing says that the default route is billed by the token.
  package var isFlatRate: Bool {
    let isInPlan = cells.contains { $0.key.payment == .plan || $0.baseline?.isBilled == false }
    return isInPlan && !cells.contains { $0.baseline?.isBilled == true }
  }
}
