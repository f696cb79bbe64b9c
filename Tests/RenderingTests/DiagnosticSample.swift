import Diagnostics

/// Diagnostics of every shape for the tests of the formats.
enum DiagnosticSample {
  static func place(_ file: String, _ line: Int, _ columns: Range<Int>) -> SourcePlace {
    place(file, from: (line, columns.lowerBound), to: (line, columns.upperBound))
  }

  static func place(
    _ file: String,
    from start: (line: Int, column: Int),
    to end: (line: Int, column: Int)
  ) -> SourcePlace {
    SourcePlace(
      file: file,
      range: SourceRange(
        start: SourcePosition(line: start.line, column: start.column),
        end: SourcePosition(line: end.line, column: end.column)
      )
    )
  }

  static let unknownClass = Diagnostic(
    .error,
    "unknown-name",
    at: place(".claude-route.yaml", 9, 19..<23),
    "unknown class `docs` in route `docs`",
    help: "add it under `classes:`, or write `{class: bulk}`"
  )

  static let redefined = Diagnostic(
    .error,
    "managed-authority",
    at: place("/home/dev/a b.yaml", 2, 12..<19),
    "`bedrock` is defined by the managed policy and cannot be changed",
    notes: [
      Diagnostic.Note("first defined here", at: place("/etc/claude-route/policy.yaml", 6, 3..<10)),
      Diagnostic.Note("the managed policy is root's"),
    ]
  )

  static let notHere = Diagnostic(
    .note,
    "backend-not-here",
    at: place("-", 18, 11..<11),
    "backend `litellm-team` is not defined on this machine"
  )

  /// A warning whose id has no page, over several lines.
  static let wide = Diagnostic(
    .warning,
    "odd",
    at: place("a,b:c%.yaml", from: (3, 5), to: (5, 1)),
    "100% odd"
  )

  static let nowhere = Diagnostic(.error, "yaml", at: nil, "the file is empty")

  static let all = [unknownClass, redefined, notHere, wide, nowhere]

  /// Every text of it would move a cursor and holds a key.
  static let hostile = Diagnostic(
    .error,
    "literal-secret",
    at: place("a\u{1B}\n.yaml", 1, 1..<2),
    "key sk-ant-0123456789abcdef\u{1B}[2J",
    notes: [Diagnostic.Note("key sk-ant-0123456789abcdef\n", at: place("b\r", 1, 1..<2))],
    help: "key sk-ant-0123456789abcdef\u{202E}"
  )
}
