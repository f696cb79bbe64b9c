internal import Usage

/// The table of a report, with bars where a terminal has room for them.
struct ReportTable {
  /// Without line breaks.
  let lines: [String]

  private static let gap = "  "
  private static let maximumBar = 20
  private static let minimumBar = 10

  /// `width` is a terminal's, in columns; absent for a file or a pipe.
  init(_ report: UsageReport, by dimensions: [UsageDimension], width: Int?) {
    let columns = ReportColumns(dimensions)
    let titles = columns.columns.isEmpty ? [""] : columns.columns.map(\.title)
    let rows = report.rows(by: dimensions)
    let sums = report.sums
    let plan = "in \(report.planName) (list price)"
    var table = [Self.line(titles, "sessions", "in + cached", "out", "billed", plan)]
    table += zip(rows, Self.amounts(of: rows.map(\.sums)))
      .map { row, tokens in
        let labels = columns.labels(of: row) { $0.printable }
        return Self.line(
          labels.isEmpty ? [row.isLaunched ? "launched here" : "not by us"] : labels,
          tokens: tokens,
          output: row.sums.usage.output.tokenCell,
          row.sums
        )
      }
    let together = ["together"] + titles.dropFirst().map { _ in "" }
    table.append(Self.line(together, tokens: "", output: "", sums))
    let plain = Self.aligned(table, labelCount: titles.count)
    lines = Self.withBars(plain, rows: rows.map(\.sums), isBilled: sums.billed > 0, width: width)
  }

  private static func line(
    _ labels: [String],
    tokens: String,
    output: String,
    _ sums: UsageSums
  ) -> [String] {
    let amounts = (sums.billed.dollarCell, sums.plan.dollarCell)
    return line(labels, String(sums.sessions), tokens, output, amounts.0, amounts.1)
  }

  /// The first label, sessions, the other labels, then the amounts.
  private static func line(_ labels: [String], _ sessions: String, _ rest: String...) -> [String] {
    [labels[0], sessions] + labels.dropFirst() + rest
  }

  /// "4.1M + 61M": what was sent anew or written to the cache, and what was read from it.
  private static func amounts(of sums: [UsageSums]) -> [String] {
    let parts = sums.map { sums in
      (
        new: sums.usage.boundedNew.tokenCell,
        cached: sums.usage.cacheRead.tokenCell
      )
    }
    let width = parts.map(\.cached.columnCount).max() ?? 0
    return zip(parts, sums)
      .map { part, sums in
        sums.usage.boundedPrompt == 0 ? "–" : "\(part.new) + \(part.cached.trailing(in: width))"
      }
  }

  private static func aligned(_ table: [[String]], labelCount: Int) -> [String] {
    let widths = table[0].indices.map { column in table.map { $0[column].columnCount }.max() ?? 0 }
    return table.map { row in
      let cells = zip(row, widths).enumerated()
        .map { column, cell in
          column == 0 || (2..<labelCount + 1).contains(column)
            ? cell.0.leading(in: cell.1) : cell.0.trailing(in: cell.1)
        }
      return gap + cells.joined(separator: gap)
    }
  }

  /// Of one kind of amount only: what is billed and what is in a plan have no common length.
  private static func withBars(
    _ lines: [String],
    rows: [UsageSums],
    isBilled: Bool,
    width: Int?
  ) -> [String] {
    let amounts = rows.map { isBilled ? $0.billed : $0.plan }
    let room = min(maximumBar, (width ?? 0) - (lines.first?.columnCount ?? 0) - gap.count)
    guard let most = amounts.max(), most > 0, room >= minimumBar else {
      return lines.map(\.withoutBlanksAtEnd)
    }
    let bars =
      [isBilled ? "billed" : "plan"]
      + amounts.map { bar(max(0, min(1, $0 / most)), width: room) } + [""]
    return zip(lines, bars).map { (($0 + gap) + $1).withoutBlanksAtEnd }
  }

  /// Of whole blocks and one of an eighth to seven; what is not nothing has an eighth at least.
  private static func bar(_ share: Double, width: Int) -> String {
    let eighths = max(share > 0 ? 1 : 0, Int((share * Double(width * 8)).rounded()))
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }
}

extension String {
  fileprivate var withoutBlanksAtEnd: String {
    var rest = self[...]
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}
