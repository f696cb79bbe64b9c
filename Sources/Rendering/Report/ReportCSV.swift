internal import RouteEngine
package import Usage

/// One line for each row, for a spreadsheet: RFC 4180, with a header and CRLF.
///
/// Amounts are US dollars with six decimals, and empty where no token of the row has a price. A
/// name that a spreadsheet would take for a formula has an apostrophe before it.
package struct ReportCSV: Sendable {
  package let text: String

  package init(_ report: UsageReport, by dimensions: [UsageDimension] = UsageDimension.usual) {
    let head =
      dimensions.map(\.rawValue) + [
        "launched", "sessions", "replies", "input_tokens", "output_tokens",
        "cache_write_5m_tokens", "cache_write_1h_tokens", "cache_read_tokens", "billed_usd",
        "plan_usd", "unknown_usd", "baseline_usd", "saved_by_model_usd", "saved_by_backend_usd",
        "unpriced_models",
      ]
    let lines = [head] + report.rows(by: dimensions).map(Self.cells)
    text = lines.map { $0.joined(separator: ",") + "\r\n" }.joined()
  }

  private static func cells(of row: UsageReport.Row) -> [String] {
    let sums = row.sums
    let usage = sums.usage
    let counts = [
      sums.sessions, sums.replies, usage.input, usage.output, usage.cacheWrite5m,
      usage.cacheWrite1h, usage.cacheRead,
    ]
    let costs = [sums.billed, sums.plan, sums.unknown]
    let isPriced = sums.unpriced.isEmpty || costs.contains { $0 != 0 }
    let amounts = costs + [sums.baseline, sums.savedByModel, sums.savedByBackend]
    return row.labels.map { field($0 ?? "") } + [row.isLaunched ? "true" : "false"]
      + counts.map { String($0) } + amounts.map { isPriced ? $0.plainDollars : "" }
      + [field(sums.unpriced.joined(separator: " "))]
  }

  private static func field(_ name: String) -> String {
    var text = name.printable
    // Also the wide forms, which some spreadsheets read as the others.
    if let first = text.unicodeScalars.first, "=+-@＝＋－＠".unicodeScalars.contains(first) {
      text = "'" + text
    }
    let needsQuotes = text.unicodeScalars.contains { ",;\"".unicodeScalars.contains($0) }
    guard needsQuotes else { return text }
    let quoted = text.unicodeScalars.reduce(into: "") { quoted, scalar in
      quoted += scalar == "\"" ? "\"\"" : String(scalar)
    }
    return "\"\(quoted)\""
  }
}
