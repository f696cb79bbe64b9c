/// What a task is said or found to be: one of the built-in policy's classes, or none of them.
package enum LabelledClass: Int, Hashable, Sendable, CaseIterable {
  case bulk
  case prototyping
  case production
  case multiAgent
  case extendedThinking
  case none

  /// The class's name in a policy; `none` where there is no class.
  package var name: String {
    switch self {
    case .bulk: "bulk"
    case .prototyping: "prototyping"
    case .production: "production"
    case .multiAgent: "multi-agent"
    case .extendedThinking: "extended-thinking"
    case .none: "none"
    }
  }

  /// The short name that people label with; taken like the policy's own.
  private var label: String {
    switch self {
    case .bulk: "bulk"
    case .prototyping: "prototype"
    case .production: "production"
    case .multiAgent: "multi-agent"
    case .extendedThinking: "thinking"
    case .none: "other"
    }
  }

  /// By either name; nil for any other.
  package init?(labelled text: String) {
    guard let found = Self.allCases.first(where: { text == $0.label || text == $0.name }) else {
      return nil
    }
    self = found
  }

  /// Every text that stands for a class, sorted.
  package static var labels: [String] {
    Set(allCases.flatMap { [$0.label, $0.name] }).sorted()
  }

  /// Whether such a task may go to a cheap model when nobody says otherwise.
  package var isCheap: Bool { self == .bulk || self == .prototyping }
}
