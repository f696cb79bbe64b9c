package import RouteEngine

/// What grows old: the prices that are compiled in, and the transcripts that the client deletes.
package struct AgeHealth: Sendable {
  private let prices: CalendarDay?
  private let today: CalendarDay
  private let cleanup: Cleanup

  /// Prices change, and nobody is told by a program that asks nobody.
  private static let maximumPriceDays = 90
  /// A session's cost is worth a look for at least a quarter.
  private static let wantedTranscriptDays = 90

  /// What the client's settings say of `cleanupPeriodDays`.
  package enum Cleanup: Hashable, Sendable {
    /// Not set: 30.
    case byDefault
    case days(Int, at: HealthFinding.Place)
  }

  /// `prices` is the day on which the table was measured.
  package init(prices: CalendarDay?, today: CalendarDay, cleanup: Cleanup) {
    self.prices = prices
    self.today = today
    self.cleanup = cleanup
  }

  package var findings: [HealthFinding] { [pricesFinding, transcripts].compactMap(\.self) }

  private var pricesFinding: HealthFinding? {
    guard let prices, prices.days(until: today) > Self.maximumPriceDays else { return nil }
    return HealthFinding(
      "prices",
      .note,
      "measured on \(prices.text), \(prices.days(until: today)) days ago",
      help: "a newer claude-route has newer ones"
    )
  }

  private var transcripts: HealthFinding? {
    switch cleanup {
    case .byDefault:
      return note(
        at: nil,
        "cleanupPeriodDays is 30 (default): the client deletes older ones"
      )
    case .days(let days, let place):
      guard days < Self.wantedTranscriptDays else { return nil }
      return note(
        at: place,
        "cleanupPeriodDays is \(days): the client deletes older ones"
      )
    }
  }

  private func note(at place: HealthFinding.Place?, _ message: String) -> HealthFinding {
    HealthFinding(
      "transcripts",
      .note,
      at: place,
      message,
      explanations: ["they are what tells afterwards what sessions cost"],
      help: "write `\"cleanupPeriodDays\": 365` into the client's settings to keep them longer"
    )
  }
}
