package import Diagnostics

/// Where a rule was written.
package struct Origin: Hashable, Sendable {
  package let layer: Layer
  /// `built-in` or the file's path as given.
  package let file: String
  /// Counted from 1.
  package let line: Int
  /// The words a finding about the rule points at; absent in policies that were not read from text.
  ///
  /// Not part of what makes two origins the same.
  package let range: SourceRange?

  package init(layer: Layer, file: String, line: Int, range: SourceRange? = nil) {
    self.layer = layer
    self.file = file
    self.line = line
    self.range = range
  }

  /// `built-in:88`, `team.yaml:14`.
  package var label: String { "\(file):\(line)" }

  /// The same for a diagnostic; the start of the line when the range is not known.
  package var place: SourcePlace {
    let start = SourceRange(at: SourcePosition(line: line, column: 1))
    return SourcePlace(file: file, range: range ?? start)
  }

  package static func == (left: Origin, right: Origin) -> Bool {
    (left.layer, left.file, left.line) == (right.layer, right.file, right.line)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(layer)
    hasher.combine(file)
    hasher.combine(line)
  }
}

/// The layers of a policy in the order of preference, nearest first.
package enum Layer: String, Hashable, Sendable, CaseIterable {
  /// `.claude-route.yaml` of the project that is worked on: it may prefer and tighten.
  case repository
  case user
  /// The organisation's, owned by root.
  case managed
  case builtIn = "built-in"

  /// What a layer says is fixed for every layer of lower authority.
  package enum Authority: Int, Hashable, Sendable, CaseIterable, Comparable {
    case repository
    /// The user's own and the built-in policy.
    case user
    case managed

    package static func < (left: Authority, right: Authority) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  package var authority: Authority {
    switch self {
    case .repository: .repository
    case .user, .builtIn: .user
    case .managed: .managed
    }
  }
}
