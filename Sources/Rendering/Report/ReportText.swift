internal import RouteEngine
package import Usage

/// What was used, and what routing made of it, as people read it.
package struct ReportText: Sendable {
  /// Several lines, each ended by a line break.
  package let text: String

  /// `width` is a terminal's, in columns: bars are drawn where it has room; absent for a pipe.
  package init(
    _ report: UsageReport,
    by dimensions: [UsageDimension] = UsageDimension.usual,
    width: Int? = nil
  ) {
    let notes = ReportNotes(report: report) { $0.printable }
    guard !report.cells.isEmpty else {
      let missing = report.coverage.missing.isEmpty ? nil : report.coverageSentence
      let lines = [notes.nothing, missing, notes.unreadable].compactMap(\.self)
      text = lines.map { $0 + "\n" }.joined()
      return
    }
    let people = report.people == 1 ? [] : ["\(report.people) people"]
    let head = [report.period.title] + people + [notes.sessions]
    let table = ReportTable(report, by: dimensions, width: width)
    let lines =
      [head.joined(separator: " · ")] + table.lines
      + [notes.coverage, notes.unknownPayer].compactMap(\.self) + notes.unpriced
      + [notes.unreadable, notes.prices].compactMap(\.self)
      + SavingWords(report).sentences.map { "routing: \($0)" }
      + ["advice: \(AdviceWords(report).text)"]
    text = lines.map { $0 + "\n" }.joined()
  }
}
