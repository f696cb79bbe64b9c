package import RouteEngine

/// One session as transcripts and the ledger tell of it: its first prompt and what it used.
package struct PastSession: Hashable, Sendable {
  /// As the client chose it, usually a UUID; it comes from a transcript and may be any text.
  package let id: String
  package let begin: Timestamp
  /// As it was typed; absent where no line has one.
  package let prompt: String?
  /// In the order in which they were first met, background work last.
  package let uses: [Use]

  /// Replies that cost the same by the token.
  package struct Use: Hashable, Sendable {
    package let model: String
    /// Absent for what was not launched here.
    package let route: LaunchRoute?
    /// Whether the conversation itself asked, and no sub-agent or background work.
    package let isOwn: Bool
    /// What every prompt was longer than: zero, or the highest tier of the price list that it reached.
    package let promptsAbove: Int
    package var usage: TokenUsage

    /// From its parts.
    package init(
      model: String,
      route: LaunchRoute? = nil,
      isOwn: Bool = true,
      promptsAbove: Int = 0,
      usage: TokenUsage
    ) {
      self.model = model
      self.route = route
      self.isOwn = isOwn
      self.promptsAbove = promptsAbove
      self.usage = usage
    }
  }

  /// From its parts.
  package init(id: String, begin: Timestamp, prompt: String?, uses: [Use]) {
    self.id = id
    self.begin = begin
    self.prompt = prompt
    self.uses = uses
  }

  /// Where it was sent first; absent for what was not launched here.
  package var route: LaunchRoute? { (uses.first(where: \.isOwn) ?? uses.first)?.route }

  /// The model that it was launched with, else the one that wrote most of the conversation; of two
  /// with the same output the first by name.
  package var mainModel: String? {
    if let id = route?.modelID { return id }
    let own = uses.filter(\.isOwn)
    var outputs: [String: Int] = [:]
    for use in own.isEmpty ? uses : own {
      outputs[use.model, default: 0] += use.usage.output
    }
    return outputs.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
  }
}

extension [PastSession] {
  /// Every session with a reply, by its beginning; sub-agents' and background work's belong to it.
  ///
  /// The prices say at which lengths of a prompt replies have to be told apart.
  package init(_ book: ReplyBook, ledger: LedgerBook, prices: PriceList) {
    let names = book.names
    var uses: [String: [PastSession.Use]] = [:]
    var firstReplies: [String: Timestamp] = [:]
    for reply in book.replies {
      let session = names[reply.session]
      let launch = reply.launch.map { names[$0] }
      let use = PastSession.Use(
        model: names[reply.model],
        route: ledger.route(session: session, launch: launch, at: reply.time),
        isOwn: !reply.isSidechain,
        promptsAbove: prices.step(below: reply.usage.prompt),
        usage: reply.usage
      )
      uses[session, default: []].add(use)
      // Replies come in the order of time.
      firstReplies[session] = firstReplies[session] ?? reply.time
    }
    for total in BackgroundUse(book, ledger: ledger).totals {
      uses[total.session]?.add(PastSession.Use(background: total))
    }
    let told = book.transcriptSessions.reduce(into: [:]) { $0[$1.id] = $1 }
    self = firstReplies.map { id, firstReply in
      PastSession(
        id: id,
        begin: told[id]?.begin ?? firstReply,
        prompt: told[id]?.firstPrompt,
        uses: uses[id] ?? []
      )
    }
    .sorted { ($0.begin, $0.id) < ($1.begin, $1.id) }
  }
}

extension PastSession.Use {
  fileprivate init(background total: UsageTotal) {
    self.init(model: total.model, route: total.route, isOwn: false, usage: total.usage)
  }
}

extension [PastSession.Use] {
  /// Adds the tokens to those of the same kind.
  fileprivate mutating func add(_ use: PastSession.Use) {
    let place = firstIndex { known in
      known.model == use.model && known.isOwn == use.isOwn
        && known.promptsAbove == use.promptsAbove && known.route == use.route
    }
    if let place {
      self[place].usage += use.usage
    } else {
      append(use)
    }
  }
}
