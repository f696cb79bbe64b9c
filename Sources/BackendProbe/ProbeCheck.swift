package import RouteEngine

/// One thing that a probe looks at: a row of its table.
package enum ProbeCheck: String, Hashable, Sendable, CaseIterable {
  case answer
  case modelIdentity = "model-identity"
  case oneTool = "one-tool"
  case parallelTools = "parallel-tools"
  case toolInput = "tool-input"
  case toolChain = "tool-chain"
  case thinking
  case thinkingOff = "thinking-off"
  case streaming
  case promptCache = "prompt-cache"
  case subAgents = "sub-agents"
  case context = "context-window"
  case rateLimit = "rate-limit"

  /// For tables.
  package var words: String {
    switch self {
    case .answer: "plain answer"
    case .modelIdentity: "model identity"
    case .oneTool: "one tool call"
    case .parallelTools: "parallel tool calls"
    case .toolInput: "tool input"
    case .toolChain: "tool chain"
    case .thinking: "thinking"
    case .thinkingOff: "thinking off"
    case .streaming: "streaming"
    case .promptCache: "prompt cache"
    case .subAgents: "sub-agents"
    case .context: "context window"
    case .rateLimit: "rate limit"
    }
  }

  /// The trait of a backend that it says something of; absent for what no policy can ask for.
  package var trait: Backend.Trait? {
    switch self {
    case .answer, .context: nil
    case .modelIdentity: .modelIdentity
    case .oneTool, .toolInput, .toolChain: .tools
    case .parallelTools: .parallelTools
    case .thinking, .thinkingOff: .thinking
    case .streaming: .streaming
    case .promptCache: .promptCache
    case .subAgents: .subAgents
    case .rateLimit: .rateLimit
    }
  }
}

/// How one of them turned out.
package struct ProbeFinding: Hashable, Sendable {
  package let check: ProbeCheck
  package let grade: Backend.TraitGrade
  /// What was seen: a fragment of one line, with words of the backend in it.
  package let observation: String

  /// From its parts.
  package init(_ check: ProbeCheck, _ grade: Backend.TraitGrade, _ observation: String) {
    self.check = check
    self.grade = grade
    self.observation = observation.oneLine
  }
}

extension [ProbeFinding] {
  /// What they say of each trait: the worst of its checks, and nothing where one is not known.
  package var traits: [Backend.Trait: Backend.TraitGrade] {
    var grades: [Backend.Trait: Backend.TraitGrade] = [:]
    for finding in self {
      guard let trait = finding.check.trait else { continue }
      grades[trait] =
        grades[trait].map { $0.badness < finding.grade.badness ? finding.grade : $0 }
        ?? finding.grade
    }
    return grades.filter { $0.value != .unknown }
  }
}

extension Backend.TraitGrade {
  /// Not to know is worse than good and better than to know something bad.
  fileprivate var badness: Int {
    switch self {
    case .good: 0
    case .unknown: 1
    case .degraded: 2
    case .broken: 3
    }
  }
}
