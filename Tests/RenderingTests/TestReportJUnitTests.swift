import Foundation
import PolicyCheck
import Rendering
import RouteEngine
import Testing

@Suite struct `A test report for a build server` {
  private typealias Sample = TestReportSample

  @Test func `is JUnit XML with the trace of each failure`() throws {
    #expect(
      TestReportJUnit(try Sample.report(Sample.tests)).text == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="claude-route" tests="3" failures="1" errors="0" time="0">
          <testsuite name=".claude-route.yaml" tests="3" failures="1" errors="0" skipped="0" time="0" file=".claude-route.yaml">
            <testcase name="fixtures are bulk" classname=".claude-route.yaml" time="0"/>
            <testcase name="ledger stays native" classname=".claude-route.yaml" time="0"/>
            <testcase name="rename in migrations is production" classname=".claude-route.yaml" time="0">
              <failure type="test-failed" message=".claude-route.yaml:25: openrouter/haiku, expected anthropic">task      rename column user_id to account_id
        files     migrations/0042.sql
        expected  anthropic
        got       openrouter/haiku, route `mechanical` (built-in:143)
        classes   bulk (phrase `rename`, 0-6)
        missing   production: `any-path: [&quot;src/ledger/**&quot;]` (line 7) does not match migrations/0042.sql</failure>
            </testcase>
          </testsuite>
        </testsuites>

        """
    )
  }

  @Test func `of no tests is an empty suite`() throws {
    #expect(
      TestReportJUnit(try Sample.report([])).text == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="claude-route" tests="0" failures="0" errors="0" time="0">
          <testsuite name=".claude-route.yaml" tests="0" failures="0" errors="0" skipped="0" time="0" file=".claude-route.yaml">
          </testsuite>
        </testsuites>

        """
    )
  }

  @Test func `escapes what XML or a terminal would take for its own`() throws {
    let test = Sample.test(
      "a<b> & \"c\"\n\t\r\u{0}\u{1B}\u{9B}\u{202E}\u{FFFE}\u{FFFF}😀'",
      task: "]]> <x>\u{1B}\r\nrename",
      line: 30
    ) {
      $0.backend = "<&\">\u{7}"
    }
    #expect(
      TestReportJUnit(try Sample.report([test])).text == #"""
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="claude-route" tests="1" failures="1" errors="0" time="0">
          <testsuite name=".claude-route.yaml" tests="1" failures="1" errors="0" skipped="0" time="0" file=".claude-route.yaml">
            <testcase name="a&lt;b&gt; &amp; &quot;c&quot;&#xA;&#x9;&#xD;��&#x9B;&#x202E;��😀'" classname=".claude-route.yaml" time="0">
              <failure type="test-failed" message=".claude-route.yaml:31: openrouter/haiku, expected &lt;&amp;&quot;&gt;\u{7}">task      ]]&gt; &lt;x&gt;\u{1B}\r\nrename
        expected  &lt;&amp;&quot;&gt;\u{7}
        got       openrouter/haiku, route `mechanical` (built-in:143)
        classes   bulk (phrase `rename`, 10-16)</failure>
            </testcase>
          </testsuite>
        </testsuites>

        """#
    )
  }

  private static let python = ["/usr/bin/python3", "/usr/local/bin/python3"]
    .first(where: FileManager.default.isExecutableFile)

  /// Every byte as a character, and the edges of what XML can say, in one name.
  @Test(.enabled(if: python != nil, "needs python3"))
  func `is read back by an XML reader as it was written`() throws {
    let edges: [Unicode.Scalar] = [
      "\u{2028}", "\u{202E}", "\u{D7FF}", "\u{E000}", "\u{FFFD}", "\u{10000}", "\u{10FFFF}",
    ]
    let scalars = (0...0xFF).map { Unicode.Scalar(UInt8($0)) } + edges
    let name = String(String.UnicodeScalarView(scalars))
    let report = try Sample.report([Sample.test(name, line: 30) { $0.outcome = .decided }])
    let expected = scalars.map { scalar -> UInt32 in
      scalar.value < 0x20 && ![0x9, 0xA, 0xD].contains(scalar.value) ? 0xFFFD : scalar.value
    }
    #expect(
      try names(in: TestReportJUnit(report).text)
        == expected.map { "\($0)\n" }.joined()
    )
  }

  /// The code points of every test case's name, one on a line, as Python's reader sees them.
  private func names(in document: String) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data(document.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: try #require(Self.python))
    process.arguments = [
      "-c",
      """
      import sys, xml.etree.ElementTree as tree
      for case in tree.parse(sys.argv[1]).iter("testcase"):
          for character in case.get("name"):
              print(ord(character))
      """, file.path,
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self)
  }
}
