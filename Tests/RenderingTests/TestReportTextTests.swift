import PolicyCheck
import Rendering
import RouteEngine
import Testing

@Suite struct `A test report` {
  private typealias Sample = TestReportSample

  /// What one failing test prints, without its name and the margin.
  private func trace(_ test: PolicyTest) throws -> String {
    let result = try #require(try Sample.run([test]).results.first)
    return TestTrace(result).lines.map { "\($0)\n" }.joined()
  }

  @Test func `shows each test, why one failed, and which rules no test covers`() throws {
    #expect(
      TestReportText(try Sample.report(Sample.tests)).text == """
        .claude-route.yaml  3 tests, over built-in only; every credential counts as present unless a test says otherwise
          ok    fixtures are bulk
          ok    ledger stays native
          FAIL  rename in migrations is production
                task      rename column user_id to account_id
                files     migrations/0042.sql
                expected  anthropic
                got       openrouter/haiku, route `mechanical` (built-in:143)
                classes   bulk (phrase `rename`, 0-6)
                missing   production: `any-path: ["src/ledger/**"]` (line 7) does not match migrations/0042.sql
        routes 0/1, constraints 1/1, classes 2/2 covered
          not covered: route `side` (.claude-route.yaml:10)
        1 of 3 failed

        """
    )
  }

  @Test func `of tests that pass is short`() throws {
    let side = Sample.test("side", labels: ["cost-sensitive"], line: 26) { $0.route = "side" }
    #expect(
      TestReportText(try Sample.report([Sample.tests[0], Sample.tests[1], side])).text == """
        .claude-route.yaml  3 tests, over built-in only; every credential counts as present unless a test says otherwise
          ok    fixtures are bulk
          ok    ledger stays native
          ok    side
        routes 1/1, constraints 1/1, classes 2/2 covered
        3 passed

        """
    )
  }

  @Test func `shows mutants, and what stays below the floor`() throws {
    let run = try Sample.run(Array(Sample.tests.prefix(1)))
    let part = TestReport.Part(run, mutation: Sample.mutation)
    #expect(
      TestReportText(TestReport([part], floor: 90)).text == """
        .claude-route.yaml  1 test, over built-in only; every credential counts as present unless a test says otherwise
          ok    fixtures are bulk
        routes 0/1, constraints 0/1, classes 1/2 covered
          not covered: route `side` (.claude-route.yaml:10)
          not covered: constraint `ledger-native` (.claude-route.yaml:13)
          not covered: class `production` (.claude-route.yaml:6)
        mutants 2/3 killed, 1 equivalent not counted: score 66 %
          survived: route `side` deleted (.claude-route.yaml:10)
        coverage 25 %, wanted at least 90 %
        mutation score 66 %, wanted at least 90 %
        1 passed

        """
    )
  }

  @Test func `of several files, some tests and no tests counts what ran`() throws {
    let some = try Sample.run(Sample.tests, layers: [.user, .managed, .builtIn]) {
      $0.name == "ledger stays native"
    }
    let none = PolicyTestRun(
      of: "other.yaml",
      under: try Sample.policy(tests: [], layers: [])
    )
    let mutation = MutationRun(file: "other.yaml", outcomes: [])
    #expect(
      TestReportText(TestReport([.init(some), .init(none, mutation: mutation)], floor: 90)).text
        == """
        .claude-route.yaml  1 of 3 tests, over user, managed and built-in; every credential counts as present unless a test says otherwise
          ok    ledger stays native
        other.yaml  no tests, over repository only; every credential counts as present unless a test says otherwise
        routes 0/0, constraints 0/0, classes 0/0 covered
        mutants 0/0 killed: score 100 %
        1 passed

        """
    )
    #expect(
      TestReportText(TestReport([.init(none)])).text == """
        other.yaml  no tests, over repository only; every credential counts as present unless a test says otherwise
        routes 0/0, constraints 0/0, classes 0/0 covered
        no tests

        """
    )
  }

  @Test func `of a denial shows all that was given and what stopped each candidate`() throws {
    let test = Sample.test(
      "x",
      task: "rename payments",
      facts: [
        .branch: .value(.text("main")), .filesCount: .value(.number(3)),
        .ci: .value(.truth(true)), .projectRemote: .unknown, .projectPath: .absent,
        .environment("TOKEN"): .value(.text("s3cret")),
      ],
      labels: ["cost-sensitive"],
      files: [],
      classes: ["bulk", "production"],
      unavailable: [.backend("bedrock"), .backend("anthropic"), .credential(.google)],
      line: 30
    ) {
      $0.outcome = .decided
    }
    #expect(
      try trace(test) == """
        task      rename payments
        files     none
        class     bulk, production
        labels    cost-sensitive
        facts     branch = main, ci = true, env.TOKEN set, files.count = 3, project.path absent, project.remote unknown
        without   bedrock, anthropic, google
        expected  decided
        got       denied
        stopped   bedrock/haiku: no AWS credentials
                  openrouter/haiku: forbidden by `ledger-native` (.claude-route.yaml:13): the ledger stays native
                  anthropic/opus: no login is saved, ANTHROPIC_API_KEY is not set
        classes   bulk (given; phrase `rename`, 0-6)
                  production (given; phrase `payment` in `payments`, 7-15; fact: branch equals main: main)

        """
    )
  }

  @Test func `shows model, effort and constraint when they are what differs`() throws {
    let test = Sample.test("x", task: "rename", line: 30) {
      $0.model = "sonnet"
      $0.effort = .high
      $0.constraint = "ledger-native"
    }
    #expect(
      try trace(test) == """
        task      rename
        expected  model sonnet, effort high, a candidate stopped by `ledger-native`
        got       openrouter/haiku = `anthropic/claude-haiku-5-5`, effort low, route `mechanical` (built-in:143)
        stopped   nothing
        classes   bulk (phrase `rename`, 0-6)

        """
    )
  }

  @Test func `shows what the test's classes set aside, and what is unknown`() throws {
    let test = Sample.test(
      "x",
      task: "payment",
      facts: [.branch: .unknown],
      files: ["fixtures/a"],
      classes: ["bulk"],
      line: 30
    ) {
      $0.classes = []
    }
    #expect(
      try trace(test) == """
        task      payment
        files     fixtures/a
        class     bulk
        facts     branch unknown
        expected  no class
        got       anthropic/opus, default
        stopped   openrouter/haiku: forbidden by `ledger-native` (.claude-route.yaml:13): the ledger stays native
        classes   bulk (given; every-path `fixtures/**`: fixtures/a)
                  production (phrase `payment`, 0-7; fact: branch equals main: unknown, cannot be known here)

        """
    )
    let aside = Sample.test("x", task: "payment", classes: ["bulk"], line: 30) {
      $0.classes = ["production"]
    }
    #expect(
      try trace(aside) == """
        task      payment
        class     bulk
        expected  class production
        got       openrouter/haiku, route `mechanical` (built-in:143)
        classes   bulk (given)
                  set aside: production (phrase `payment`, 0-7)
        missing   production: set aside, since the test says its `class`

        """
    )
  }

  @Test func `of a task without class and candidate says so`() throws {
    let policy = try Sample.policy(tests: [])
      .replacing(routes: [], defaultTargets: [])
    let test = Sample.test("x", line: 30) { $0.backend = "anthropic" }
    let result = PolicyTestResult(test, under: policy, in: [Sample.file])
    #expect(
      TestTrace(result).lines == [
        "expected  anthropic", "got       denied, no candidate", "classes   none",
      ]
    )
  }

  @Test func `shows nothing that moves the cursor`() throws {
    let test = Sample.test("a\u{1B}[2Jb", task: "x\u{202E}\ny", files: ["\u{9B}2J"], line: 30) {
      $0.backend = "c\rd"
    }
    #expect(
      TestReportText(try Sample.report([test])).text == #"""
        .claude-route.yaml  1 test, over built-in only; every credential counts as present unless a test says otherwise
          FAIL  a\u{1B}[2Jb
                task      x\u{202E}\ny
                files     \u{9B}2J
                expected  c\rd
                got       anthropic/opus, default
                classes   none
                missing   production: `any-path: ["src/ledger/**"]` (line 7) does not match \u{9B}2J
        routes 0/1, constraints 0/1, classes 0/2 covered
          not covered: route `side` (.claude-route.yaml:10)
          not covered: constraint `ledger-native` (.claude-route.yaml:13)
          not covered: class `bulk` (.claude-route.yaml:4)
          not covered: class `production` (.claude-route.yaml:6)
        1 of 1 failed

        """#
    )
  }
}
