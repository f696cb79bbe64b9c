internal import Diagnostics
package import JSONTree

/// What one session of a probe printed, and how it ended.
///
/// The shape of the lines is the client's `--output-format stream-json --include-partial-messages`
/// (2.1.330); a line of another shape is passed over.
package struct SessionRecord: Hashable, Sendable {
  /// In the order in which they began, sub-agents' among them.
  package private(set) var answers: [Answer] = []
  /// What the client told of failed calls, in order.
  package private(set) var toolErrors: [String] = []
  /// Requests that the client said it would send again.
  package private(set) var retries: [Retry] = []
  package private(set) var outcome: Outcome?
  /// Streams that broke off, after which the client asked again, in the end without a stream.
  package private(set) var brokenStreams = 0
  /// Whether the client began a session at all.
  package private(set) var isStarted = false
  /// As the client says it itself.
  package private(set) var clientVersion: String?
  package let ending: Ending
  /// When the client last said that it asks, in milliseconds.
  private var lastRequest = 0

  /// One answer of a model.
  package struct Answer: Hashable, Sendable {
    package let id: String
    /// The model that says it answers.
    package let model: String
    /// The call that a sub-agent's answer belongs to; absent for the session's own.
    package let parent: String?
    package fileprivate(set) var text = ""
    package fileprivate(set) var hasThinking = false
    /// Whether a thinking block came without the signature that the API wants back.
    package fileprivate(set) var hasUnsignedThinking = false
    package fileprivate(set) var calls: [Call] = []
    package fileprivate(set) var usage = TokenCount()
    /// When it was asked for, in milliseconds after the session began.
    package let request: Int
    /// When each piece of its text arrived, in the same.
    package fileprivate(set) var pieces: [Int] = []
  }

  /// A call of a tool.
  package struct Call: Hashable, Sendable {
    package let id: String
    package let tool: String
    /// The text of the input's member `file_path`, `model` and the like; absent where it is no text.
    package let input: [String: String]
  }

  /// Tokens, as the backend counts them.
  package struct TokenCount: Hashable, Sendable {
    /// Neither read from the cache nor written to it.
    package var input = 0
    package var cacheWrite = 0
    package var cacheRead = 0
    package var output = 0

    /// Of the whole prompt.
    package var prompt: Int { input + cacheWrite + cacheRead }
  }

  /// A request that was turned away and sent again.
  package struct Retry: Hashable, Sendable {
    /// Absent when no answer came.
    package let status: Int?
    /// In milliseconds.
    package let delay: Int
  }

  /// The client's last line.
  package struct Outcome: Hashable, Sendable {
    package let isError: Bool
    /// `success`, `error_max_budget_usd` and the like.
    package let kind: String
    /// Of the request that ended the session; absent when none did.
    package let apiStatus: Int?
    package let text: String
    /// What the client reckons, in US dollars, by the prices it knows.
    package let dollars: Double
    package let thinkingTokens: Int
    /// By the model's id.
    package let usage: [String: TokenCount]
    /// Absent when none was asked for or none came.
    package let structuredOutput: JSONNode?
  }

  /// How the process ended.
  package enum Ending: Hashable, Sendable {
    case status(Int32)
    /// Killed after so many seconds.
    case timeout(seconds: Int)
    /// Killed since it printed more than any session does.
    case tooMuch
    /// Killed since nobody wanted to wait.
    case interrupted
    /// The end of a sentence.
    case notStarted(String)
  }

  /// Lines of standard output, each with the milliseconds after the start at which it was read.
  package init(
    lines: [(milliseconds: Int, bytes: [UInt8])],
    ending: Ending
  ) {
    self.ending = ending
    for line in lines {
      guard let node = try? JSONNode(parsing: line.bytes) else { continue }
      read(node, at: line.milliseconds)
    }
  }

  // MARK: Lines

  private mutating func read(_ node: JSONNode, at time: Int) {
    switch node["type"]?.string {
    case "system": readSystem(node, at: time)
    case "stream_event":
      if let event = node["event"] { readEvent(event, of: node, at: time) }
    case "tool_progress":
      // A sub-agent's requests are told of in no other way.
      if let retry = node["subagent_retry"] { retries.append(Retry(retry)) }
    case "assistant": readAnswer(node)
    case "user": readResults(node)
    case "result": outcome = Outcome(node)
    default: break
    }
  }

  private mutating func readSystem(_ node: JSONNode, at time: Int) {
    switch node["subtype"]?.string {
    case "init":
      clientVersion = node["claude_code_version"]?.string.map { String($0.prefix(40)) }
      isStarted = true
    case "status":
      if node["status"]?.string == "requesting" { lastRequest = time }
    case "api_retry":
      let retry = Retry(node)
      retries.append(retry)
      lastRequest = time + retry.delay
    default: break
    }
  }

  private mutating func readEvent(_ event: JSONNode, of node: JSONNode, at time: Int) {
    let parent = node["parent_tool_use_id"]?.string
    switch event["type"]?.string {
    case "message_start":
      if let message = event["message"] { begin(message, parent) }
    case "content_block_delta":
      guard event["delta"]?["type"]?.string == "text_delta",
        let index = answers.lastIndex(where: { $0.parent == parent })
      else { return }
      answers[index].pieces.append(time)
    case "message_stop":
      if node["abandoned_blocks"] != nil { brokenStreams += 1 }
    case "message_delta":
      guard let index = answers.lastIndex(where: { $0.parent == parent }) else { return }
      answers[index].usage.raise(to: TokenCount(event["usage"]))
    default: break
    }
  }

  /// The place of an answer, which begins here when it has not before.
  @discardableResult
  private mutating func begin(_ message: JSONNode, _ parent: String?) -> Int {
    let id = message["id"]?.string ?? ""
    if let index = answers.firstIndex(where: { $0.id == id && $0.parent == parent }) {
      answers[index].usage.raise(to: TokenCount(message["usage"]))
      return index
    }
    var answer = Answer(
      id: id,
      model: message["model"]?.string ?? "",
      parent: parent,
      request: lastRequest
    )
    answer.usage = TokenCount(message["usage"])
    answers.append(answer)
    return answers.count - 1
  }

  /// Each block of an answer comes in a line of its own, with the answer's id.
  private mutating func readAnswer(_ node: JSONNode) {
    guard let message = node["message"], message["model"]?.string != "<synthetic>" else { return }
    let index = begin(message, node["parent_tool_use_id"]?.string)
    for block in message["content"]?.elements ?? [] {
      switch block["type"]?.string {
      case "text": answers[index].text += block["text"]?.string ?? ""
      case "thinking":
        answers[index].hasThinking = true
        if block["signature"]?.string?.isEmpty != false {
          answers[index].hasUnsignedThinking = true
        }
      case "redacted_thinking": answers[index].hasThinking = true
      case "tool_use":
        let call = Call(block)
        if !answers[index].calls.contains(where: { $0.id == call.id }) {
          answers[index].calls.append(call)
        }
      default: break
      }
    }
  }

  private mutating func readResults(_ node: JSONNode) {
    for block in node["message"]?["content"]?.elements ?? []
    where block["type"]?.string == "tool_result" && block["is_error"] == .truth(true) {
      let parts = block["content"]?.elements?.compactMap { $0["text"]?.string }
      toolErrors.append(block["content"]?.string ?? parts?.joined(separator: " ") ?? "")
    }
  }
}

