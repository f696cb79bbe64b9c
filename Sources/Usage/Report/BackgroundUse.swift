internal import RouteEngine

/// What the client's own count of a session has beyond the replies in its transcript: titles, summaries
/// and the like, which leave no line.
///
/// The count may go on under another id after `/clear` and after a resumption, so sessions that share a
/// launch are looked at together; that of a branch includes its parent's and is left out (measured with
/// client 2.1.330). A launch whose replies came from another model than the client asked for is left
/// out, too: nobody can tell there what was counted already.
package struct BackgroundUse: Sendable {
  package private(set) var totals: [UsageTotal] = []
  /// Sessions that belong together, each in one set; those whose transcripts are gone included.
  package let launches: [Set<String>]

  package static let className = "background"

  /// Of the sessions in a book.
  package init(_ book: ReplyBook, ledger: LedgerBook) {
    let names = book.names
    var families = SessionFamilies()
    for reply in book.replies {
      families.join(names[reply.session], reply.launch.map { names[$0] })
    }
    var groups: [String: Group] = [:]
    for reply in book.replies {
      let session = names[reply.session]
      groups[families.head(of: session), default: Group()]
        .add(
          reply,
          model: names[reply.model],
          session: session,
          launch: reply.launch.map { names[$0] }
        )
    }
    for session in book.transcriptSessions where session.parent == nil {
      guard let spending = session.spending else { continue }
      groups[families.head(of: session.id)]?.take(spending)
    }
    let sorted = groups.sorted { $0.key < $1.key }
    launches = sorted.map(\.value.sessions)
    totals = sorted.flatMap { $1.rest(ledger, names) }
  }

  /// Sessions that share a launch.
  private struct Group {
    private(set) var sessions: Set<String> = []
    private var counted: [String: TokenUsage] = [:]
    private var last: Reply?
    private var lastSession: String?
    private var spending: SessionSpending?

    mutating func add(_ reply: Reply, model: String, session: String, launch: String?) {
      sessions.formUnion([session, launch ?? session])
      counted[PriceList.bareName(of: model), default: TokenUsage()] += reply.usage
      // Replies come in the order of time.
      (last, lastSession) = (reply, session)
    }

    /// The latest count is the largest.
    mutating func take(_ other: SessionSpending) {
      if other.totalUSD >= spending?.totalUSD ?? 0 {
        spending = other
      }
    }

    func rest(_ ledger: LedgerBook, _ names: NameTable) -> [UsageTotal] {
      guard let spending, let last, let lastSession else { return [] }
      let asked = Set(spending.models.map { PriceList.bareName(of: $0.model) })
      guard asked.count == spending.models.count, asked.isSuperset(of: counted.keys) else {
        return []
      }
      let launch = last.launch.map { names[$0] }
      return spending.models.sorted { $0.model < $1.model }.compactMap { model in
        let known = counted[PriceList.bareName(of: model.model)] ?? TokenUsage()
        let usage = model.usage.beyond(known)
        guard usage != TokenUsage() else { return nil }
        return UsageTotal(
          session: lastSession,
          quarter: last.time.quarter,
          model: model.model,
          route: ledger.route(session: lastSession, launch: launch, at: last.time),
          isBackground: true,
          project: last.folder.map { names[$0] },
          replies: 0,
          usage: usage
        )
      }
    }
  }
}

/// Ids that belong together, found by what they were seen beside.
private struct SessionFamilies {
  private var parents: [String: String] = [:]

  /// The same for all that belong together.
  mutating func head(of id: String) -> String {
    var head = id
    while let parent = parents[head], parent != head { head = parent }
    parents[id] = head
    return head
  }

  mutating func join(_ id: String, _ other: String?) {
    let (first, second) = (head(of: id), head(of: other ?? id))
    parents[max(first, second)] = min(first, second)
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
