package import PolicyCheck
internal import RouteEngine

/// The outcome of a policy's own tests as JUnit XML, for servers of continuous integration.
///
/// Only elements and attributes that every version of `junit-10.xsd` of Jenkins' xunit plugin has;
/// the latest has no place for the line of a test case, so the failure's message names it.
package struct TestReportJUnit: Sendable {
  /// One document, ended by a line break.
  package let text: String

  package init(_ report: TestReport) {
    var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#]
    let counts = Self.counts(report.testCount, failed: report.failedCount)
    // Nothing here depends on a clock.
    lines.append("<testsuites" + [("name", "claude-route")].xml + counts.xml + #" time="0">"#)
    lines += report.parts.flatMap { Self.suite($0.run) }
    lines.append("</testsuites>")
    text = lines.map { $0 + "\n" }.joined()
  }

  private static func counts(_ count: Int, failed: Int) -> [(String, String)] {
    [("tests", "\(count)"), ("failures", "\(failed)"), ("errors", "0")]
  }

  private static func suite(_ run: PolicyTestRun) -> [String] {
    let attributes =
      [("name", run.file)] + counts(run.results.count, failed: run.failedCount)
      + [("skipped", "0"), ("time", "0"), ("file", run.file)]
    return ["  <testsuite\(attributes.xml)>"] + run.results.flatMap(testCase) + ["  </testsuite>"]
  }

  private static func testCase(_ result: PolicyTestResult) -> [String] {
    let test = result.test
    let attributes = [("name", test.name), ("classname", test.origin.file), ("time", "0")]
    guard !result.hasPassed else { return ["    <testcase\(attributes.xml)/>"] }
    let place = test.expectation.origin.label
    let failure = [
      ("type", "test-failed"),
      ("message", "\(place): \(result.gotWords), expected \(test.expectation.words)".printable),
    ]
    let trace = TestTrace(result).lines.joined(separator: "\n").xmlContent
    return [
      "    <testcase\(attributes.xml)>",
      "      <failure\(failure.xml)>\(trace)</failure>",
      "    </testcase>",
    ]
  }
}

extension [(String, String)] {
  /// Each with a space in front.
  fileprivate var xml: String {
    map { #" \#($0)="\#($1.xmlAttribute)""# }.joined()
  }
}
