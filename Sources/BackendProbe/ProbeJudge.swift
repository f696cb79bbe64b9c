internal import Diagnostics
internal import RouteEngine

/// Makes findings of what the sessions of a probe printed.
///
/// A session that was not run, or that ended for a reason of its own, leaves its checks unknown.
package struct ProbeJudge: Sendable {
  let records: [ProbeSession: SessionRecord]
  let words: ProbeTask.Words
  /// What lies in the file that `input` writes; absent when it is not there.
  let inputFile: [UInt8]?
  let asked: AskedModels
  let contextTokens: Int?
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
    let answered = record.ownAnswers.contains { !$0.text.isEmpty || !$0.pieces.isEmpty }
    guard !answered else { return nil }
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
    if let status = record.outcome?.apiStatus, Self.limits.contains(status), !record.isComplete {
      return (.unknown, "turned away with status \(status)")
    }
    return judge(record)
  }

  /// Too many requests, unavailable, overloaded.
  static let limits = [429, 503, 529]

  // MARK: Text

  private func answer(_ record: SessionRecord) -> Verdict {
    if let failure = record.failure { return (.broken, failure) }
    let said = record.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard said != ProbeTask.counting else { return (.good, "as asked, 100 numbers") }
    if said.containsBytes(of: ProbeTask.counting) {
      return record.writesThoughts
        ? (.degraded, "as asked, with thoughts in the text: <think>")
        : (.good, "as asked, with words around it")
    }
    return (
      .degraded, "not what was asked for: \(said.isEmpty ? "nothing" : said.quotedOneLine)"
    )
  }

  /// The worst of all answers in all sessions, of sub-agents' too.
  private func identity(_ record: SessionRecord) -> Verdict {
    var verdicts: [Verdict] = []
    for session in ProbeSession.allCases {
      guard let record = records[session] else { continue }
      for answer in record.answers where !answer.model.isEmpty {
        let call = record.ownAnswers.flatMap(\.calls).first { $0.id == answer.parent }
        let slot = call?.input["model"].flatMap { asked.slots[$0] }
        guard let id = answer.parent == nil ? asked.model : slot else { continue }
        verdicts.append(ModelIdentity(of: answer.model, asked: id).verdict)
      }
    }
    guard let own = record.ownAnswers.first?.model, !own.isEmpty else {
      return (.unknown, "nobody answered")
    }
    for grade in [Backend.TraitGrade.broken, .unknown] {
      if let worst = verdicts.first(where: { $0.0 == grade }) { return worst }
    }
    return verdicts.first ?? (.good, "answered as \(own)")
  }
}
