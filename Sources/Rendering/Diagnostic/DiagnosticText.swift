package import Diagnostics

/// Diagnostics as people read them, each with the line it is about.
///
/// ```text
/// team.yaml:14:12: error: unknown model `opsu` [unknown-model]
///    |
/// 14 |     model: opsu
///    |            ^~~~
///    = help: did you mean `opus`?
/// ```
package struct DiagnosticText: Hashable, Sendable {
  /// In the order of the files, then of the places; those of unknown files follow, then those
  /// without a place.
  package let diagnostics: [Diagnostic]

  private let files: [String: SourceFile]
  /// Places that may hold a secret, by file.
  private let concealed: [String: [SourceRange]]

  /// The sources come in the order in which their diagnostics are wanted.
  package init(_ diagnostics: [Diagnostic], sources: [SourceFile]) {
    let ranks = Dictionary(
      sources.enumerated().map { ($1.name, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    files = Dictionary(sources.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    concealed = Dictionary(
      grouping: diagnostics.filter(\.concealsSource).compactMap(\.place),
      by: \.file
    )
    .mapValues { $0.map(\.range) }
    self.diagnostics = diagnostics.enumerated()
      .map { (key: SortingKey($1.place, ranks: ranks, index: $0), diagnostic: $1) }
      .sorted { $0.key < $1.key }
      .map(\.diagnostic)
  }

  /// Every diagnostic, ended by a line feed; empty when there is none.
  package var text: String {
    var text = ""
    var snippets = SnippetWriter()
    for diagnostic in diagnostics {
      append(diagnostic, to: &text, snippets: &snippets)
    }
    return text
  }

  /// `2 errors, 1 note`, without a line feed; `no errors` when there is nothing to say.
  package var countLine: String {
    let counts = [(Diagnostic.Severity.error, "error"), (.warning, "warning"), (.note, "note")]
      .compactMap { severity, word -> String? in
        let count = diagnostics.count { $0.severity == severity }
        return count == 0 ? nil : "\(count) \(word)\(count == 1 ? "" : "s")"
      }
    return counts.isEmpty ? "no errors" : counts.joined(separator: ", ")
  }

  private func append(
    _ diagnostic: Diagnostic,
    to text: inout String,
    snippets: inout SnippetWriter
  ) {
    let message = diagnostic.shownMessage
    let words = "\(diagnostic.severity.rawValue): \(message) [\(diagnostic.id)]"
    var gutter = 1
    if let place = diagnostic.place {
      let start = place.range.start
      text += "\(place.file):\(start.line):\(start.column): ".printable + words + "\n"
      gutter = String(start.line).count
      // A note is a remark in passing: its line would drown the errors beside it.
      if diagnostic.severity != .note, let file = files[place.file] {
        text += snippets.snippet(of: file, at: place.range, hiding: concealed[place.file] ?? [])
      }
    } else {
      text += words + "\n"
    }
    let margin = String(repeating: " ", count: gutter + 1)
    for note in diagnostic.notes {
      text += margin + "= note: " + note.shownWithPlace + "\n"
    }
    if let help = diagnostic.shownHelp {
      text += margin + "= help: " + help + "\n"
    }
  }
}

/// Where a diagnostic stands among the others.
private struct SortingKey: Comparable {
  private let rank: Int
  private let position: SourcePosition
  private let index: Int

  init(_ place: SourcePlace?, ranks: [String: Int], index: Int) {
    self.index = index
    position = place?.range.start ?? SourcePosition(line: 0, column: 0)
    rank = place.map { ranks[$0.file] ?? Int.max - 1 } ?? Int.max
  }

  static func < (left: SortingKey, right: SortingKey) -> Bool {
    (left.rank, left.position, left.index) < (right.rank, right.position, right.index)
  }
}
