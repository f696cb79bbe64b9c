internal import RouteEngine
package import Usage

/// What was launched here, as a table and sentences for a page; GitHub's Markdown.
///
/// What was not launched here has no default route to be compared with, and is in a sentence.
package struct ReportMarkdown: Sendable {
  /// Several lines, each ended by a line break.
  package let text: String

  package init(_ report: UsageReport, by dimensions: [UsageDimension] = UsageDimension.usual) {
    let notes = ReportNotes(report: report) { $0.markdown }
    guard !report.cells.isEmpty else {
      let missing = report.coverage.missing.isEmpty ? nil : report.coverageSentence
      text = [notes.nothing, missing, notes.unreadable].compactMap(\.self)
        .map { $0.asSentence + "\n" }.joined()
      return
    }
    let sentences =
      SavingWords(report).sentences.map { Self.effect($0).asSentence }
      + [Self.origin(report)]
      + ([notes.coverage, notes.unknownPayer].compactMap(\.self) + notes.unpriced
      + [notes.unreadable].compactMap(\.self)).map(\.asSentence)
      + [AdviceWords(report).text.asSentence]
    let lines = Self.table(report, by: dimensions) + [""] + sentences
    text = lines.map { $0 + "\n" }.joined()
  }

  /// "Cost $1.20 more" would be no sentence.
  private static func effect(_ sentence: String) -> String {
    sentence.hasPrefix("cost ") ? "routing " + sentence : sentence
  }

  // MARK: Table

  /// An amount of its own for each column; a column without any is left out, but for what is billed.
  private struct Amount {
    let title: String
    let value: (UsageReport.Row) -> Double
  }

  private static func table(_ report: UsageReport, by dimensions: [UsageDimension]) -> [String] {
    let launched = report.filtered { $0.key.isLaunched }
    let rows = launched.rows(by: dimensions)
    let amounts = amounts(of: launched, by: dimensions)
    let columns = ReportColumns(dimensions, separator: " / ")
    let titles = columns.columns.isEmpty ? [""] : columns.columns.map(\.title)
    let head = [titles[0], "sessions"] + titles.dropFirst() + amounts.map(\.title)
    let rule = head.enumerated().map { column, _ in
      column == 0 || (2..<titles.count + 1).contains(column) ? "---" : "--:"
    }
    var lines = [line(head), "|\(rule.joined(separator: "|"))|"]
    for row in rows {
      let labels = columns.labels(of: row) { $0.markdown }
      let first = labels.first ?? "launched here"
      lines.append(
        line(
          [first, String(row.sums.sessions)] + labels.dropFirst()
            + amounts.map { $0.value(row).dollarCell }
        )
      )
    }
    if let sum = launched.rows(by: []).first {
      let values = amounts.map { $0.value(sum).dollarCell }
      lines.append(
        line(
          ["together", String(sum.sums.sessions)] + titles.dropFirst().map { _ in "" }
            + ["**\(values[0])**"] + values.dropFirst()
        )
      )
    }
    return lines
  }

  private static func line(_ cells: [String]) -> String {
    "|" + cells.map { $0.isEmpty ? " |" : " \($0) |" }.joined()
  }

  private static func amounts(
    of report: UsageReport,
    by dimensions: [UsageDimension]
  ) -> [Amount] {
    let baselines = { (isBilled: Bool) in
      let cells = report.filtered { $0.baseline?.isBilled == isBilled }
      let rows = cells.rows(by: dimensions) + cells.rows(by: [])
      let sums = Dictionary(
        rows.map { ($0.labels, $0.sums.baseline) },
        uniquingKeysWith: { first, _ in first }
      )
      return { (row: UsageReport.Row) in sums[row.labels] ?? 0 }
    }
    let optional = [
      Amount(title: "in \(report.planName) (list price)") { $0.sums.plan },
      Amount(title: "nobody can tell who paid (list price)") { $0.sums.unknown },
      Amount(title: "on the default route", value: baselines(true)),
      Amount(
        title: "on the default route, in \(report.planName) (list price)",
        value: baselines(false)
      ),
    ]
    let all = report.rows(by: [])
    return [Amount(title: "billed") { $0.sums.billed }]
      + optional.filter { amount in all.contains { amount.value($0) != 0 } }
  }

  // MARK: Sentences

  /// "October 2026: 4 people, 58 sessions launched here, 3 not counted by class. Prices of …"
  private static func origin(_ report: UsageReport) -> String {
    let launched = report.filtered { $0.key.isLaunched }.sums
    let others = report.filtered { !$0.key.isLaunched }.sums
    var parts = report.people == 1 ? [] : ["\(report.people) people"]
    parts.append("\(launched.sessions.counted("session")) launched here")
    if others.replies > 0 {
      let amounts = [
        others.billed == 0 ? nil : "\(others.billed.dollarText) billed",
        others.plan == 0 ? nil : "\(others.plan.dollarText) in \(report.planName) at list price",
      ]
      let shown = amounts.compactMap(\.self)
      parts.append(
        "\(others.sessions) not counted by class"
          + (shown.isEmpty ? "" : " (\(shown.joined(separator: ", ")))")
      )
    }
    let prices = report.pricesDate.map { " Prices of \($0.text)." } ?? ""
    return "\(report.period.title): \(parts.joined(separator: ", "))."
      + "\(prices) List prices: compare with the invoice."
  }
}

extension UsageReport {
  fileprivate func filtered(_ isKept: (UsageCell) -> Bool) -> UsageReport {
    UsageReport(
      period: period,
      cells: cells.filter(isKept),
      coverage: coverage,
      pricesDate: pricesDate,
      people: people,
      reading: reading
    )
  }
}

extension String {
  /// Somebody else's text without a cell, tag, style or link of its own; an address stays one.
  ///
  /// By scalars, as Markdown is read: as a character, `|` and a combining accent behind it are one.
  fileprivate var markdown: String {
    printable.unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar {
      case "\\", "|", "`", "*", "_", "[", "]", "~", "$": text += "\\\(scalar)"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "&": text += "&amp;"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}
