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
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\n" where previous == "\r":
        break
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
        lines.append(String(line))
        line = String.UnicodeScalarView()
      case "\u{FEFF}" where previous == nil:
        break
      default:
        line.append(scalar)
      }
      previous = scalar
    }
    if !line.isEmpty {
      lines.append(String(line))
    }
    self.lines = lines
  }
}
