/// One thing that was looked at: what it is, what was found there, and how much it matters.
package struct HealthFinding: Hashable, Sendable {
  /// `client`, `settings`, a backend's name.
  package let subject: String
  package let level: Level
  /// Absent for what is in no file.
  package let place: Place?
  /// One clause that does not repeat the place; never a secret.
  package let message: String
  /// The same at more length.
  package let detail: String?
  /// What follows from it, one sentence each.
  package let explanations: [String]
  /// What to do about it.
  package let help: String?

  /// How much it matters, from nothing to a route that cannot be taken.
  package enum Level: String, Hashable, Sendable, CaseIterable, Comparable {
    case ok
    /// Good to know; every route holds.
    case note
    /// Something by which a route would not hold, or a secret that others can read.
    case warning
    case error

    private var rank: Int {
      switch self {
      case .ok: 0
      case .note: 1
      case .warning: 2
      case .error: 3
      }
    }

    package static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }
  }

  /// A file, and a line in it.
  package struct Place: Hashable, Sendable {
    /// As it should be shown.
    package let file: String
    /// Counted from 1; absent when the whole file is meant.
    package let line: Int?

    /// From its parts.
    package init(_ file: String, line: Int? = nil) {
      self.file = file
      self.line = line
    }

    /// `~/.zshrc:41`, or the file alone.
    package var label: String { line.map { "\(file):\($0)" } ?? file }
  }

  /// From its parts.
  package init(
    _ subject: String,
    _ level: Level,
    at place: Place? = nil,
    _ message: String,
    detail: String? = nil,
    explanations: [String] = [],
    help: String? = nil
  ) {
    self.subject = subject
    self.level = level
    self.place = place
    self.message = message
    self.detail = detail
    self.explanations = explanations
    self.help = help
  }
}

extension Sequence<HealthFinding> {
  /// Those by which a route would not hold: warnings and errors.
  package var problems: [HealthFinding] { filter { $0.level > .note } }
}
