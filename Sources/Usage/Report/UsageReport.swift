package import RouteEngine

/// What sessions used and cost in a period, and what routing made of it.
package struct UsageReport: Hashable, Sendable {
  package let period: Period
  /// In order of their keys.
  package let cells: [UsageCell]
  package let coverage: Coverage
  /// Of the compiled-in prices.
  package let pricesDate: CalendarDay?
  /// How many people's reports were added up.
  package let people: Int
  package let reading: Reading

  /// The days that are looked at.
  package struct Period: Hashable, Sendable {
    package let first: CalendarDay
    package let last: CalendarDay
    /// Whether days are UTC's, and not those of the machine's time zone.
    package let isUTC: Bool

    /// From its parts.
    package init(first: CalendarDay, last: CalendarDay, isUTC: Bool) {
      self.first = first
      self.last = last
      self.isUTC = isUTC
    }
  }

  /// Which days of the period are known.
  package struct Coverage: Hashable, Sendable {
    /// Days whose transcripts are gone, and that no report before kept.
    package let missing: [CalendarDay]
    /// Days, not missing, that only kept totals tell of.
    package let kept: [CalendarDay]

    /// From its parts, both in order.
    package init(missing: [CalendarDay] = [], kept: [CalendarDay] = []) {
      self.missing = missing
      self.kept = kept
    }
  }

  /// What was read, and what was not.
  package struct Reading: Hashable, Sendable {
    package var files = 0
    package var bytes = 0
    package var lines = 0
    package var unreadableLines = 0
    /// Each once, copies left out.
    package var replies = 0
    package var unreadableLedgerLines = 0

    package init() {}
  }

  /// From its parts.
  package init(
    period: Period,
    cells: [UsageCell],
    coverage: Coverage,
    pricesDate: CalendarDay?,
    people: Int = 1,
    reading: Reading = Reading()
  ) {
    self.period = period
    self.cells = cells
    self.coverage = coverage
    self.pricesDate = pricesDate
    self.people = people
    self.reading = reading
  }
}
