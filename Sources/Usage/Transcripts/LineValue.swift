/// A JSON value in a line, not read further than its end.
enum LineValue {
  case null
  case truth(Bool)
  /// The range of the literal.
  case number(LineText)
  case string(LineText)
  /// The range of the whole value, brackets included.
  case array(LineText)
  /// The range of the whole value, braces included.
  case object(LineText)

  var text: LineText? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  var isTrue: Bool {
    guard case .truth(true) = self else { return false }
    return true
  }
}

/// A line is no JSON (RFC 8259), or is nested too deep.
struct MalformedLine: Error {}
