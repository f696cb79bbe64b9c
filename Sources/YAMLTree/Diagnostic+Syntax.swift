internal import Diagnostics

/// libyaml's words for broken syntax, said so that one knows what to type.
extension Diagnostic {
  /// What libyaml could not read, quoted from the file as libyaml was given it.
  static func syntax(_ error: SyntaxError, in source: SourceFile) -> Diagnostic {
    let lines = SyntaxLines(source)
    let explanation = SyntaxExplanation(error, lines: lines)
    let opening = explanation.opening.map {
      Note($0, at: lines.place(at: error.contextPosition))
    }
    return Diagnostic(
      .error,
      "yaml",
      at: lines.place(at: explanation.position ?? error.position),
      explanation.message,
      notes: opening.map { [$0] } ?? [],
      help: explanation.help
    )
  }
}

/// The lines that an error may be explained with.
struct SyntaxLines {
  private let source: SourceFile

  init(_ source: SourceFile) {
    self.source = source
  }

  /// The place of one character; behind the end of the file it is the end of its last line, since
  /// libyaml reports an unfinished file on the line after it.
  func place(at position: SourcePosition) -> SourcePlace {
    let last = source.lines.lastIndex { !$0.allSatisfy(\.isWhitespace) } ?? 0
    guard position.line > last + 1, last < source.lines.count else {
      return SourcePlace(file: source.name, range: SourceRange(at: position))
    }
    let end = SourcePosition(line: last + 1, column: source.lines[last].unicodeScalars.count + 1)
    return SourcePlace(file: source.name, range: SourceRange(at: end))
  }

  func isBehindEnd(_ position: SourcePosition) -> Bool {
    place(at: position).range.start != position
  }

  /// The line up to a position.
  func head(_ position: SourcePosition) -> String {
    guard position.line <= source.lines.count else { return "" }
    return String(source.lines[position.line - 1].unicodeScalars.prefix(position.column - 1))
  }

  /// The line from a position on.
  func tail(_ position: SourcePosition) -> String {
    guard position.line <= source.lines.count else { return "" }
    return String(source.lines[position.line - 1].unicodeScalars.dropFirst(position.column - 1))
  }
}
