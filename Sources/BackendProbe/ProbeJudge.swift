internal import RouteEngine

/// Makes findings of what the sessions of a probe printed.
///
/// A session that was not run, or that ended for a reason of its own, leaves its checks unknown.
package struct ProbeJudge: Sendable {
  private let records: [ProbeSession: SessionRecord]
  let words: ProbeTask.Words
  /// What lies in the file that `input` writes; absent when it is not there.
  let inputFile: [UInt8]?
  let asked: AskedModels
  private let contextTokens: Int?
  private let thinkingIsOff: Bool

  /// Which ids the client was told to send.
  package struct AskedModels: Hashable, Sendable {
    /// Absent for the client's own default.
    package let model: String?
    /// By the slot's name.
    package let slots: [String: String]

    /// From its parts.
    package init(model: String?, slots: [String: String]) {
      self.model = model
      self.slots = slots
    }
  }

  /// `contextTokens` is how long the prompt of `context` was; absent when it was not asked for.
  ///
  /// `thinkingIsOff` says that the policy switches it off here.
  package init(
    _ records: [ProbeSession: SessionRecord],
    words: ProbeTask.Words,
    inputFile: [UInt8]?,
    asked: AskedModels,
    contextTokens: Int? = nil,
    thinkingIsOff: Bool = false
  ) {
    self.records = records
    self.words = words
    self.inputFile = inputFile
    self.asked = asked
    self.contextTokens = contextTokens
    self.thinkingIsOff = thinkingIsOff
  }

  /// One for each check, in the order of the table.
  package var findings: [ProbeFinding] {
    ProbeCheck.allCases.map { check in
      let (grade, observation) = verdict(on: check)
      return ProbeFinding(check, grade, observation)
    }
  }

  /// Why the backend gave no answer at all, as the end of a sentence; absent when it gave one.
  package static func outrightFailure(of record: SessionRecord) -> String? {
    guard record.ownAnswers.allSatisfy(\.text.isEmpty) else { return nil }
    return record.failure ?? (record.text.isEmpty ? "it answered nothing" : nil)
  }

  typealias Verdict = (Backend.TraitGrade, String)

  private func verdict(on check: ProbeCheck) -> Verdict {
    switch check {
    case .answer: judged(.answer, answer)
    case .modelIdentity: judged(.answer, identity)
    case .oneTool: judged(.chain, oneTool)
    case .parallelTools: judged(.parallel, parallelTools)
    case .toolInput: judged(.input, toolInput)
    case .toolChain: judged(.chain, toolChain)
    case .thinking:
      thinkingIsOff
        ? (.broken, "switched off by the policy: `compatibility: [no-thinking]`")
        : judged(.thinking, thinking)
    case .thinkingOff: judged(.answer, thinkingOff)
    case .streaming: judged(.answer, streaming)
    case .promptCache: judged(.chain, promptCache)
    case .subAgents: judged(.subAgents, subAgents)
    case .context: judged(.context, context)
    case .rateLimit: rateLimit
    }
  }

  /// What cannot be told of the backend is left unknown: a session that did not run, an end that our
  /// own limits made.
  private func judged(_ session: ProbeSession, _ judge: (SessionRecord) -> Verdict) -> Verdict {
    guard let record = records[session] else {
      return (.unknown, session == .context ? "not asked for" : "not tried")
    }
    if record.outcome?.kind == "error_max_budget_usd" { return (.unknown, "the budget was spent") }
    if record.ending == .interrupted { return (.unknown, "interrupted") }
    if let status = record.outcome?.apiStatus, [429, 529].contains(status), !record.isComplete {
      return (.unknown, "turned away with status \(status)")
    }
    return judge(record)
  }

  // MARK: Text

  private func answer(_ record: SessionRecord) -> Verdict {
    if let failure = record.failure { return (.broken, failure) }
    let said = record.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard said != ProbeTask.counting else { return (.good, "as asked, 100 numbers") }
    let isClose = said.contains(ProbeTask.counting)
    return isClose
      ? (.good, "as asked, with words around it")
      : (.degraded, "not what was asked for: \(said.isEmpty ? "nothing" : said.quotedOneLine)")
  }

  private func identity(_ record: SessionRecord) -> Verdict {
    guard let answered = record.ownAnswers.first?.model, !answered.isEmpty else {
      return (.unknown, "nobody answered")
    }
    guard let asked = asked.model else { return (.good, "answered as \(answered)") }
    return Self.identity(of: answered, asked: asked)
  }

  /// Ids of one model differ between platforms, and a gateway's own names tell nothing.
  static func identity(of answered: String, asked: String) -> Verdict {
    guard answered != asked else { return (.good, answered) }
    let words = "asked \(asked), answered as \(answered)"
    let (askedName, answeredName) = (
      PriceList.bareName(of: asked), PriceList.bareName(of: answered)
    )
    let (askedFamily, answeredFamily) = (family(of: asked), family(of: answered))
    guard askedName.hasPrefix("claude-") else {
      return askedFamily != answeredFamily && askedFamily != nil && answeredFamily != nil
        ? (.broken, "another model: \(words)")
        : (.unknown, "\(words): whether that is the same, the names do not say")
    }
    let isSame =
      askedName == answeredName
      || askedName.hasSuffix("-latest") && answeredName.hasPrefix("claude-")
        && askedFamily == answeredFamily
    return isSame ? (.good, words) : (.broken, "another model: \(words)")
  }

  private static func family(of id: String) -> String? {
    let id = id.lowercased()
    return Backend.familySlots.first { id.contains($0) }
  }

  private func streaming(_ record: SessionRecord) -> Verdict {
    let broken = records.values.map(\.brokenStreams).reduce(0, +)
    guard broken == 0 else {
      return (
        .degraded,
        "\(broken == 1 ? "a stream" : "\(broken) streams") broke off, and the client asked again"
      )
    }
    guard let answer = record.ownAnswers.first(where: { !$0.text.isEmpty }),
      let first = answer.pieces.first, let last = answer.pieces.last
    else { return (.unknown, "nothing came") }
    let gap = zip(answer.pieces, answer.pieces.dropFirst()).map { $1 - $0 }.max() ?? 0
    let words =
      "\(answer.pieces.count) pieces in \(last - first) ms, longest gap \(gap) ms"
    guard answer.pieces.count > 2 else {
      return (.broken, "all at once: \(answer.pieces.count == 1 ? "one piece" : "two pieces")")
    }
    // The whole answer was held back and then let go.
    guard (last - first) * 20 >= last - answer.request else {
      return (.broken, "held back, then all at once: \(words)")
    }
    return (gap > Self.longGap ? .degraded : .good, words)
  }

  /// In milliseconds; people look for the fault in their own network then.
  private static let longGap = 10_000

  // MARK: Thinking

  private func thinking(_ record: SessionRecord) -> Verdict {
    if let failure = record.failure { return (.broken, failure) }
    guard record.hasThinking else { return (.broken, "asked for, and none came") }
    let tokens = record.outcome?.thinkingTokens ?? 0
    return (.good, tokens > 0 ? "\(tokens) tokens of it" : "came when asked for")
  }

  private func thinkingOff(_ record: SessionRecord) -> Verdict {
    guard record.failure == nil else { return (.unknown, "no answer to tell by") }
    let others: [ProbeSession] = [.answer, .chain, .input, .parallel]
    return others.contains { records[$0]?.hasThinking == true }
      ? (.degraded, "thinks although it is switched off") : (.good, "none when switched off")
  }

  // MARK: The rest

  private func promptCache(_ record: SessionRecord) -> Verdict {
    let answers = record.ownAnswers
    guard answers.count > 1 else { return (.unknown, "no second request") }
    let read = answers.dropFirst().map(\.usage).max { $0.cacheRead < $1.cacheRead }
    if let read, read.cacheRead > 0 {
      return (.good, "\(read.cacheRead) of \(read.prompt) tokens read from it")
    }
    return answers.contains { $0.usage.cacheWrite > 0 }
      ? (.degraded, "written, never read") : (.broken, "neither written nor read")
  }

  private func context(_ record: SessionRecord) -> Verdict {
    let tokens = record.ownAnswers.map(\.usage.prompt).max() ?? 0
    if let failure = record.failure {
      return (.broken, "\(contextTokens ?? 0) tokens: \(failure)")
    }
    guard record.text.contains(words.word) else {
      return (.degraded, "\(tokens) tokens, and the first words were lost")
    }
    return (.good, "\(tokens) tokens, read to the first words")
  }

  private var rateLimit: Verdict {
    let tried = records.values.filter {
      !$0.answers.isEmpty || !$0.retries.isEmpty || $0.outcome != nil
    }
    guard !tried.isEmpty else { return (.unknown, "not tried") }
    let statuses = [429, 529]
    let retries = tried.flatMap(\.retries).filter { $0.status.map(statuses.contains) ?? false }
    let delay = retries.map(\.delay).max() ?? 0
    let ended = tried.compactMap { $0.outcome?.apiStatus }.first(where: statuses.contains)
    if let ended {
      let words = retries.isEmpty ? "at once" : "after \(retries.count) more tries"
      return (.broken, "status \(ended) ended a session \(words)")
    }
    guard retries.isEmpty else {
      // A session that ran into our own limit while it waited has not got through.
      let isWaiting = tried.contains { record in
        if case .timeout = record.ending { return !record.retries.isEmpty }
        return false
      }
      let count = retries.count == 1 ? "once" : "\(retries.count) times"
      let status = retries.compactMap(\.status).first ?? 429
      return isWaiting
        ? (.broken, "turned away with status \(status) \(count), and no answer in time")
        : (
          .degraded,
          "turned away with status \(status) \(count), waited \(delay) ms at most, then went on"
        )
    }
    let count = tried.map(\.answers.count).reduce(0, +)
    guard count > 0 else { return (.unknown, "nobody answered") }
    return (.good, "\(count) answers, no request turned away")
  }
}
