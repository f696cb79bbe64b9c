package import RouteEngine

extension UsageReport.Coverage {
  /// Which of these days no report has seen the transcripts of, and which only kept totals tell of.
  ///
  /// The first day of a span is seen in part, and counts as missing. `now` is what the transcripts
  /// reach back over now; `day` tells the day of a time.
  package init(
    of days: [CalendarDay],
    spans: [KeptTotals.Span],
    now: KeptTotals.Span,
    day: (Timestamp) -> CalendarDay
  ) {
    func isSeen(_ asked: CalendarDay, by span: KeptTotals.Span) -> Bool {
      day(span.begin) < asked && asked <= day(span.end)
    }
    let missing = days.filter { asked in !spans.contains { isSeen(asked, by: $0) } }
    let kept = days.filter { asked in !missing.contains(asked) && !isSeen(asked, by: now) }
    self.init(missing: missing, kept: kept)
  }
}
