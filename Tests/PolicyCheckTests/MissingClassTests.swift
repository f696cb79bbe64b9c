import PolicyCheck
import RouteEngine
import Testing

@Suite struct `A missing class` {
  private static func taskClass(
    _ signals: [(Signal.Matcher, Int)],
    name: String = "x",
    isProtective: Bool = true,
    unless: [Signal.Matcher] = [],
    examples: [String] = [],
    counterExamples: [String] = [],
    file: String = "team.yaml"
  ) -> TaskClass {
    TaskClass(
      name: name,
      description: nil,
      isProtective: isProtective,
      signals: signals.map {
        Signal(matcher: $0, origin: Origin(layer: .user, file: file, line: $1))
      },
      unless: unless.map { Signal(matcher: $0, origin: CheckSample.team(9)) },
      examples: examples.map { TaskExample(text: $0, origin: CheckSample.team(10)) },
      counterExamples: counterExamples.map { TaskExample(text: $0, origin: CheckSample.team(11)) }
    )
  }

  private func words(
    _ taskClass: TaskClass,
    expected: [String]? = ["x"],
    task: String? = nil,
    files: [String]? = nil,
    classes: [String] = []
  ) throws -> [String] {
    let test = CheckSample.test(task: task, files: files, classes: classes) {
      $0.classes = expected
      $0.backend = "nowhere"
    }
    let policy = try CheckSample.policy(classes: [taskClass], constraints: [])
    let result = PolicyTestResult(test, under: policy, in: ["team.yaml", "common.yaml"])
    return result.missingClasses.flatMap { $0.words(whereFileIs: "team.yaml") }
  }

  private func globs(_ texts: String..., from line: Int = 7) throws -> [(Signal.Matcher, Int)] {
    try texts.enumerated().map { (.anyPath(try Glob($1)), line + $0) }
  }

  @Test func `is told by the paths of the tested files, lines that follow each other together`()
    throws
  {
    let signals = try globs("a/**", "b/**") + globs("c/**", from: 12)
    #expect(
      try words(Self.taskClass(signals), expected: nil, files: ["x.sql", "y.sql"]) == [
        "x: `any-path: [\"a/**\", \"b/**\"]` (lines 7-8) does not match x.sql, y.sql",
        "x: `any-path: [\"c/**\"]` (line 12) does not match x.sql, y.sql",
      ]
    )
    #expect(
      try words(
        Self.taskClass(try globs("a", "b", "c", "d", "e", "f"), file: "common.yaml"),
        expected: nil,
        files: ["1", "2", "3", "4", "5"]
      ) == [
        "x: `any-path: [\"a\", \"b\", \"c\", \"d\", \"e\", …]` (common.yaml:7)"
          + " does not match 1, 2, 3 and 2 more"
      ]
    )
  }

  @Test func `is not guessed without files, for other files' paths, or for permissive classes`()
    throws
  {
    let paths = try globs("a/**")
    #expect(try words(Self.taskClass(paths), expected: nil) == [])
    #expect(try words(Self.taskClass(paths), expected: nil, files: []) == [])
    #expect(
      try words(Self.taskClass(paths, file: "built-in"), expected: nil, files: ["x"]) == []
    )
    #expect(
      try words(Self.taskClass(paths, isProtective: false), expected: nil, files: ["x"]) == []
    )
    #expect(
      try words(Self.taskClass([(.phrase(try Phrase("race")), 7)]), expected: nil, files: ["x"])
        == []
    )
  }

  @Test func `that is expected has a reason for each kind of signal`() throws {
    let phrase = (Signal.Matcher.phrase(try Phrase("race")), 6)
    let every = (
      Signal.Matcher.everyPath([try Glob("docs/**"), try Glob("*.md")]), 9
    )
    let fact = (
      Signal.Matcher.fact(FactTest(fact: .ci, comparison: .equals(.truth(true)))), 10
    )
    let all = Self.taskClass([phrase] + (try globs("a/**")) + [every, fact])
    #expect(
      try words(all) == [
        "x: the test gives no `task` for its phrases",
        "x: the test gives no `files` for its paths",
        "x: no fact that it asks for holds",
      ]
    )
    #expect(
      try words(all, task: "rename", files: ["src/a"]) == [
        "x: none of its phrases counts in the task",
        "x: `any-path: [\"a/**\"]` (line 7) does not match src/a",
        "x: `every-path: [\"docs/**\", \"*.md\"]` (line 9) does not match all of src/a",
        "x: no fact that it asks for holds",
      ]
    )
    #expect(
      try words(Self.taskClass(try globs("a/**"), file: "built-in"), files: ["src/a"]) == [
        "x: none of its paths matches"
      ]
    )
  }

  @Test func `that has examples says so of them`() throws {
    let exact = "bump the copyright year"
    let alone = Self.taskClass([], examples: [exact])
    #expect(try words(alone) == ["x: the test gives no `task` for its examples"])
    #expect(
      try words(alone, task: "fix the crash") == ["x: the task is not like enough to its examples"]
    )
    #expect(try words(alone, task: exact) == [])
    let vetoed = Self.taskClass(
      [],
      isProtective: false,
      unless: [.phrase(try Phrase("year"))],
      examples: [exact]
    )
    #expect(try words(vetoed, task: exact) == ["x: an `unless` of it takes the evidence back"])
    let countered = Self.taskClass(
      [(.phrase(try Phrase("bump")), 6)],
      isProtective: false,
      examples: ["bump the year"],
      counterExamples: ["bump the schema"]
    )
    #expect(
      try words(countered, task: "bump the schema") == [
        "x: none of its phrases counts in the task",
        "x: the task is not like enough to its examples",
      ]
    )
  }

  @Test func `that is expected may be vetoed, set aside, empty or unknown`() throws {
    let phrase = (Signal.Matcher.phrase(try Phrase("race")), 6)
    let vetoed = Self.taskClass(
      [phrase],
      isProtective: false,
      unless: [.phrase(try Phrase("horse"))]
    )
    #expect(
      try words(vetoed, task: "a horse race") == ["x: an `unless` of it takes the evidence back"]
    )
    #expect(try words(Self.taskClass([])) == ["x: it has no signals"])
    #expect(try words(Self.taskClass([phrase], name: "y")) == ["no class `x` here"])
    let setAside = ["x: set aside, since the test says its `class`"]
    let permissive = Self.taskClass(try globs("src/**"), isProtective: false)
    #expect(try words(permissive, files: ["src/a"], classes: ["other"]) == setAside)
    #expect(
      try words(Self.taskClass([phrase]), task: "a race", classes: ["other"]) == setAside
    )
  }
}