// MARK: - What was asked for again and again

extension SessionRecord {
  /// The session's own answers.
  package var ownAnswers: [Answer] { answers.filter { $0.parent == nil } }

  /// What it said last; empty when it said nothing.
  package var text: String { outcome?.text ?? "" }

  /// Whether the session came to an end that it meant to come to.
  package var isComplete: Bool { outcome?.isError == false && ending == .status(0) }

  /// Whether a model thought before it answered.
  package var hasThinking: Bool {
    answers.contains(where: \.hasThinking) || (outcome?.thinkingTokens ?? 0) > 0
  }

  /// Whether a model wrote its thoughts where its answer should be, as open ones do behind some servers.
  package var writesThoughts: Bool {
    answers.contains {
      $0.text.containsBytes(of: "<think>") || $0.text.containsBytes(of: "</think>")
    }
  }

  /// Why it came to no good end, as the end of a sentence, on one line; absent when it did.
  package var failure: String? {
    switch ending {
    case .timeout(let seconds): return "no end after \(seconds) s"
    case .tooMuch: return "no end of what it said"
    case .interrupted: return "interrupted"
    case .notStarted(let reason): return reason
    case .status: break
    }
    guard let outcome else { return "the client printed no result" }
    guard outcome.isError else { return nil }
    guard outcome.kind == "success" || outcome.kind.isEmpty else { return outcome.kind }
    guard let status = outcome.apiStatus else {
      return outcome.text.isEmpty ? "the client says only that it failed" : outcome.text.oneLine
    }
    // The client then asks for a login, whatever the credential is.
    guard status != 401, status != 403 else {
      return "status \(status): the credential was refused"
    }
    return outcome.text.containsBytes(of: "\(status)")
      ? outcome.text.oneLine : "status \(status): \(outcome.text)".oneLine
  }
}
