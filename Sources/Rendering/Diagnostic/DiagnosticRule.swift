package import Diagnostics

/// A kind of diagnostic that has a page of its own in the documentation.
package struct DiagnosticRule: Hashable, Sendable {
  package let id: String
  /// As which it is reported; `retired-model` turns into an error on the day.
  package let severity: Diagnostic.Severity
  /// One sentence without a full stop.
  package let summary: String

  private init(_ id: String, _ severity: Diagnostic.Severity, _ summary: String) {
    self.id = id
    self.severity = severity
    self.summary = summary
  }

  /// Below the root of the sources.
  package var page: String { "docs/diagnostics/\(id).md" }

  package static func named(_ id: String) -> DiagnosticRule? {
    all.first { $0.id == id }
  }

  /// What stops a policy from being read, then what is found in one that was; each in the order of
  /// their ids.
  package static let all = loadErrors + findings

  package static let loadErrors = [
    DiagnosticRule("bad-glob", .error, "A path pattern is not written as globs are"),
    DiagnosticRule("bad-operator", .error, "A comparison does not fit the fact it is about"),
    DiagnosticRule("bad-url", .error, "A base URL is not one that every reader understands alike"),
    DiagnosticRule("duplicate-name", .error, "A name or a key is used twice"),
    DiagnosticRule("empty-phrase", .error, "A phrase has no word to look for"),
    DiagnosticRule(
      "extends",
      .error,
      "A file named under `extends` cannot be read or is not the one that was meant"
    ),
    DiagnosticRule("literal-secret", .error, "A secret stands in the policy itself"),
    DiagnosticRule(
      "managed-authority",
      .error,
      "A policy changes what only the managed policy may decide"
    ),
    DiagnosticRule("missing-key", .error, "A key that is needed is not there"),
    DiagnosticRule(
      "repository-authority",
      .error,
      "A repository's policy decides what only its users may"
    ),
    DiagnosticRule("unfilled-slot", .error, "A backend has no model for one of the client's slots"),
    DiagnosticRule("unknown-key", .error, "A key is not part of the policy language"),
    DiagnosticRule("unknown-name", .error, "A name refers to nothing that is defined"),
    DiagnosticRule("wrong-type", .error, "A value is of another kind than its key takes"),
    DiagnosticRule("yaml", .error, "The file is not the plain YAML that policies are written in"),
  ]

  package static let findings = [
    DiagnosticRule(
      "backend-not-here",
      .note,
      "A repository's policy names a backend that this machine does not define"
    ),
    DiagnosticRule("base-url-ends-in-v1", .error, "The client would ask for `/v1/v1/messages`"),
    DiagnosticRule("beyond-boundary", .error, "A policy permits what its boundary does not"),
    DiagnosticRule("constant-condition", .warning, "A condition always holds or never does"),
    DiagnosticRule("dead-end", .error, "Some task can go nowhere, whatever is available"),
    DiagnosticRule("dropped-constraint", .note, "A built-in constraint is switched off"),
    DiagnosticRule("invariant-refuted", .error, "The policy does not keep one of its promises"),
    DiagnosticRule("missing-reason", .warning, "A constraint does not say why it is there"),
    DiagnosticRule(
      "not-a-claude-model",
      .warning,
      "A backend answers with a model of another vendor"
    ),
    DiagnosticRule("not-proved", .warning, "There are too many states to look at all of them"),
    DiagnosticRule(
      "phrase-in-both-sides",
      .warning,
      "A class has the same phrase for and against it"
    ),
    DiagnosticRule(
      "protective-class-lifts",
      .warning,
      "A class that is taken on doubt lifts a constraint"
    ),
    DiagnosticRule("redundant-constraint", .warning, "A constraint stops nothing by itself"),
    DiagnosticRule("region-mismatch", .error, "A model id leaves the region of its backend"),
    DiagnosticRule("retired-model", .warning, "A model is no longer served, or soon will not be"),
    DiagnosticRule("test-failed", .error, "One of the policy's own tests does not hold"),
    DiagnosticRule("unreachable-route", .error, "A route or target can never be chosen"),
    DiagnosticRule("untested-class", .warning, "No test shows that a class is found"),
    DiagnosticRule("unused", .warning, "A class or backend is defined and never used"),
  ]
}
