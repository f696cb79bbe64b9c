package import Diagnostics
internal import JSONTree

/// Diagnostics and proofs for programs.
///
/// Keys and their order are stable; `schema` counts up when one changes its meaning.
package struct DiagnosticJSON: Hashable, Sendable {
  /// One document, ended by a line break.
  package let text: String

  /// The diagnostics come in the order wanted, as `DiagnosticText` sorts them.
  package init(_ diagnostics: [Diagnostic], proofs: [ProofLine] = []) {
    func count(_ severity: Diagnostic.Severity) -> JSONNode {
      .number("\(diagnostics.count { $0.severity == severity })")
    }
    let document: JSONNode = [
      "schema": 1,
      "diagnostics": .array(diagnostics.map(Self.node)),
      "proofs": .array(proofs.map(\.node)),
      "counts": ["errors": count(.error), "warnings": count(.warning), "notes": count(.note)],
    ]
    text = document.prettyText + "\n"
  }

  private static func node(_ diagnostic: Diagnostic) -> JSONNode {
    let range = diagnostic.place?.range
    return [
      "severity": .string(diagnostic.severity.rawValue),
      "id": .string(diagnostic.id),
      "file": optional(diagnostic.place?.file),
      "line": optional(range?.start.line),
      "column": optional(range?.start.column),
      "end-line": optional(range?.end.line),
      "end-column": optional(range?.end.column),
      "message": .string(diagnostic.shownMessage),
      "notes": .array(diagnostic.notes.map(node)),
      "help": optional(diagnostic.shownHelp),
      "page": optional(DiagnosticRule.named(diagnostic.id)?.page),
    ]
  }

  private static func node(_ note: Diagnostic.Note) -> JSONNode {
    [
      "message": .string(note.shownMessage),
      "file": optional(note.place?.file),
      "line": optional(note.place?.range.start.line),
    ]
  }

  private static func optional(_ text: String?) -> JSONNode { text.map(JSONNode.string) ?? .null }

  private static func optional(_ number: Int?) -> JSONNode {
    number.map { .number("\($0)") } ?? .null
  }
}
