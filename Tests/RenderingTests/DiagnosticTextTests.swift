import Diagnostics
import Rendering
import TestSupport
import Testing

@Suite struct DiagnosticTextTests {
  private static let team = file(
    "team.yaml",
    "version: 1" + String(repeating: "\n", count: 13) + "    model: opsu\n"
  )

  private static func file(_ name: String, _ text: String) -> SourceFile {
    SourceFile(name: name, bytes: Array(text.utf8))
  }

  private static func place(_ file: String, _ line: Int, _ columns: Range<Int>) -> SourcePlace {
    SourcePlace(
      file: file,
      range: SourceRange(
        start: SourcePosition(line: line, column: columns.lowerBound),
        end: SourcePosition(line: line, column: columns.upperBound)
      )
    )
  }

  @Test func `prints place, line, caret and help`() {
    let diagnostic = Diagnostic(
      .error,
      "unknown-model",
      at: Self.place("team.yaml", 14, 12..<16),
      "unknown model `opsu`",
      help: "did you mean `opus`? this policy defines `haiku`, `opus`, `sonnet`"
    )
    #expect(
      DiagnosticText([diagnostic], sources: [Self.team]).text == """
        team.yaml:14:12: error: unknown model `opsu` [unknown-model]
           |
        14 |     model: opsu
           |            ^~~~
           = help: did you mean `opus`? this policy defines `haiku`, `opus`, `sonnet`

        """
    )
  }

  @Test func `prints notes with their places below, in a gutter as wide as the number`() {
    let user = Self.file(
      "policy.yaml",
      "version: 1\nbackends: {bedrock: {kind: bedrock}}\n"
    )
    let diagnostic = Diagnostic(
      .error,
      "managed-authority",
      at: Self.place("policy.yaml", 2, 12..<19),
      "`bedrock` is defined by the managed policy and cannot be changed",
      notes: [
        Diagnostic.Note(
          "first defined here",
          at: Self.place("/etc/claude-route/policy.yaml", 6, 3..<10)
        ),
        Diagnostic.Note("the managed policy is root's"),
      ]
    )
    let text = DiagnosticText([diagnostic], sources: [user])
    #expect(
      text.text == """
        policy.yaml:2:12: error: `bedrock` is defined by the managed policy and cannot be changed \
        [managed-authority]
          |
        2 | backends: {bedrock: {kind: bedrock}}
          |            ^~~~~~~
          = note: first defined here: /etc/claude-route/policy.yaml:6
          = note: the managed policy is root's

        """
    )
    #expect(text.countLine == "1 error")
  }

  @Test func `sorts by file, place and first come, and counts`() {
    func diagnostic(
      _ severity: Diagnostic.Severity,
      _ message: String,
      _ place: SourcePlace?
    ) -> Diagnostic {
      Diagnostic(severity, "x", at: place, message)
    }
    let text = DiagnosticText(
      [
        diagnostic(.error, "nowhere", nil),
        diagnostic(.note, "unknown file", Self.place("z", 1, 1..<2)),
        diagnostic(.warning, "second of b", Self.place("b", 2, 1..<1)),
        diagnostic(.error, "third of b", Self.place("b", 2, 1..<1)),
        diagnostic(.error, "first of b", Self.place("b", 1, 2..<3)),
        diagnostic(.note, "in a", Self.place("a", 1, 1..<3)),
      ],
      sources: [Self.file("b", "xy\nz"), Self.file("a", "pq")]
    )
    #expect(
      text.text == """
        b:1:2: error: first of b [x]
          |
        1 | xy
          |  ^
        b:2:1: warning: second of b [x]
          |
        2 | z
          | ^
        b:2:1: error: third of b [x]
          |
        2 | z
          | ^
        a:1:1: note: in a [x]
        z:1:1: note: unknown file [x]
        error: nowhere [x]

        """
    )
    #expect(text.countLine == "3 errors, 1 warning, 2 notes")
  }

  @Test func `is empty when there is nothing to say`() {
    let text = DiagnosticText([], sources: [Self.team])
    #expect(text.text == "")
    #expect(text.countLine == "no errors")
  }

  struct Line: CustomStringConvertible, Sendable {
    let source: String
    let columns: Range<Int>
    let shown: String
    let caret: String

    var description: String { source.debugDescription }
  }

  @Test(arguments: [
    Line(source: "a\tb\tc", columns: 5..<6, shown: "a b c", caret: "    ^"),
    Line(source: "é: xy", columns: 4..<6, shown: "é: xy", caret: "   ^~"),
    Line(source: "e\u{301}: xy", columns: 5..<7, shown: "e\u{301}: xy", caret: "   ^~"),
    Line(source: "名前: xy", columns: 1..<3, shown: "名前: xy", caret: "^~~~"),
    Line(source: "名前: xy", columns: 5..<7, shown: "名前: xy", caret: "      ^~"),
    Line(source: "🦊: x", columns: 4..<5, shown: "🦊: x", caret: "    ^"),
    Line(source: "\u{1B}[3m: x", columns: 7..<8, shown: "\\u{1B}[3m: x", caret: "           ^"),
    Line(source: "a\u{202E}b", columns: 2..<3, shown: "a\\u{202E}b", caret: " ^~~~~~~~"),
    Line(source: "a: [", columns: 5..<5, shown: "a: [", caret: "    ^"),
    Line(source: "a", columns: 9..<12, shown: "a", caret: " ^"),
    Line(source: "", columns: 1..<1, shown: "", caret: "^"),
  ])
  func `keeps the caret below what it means`(line: Line) {
    let file = Self.file("f", line.source + "\nmore\n")
    let diagnostic = Diagnostic(.error, "x", at: Self.place("f", 1, line.columns), "m")
    #expect(
      DiagnosticText([diagnostic], sources: [file]).text == """
        f:1:\(line.columns.lowerBound): error: m [x]
          |
        1 | \(line.shown)
          | \(line.caret)

        """
    )
  }

  @Test func `marks the first line of a range of several`() {
    let range = SourceRange(
      start: SourcePosition(line: 1, column: 4),
      end: SourcePosition(line: 3, column: 2)
    )
    let place = SourcePlace(file: "f", range: range)
    let diagnostic = Diagnostic(.error, "x", at: place, "m")
    #expect(
      DiagnosticText([diagnostic], sources: [Self.file("f", "a: |\n b\n c")]).text == """
        f:1:4: error: m [x]
          |
        1 | a: |
          |    ^

        """
    )
  }

  @Test func `shows the surroundings of a mistake in an endless line`() {
    let half = String(repeating: "x", count: 1_000)
    let file = Self.file("f", half + "yz" + half)
    let diagnostic = Diagnostic(.error, "x", at: Self.place("f", 1, 1_001..<1_003), "m")
    let before = String(repeating: "x", count: 53)
    let after = String(repeating: "x", count: 105)
    let blank = String(repeating: " ", count: 54)
    #expect(
      DiagnosticText([diagnostic], sources: [file]).text
        == "f:1:1001: error: m [x]\n  |\n1 | …\(before)yz\(after)…\n  | \(blank)^~\n"
    )
  }

  @Test func `prints no character that a terminal obeys`() {
    let file = Self.file("f\u{1B}", "x")
    let diagnostic = Diagnostic(
      .error,
      "x",
      at: Self.place("f\u{1B}", 1, 1..<2),
      "m\u{7}",
      notes: [Diagnostic.Note("n\n", at: Self.place("g\u{9B}", 2, 1..<2))],
      help: "h\u{202E}"
    )
    #expect(
      DiagnosticText([diagnostic], sources: [file]).text == #"""
        f\u{1B}:1:1: error: m\u{7} [x]
          |
        1 | x
          | ^
          = note: n\n: g\u{9B}:2
          = help: h\u{202E}

        """#
    )
  }
}
