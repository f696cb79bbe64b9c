internal import RouteEngine
internal import Usage

/// What a reader of the sums has to know, each a sentence without a full stop.
struct ReportNotes {
  let report: UsageReport
  /// Makes somebody else's text harmless where it is shown.
  let shown: (String) -> String

  private static let maximumModels = 8

  /// "37 sessions: 31 launched here, 6 not (plain `claude`)".
  var sessions: String {
    let launched = report.cells.filter(\.key.isLaunched).map(\.sessions).boundedSum
    let all = report.sums.sessions
    guard all > 0 else { return "0 sessions begun" }
    let count = all.counted("session")
    switch launched {
    case all: return "\(count), \(all == 1 ? "" : "all ")launched here"
    case 0: return "\(count), \(all == 1 ? "not" : "none") launched here (plain `claude`)"
    default: return "\(count): \(launched) launched here, \(all - launched) not (plain `claude`)"
    }
  }

  /// Absent when all is known, and from transcripts.
  var coverage: String? {
    let coverage = report.coverage
    return coverage.missing.isEmpty && coverage.kept.isEmpty ? nil : report.coverageSentence
  }

  /// What is in no column.
  var unknownPayer: String? {
    let amount = report.sums.unknown
    guard amount != 0 else { return nil }
    return "\(amount.dollarText) at list price: nobody here can tell who paid"
  }

  /// One for each model without a price.
  var unpriced: [String] {
    let cells = report.cells.filter { $0.cost == nil }
    let usages = Dictionary(grouping: cells, by: \.key.model)
      .mapValues { $0.map(\.usage).boundedSum }
    let models = usages.keys.sorted()
    var lines = models.prefix(Self.maximumModels)
      .map { model in
        "no price for \(shown(model)): \((usages[model] ?? TokenUsage()).inNoSum)"
      }
    let rest = models.dropFirst(Self.maximumModels)
    if !rest.isEmpty {
      let usage = rest.compactMap { usages[$0] }.boundedSum
      lines.append("no price for \(rest.count.counted("more model")): \(usage.inNoSum)")
    }
    return lines
  }

  var unreadable: String? {
    let reading = report.reading
    var parts: [String] = []
    if reading.unreadableLines > 0 {
      parts.append("\(reading.unreadableLines) of \(reading.lines.counted("transcript line"))")
    }
    if reading.unreadableLedgerLines > 0 {
      parts.append(reading.unreadableLedgerLines.counted("ledger line"))
    }
    return parts.isEmpty ? nil : "\(parts.listed) could not be read and are left out"
  }

  var prices: String? {
    report.pricesDate.map { "prices of \($0.text); list prices: compare with the invoice" }
  }

  /// In place of everything else, when there is nothing.
  var nothing: String {
    let reading = report.reading
    let files =
      "\(reading.files.counted("transcript")) with \(reading.lines.counted("line"))"
    let looked =
      reading.replies > 0
      ? "no reply in this period (read: \(files))"
      : reading.files == 0
        ? "there is no transcript" : "\(files) \(reading.files == 1 ? "holds" : "hold") no reply"
    return
      "\(report.period.title): \(looked); launch a session with `claude-route … --` to see it here"
  }
}

extension TokenUsage {
  /// "1.2M in, 30K out are in no sum"; what came from the cache is in as well.
  fileprivate var inNoSum: String {
    "\(boundedPrompt.tokenText) in, \(output.tokenText) out are in no sum"
  }
}
