package import Diagnostics

/// A text in which `❯` marks the places that a test is about, so that nobody counts columns.
package struct MarkedYAML: Hashable, Sendable {
  /// The text without the marks.
  package let text: String
  /// Where each mark stood, in their order.
  package let positions: [SourcePosition]

  package init(_ marked: String) {
    var text = String.UnicodeScalarView()
    var positions: [SourcePosition] = []
    var line = 1
    var column = 1
    for scalar in marked.unicodeScalars {
      if scalar == "❯" {
        positions.append(SourcePosition(line: line, column: column))
        continue
      }
      text.append(scalar)
      column += 1
      if scalar == "\n" {
        line += 1
        column = 1
      }
    }
    self.text = String(text)
    self.positions = positions
  }

  package var bytes: [UInt8] { Array(text.utf8) }

  /// Where the only mark stood, or the first of them.
  package var position: SourcePosition {
    guard let first = positions.first else {
      preconditionFailure("the text has no mark")
    }
    return first
  }
}
