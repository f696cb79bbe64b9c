/// A text file that diagnostics quote from.
package struct SourceFile: Hashable, Sendable {
  /// The name that `SourcePlace.file` refers to.
  package let name: String
  /// The lines without their breaks and without a byte-order mark.
  ///
  /// Broken where YAML 1.1 breaks them (LF, CRLF, CR, NEL, LS, PS), so that line numbers agree with
  /// the parser's. Invalid UTF-8 reads as U+FFFD.
  package let lines: [String]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
    var lines: [String] = []
    var index = scalars.startIndex
    if scalars.first == "\u{FEFF}" {
      scalars.formIndex(after: &index)
    }
    var start = index
    while index < scalars.endIndex {
      let scalar = scalars[index]
      let end = index
      scalars.formIndex(after: &index)
      switch scalar {
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
        lines.append(String(scalars[start..<end]))
        if scalar == "\r", index < scalars.endIndex, scalars[index] == "\n" {
          scalars.formIndex(after: &index)
        }
        start = index
      default:
        break
      }
    }
    if start < index {
      lines.append(String(scalars[start...]))
    }
    self.lines = lines
  }
}
