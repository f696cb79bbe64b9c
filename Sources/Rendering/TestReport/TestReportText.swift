package import PolicyCheck
internal import RouteEngine

/// The outcome of a policy's own tests, as people read it.
package struct TestReportText: Sendable {
  /// Several lines, each ended by a line break.
  package let text: String

  package init(_ report: TestReport) {
    let lines =
      report.parts.flatMap { part in
        Self.tests(part.run) + Self.coverage(part.run) + (part.mutation.map(Self.mutation) ?? [])
      } + report.shortfalls + [Self.sum(report)]
    text = lines.map { $0.printable + "\n" }.joined()
  }

  private static func tests(_ run: PolicyTestRun) -> [String] {
    let all = run.results.count + run.leftOutCount
    var count = all == 0 ? "no tests" : "\(all) test\(all == 1 ? "" : "s")"
    if run.leftOutCount > 0 {
      count = "\(run.results.count) of \(count)"
    }
    let heading =
      "\(run.file)  \(count), over \(layers(run.otherLayers)); "
      + "every credential counts as present unless a test says otherwise"
    return [heading]
      + run.results.flatMap { result in
        guard !result.hasPassed else { return ["  ok    \(result.test.name)"] }
        return ["  FAIL  \(result.test.name)"] + TestTrace(result).lines.map { "        \($0)" }
      }
  }

  /// "built-in only", "user, managed and built-in".
  private static func layers(_ layers: [Layer]) -> String {
    let names = layers.map(\.rawValue)
    switch names.count {
    case 0: return "nothing else"
    case 1: return "\(names[0]) only"
    default: return names.dropLast().joined(separator: ", ") + " and \(names[names.count - 1])"
    }
  }

  private static func coverage(_ run: PolicyTestRun) -> [String] {
    guard run.leftOutCount == 0 else { return [] }
    let counts = RuleCoverage.Kind.allCases.map { kind in
      let count = run.coverage.count(of: kind)
      return "\(kind.plural) \(count.covered)/\(count.all)"
    }
    return [counts.joined(separator: ", ") + " covered"]
      + run.coverage.uncovered.map { rule in
        "  not covered: \(rule.kind.rawValue) `\(rule.name)` (\(rule.origin.label))"
      }
  }

  private static func mutation(_ run: MutationRun) -> [String] {
    let survivors = run.survivors
    let killed = run.killedCount
    let equivalent =
      run.equivalentCount > 0 ? ", \(run.equivalentCount) equivalent not counted" : ""
    let line = "mutants \(killed)/\(killed + survivors.count) killed\(equivalent)"
    return ["\(line): score \(run.score) %"]
      + survivors.map { "  survived: \($0.words) (\($0.origin.label))" }
  }

  private static func sum(_ report: TestReport) -> String {
    if report.testCount == 0 { return "no tests" }
    return report.failedCount == 0
      ? "\(report.testCount) passed" : "\(report.failedCount) of \(report.testCount) failed"
  }
}

extension RuleCoverage.Kind {
  /// As counted: `routes`.
  var plural: String {
    switch self {
    case .route: "routes"
    case .constraint: "constraints"
    case .taskClass: "classes"
    }
  }
}
