/// What the client's own count of a session has beyond the replies in its transcript: titles, summaries
/// and the like, which leave no line.
///
/// The count goes on under another id after `/clear`, so sessions of one launch are looked at together;
/// that of a branch includes its parent's and is left out (measured with client 2.1.330).
struct BackgroundUse {
  private(set) var totals: [UsageTotal] = []

  static let className = "background"

  init(_ book: ReplyBook, ledger: LedgerBook) {
    let names = book.names
    var launches: [String: Launch] = [:]
    var launchOfSession: [String: String] = [:]
    for reply in book.replies {
      let session = names[reply.session]
      let id = reply.launch.map { names[$0] } ?? session
      launchOfSession[session] = id
      launches[id, default: Launch()].add(reply, model: names[reply.model], session: session)
    }
    for session in book.transcriptSessions where session.parent == nil {
      guard let spending = session.spending, let id = launchOfSession[session.id] else { continue }
      launches[id]?.take(spending)
    }
    for (id, launch) in launches.sorted(by: { $0.key < $1.key }) {
      totals += launch.rest(of: id, ledger, names)
    }
  }

  /// What one start of the client used.
  private struct Launch {
    private var counted: [String: TokenUsage] = [:]
    private var last: Reply?
    private var lastSession: String?
    private var spending: SessionSpending?

    mutating func add(_ reply: Reply, model: String, session: String) {
      counted[model, default: TokenUsage()] += reply.usage
      // Replies come in the order of time.
      (last, lastSession) = (reply, session)
    }

    /// The latest count is the largest.
    mutating func take(_ other: SessionSpending) {
      if other.totalUSD >= spending?.totalUSD ?? 0 {
        spending = other
      }
    }

    func rest(of launch: String, _ ledger: LedgerBook, _ names: NameTable) -> [UsageTotal] {
      guard let spending, let last, let lastSession else { return [] }
      let route = ledger.route(session: lastSession, launch: launch, at: last.time)
      return spending.models.sorted { $0.model < $1.model }.compactMap { model in
        let usage = model.usage.beyond(counted[model.model] ?? TokenUsage())
        guard usage != TokenUsage() else { return nil }
        return UsageTotal(
          session: lastSession,
          quarter: last.time.quarter,
          model: model.model,
          route: route.map { route in
            LaunchRoute(
              className: BackgroundUse.className,
              backend: route.backend,
              modelID: route.modelID,
              isMetered: route.isMetered,
              multiplier: route.multiplier
            )
          },
          project: last.folder.map { names[$0] },
          replies: 0,
          usage: usage
        )
      }
    }
  }
}

extension TokenUsage {
  /// What there is more of than in another one, kind by kind.
  fileprivate func beyond(_ other: TokenUsage) -> TokenUsage {
    TokenUsage(
      input: max(0, input - other.input),
      output: max(0, output - other.output),
      cacheWrite5m: max(0, cacheWrite5m - other.cacheWrite5m),
      cacheWrite1h: max(0, cacheWrite1h - other.cacheWrite1h),
      cacheRead: max(0, cacheRead - other.cacheRead)
    )
  }
}
