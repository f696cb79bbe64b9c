/// One mistake or remark about a policy: where, what, and what would be right.
package struct Diagnostic: Error, Hashable, Sendable {
  package enum Severity: String, Hashable, Sendable {
    case error
    case warning
    case note
  }

  /// A second place that explains the first.
  package struct Note: Hashable, Sendable {
    package let message: String
    /// Printed behind the message as `file:line` when present.
    package let place: SourcePlace?

    package init(_ message: String, at place: SourcePlace? = nil) {
      self.message = message
      self.place = place
    }
  }

  package let severity: Severity
  /// Kebab-case, stable over versions: `unknown-key`.
  package let id: String
  /// Absent when the mistake has no place in a file.
  package let place: SourcePlace?
  /// One sentence, lower case, no full stop, names in backticks.
  package let message: String
  package let notes: [Note]
  /// What to do, with the exact text to type where there is one.
  package let help: String?
  /// Whether the place may hold a secret; it is then quoted as asterisks.
  package let concealsSource: Bool

  package init(
    _ severity: Severity,
    _ id: String,
    at place: SourcePlace?,
    _ message: String,
    notes: [Note] = [],
    help: String? = nil,
    concealsSource: Bool = false
  ) {
    self.severity = severity
    self.id = id
    self.place = place
    self.message = message
    self.notes = notes
    self.help = help
    self.concealsSource = concealsSource
  }
}

extension Sequence<Diagnostic> {
  /// Whether any of them is an error.
  package var hasErrors: Bool {
    contains { $0.severity == .error }
  }
}
