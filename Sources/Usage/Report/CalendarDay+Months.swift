package import RouteEngine

extension CalendarDay {
  /// The first day of its month.
  package var firstOfMonth: CalendarDay { CalendarDay(year: year, month: month, day: 1) ?? self }

  /// The last day of its month.
  package var lastOfMonth: CalendarDay {
    for length in stride(from: 31, to: 28, by: -1) {
      if let last = CalendarDay(year: year, month: month, day: length) { return last }
    }
    return CalendarDay(year: year, month: month, day: 28) ?? self
  }

  /// The day after; absent after the year 9999.
  package var next: CalendarDay? {
    CalendarDay(year: year, month: month, day: day + 1) ?? firstOfNextMonth
  }

  /// Absent after the year 9999.
  package var firstOfNextMonth: CalendarDay? {
    month == 12
      ? CalendarDay(year: year + 1, month: 1, day: 1)
      : CalendarDay(year: year, month: month + 1, day: 1)
  }
}

extension UsageReport.Period {
  /// How many days are looked at.
  package var dayCount: Int { first.days(until: last) + 1 }

  /// Whether a day is looked at.
  package func contains(_ day: CalendarDay) -> Bool { first <= day && day <= last }
}
