/// What one party says about a variable.
package struct VariableClaim: Hashable, Sendable {
  /// Whose word it is.
  package let source: Source
  /// `FILE:LINE`, `--settings`, `$AWS_REGION`; absent for the shell, and where a route's value follows
  /// from the choice of its target.
  package let place: String?
  /// Absent: the route takes it away.
  package let value: VariableValue?

  /// Who can say something about a variable.
  ///
  /// Behind the route in the order in which a plain session obeys them, strongest first.
  package enum Source: String, Hashable, Sendable, CaseIterable, Comparable {
    case route
    case managed
    /// The user's own `--settings`.
    case commandLine = "command-line"
    case local
    case project
    case user
    case shell

    package static func < (left: Source, right: Source) -> Bool { left.rank < right.rank }

    private var rank: Int {
      switch self {
      case .route: 0
      case .managed: 1
      case .commandLine: 2
      case .local: 3
      case .project: 4
      case .user: 5
      case .shell: 6
      }
    }
  }

  /// From its parts.
  package init(source: Source, place: String? = nil, value: VariableValue?) {
    self.source = source
    self.place = place
    self.value = value
  }

  /// Whether it gives the variable a value that counts.
  package var isFilled: Bool { value.map { !$0.isEmpty } ?? false }
}

extension VariableClaim.Source {
  init(_ kind: SettingsLayer.Kind) {
    switch kind {
    case .managed: self = .managed
    case .user: self = .user
    case .project: self = .project
    case .local: self = .local
    }
  }
}
