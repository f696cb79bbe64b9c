import PolicyCheck
import RouteEngine
import Testing

@Suite struct `The finding phrase-in-both-sides` {
  typealias Sample = LintSample

  private func findings(
    _ signals: [(String, Origin)],
    unless: [(String, Origin)]
  ) throws -> String {
    try Sample.findings(
      "phrase-in-both-sides",
      in: Sample.policy(
        classes: [
          Sample.taskClass(
            "bulk",
            signals: try signals.map(Sample.signal),
            unless: try unless.map(Sample.signal)
          )
        ]
      )
    )
  }

  @Test func `compares phrases as texts are compared, by stems`() throws {
    #expect(
      try findings(
        [
          ("license header", Sample.here(3)), ("rename files", Sample.here(4)),
          ("move ... files", Sample.here(5)),
        ],
        unless: [("Renaming file", Sample.here(8)), ("move ... files", Sample.builtIn(9))]
      ) == """
        team.yaml:4: warning: `rename files` is a signal of class `bulk` and stands under its `unless`
          note: under `unless` here, as `Renaming file` team.yaml:8
          help: delete one of them: as it is, the phrase never counts
        team.yaml:5: warning: `move ... files` is a signal of class `bulk` and stands under its \
        `unless`
          note: under `unless` here built-in:9
          help: delete one of them: as it is, the phrase never counts

        """
    )
  }

  @Test func `stands at the unless when only that is checked`() throws {
    #expect(
      try findings([("rename", Sample.builtIn(3))], unless: [("renamed", Sample.here(8))]) == """
        team.yaml:8: warning: `renamed` is a signal of class `bulk` and stands under its `unless`
          note: among the signals here, as `rename` built-in:3
          help: delete one of them: as it is, the phrase never counts

        """
    )
  }

  @Test(arguments: [
    ("rename", "rename all"),
    // The gap and the exact word find less than the signal does.
    ("move files", "move ... files"),
    ("rename", "=rename"),
    ("=rename", "=renames"),
  ])
  func `is silent when the unless can miss what the signal finds`(
    signal: String,
    unless: String
  ) throws {
    #expect(
      try findings([(signal, Sample.here(3))], unless: [(unless, Sample.here(8))]) == ""
    )
  }

  @Test(arguments: [("=rename", "=rename"), ("=rename", "renaming")])
  func `speaks when the unless finds all that an exact signal does`(
    signal: String,
    unless: String
  ) throws {
    #expect(
      try findings([(signal, Sample.here(3))], unless: [(unless, Sample.here(8))]) != ""
    )
  }

  @Test func `is silent about files that are not checked`() throws {
    #expect(
      try findings([("rename", Sample.builtIn(3))], unless: [("rename", Sample.builtIn(8))]) == ""
    )
  }
}

@Suite struct `The finding untested-class` {
  typealias Sample = LintSample

  private func findings(
    _ tests: [PolicyTest],
    origins: [Origin] = [Sample.here(30)]
  ) throws
    -> String
  {
    let taskClass = Sample.taskClass(
      "docs",
      signals: [try Sample.signal("documentation", Sample.here(31))],
      origins: origins
    )
    return try Sample.findings(
      "untested-class",
      in: Sample.policy(classes: [taskClass], tests: tests)
    )
  }

  private func test(
    task: String? = nil,
    classes: [String] = [],
    expecting expected: [String]? = nil
  ) -> PolicyTest {
    PolicyTest(
      name: "t",
      task: task,
      classes: classes,
      expectation: PolicyTest.Expectation(classes: expected, origin: Sample.here(80)),
      origin: Sample.here(80)
    )
  }

  @Test func `names a class that no test has to do with`() throws {
    #expect(
      try findings([test(task: "something else")]) == """
        team.yaml:30: warning: no test shows that a task is in class `docs`
          help: add one: `{name: …, task: …, expect: {classes: [docs]}}`

        """
    )
  }

  @Test func `is silent when a test names, expects or meets the class`() throws {
    #expect(try findings([test(classes: ["docs"])]) == "")
    #expect(try findings([test(expecting: ["docs"])]) == "")
    #expect(try findings([test(task: "write documentation")]) == "")
  }

  @Test func `is silent about a class that another file defines, too`() throws {
    #expect(try findings([], origins: [Sample.here(30), Sample.builtIn(3)]) == "")
  }
}
