internal import Diagnostics

/// The line that a diagnostic is about, with a caret below it.
struct SnippetWriter {
  /// An arbitrary limit, so that a file of one line is not printed whole for each of its mistakes.
  private static let maximumScalars = 160

  /// The line that was shown last, since mistakes come in flocks.
  private var cached: (file: String, line: Int, scalars: [Unicode.Scalar])?

  /// Three lines; empty when the file has no such line.
  ///
  /// What looks like a secret, and what lies in one of the hidden ranges, is shown as asterisks.
  mutating func snippet(
    of file: SourceFile,
    at range: SourceRange,
    hiding hidden: [SourceRange]
  ) -> String {
    guard range.start.line >= 1, range.start.line <= file.lines.count else { return "" }
    let scalars = line(range.start.line, of: file, hiding: hidden)
    let start = min(max(range.start.column - 1, 0), scalars.count)
    let isOneLine = range.end.line == range.start.line
    let end = isOneLine ? min(max(range.end.column - 1, start), scalars.count) : scalars.count
    let window = Window(of: start..<end, in: scalars, maximum: Self.maximumScalars)

    let number = String(range.start.line)
    let margin = String(repeating: " ", count: number.count)
    let caret = "^" + String(repeating: "~", count: max(window.marked - 1, 0))
    let indent = String(repeating: " ", count: window.before)
    return """
      \(margin) |
      \(number) | \(window.text)
      \(margin) | \(indent)\(caret)

      """
  }

  private mutating func line(
    _ number: Int,
    of file: SourceFile,
    hiding hidden: [SourceRange]
  ) -> [Unicode.Scalar] {
    if let cached, cached.file == file.name, cached.line == number { return cached.scalars }
    var scalars = Array(SecretShape.concealed(file.lines[number - 1]).unicodeScalars)
    for range in hidden where (range.start.line...range.end.line).contains(number) {
      let start = range.start.line < number ? 0 : range.start.column - 1
      let end = range.end.line > number ? scalars.count : min(range.end.column - 1, scalars.count)
      for index in start..<max(start, end) {
        scalars[index] = "*"
      }
    }
    cached = (file.name, number, scalars)
    return scalars
  }
}

/// The part of a line that is shown.
private struct Window {
  /// Printable, with `…` where something is left out.
  private(set) var text = ""
  /// How many columns stand before the marked range.
  private(set) var before = 0
  /// How many columns the marked range takes.
  private(set) var marked = 0

  init(of range: Range<Int>, in line: [Unicode.Scalar], maximum: Int) {
    var shown = 0..<line.count
    if line.count > maximum {
      // A third of the room in front of the caret, the rest for the range and what follows.
      let lower = max(0, min(range.lowerBound - maximum / 3, line.count - maximum))
      shown = lower..<lower + maximum
    }
    if shown.lowerBound > 0 {
      text = "…"
      before = 1
    }
    for index in shown {
      let (piece, columns) = Self.printable(line[index])
      text += piece
      if index < range.lowerBound { before += columns }
      if range.contains(index) { marked += columns }
    }
    if shown.upperBound < line.count {
      text += "…"
    }
  }

  private static func printable(_ scalar: Unicode.Scalar) -> (text: String, columns: Int) {
    if scalar == "\t" { return (" ", 1) }
    if let escape = scalar.visibleEscape { return (escape, escape.utf8.count) }
    return (String(scalar), scalar.columns)
  }
}
