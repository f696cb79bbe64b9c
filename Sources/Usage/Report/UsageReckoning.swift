package import RouteEngine

/// Turns kept totals into a report's cells: days, prices, and what the default route would have cost.
package struct UsageReckoning: Sendable {
  private let prices: PriceList
  /// The target that tasks of no route go to.
  private let standard: Standard?
  /// What the client's settings suggest for sessions that were not launched here.
  private let suggestion: Suggestion

  /// The default route, as it is now.
  package struct Standard: Sendable {
    package let target: ResolvedTarget
    package let isMetered: Bool

    /// From its parts.
    package init(target: ResolvedTarget, isMetered: Bool) {
      self.target = target
      self.isMetered = isMetered
    }
  }

  /// Where plain `claude` goes from here.
  package struct Suggestion: Hashable, Sendable {
    /// "anthropic", or the host of an address; absent when nothing says it.
    package let backend: String?
    package let payment: UsageCell.Payment

    /// From its parts.
    package init(backend: String?, payment: UsageCell.Payment) {
      self.backend = backend
      self.payment = payment
    }
  }

  /// From its parts.
  package init(prices: PriceList, standard: Standard?, suggestion: Suggestion) {
    self.prices = prices
    self.standard = standard
    self.suggestion = suggestion
  }

  /// The cells of a period, in order; `day` tells the day of a time, `keepsProjects` whether projects
  /// are told apart.
  package func cells(
    of totals: [UsageTotal],
    in period: UsageReport.Period,
    keepsProjects: Bool,
    day: (Timestamp) -> CalendarDay
  ) -> [UsageCell] {
    var beginnings: [String: (time: Timestamp, place: Int)] = [:]
    for (place, total) in totals.enumerated()
    where total.begin < beginnings[total.session]?.time ?? Timestamp(milliseconds: .max) {
      beginnings[total.session] = (total.begin, place)
    }
    var cells: [UsageCell] = []
    for (place, total) in totals.enumerated() {
      let day = day(total.begin)
      guard period.contains(day) else { continue }
      cells.append(
        cell(
          total,
          day: day,
          isBeginning: beginnings[total.session]?.place == place,
          keepsProjects: keepsProjects
        )
      )
    }
    return UsageCell.merged(cells)
  }

  private func cell(
    _ total: UsageTotal,
    day: CalendarDay,
    isBeginning: Bool,
    keepsProjects: Bool
  ) -> UsageCell {
    let cost = price(of: total.model, in: total)?.cost(of: total.usage)
      .map { $0 * (total.route?.multiplier ?? 1) }
    return UsageCell(
      key: UsageCell.Key(
        day: day,
        className: total.route.map { total.isBackground ? BackgroundUse.className : $0.className },
        backend: total.route.map(\.backend) ?? suggestion.backend,
        model: total.model,
        payment: total.route.map { $0.isMetered ? .billed : .plan } ?? suggestion.payment,
        isLaunched: total.route != nil,
        project: keepsProjects ? total.project : nil
      ),
      sessions: isBeginning ? 1 : 0,
      replies: total.replies,
      usage: total.usage,
      cost: cost,
      baseline: cost.flatMap { baseline(of: total, cost: $0) }
    )
  }

  /// The same tokens on the default route: of its model, or, for what a sub-agent or background work
  /// asked another family for, of that family's model there.
  ///
  /// What the model saved is at the default backend's prices; the rest is the backend's.
  private func baseline(of total: UsageTotal, cost: Double) -> UsageCell.Baseline? {
    guard let route = total.route, let standard,
      let id = standard.target.id(insteadOf: total.model, of: route.modelID ?? "opus"),
      let here = price(of: total.model, in: total)?.cost(of: total.usage),
      let there = price(of: id, in: total)?.cost(of: total.usage)
    else { return nil }
    let factor = standard.target.priceMultiplier
    return UsageCell.Baseline(
      cost: there * factor,
      isBilled: standard.isMetered,
      savedByModel: (there - here) * factor,
      savedByBackend: here * factor - cost
    )
  }

  private func price(of id: String, in total: UsageTotal) -> ModelPrice? {
    prices.entry(ofID: id)?.price(ofPrompt: total.promptsAbove + 1)
  }
}
