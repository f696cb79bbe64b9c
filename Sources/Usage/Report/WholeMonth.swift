package import RouteEngine

/// A month of which every day was looked at and none is missing.
package struct WholeMonth: Hashable, Sendable {
  package let first: CalendarDay
  /// In US dollars, by the token, whoever launched it.
  package let billed: Double
}

extension UsageReport {
  /// In order; empty when the period holds no such month.
  package var wholeMonths: [WholeMonth] {
    var months: [WholeMonth] = []
    var start: CalendarDay? =
      period.first == period.first.firstOfMonth ? period.first : period.first.firstOfNextMonth
    while let first = start, first.lastOfMonth <= period.last {
      let days = first...first.lastOfMonth
      if !coverage.missing.contains(where: days.contains) {
        let sums = UsageSums(cells.filter { days.contains($0.key.day) })
        months.append(WholeMonth(first: first, billed: sums.billed))
      }
      start = first.firstOfNextMonth
    }
    return months
  }
}
