package import Diagnostics

/// Diagnostics as workflow commands, which GitHub shows at the lines of a change.
///
/// ```text
/// ::error file=team.yaml,line=14,col=12,endLine=14,endColumn=15,title=unknown-name::unknown model…
/// ```
package struct GitHubAnnotations: Hashable, Sendable {
  /// One line for each diagnostic, ended by a line feed.
  package let text: String

  /// The diagnostics come in the order wanted, as `DiagnosticText` sorts them.
  package init(_ diagnostics: [Diagnostic]) {
    text = diagnostics.map { Self.line($0) + "\n" }.joined()
  }

  private static func line(_ diagnostic: Diagnostic) -> String {
    let properties = places(diagnostic.place) + [("title", diagnostic.id)]
    let message =
      [diagnostic.shownMessage] + diagnostic.notes.map { "note: \($0.shownWithPlace)" }
      + (diagnostic.shownHelp.map { ["help: \($0)"] } ?? [])
    return "::\(diagnostic.severity.command) "
      + properties.map { "\($0.0)=\($0.1.escaped(":,"))" }.joined(separator: ",")
      + "::" + message.joined(separator: "\n").escaped("")
  }

  /// Ends are included, and columns belong to ranges of one line only (GitHub's REST reference on
  /// check runs, 2026-11).
  private static func places(_ place: SourcePlace?) -> [(String, String)] {
    guard let place else { return [] }
    let (start, end) = (place.range.start, place.range.end)
    let lastLine = end.column <= 1 && end.line > start.line ? end.line - 1 : end.line
    let file = ("file", place.file.printable)
    guard lastLine == start.line else {
      return [file, ("line", "\(start.line)"), ("endLine", "\(lastLine)")]
    }
    var columns = [("col", "\(start.column)"), ("endLine", "\(lastLine)")]
    if end.line == start.line {
      columns.append(("endColumn", "\(max(start.column, end.column - 1))"))
    }
    return [file, ("line", "\(start.line)")] + columns
  }
}

extension Diagnostic.Severity {
  fileprivate var command: String {
    switch self {
    case .error: "error"
    case .warning: "warning"
    case .note: "notice"
    }
  }
}

extension String {
  /// As the runner's commands want it: `%`, the line breaks, and in properties also `:` and `,`.
  fileprivate func escaped(_ more: String) -> String {
    unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar {
      case "%": text += "%25"
      case "\r": text += "%0D"
      case "\n": text += "%0A"
      case ":" where more.contains(":"): text += "%3A"
      case "," where more.contains(","): text += "%2C"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}
