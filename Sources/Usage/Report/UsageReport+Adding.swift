internal import RouteEngine

extension UsageReport {
  /// Why a report cannot be read, or several cannot be one.
  package struct Fault: Error, Hashable, Sendable {
    /// One sentence, lower case, without a full stop; holds no piece of a file but days.
    package let message: String

    /// From its sentence.
    package init(_ message: String) {
      self.message = message
    }
  }

  /// Ten years, so that a wrong digit does not make millions of days.
  package static let maximumDays = 3_660

  /// So that sums of what `init(json:)` accepts stay countable.
  package static let maximumReports = 1_000

  /// Several people's reports, or several of one person, added up.
  ///
  /// A day is missing when it is missing in any of them, or in the period of none; the period goes
  /// from the first day of all to the last, and the date of the prices is the oldest.
  package static func adding(_ reports: [UsageReport]) throws(Fault) -> UsageReport {
    guard let first = reports.first else { throw Fault("there is no report to add up") }
    guard reports.count <= maximumReports else {
      throw Fault("more than \(maximumReports) reports cannot be added up at once")
    }
    guard reports.allSatisfy({ $0.period.isUTC == first.period.isUTC }) else {
      throw Fault(
        "some reports count UTC days and others local ones: make all with `--utc`, or none"
      )
    }
    let period = Period(
      first: reports.map(\.period.first).min() ?? first.period.first,
      last: reports.map(\.period.last).max() ?? first.period.last,
      isUTC: first.period.isUTC
    )
    guard period.dayCount <= maximumDays else {
      throw Fault(
        "the reports lie more than ten years apart: \(period.first.text) to \(period.last.text)"
      )
    }
    let missing = Set(reports.flatMap(\.coverage.missing)).union(
      gaps(in: period, between: reports.map(\.period))
    )
    return UsageReport(
      period: period,
      cells: UsageCell.merged(reports.lazy.flatMap(\.cells)),
      coverage: Coverage(
        missing: missing.sorted(),
        kept: Set(reports.flatMap(\.coverage.kept)).subtracting(missing).sorted()
      ),
      pricesDate: reports.compactMap(\.pricesDate).min(),
      people: reports.reduce(0) { $0 + $1.people },
      reading: reports.reduce(into: Reading()) { $0.add($1.reading) }
    )
  }

  /// The days that nobody looked at.
  private static func gaps(in period: Period, between parts: [Period]) -> [CalendarDay] {
    var gaps: [CalendarDay] = []
    var day: CalendarDay? = period.first
    for part in parts.sorted(by: { $0.first < $1.first }) {
      while let gap = day, gap < part.first {
        gaps.append(gap)
        day = gap.next
      }
      if let known = day, known <= part.last {
        day = part.last.next
      }
    }
    return gaps
  }
}

extension UsageReport.Reading {
  fileprivate mutating func add(_ other: Self) {
    files += other.files
    bytes += other.bytes
    lines += other.lines
    unreadableLines += other.unreadableLines
    replies += other.replies
    unreadableLedgerLines += other.unreadableLedgerLines
  }
}
