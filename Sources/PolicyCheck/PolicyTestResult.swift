package import Diagnostics
package import RouteEngine

/// What came out of one of a policy's own tests.
package struct PolicyTestResult: Hashable, Sendable {
  package let test: PolicyTest
  package let decision: Decision
  /// What was expected and did not come; empty when the test passed.
  package let unmetParts: [PolicyTest.Expectation.Part]
  /// Classes that are not there and may be why; empty when the test passed.
  package let missingClasses: [MissingClass]

  /// Decides the test's task; paths are explained where they are written in one of the files.
  package init(_ test: PolicyTest, under policy: Policy, in files: Set<String>) {
    let task = test.hermeticTask
    self.test = test
    decision = task.decision(under: policy)
    unmetParts = test.expectation.unmetParts(by: decision)
    missingClasses =
      unmetParts.isEmpty
      ? []
      : MissingClass.all(for: test, task.facts, decision.classification, in: policy, of: files)
  }

  package var hasPassed: Bool { unmetParts.isEmpty }

  /// What was decided, as far as it matters for what was expected: "bedrock/opus, no effort".
  package var gotWords: String {
    let chosen = decision.chosen
    var words = [chosen?.target.target.text ?? "denied"]
    if chosen != nil, unmetParts.contains(.effort) {
      words.append(effortWords)
    }
    if let route = chosen?.routeName, unmetParts.contains(.route) {
      words.append(route == Candidate.defaultName ? route : "route `\(route)`")
    }
    if unmetParts.contains(.constraint) {
      let names = decision.stoppingConstraints.map { "`\($0)`" }.joined(separator: ", ")
      words.append("candidates stopped by \(names.isEmpty ? "nothing" : names)")
    }
    if unmetParts.contains(.classes) {
      words.append(decision.classification.names.classWords)
    }
    return words.joined(separator: ", ")
  }

  /// "effort low", "no effort".
  package var effortWords: String {
    decision.chosen?.target.target.effort.map { "effort \($0.rawValue)" } ?? "no effort"
  }

  /// The failure as a finding of `check`; absent when the test passed.
  package var diagnostic: Diagnostic? {
    guard !hasPassed else { return nil }
    return Diagnostic(
      .error,
      "test-failed",
      at: test.expectation.origin.place,
      "test `\(test.name)` failed: \(gotWords), expected \(test.expectation.words)",
      notes: missingClasses.flatMap { missing in
        missing.words(whereFileIs: test.origin.file).map { Diagnostic.Note($0) }
      }
    )
  }
}
