/// US dollars by who pays them: what is billed and what is in a plan are different dollars.
package struct PaidAmounts: Hashable, Sendable {
  /// By the token.
  package private(set) var billed = 0.0
  /// At list price, out of a plan's limits.
  package private(set) var plan = 0.0
  /// At list price, where nobody can tell who pays.
  package private(set) var unknown = 0.0

  /// Nothing.
  package init() {}

  /// What the tokens are worth at list price, whoever pays: no bill has this sum.
  package var listPrice: Double { billed + plan + unknown }

  /// The amount of one payer.
  package subscript(payment: UsageCell.Payment) -> Double {
    switch payment {
    case .billed: billed
    case .plan: plan
    case .unknown: unknown
    }
  }

  package mutating func add(_ amount: Double, _ payment: UsageCell.Payment) {
    switch payment {
    case .billed: billed += amount
    case .plan: plan += amount
    case .unknown: unknown += amount
    }
  }

  package static func += (left: inout PaidAmounts, right: PaidAmounts) {
    for payment in UsageCell.Payment.allCases {
      left.add(right[payment], payment)
    }
  }
}

/// What sessions cost, and what the same tokens would have cost elsewhere.
package struct ReplayCosts: Hashable, Sendable {
  package var ran = PaidAmounts()
  package var replayed = PaidAmounts()

  /// Nothing.
  package init() {}

  /// By how much the second is more than the first at list price, as a share of that; absent when
  /// that is nothing.
  package var change: Double? {
    ran.listPrice > 0 ? replayed.listPrice / ran.listPrice - 1 : nil
  }

  package static func += (left: inout ReplayCosts, right: ReplayCosts) {
    left.ran += right.ran
    left.replayed += right.replayed
  }
}
