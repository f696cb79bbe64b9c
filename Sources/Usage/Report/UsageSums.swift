internal import RouteEngine

/// Sums over cells; what is billed and what is in a plan are never one sum.
package struct UsageSums: Hashable, Sendable {
  package private(set) var sessions = 0
  package private(set) var replies = 0
  package private(set) var usage = TokenUsage()
  /// In US dollars, by the token.
  package private(set) var billed = 0.0
  /// In US dollars at list price, out of a plan's limits.
  package private(set) var plan = 0.0
  /// In US dollars at list price, where nobody can tell who pays.
  package private(set) var unknown = 0.0
  /// Models without a known price, each once, in order of name.
  package var unpriced: [String] { unpricedModels.sorted() }
  /// What the default route would have cost where that is known.
  package private(set) var baseline = 0.0
  package private(set) var savedByModel = 0.0
  package private(set) var savedByBackend = 0.0
  private var unpricedModels: Set<String> = []

  /// Sums of these cells.
  package init(_ cells: some Sequence<UsageCell>) {
    for cell in cells { add(cell) }
  }

  private mutating func add(_ cell: UsageCell) {
    sessions += cell.sessions
    replies += cell.replies
    usage += cell.usage
    if let cost = cell.cost {
      switch cell.key.payment {
      case .billed: billed += cost
      case .plan: plan += cost
      case .unknown: unknown += cost
      }
    } else {
      unpricedModels.insert(cell.key.model)
    }
    if let base = cell.baseline {
      baseline += base.cost
      savedByModel += base.savedByModel
      savedByBackend += base.savedByBackend
    }
  }
}

/// What the rows of a report tell apart.
package enum UsageDimension: String, Hashable, Sendable, CaseIterable {
  case `class`
  case backend
  case model
  case project
  case day
  case month
}

extension UsageReport {
  /// One row of a table.
  package struct Row: Hashable, Sendable {
    /// One for each dimension, in their order; absent where nothing is known.
    package let labels: [String?]
    /// Whether its sessions were launched here.
    package let isLaunched: Bool
    package let sums: UsageSums

    /// What is absent comes before what is empty, so that no two rows are in any order.
    fileprivate var order: [String] { labels.map { $0.map { "=" + $0 } ?? "" } }
  }

  /// The cells grouped: days and months in their order, all else by what was billed, then by what was
  /// taken from the plan, the largest first; what was not launched here comes last.
  package func rows(by dimensions: [UsageDimension]) -> [Row] {
    struct Label: Hashable {
      let isLaunched: Bool
      let labels: [String?]
    }
    let groups = Dictionary(grouping: cells) { cell in
      Label(
        isLaunched: cell.key.isLaunched,
        labels: dimensions.map { cell.key.label(of: $0) }
      )
    }
    let rows = groups.map { label, cells in
      Row(labels: label.labels, isLaunched: label.isLaunched, sums: UsageSums(cells))
    }
    let isByTime = dimensions.first == .day || dimensions.first == .month
    return rows.sorted { left, right in
      if left.isLaunched != right.isLaunched { return left.isLaunched }
      let weights = (left.sums, right.sums)
      let amounts = [
        (weights.0.billed, weights.1.billed), (weights.0.plan, weights.1.plan),
        (weights.0.unknown, weights.1.unknown),
      ]
      if !isByTime, let differing = amounts.first(where: { $0.0 != $0.1 }) {
        return differing.0 > differing.1
      }
      return left.order.lexicographicallyPrecedes(right.order)
    }
  }

  /// All cells together.
  package var sums: UsageSums { UsageSums(cells) }
}

extension UsageCell.Key {
  /// What a row is called; absent where nothing is known.
  package func label(of dimension: UsageDimension) -> String? {
    switch dimension {
    case .class: className
    case .backend: backend
    case .model: model
    case .project: project
    case .day: day.text
    case .month: String(day.text.prefix(7))
    }
  }
}
