internal import JSONTree
package import PolicyCheck
internal import RouteEngine

/// The outcome of a policy's own tests, for programs.
///
/// Keys and their order are stable; `schema` counts up when one changes its meaning.
package struct TestReportJSON: Sendable {
  /// One document, ended by a line break.
  package let text: String

  package init(_ report: TestReport) {
    let document: JSONNode = [
      "schema": 1,
      "tests": .count(report.testCount),
      "failed": .count(report.failedCount),
      "coverage-percent": report.coverage.map { .count($0.percent) } ?? .null,
      "mutation-score": report.mutationScore.map(JSONNode.count) ?? .null,
      "shortfalls": .array(report.shortfalls.map(JSONNode.string)),
      "files": .array(report.parts.map(Self.part)),
    ]
    text = document.prettyText + "\n"
  }

  private static func part(_ part: TestReport.Part) -> JSONNode {
    [
      "file": .string(part.run.file),
      "over": .array(part.run.otherLayers.map { .string($0.rawValue) }),
      "left-out": .count(part.run.leftOutCount),
      "tests": .array(part.run.results.map(result)),
      "coverage": part.run.leftOutCount == 0 ? coverage(part.run.coverage) : .null,
      "mutation": part.mutation.map(mutation) ?? .null,
    ]
  }

  private static func result(_ result: PolicyTestResult) -> JSONNode {
    let missing = result.missingClasses.map { missing -> JSONNode in
      [
        "class": .string(missing.name),
        "reasons": .array(
          missing.words(whereFileIs: result.test.origin.file).map(JSONNode.string)
        ),
      ]
    }
    return [
      "name": .string(result.test.name),
      "file": .string(result.test.origin.file),
      "line": .count(result.test.origin.line),
      "passed": .truth(result.hasPassed),
      "unmet": .array(result.unmetParts.map { .string($0.rawValue) }),
      "expected": .string(result.test.expectation.words),
      "got": decision(result.decision),
      "missing": .array(missing),
    ]
  }

  private static func decision(_ decision: Decision) -> JSONNode {
    let chosen = decision.chosen
    let target = chosen?.target.target
    return [
      "outcome": chosen == nil ? "denied" : "decided",
      "backend": target.map { .string($0.backend) } ?? .null,
      "model": target.map { .string($0.model.text) } ?? .null,
      "model-id": chosen?.target.modelID.map(JSONNode.string) ?? .null,
      "effort": target?.effort.map { .string($0.rawValue) } ?? .null,
      "route": chosen?.routeName.map(JSONNode.string) ?? .null,
      "stopped-by": .array(decision.stoppingConstraints.map(JSONNode.string)),
      "classes": .array(decision.classification.names.map(JSONNode.string)),
    ]
  }

  private static func coverage(_ coverage: RuleCoverage) -> JSONNode {
    var members = RuleCoverage.Kind.allCases.map { kind in
      let count = coverage.count(of: kind)
      return JSONMember(
        key: kind.plural,
        value: ["covered": .count(count.covered), "all": .count(count.all)]
      )
    }
    let uncovered = coverage.uncovered.map { rule -> JSONNode in
      [
        "kind": .string(rule.kind.rawValue),
        "name": .string(rule.name),
        "file": .string(rule.origin.file),
        "line": .count(rule.origin.line),
      ]
    }
    members.append(JSONMember(key: "uncovered", value: .array(uncovered)))
    members.append(JSONMember(key: "percent", value: .count(coverage.percent)))
    return .object(members)
  }

  private static func mutation(_ run: MutationRun) -> JSONNode {
    let mutants = run.outcomes.map { outcome -> JSONNode in
      let fate = outcome.fate.members
      return [
        "change": .string(outcome.mutation.words),
        "file": .string(outcome.mutation.origin.file),
        "line": .count(outcome.mutation.origin.line),
        "fate": .string(fate.name),
        "killed-by": fate.killer.map(JSONNode.string) ?? .null,
      ]
    }
    return [
      "killed": .count(run.killedCount),
      "survived": .count(run.survivors.count),
      "equivalent": .count(run.equivalentCount),
      "score": .count(run.score),
      "mutants": .array(mutants),
    ]
  }
}

extension MutationRun.Fate {
  fileprivate var members: (name: String, killer: String?) {
    switch self {
    case .killedByTest(let name): ("killed-by-test", name)
    case .killedByInvariant(let name): ("killed-by-invariant", name)
    case .survived: ("survived", nil)
    case .equivalent: ("equivalent", nil)
    }
  }
}

extension JSONNode {
  fileprivate static func count(_ number: Int) -> JSONNode { .number("\(number)") }
}
