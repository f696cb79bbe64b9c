package import RouteEngine
package import Usage

/// The candidates of a task side by side, as people read it.
package struct CostText: Sendable {
  /// Several lines, each ended by a line break.
  package let text: String

  /// Prices change, and nobody is told by a program that asks nobody.
  package static let maximumPriceDays = 90

  /// `classes` are the task's, `today` is the day that the age of the prices is judged by.
  package init(_ comparison: CostComparison, classes: [String], today: CalendarDay) {
    let names = classes.isEmpty ? "no class" : classes.joined(separator: ", ")
    var lines = ["\(names) · a session: \(comparison.shape.words)"]
    lines += Self.table(comparison)
    lines.append(
      "a session costs its tokens in × the price in + its tokens out × the price out, times what the backend adds"
    )
    lines += Self.prices(comparison, today: today)
    lines += [Self.saving(comparison)].compactMap(\.self)
    text = lines.map { $0.printable + "\n" }.joined()
  }

  // MARK: Table

  private static func table(_ comparison: CostComparison) -> [String] {
    let against = comparison.baseline.map { "against \($0.target.target.text)" } ?? ""
    var cells = [["", "per MTok in / out", "a session", against, ""]]
    cells += comparison.rows.map { row in
      [
        row.target.target.text, row.priceWords, row.cost?.text ?? "price unknown",
        row.change.map { Percent($0).signedText } ?? "", row.standingWords,
      ]
    }
    let widths = (0..<5).map { column in cells.map { $0[column].count }.max() ?? 0 }
    return cells.map { row in
      var line = zip(row, widths).map { $0.padded(to: $1) }.joined(separator: "   ")
      while line.last == " " { line.removeLast() }
      return "  " + line
    }
  }

  // MARK: Notes

  private static func prices(_ comparison: CostComparison, today: CalendarDay) -> [String] {
    var lines: [String] = []
    var parts = comparison.prices.date.map { ["prices of \($0.text)"] } ?? []
    var seen: Set<String> = []
    for row in comparison.rows {
      if let entry = row.entry, entry.isOverride, seen.insert(entry.name).inserted {
        let origin = [entry.date?.text, entry.source].compactMap(\.self).joined(separator: ", ")
        parts.append("\(entry.name): your policy's" + (origin.isEmpty ? "" : " (\(origin))"))
      }
    }
    for row in comparison.rows where row.target.priceMultiplier != 1 {
      let name = row.target.backend.name
      if seen.insert("backend \(name)").inserted {
        parts.append("\(name): list price, \(row.multiplierWords)")
      }
    }
    if !parts.isEmpty {
      lines.append(parts.joined(separator: "; "))
    }
    if let date = comparison.prices.date, date.days(until: today) > maximumPriceDays {
      lines.append(
        "these prices are \(date.days(until: today)) days old: compare them with the vendor's page, and write newer ones under `prices` in your policy"
      )
    }
    return lines
  }

  /// Whose the saving is, and of what.
  private static func saving(_ comparison: CostComparison) -> String? {
    guard let chosen = comparison.chosen, let base = comparison.baseline, !chosen.isBaseline,
      let change = chosen.change
    else { return nil }
    switch (chosen.isMetered, base.isMetered) {
    case (false?, false?):
      guard change != 0, chosen.entry != base.entry else { return nil }
      return change < 0
        ? "both are in your plan: the smaller model saves limits, not dollars"
        : "both are in your plan: the larger model costs limits, not dollars"
    case (false?, true?):
      return
        "\(chosen.target.target.text) is in your plan: it leaves \(base.target.backend.name)'s bill for the plan's limits"
    case (true?, false?):
      return
        "\(base.target.target.text) is in your plan: \(chosen.target.backend.name) saves limits, and costs dollars"
    // Without a bill no share of it is anybody's.
    case (false?, nil), (nil, _): return nil
    case (true?, _): return billedSaving(chosen, base, change: change)
    }
  }

  /// The same of a target that is billed by the token.
  private static func billedSaving(
    _ chosen: CostComparison.Row,
    _ base: CostComparison.Row,
    change: Double
  ) -> String? {
    let name = chosen.target.backend.name
    let (factor, baseFactor) = (chosen.target.priceMultiplier, base.target.priceMultiplier)
    if let entry = chosen.entry, entry == base.entry {
      guard factor != baseFactor else { return nil }
      return factor < baseFactor
        ? "the saving is \(name)'s: the model is the same"
        : "the surcharge is \(name)'s: the model is the same"
    }
    guard change < 0 else { return nil }
    guard factor != baseFactor else { return "the saving is the model's" }
    let percent = Percent((factor - baseFactor).magnitude).text
    return
      "the saving is the model's; \(name) itself \(factor > baseFactor ? "adds" : "takes off") \(percent)"
  }
}

extension CostComparison.Row {
  /// "0.10 / 0.50, +5.5 %".
  fileprivate var priceWords: String {
    guard let price = entry?.price else { return "unknown" }
    let words = "\(price.input.shortText) / \(price.output.shortText)"
    let factor = target.priceMultiplier
    return factor == 1 ? words : "\(words), \(Percent(factor - 1).signedText)"
  }

  fileprivate var multiplierWords: String { "\(Percent(target.priceMultiplier - 1).signedText)" }

  /// "chosen, in your plan".
  fileprivate var standingWords: String {
    var words: [String] = []
    switch standing {
    case .chosen: words.append("chosen")
    case .unavailable: words.append("unavailable")
    case .permitted, .other: break
    }
    if isMetered == false { words.append("in your plan") }
    return words.joined(separator: ", ")
  }
}

extension SessionShape {
  /// "50K–200K tokens in, 10K–50K out, no cache, in prompts of up to 100K": the first tier of every price.
  fileprivate var words: String {
    let cache =
      cachedShare == 0 ? "no cache" : "\(Percent(cachedShare).text) of what goes in from the cache"
    return
      "\(input.tokenWords) tokens in, \(output.tokenWords) out, \(cache), in prompts of up to 100K (--input, --output, --cached)"
  }
}

extension ClosedRange<Int> {
  /// "50K–200K".
  fileprivate var tokenWords: String {
    lowerBound == upperBound
      ? lowerBound.tokenText : "\(lowerBound.tokenText)–\(upperBound.tokenText)"
  }
}
