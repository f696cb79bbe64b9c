package import RouteEngine

extension UsageReport.Coverage {
  /// Which of these days no report has seen the transcripts of, and which only kept totals tell of.
  ///
  /// The first day of a span is seen in part, and so is the last one, unless it is today: both count as
  /// missing. `now` is what the transcripts reach back over now; `day` tells the day of a time.
  package init(
    of days: [CalendarDay],
    spans: [KeptTotals.Span],
    now: KeptTotals.Span,
    day: (Timestamp) -> CalendarDay
  ) {
    let today = day(now.end)
    let seen = spans.map { span in
      let end = day(span.end)
      return (after: day(span.begin), last: end == today ? end : end.adding(days: -1))
    }
    let nowBegin = day(now.begin)
    var missing: [CalendarDay] = []
    var kept: [CalendarDay] = []
    for asked in days {
      if !seen.contains(where: { $0.after < asked && asked <= $0.last }) {
        missing.append(asked)
      } else if asked <= nowBegin {
        kept.append(asked)
      }
    }
    self.init(missing: missing, kept: kept)
  }
}
