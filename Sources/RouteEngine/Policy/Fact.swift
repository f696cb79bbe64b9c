/// A fact about the task's surroundings that conditions and signals may ask for.
package enum FactName: Hashable, Sendable {
  case branch
  case filesCount
  case ci
  case hook
  case interactive
  case clientPrint
  case clientPermissionMode
  case clientAgents
  case clientEffort
  case clientThinking
  case sessionBackend
  case projectPath
  case projectRemote
  case taskWords
  case os
  /// `env.NAME`: the value of one environment variable that the policy names.
  case environment(String)

  /// Every fact with a fixed name, in the order of the reference.
  package static let fixed: [FactName] = [
    .branch, .filesCount, .ci, .hook, .interactive, .clientPrint, .clientPermissionMode,
    .clientAgents, .clientEffort, .clientThinking, .sessionBackend, .projectPath, .projectRemote,
    .taskWords, .os,
  ]

  /// As written in a policy; nil for a name that is no fact.
  package init?(_ text: String) {
    if text.hasPrefix("env.") {
      let name = text.dropFirst(4)
      guard !name.isEmpty, name.utf8.allSatisfy(\.isVariableNameByte) else { return nil }
      self = .environment(String(name))
      return
    }
    guard let name = Self.fixed.first(where: { $0.text == text }) else { return nil }
    self = name
  }

  package var text: String {
    switch self {
    case .branch: "branch"
    case .filesCount: "files.count"
    case .ci: "ci"
    case .hook: "hook"
    case .interactive: "interactive"
    case .clientPrint: "client.print"
    case .clientPermissionMode: "client.permission-mode"
    case .clientAgents: "client.agents"
    case .clientEffort: "client.effort"
    case .clientThinking: "client.thinking"
    case .sessionBackend: "session.backend"
    case .projectPath: "project.path"
    case .projectRemote: "project.remote"
    case .taskWords: "task.words"
    case .os: "os"
    case .environment(let name): "env.\(name)"
    }
  }

  /// What kind of value the fact has; decides which comparisons make sense.
  package var type: FactType {
    switch self {
    case .filesCount, .taskWords: .number
    case .ci, .hook, .interactive, .clientPrint, .clientAgents, .clientThinking: .truth
    case .branch, .clientPermissionMode, .clientEffort, .sessionBackend, .projectPath,
      .projectRemote, .os, .environment:
      .text
    }
  }
}

/// What kind of value a fact has.
package enum FactType: Hashable, Sendable {
  case text
  case number
  case truth
}

/// The value of a fact that is known.
package enum FactValue: Hashable, Sendable {
  case text(String)
  case number(Int)
  case truth(Bool)
}

/// What is known of a fact.
package enum FactState: Hashable, Sendable {
  case value(FactValue)
  /// Known not to be: no repository, a variable that is not set, no `--files`.
  case absent
  /// It could not be found out: a detached `HEAD`, a file that cannot be read.
  case unknown
}

/// One comparison of a fact: `fact: branch, matches: "release/*"`.
package struct FactTest: Hashable, Sendable {
  package let fact: FactName
  package let comparison: Comparison

  package enum Comparison: Hashable, Sendable {
    case equals(FactValue)
    case isIn([FactValue])
    case matches(Glob)
    case greaterThan(Int)
    case atLeast(Int)
    case lessThan(Int)
    case atMost(Int)
    case exists(Bool)
  }

  package init(fact: FactName, comparison: Comparison) {
    self.fact = fact
    self.comparison = comparison
  }

  /// Evaluation rule 3: truth on a value, false on absent (but `exists: false` is true), else unknown.
  package func truth(of state: FactState) -> Truth {
    switch state {
    case .unknown:
      return .unknown
    case .absent:
      return Truth(comparison == .exists(false))
    case .value(let value):
      return Truth(holds(for: value))
    }
  }

  private func holds(for value: FactValue) -> Bool {
    switch (comparison, value) {
    case (.exists(let expected), _): expected
    case (.equals(let expected), _): value == expected
    case (.isIn(let expected), _): expected.contains(value)
    case (.matches(let glob), .text(let text)): glob.matchesWhole(text)
    case (.greaterThan(let bound), .number(let number)): number > bound
    case (.atLeast(let bound), .number(let number)): number >= bound
    case (.lessThan(let bound), .number(let number)): number < bound
    case (.atMost(let bound), .number(let number)): number <= bound
    // The loader refuses a comparison that does not fit the fact's type (`bad-operator`).
    case (.matches, _), (.greaterThan, _), (.atLeast, _), (.lessThan, _), (.atMost, _): false
    }
  }
}

extension UInt8 {
  /// A letter, a digit or `_`: what a portable variable name consists of.
  package var isVariableNameByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default:
      false
    }
  }
}
