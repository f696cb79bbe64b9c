import PolicyCheck
import RouteEngine
import Testing

@Suite struct `A run of a policy's tests` {
  private let tests = [
    CheckSample.test("cheap", task: "rename", line: 20) { $0.backend = "openrouter" },
    CheckSample.test("native", task: "rename", files: ["src/a"], line: 23) {
      $0.backend = "bedrock"
    },
  ]

  private func rule(
    _ kind: RuleCoverage.Kind,
    _ name: String,
    _ line: Int,
    _ isCovered: Bool
  ) -> RuleCoverage.Rule {
    RuleCoverage.Rule(
      kind: kind,
      name: name,
      origin: CheckSample.team(line),
      isCovered: isCovered
    )
  }

  @Test func `runs those of its files only, in order`() throws {
    let elsewhere = PolicyTest(
      name: "elsewhere",
      expectation: PolicyTest.Expectation(origin: CheckSample.builtIn(90)),
      origin: CheckSample.builtIn(90)
    )
    let policy = try CheckSample.policy(tests: [tests[0], elsewhere, tests[1]])
    let run = PolicyTestRun(of: "team.yaml", under: policy)
    #expect(run.results.map(\.test.name) == ["cheap", "native"])
    #expect(run.results.map(\.hasPassed) == [true, false])
    #expect(run.failedCount == 1)
    #expect(run.leftOutCount == 0)
    #expect(run.otherLayers == [.builtIn])
    let extended = PolicyTestRun(of: "team.yaml", extending: ["built-in"], under: policy)
    #expect(extended.results.map(\.test.name) == ["cheap", "elsewhere", "native"])
    #expect(extended.otherLayers == [])
  }

  @Test func `of some tests counts the rest and concludes nothing`() throws {
    let policy = try CheckSample.policy(tests: tests)
    let run = PolicyTestRun(of: "team.yaml", under: policy) { $0.name == "cheap" }
    #expect(run.results.map(\.test.name) == ["cheap"])
    #expect(run.leftOutCount == 1)
    let report = TestReport([TestReport.Part(run)], floor: 100)
    #expect(report.coverage == nil)
    #expect(report.shortfalls == [])
    #expect(report.isGood)
  }

  @Test func `covers the rules that made a difference`() throws {
    let policy = try CheckSample.policy(tests: tests)
    let all = PolicyTestRun(of: "team.yaml", under: policy).coverage
    #expect(
      all.rules == [
        rule(.route, "mechanical", 10, true), rule(.constraint, "native", 14, true),
        rule(.taskClass, "bulk", 3, true), rule(.taskClass, "guarded", 5, true),
      ]
    )
    #expect(all.percent == 100)
    let first = try CheckSample.policy(tests: [tests[0]])
    let some = PolicyTestRun(of: "team.yaml", under: first).coverage
    #expect(
      some.uncovered == [
        rule(.constraint, "native", 14, false), rule(.taskClass, "guarded", 5, false),
      ]
    )
    #expect(some.percent == 50)
    #expect(some.count(of: .constraint) == (0, 1))
    #expect(some.count(of: .taskClass) == (1, 2))
  }

  @Test func `does not cover a route whose target another source gives`() throws {
    let test = CheckSample.test { $0.backend = "anthropic" }
    let coverage = PolicyTestRun(of: "team.yaml", under: try CheckSample.policy(tests: [test]))
      .coverage
    #expect(coverage.uncovered.map(\.name) == ["mechanical", "native", "bulk", "guarded"])
    #expect(coverage.percent == 0)
  }

  @Test func `of a file without rules covers all of nothing`() throws {
    let coverage = PolicyTestRun(of: "empty.yaml", under: try CheckSample.policy()).coverage
    #expect(coverage.rules == [])
    #expect(coverage.percent == 100)
  }

  @Test(arguments: [(50, true), (51, false), (nil, true)])
  func `is good when it reaches the floor`(floor: Int?, isGood: Bool) throws {
    let policy = try CheckSample.policy(tests: [tests[0]])
    let run = PolicyTestRun(of: "team.yaml", under: policy)
    let report = TestReport([TestReport.Part(run)], floor: floor)
    #expect(report.isGood == isGood)
    #expect(report.shortfalls == (isGood ? [] : ["coverage 50 %, wanted at least 51 %"]))
  }

  @Test func `with a failed test is not good, whatever it covers`() throws {
    let run = PolicyTestRun(of: "team.yaml", under: try CheckSample.policy(tests: tests))
    let report = TestReport([TestReport.Part(run)])
    #expect(!report.isGood)
    #expect((report.failedCount, report.testCount) == (1, 2))
  }
}
