package import RouteEngine

/// Past sessions under a policy, and what they add up to.
package struct Replay: Hashable, Sendable {
  package let period: Period
  /// By their beginnings.
  package let sessions: [ReplayedSession]
  /// How many have replies and no prompt that says what the task is.
  package let withoutTask: Int
  /// Lines of transcripts and of the ledger that could not be understood.
  package let unreadableLines: Int

  /// Which sessions are looked at: those that began on one of its days.
  package struct Period: Hashable, Sendable {
    /// Absent for no limit; the day itself is in it.
    package let since: CalendarDay?
    package let until: CalendarDay?
    /// Whether days are UTC's, and not those of the machine's time zone.
    package let isUTC: Bool

    /// From its parts.
    package init(since: CalendarDay? = nil, until: CalendarDay? = nil, isUTC: Bool = false) {
      self.since = since
      self.until = until
      self.isUTC = isUTC
    }

    func contains(_ day: CalendarDay) -> Bool {
      since.map { $0 <= day } ?? true && until.map { day <= $0 } ?? true
    }
  }

  /// Decides each session of the period; `day` tells the day of a time.
  package init(
    of sessions: [PastSession],
    in period: Period = Period(),
    under policy: ReplayPolicy,
    unreadableLines: Int = 0,
    day: (Timestamp) -> CalendarDay
  ) {
    let asked = sessions.filter { period.contains(day($0.begin)) }
    self.period = period
    self.sessions = asked.compactMap(policy.replayed)
    withoutTask = asked.count - self.sessions.count
    self.unreadableLines = unreadableLines
  }

  /// How many would have run as they did.
  package var sameCount: Int { sessions.count(where: \.isSame) }

  /// How many would have run elsewhere.
  package var movedCount: Int { sessions.count - sameCount - sessions.count { $0.denial != nil } }

  /// The sums over all sessions whose prices are known.
  package var costs: ReplayCosts {
    sessions.compactMap(\.costs).reduce(into: ReplayCosts()) { $0 += $1 }
  }

  /// How many have a part without a price, and which models those are, in order of name.
  package var unpriced: (sessions: Int, models: [String]) {
    let found = sessions.map(\.unpriced).filter { !$0.isEmpty }
    return (found.count, Set(found.joined()).sorted())
  }

  /// Those without a target, by what stopped them: most of them first.
  package var denials: [(denial: ReplayedSession.Denial, sessions: Int)] {
    Dictionary(grouping: sessions.compactMap(\.denial)) { $0 }
      .map { (denial: $0.key, sessions: $0.value.count) }
      .sorted { ($1.sessions, $0.denial.order) < ($0.sessions, $1.denial.order) }
  }

  /// The sessions of one class, or of several that one task has.
  package struct ClassRow: Hashable, Sendable {
    package let className: String
    package let sessions: Int
    package let same: Int
    package let denied: Int
    /// Where most of those that move go; absent when none does.
    package let move: Move?
    package let costs: ReplayCosts
    /// How many sessions the costs leave out, since a price is not known.
    package let unpriced: Int
  }

  /// Sessions that ran at one place and would have run at another.
  package struct Move: Hashable, Sendable {
    package let from: ReplayedSession.Place
    /// As `BACKEND/MODEL`.
    package let to: String
    package let sessions: Int
  }

  /// By class: those with most sessions first, then by name.
  package var rows: [ClassRow] {
    Dictionary(grouping: sessions, by: \.className)
      .map { ClassRow($0.key, $0.value) }
      .sorted { ($1.sessions, $0.className) < ($0.sessions, $1.className) }
  }
}

extension Replay.ClassRow {
  fileprivate init(_ name: String, _ sessions: [ReplayedSession]) {
    className = name
    self.sessions = sessions.count
    same = sessions.count(where: \.isSame)
    denied = sessions.count { $0.denial != nil }
    costs = sessions.compactMap(\.costs).reduce(into: ReplayCosts()) { $0 += $1 }
    unpriced = sessions.count { !$0.unpriced.isEmpty }
    let moves = sessions.compactMap { session -> Replay.Move? in
      guard case .moved(let target) = session.verdict else { return nil }
      return Replay.Move(from: session.used, to: target.text, sessions: 1)
    }
    move = Dictionary(grouping: moves) { $0 }
      .map { Replay.Move(from: $0.key.from, to: $0.key.to, sessions: $0.value.count) }
      .min { ($1.sessions, $0.order) < ($0.sessions, $1.order) }
  }
}

extension Replay.Move {
  fileprivate var order: String {
    [from.isLaunched ? "0" : "1", from.backend ?? "", from.model, to].joined(separator: "\u{0}")
  }
}

extension ReplayedSession.Denial {
  fileprivate var order: String {
    switch self {
    case .constraint(let name): name
    case .unavailable: ""
    }
  }
}
