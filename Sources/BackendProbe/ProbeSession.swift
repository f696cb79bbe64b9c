/// One of the short sessions that a probe consists of.
package enum ProbeSession: String, Hashable, Sendable, CaseIterable {
  /// A plain text of a known length.
  case answer
  /// Files that name the next one.
  case chain
  /// A text and an object that are hard to hand over.
  case input
  /// Three calls in one answer.
  case parallel
  /// A puzzle.
  case thinking
  /// A sub-agent on each of the client's model slots.
  case subAgents = "sub-agents"
  /// A prompt as long as somebody says the model reads; only when asked for.
  case context

  /// For the line that is shown while it runs.
  package var words: String {
    switch self {
    case .answer: "a plain answer"
    case .chain: "a chain of tool calls"
    case .input: "tool input that is hard to quote"
    case .parallel: "parallel tool calls"
    case .thinking: "extended thinking"
    case .subAgents: "a sub-agent on each model slot"
    case .context: "a long prompt"
    }
  }
}
