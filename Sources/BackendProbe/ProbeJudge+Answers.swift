internal import Diagnostics
internal import RouteEngine

/// How answers arrive: streaming, thinking, the cache, long prompts.
extension ProbeJudge {
  // MARK: Streaming

  func streaming(_ record: SessionRecord) -> Verdict {
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
    let count = answer.pieces.count
    guard count >= Self.fewestPieces else {
      return (.broken, "all at once: \(count == 1 ? "one piece" : "\(count) pieces")")
    }
    let gap = zip(answer.pieces, answer.pieces.dropFirst()).map { $1 - $0 }.max() ?? 0
    let wait = first - answer.request
    let words =
      "\(count) pieces in \(last - first) ms, longest gap \(gap) ms"
      + (wait > Self.longWait ? ", the first after \(wait) ms" : "")
    // No model writes so fast: the answer was held back and then let go.
    guard last - first >= Self.shortestStream else {
      return (.broken, "held back, then all at once: \(words)")
    }
    return (gap > Self.longGap ? .degraded : .good, words)
  }

  /// Of an answer of a hundred numbers, some two hundred tokens.
  private static let fewestPieces = 5
  /// In milliseconds, of the same: ten thousand tokens a second are no model's pace.
  private static let shortestStream = 20
  /// In milliseconds; people look for the fault in their own network then.
  private static let longGap = 10_000
  /// In milliseconds; worth a word.
  private static let longWait = 5_000

  // MARK: Thinking

  func thinking(_ record: SessionRecord) -> Verdict {
    if let failure = record.failure { return (.broken, failure) }
    guard record.hasThinking else { return (.broken, "asked for, and none came") }
    guard !record.answers.contains(where: \.hasUnsignedThinking) else {
      return (.degraded, "it comes without its signature, which the next request must have")
    }
    let tokens = record.outcome?.thinkingTokens ?? 0
    return (.good, tokens > 0 ? "\(tokens) tokens of it" : "came when asked for")
  }

  func thinkingOff(_ record: SessionRecord) -> Verdict {
    guard record.failure == nil else { return (.unknown, "no answer to tell by") }
    let quiet = records.filter { $0.key != .thinking }.map(\.value)
    if quiet.contains(where: \.hasThinking) {
      return (.degraded, "thinks although it is switched off")
    }
    return quiet.contains(where: \.writesThoughts)
      ? (.degraded, "writes its thoughts into the text: <think>")
      : (.good, "none when switched off")
  }

  // MARK: The rest

  func promptCache(_ record: SessionRecord) -> Verdict {
    let answers = record.ownAnswers
    guard answers.count > 1 else { return (.unknown, "no second request") }
    let read = answers.dropFirst().map(\.usage).max { $0.cacheRead < $1.cacheRead }
    if let read, read.cacheRead > 0 {
      return (.good, "\(read.cacheRead) of \(read.prompt) tokens read from it")
    }
    guard answers.contains(where: { $0.usage.prompt > 0 }) else {
      return (.unknown, "the backend counts no tokens")
    }
    return answers.contains { $0.usage.cacheWrite > 0 }
      ? (.degraded, "written, never read") : (.broken, "neither written nor read")
  }

  func context(_ record: SessionRecord) -> Verdict {
    let tokens = record.ownAnswers.map(\.usage.prompt).max() ?? 0
    if let failure = record.failure {
      return (.broken, "\(contextTokens ?? 0) tokens: \(failure)")
    }
    guard record.text.containsBytes(of: words.word) else {
      return (.degraded, "\(tokens) tokens, and the first words were lost")
    }
    return (.good, "\(tokens) tokens, read to the first words")
  }

  /// Of all sessions; sub-agents' requests are seen only when they end one.
  var rateLimit: Verdict {
    let tried = records.values.filter {
      !$0.answers.isEmpty || !$0.retries.isEmpty || $0.outcome != nil
    }
    guard !tried.isEmpty else { return (.unknown, "not tried") }
    let retries = tried.flatMap(\.retries).filter { $0.status.map(Self.limits.contains) ?? false }
    let delay = retries.map(\.delay).max() ?? 0
    let ended = tried.compactMap { $0.outcome?.apiStatus }.first(where: Self.limits.contains)
    if let ended {
      let words = retries.isEmpty ? "at once" : "after \(retries.count) more tries"
      return (.broken, "status \(ended) ended a session \(words)")
    }
    let errors = tried.flatMap(\.toolErrors)
    if let status = Self.limits.first(where: { status in
      errors.contains { $0.containsBytes(of: "HTTP \(status)") }
    }) {
      return (.broken, "status \(status) ended a sub-agent")
    }
    guard retries.isEmpty else {
      // A session that ran into our own limit while it waited has not got through.
      let isWaiting = tried.contains { record in
        if case .timeout = record.ending { return !record.retries.isEmpty }
        return false
      }
      let count = retries.count == 1 ? "once" : "\(retries.count) times"
      let words =
        "turned away with status \(retries.compactMap(\.status).first ?? 429) \(count)"
      return isWaiting
        ? (.broken, "\(words), and no answer in time")
        : (.degraded, "\(words), waited \(delay) ms at most, then went on")
    }
    let count = tried.map(\.answers.count).reduce(0, +)
    guard count > 0 else { return (.unknown, "nobody answered") }
    return (.good, "\(count) answers, no request turned away")
  }
}
