internal import RouteEngine

extension UsageCell.Key: Comparable {
  /// By day, what was launched here first, then by class, backend, model, payer and project.
  package static func < (left: Self, right: Self) -> Bool {
    if left.day != right.day { return left.day < right.day }
    if left.isLaunched != right.isLaunched { return left.isLaunched }
    return left.names.lexicographicallyPrecedes(right.names)
  }

  /// An absent name comes before an empty one.
  private var names: [String] {
    [className, backend, model, payment.rawValue, project].map { $0.map { "=" + $0 } ?? "" }
  }

  /// The same without its project.
  fileprivate var withoutProject: Self {
    Self(
      day: day,
      className: className,
      backend: backend,
      model: model,
      payment: payment,
      isLaunched: isLaunched
    )
  }
}

extension UsageCell {
  /// Cells of one key added up, in order of their keys.
  ///
  /// What has a price stays apart from what has none, and so do a baseline that is billed, one that
  /// is in a plan and none: their sum would hide which tokens it is about.
  package static func merged(_ cells: some Sequence<UsageCell>) -> [UsageCell] {
    var places: [Kind: Int] = [:]
    var merged: [UsageCell] = []
    for cell in cells {
      let kind = Kind(
        key: cell.key,
        hasCost: cell.cost != nil,
        isBaselineBilled: cell.baseline?.isBilled
      )
      if let place = places[kind] {
        merged[place].add(cell)
      } else {
        places[kind] = merged.count
        merged.append(cell)
      }
    }
    return merged.sorted { left, right in
      if left.key != right.key { return left.key < right.key }
      return left.rank < right.rank
    }
  }

  /// What can be added up.
  private struct Kind: Hashable {
    let key: Key
    let hasCost: Bool
    let isBaselineBilled: Bool?
  }

  /// The order of cells with one key.
  private var rank: Int {
    (cost == nil ? 4 : 0) + (baseline.map { $0.isBilled ? 0 : 1 } ?? 2)
  }

  /// Of one kind with this one.
  private mutating func add(_ other: UsageCell) {
    sessions += other.sessions
    replies += other.replies
    usage += other.usage
    if let cost, let more = other.cost {
      self.cost = cost + more
    }
    if let more = other.baseline {
      baseline?.cost += more.cost
      baseline?.savedByModel += more.savedByModel
      baseline?.savedByBackend += more.savedByBackend
    }
  }

  /// The same without its project.
  fileprivate var withoutProject: UsageCell {
    UsageCell(
      key: key.withoutProject,
      sessions: sessions,
      replies: replies,
      usage: usage,
      cost: cost,
      baseline: baseline
    )
  }
}

extension UsageReport {
  /// Fit to leave the machine: cells that differ in their project only are added up.
  package var withoutProjects: UsageReport {
    UsageReport(
      period: period,
      cells: UsageCell.merged(cells.lazy.map(\.withoutProject)),
      coverage: coverage,
      pricesDate: pricesDate,
      people: people,
      reading: reading
    )
  }
}
