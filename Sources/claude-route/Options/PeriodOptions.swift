internal import ArgumentParser
internal import RouteEngine
internal import Usage

/// Which days a report looks at.
struct PeriodOptions: ParsableArguments {
  @ArgumentParser.Option(
    help: ArgumentHelp("This month, YYYY-MM. (default: this month up to today)")
  )
  var month: String?

  @ArgumentParser.Option(
    help: ArgumentHelp("From this day on, YYYY-MM-DD. (default: the month's first)")
  )
  var since: String?

  @ArgumentParser.Option(
    help: ArgumentHelp("Up to this day, YYYY-MM-DD. (default: the month's last, or today)")
  )
  var until: String?

  @Flag(help: "Count days as UTC has them. (default: as this machine's time zone has them)")
  var utc = false

  func validate() throws {
    if let month, CalendarDay("\(month)-01") == nil {
      throw ValidationError("`--month` takes a month like 2026-10, not `\(month)`")
    }
    for (name, text) in [("since", since), ("until", until)] {
      if let text, CalendarDay(text) == nil {
        throw ValidationError("`--\(name)` takes a day like 2026-10-01, not `\(text)`")
      }
    }
    if month != nil, since != nil || until != nil {
      throw ValidationError("`--month` and `--since` or `--until` contradict each other")
    }
    if let since, let until, let first = CalendarDay(since), let last = CalendarDay(until),
      last < first
    {
      throw ValidationError("`--until \(until)` is before `--since \(since)`")
    }
    if let since, let first = CalendarDay(since),
      let last = until.flatMap({ CalendarDay($0) }) ?? .today,
      first.days(until: last) >= UsageReport.maximumDays
    {
      throw ValidationError("`--since \(since)` is more than ten years before the last day")
    }
  }

  /// Whether anything was said.
  var isGiven: Bool { month != nil || since != nil || until != nil || utc }

  /// The days, none of them in the future but where somebody asked for it.
  func days(today: CalendarDay) -> UsageReport.Period {
    if let month, let first = CalendarDay("\(month)-01") {
      let last = first.lastOfMonth
      return UsageReport.Period(
        first: first,
        last: first <= today ? min(last, today) : last,
        isUTC: utc
      )
    }
    let last = until.flatMap { CalendarDay($0) } ?? today
    let first = since.flatMap { CalendarDay($0) } ?? last.firstOfMonth
    return UsageReport.Period(
      first: first,
      last: max(first, min(last, max(today, first))),
      isUTC: utc
    )
  }
}
