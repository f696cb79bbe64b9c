import RouteEngine
import Testing

struct ClassifierTests {
  /// `bulk` is permissive, `production` protective; each signal's origin is its line here.
  private static func classifier() throws -> Classifier {
    let bulk = TaskClass(
      name: "bulk",
      description: nil,
      isProtective: false,
      signals: [
        signal(1, .phrase(try Phrase("rename"))),
        signal(2, .phrase(try Phrase("license headers"))),
        signal(3, .everyPath([try Glob("docs/"), try Glob("*.md")])),
        signal(4, .fact(FactTest(fact: .taskWords, comparison: .lessThan(4)))),
      ],
      unless: [
        signal(5, .phrase(try Phrase("crash"))),
        signal(6, .anyPath(try Glob("*.sql"))),
        signal(7, .fact(FactTest(fact: .ci, comparison: .equals(.truth(true))))),
      ]
    )
    let production = TaskClass(
      name: "production",
      description: nil,
      isProtective: true,
      signals: [
        signal(11, .phrase(try Phrase("production"))),
        signal(12, .phrase(try Phrase("deploy ... live"))),
        signal(13, .anyPath(try Glob("deploy/**"))),
        signal(14, .fact(FactTest(fact: .branch, comparison: .matches(try Glob("release/*"))))),
      ],
      unless: [
        signal(15, .phrase(try Phrase("typo"))),
        signal(16, .anyPath(try Glob("*"))),
      ]
    )
    return Classifier(of: [bulk, production], ClassifierSettings())
  }

  private static func signal(_ line: Int, _ matcher: Signal.Matcher) -> Signal {
    Signal(matcher: matcher, origin: origin(line))
  }

  private static func origin(_ line: Int) -> Origin {
    Origin(layer: .user, file: "policy.yaml", line: line)
  }

  private static func phrase(
    _ line: Int,
    _ pattern: String,
    _ text: String,
    _ span: Range<Int>
  ) -> Evidence {
    Evidence(signal: .phrase, pattern: pattern, text: text, span: span, origin: origin(line))
  }

  private static func bulk(_ evidence: Evidence...) -> ClassFinding {
    ClassFinding(name: "bulk", isProtective: false, evidence: evidence)
  }

  private static func production(_ evidence: Evidence...) -> ClassFinding {
    ClassFinding(name: "production", isProtective: true, evidence: evidence)
  }

  private static let branch = Evidence(
    signal: .fact,
    pattern: "fact: branch matches release/*",
    text: "release/1",
    origin: origin(14)
  )

  private static let unknownBranch = Evidence(
    signal: .fact,
    pattern: "fact: branch matches release/*",
    text: "unknown",
    origin: origin(14),
    isUnknown: true
  )

  private static let deployPath = Evidence(
    signal: .anyPath,
    pattern: "deploy/**",
    text: "./deploy/a.yaml",
    origin: origin(13)
  )

  private static func given(_ name: String) -> Evidence {
    Evidence(signal: .given, pattern: "--class", text: name)
  }

  struct Row: CustomStringConvertible {
    let description: String
    let facts: TaskFacts
    var classes: [ClassFinding] = []
    var setAside: [ClassFinding] = []
    var truths: [String: Truth] = [:]
  }

  private static let onRelease: [FactName: FactState] = [.branch: .value(.text("release/1"))]

  static let rows: [Row] = [
    Row(description: "nothing known", facts: TaskFacts()),
    Row(description: "no evidence", facts: TaskFacts(text: "explain this")),
    Row(
      description: "text, in its order, the first hit of each phrase",
      facts: TaskFacts(text: "Add licensed headers, rename; renaming"),
      classes: [
        bulk(
          phrase(2, "license headers", "licensed headers", 4..<20),
          phrase(1, "rename", "rename", 22..<28)
        )
      ],
      truths: ["bulk": .true]
    ),
    Row(
      description: "spans in scalars of the original",
      facts: TaskFacts(text: "e\u{301}👩‍💻 rename"),
      classes: [bulk(phrase(1, "rename", "rename", 6..<12))],
      truths: ["bulk": .true]
    ),
    Row(
      description: "several classes",
      facts: TaskFacts(text: "rename in production"),
      classes: [
        bulk(phrase(1, "rename", "rename", 0..<6)),
        production(phrase(11, "production", "production", 10..<20)),
      ],
      truths: ["bulk": .true, "production": .true]
    ),
    Row(
      description: "negation removes permissive evidence only",
      facts: TaskFacts(text: "do not rename, never in production"),
      classes: [production(phrase(11, "production", "production", 24..<34))],
      truths: ["production": .true]
    ),
    Row(
      description: "a later hit that is not negated",
      facts: TaskFacts(text: "don't rename. Rename"),
      classes: [bulk(phrase(1, "rename", "Rename", 14..<20))],
      truths: ["bulk": .true]
    ),
    Row(description: "unless vetoes", facts: TaskFacts(text: "rename after the crash")),
    Row(description: "a negated unless vetoes too", facts: TaskFacts(text: "rename, no crash")),
    Row(description: "a path vetoes", facts: TaskFacts(text: "rename", files: ["a/b.sql"])),
    Row(
      description: "an unknown fact vetoes, and leaves it open for constraints",
      facts: TaskFacts(text: "rename", values: [.ci: .unknown]),
      truths: ["bulk": .unknown]
    ),
    Row(
      description: "a true fact vetoes",
      facts: TaskFacts(text: "rename", values: [.ci: .value(.truth(true))])
    ),
    Row(
      description: "an unknown signal of a permissive class is no evidence",
      facts: TaskFacts(values: [.taskWords: .unknown]),
      truths: ["bulk": .unknown]
    ),
    Row(
      description: "an unknown signal beside a true one",
      facts: TaskFacts(text: "rename", values: [.taskWords: .unknown]),
      classes: [bulk(phrase(1, "rename", "rename", 0..<6))],
      truths: ["bulk": .true]
    ),
    Row(
      description: "an unknown signal of a protective class is evidence",
      facts: TaskFacts(values: [.branch: .unknown]),
      classes: [production(unknownBranch)],
      truths: ["production": .unknown]
    ),
    Row(
      description: "text, then paths, then facts",
      facts: TaskFacts(text: "production", files: ["a", "./deploy/a.yaml"], values: onRelease),
      classes: [production(phrase(11, "production", "production", 0..<10), deployPath, branch)],
      truths: ["production": .true]
    ),
    Row(
      description: "every path",
      facts: TaskFacts(files: ["docs/a.txt", "b.md"]),
      classes: [
        bulk(
          Evidence(
            signal: .everyPath,
            pattern: "docs/, *.md",
            text: "docs/a.txt",
            origin: origin(3)
          )
        )
      ],
      truths: ["bulk": .true]
    ),
    Row(description: "not every path", facts: TaskFacts(files: ["docs/a.txt", "b.swift"])),
    Row(description: "every path over nothing", facts: TaskFacts(files: [])),
    Row(
      description: "a fact of a permissive class",
      facts: TaskFacts(values: [.taskWords: .value(.number(3))]),
      classes: [
        bulk(
          Evidence(signal: .fact, pattern: "fact: task.words lt 4", text: "3", origin: origin(4))
        )
      ],
      truths: ["bulk": .true]
    ),
    Row(
      description: "unless of a protective class cancels in the same sentence",
      facts: TaskFacts(text: "fix a typo in production")
    ),
    Row(
      description: "but not in another",
      facts: TaskFacts(text: "fix a typo. Then production"),
      classes: [production(phrase(11, "production", "production", 17..<27))],
      truths: ["production": .true]
    ),
    Row(
      description: "a second hit in another sentence counts",
      facts: TaskFacts(text: "a typo in production. Deploy to production"),
      classes: [production(phrase(11, "production", "production", 32..<42))],
      truths: ["production": .true]
    ),
    Row(
      description: "a negated unless cancels nothing",
      facts: TaskFacts(text: "not a typo in production"),
      classes: [production(phrase(11, "production", "production", 14..<24))],
      truths: ["production": .true]
    ),
    Row(
      description: "a hit over a full stop is not cancelled",
      facts: TaskFacts(text: "typo: deploy it. Go live, typo"),
      classes: [production(phrase(12, "deploy ... live", "deploy it. Go live", 6..<24))],
      truths: ["production": .true]
    ),
    Row(
      description: "unless never cancels paths or facts",
      facts: TaskFacts(
        text: "typo in production",
        files: ["a", "./deploy/a.yaml"],
        values: onRelease
      ),
      classes: [production(deployPath, branch)],
      truths: ["production": .true]
    ),
    Row(
      description: "a partial text gives protective evidence only",
      facts: TaskFacts(text: "rename in production", textIsPartial: true),
      classes: [production(phrase(11, "production", "production", 10..<20))],
      truths: ["production": .true]
    ),
    Row(
      description: "a partial text vetoes",
      facts: TaskFacts(text: "crash", textIsPartial: true, files: ["a.md"])
    ),
    Row(
      description: "a named class keeps its evidence, others by text are set aside",
      facts: TaskFacts(text: "rename in production", namedClasses: ["bulk"]),
      classes: [bulk(given("bulk"), phrase(1, "rename", "rename", 0..<6))],
      setAside: [production(phrase(11, "production", "production", 10..<20))],
      truths: ["bulk": .true]
    ),
    Row(
      description: "protective classes by paths or facts stay beside a named one",
      facts: TaskFacts(text: "production", namedClasses: ["bulk"], values: onRelease),
      classes: [
        bulk(given("bulk")),
        production(phrase(11, "production", "production", 0..<10), branch),
      ],
      truths: ["bulk": .true, "production": .true]
    ),
    Row(
      description: "also when they are unknown",
      facts: TaskFacts(namedClasses: ["bulk"], values: [.branch: .unknown]),
      classes: [bulk(given("bulk")), production(unknownBranch)],
      truths: ["bulk": .true, "production": .unknown]
    ),
    Row(
      description: "permissive classes do not stay beside a named one",
      facts: TaskFacts(text: "rename", files: ["a.md"], namedClasses: ["production"]),
      classes: [production(given("production"))],
      setAside: [
        bulk(
          phrase(1, "rename", "rename", 0..<6),
          Evidence(signal: .everyPath, pattern: "docs/, *.md", text: "a.md", origin: origin(3))
        )
      ],
      truths: ["production": .true]
    ),
    Row(
      description: "a vetoed class may be named, and is not set aside otherwise",
      facts: TaskFacts(text: "rename the crash", namedClasses: ["bulk"]),
      classes: [bulk(given("bulk"))],
      truths: ["bulk": .true]
    ),
    Row(
      description: "a vetoed class is not set aside",
      facts: TaskFacts(text: "rename the crash", namedClasses: ["production"]),
      classes: [production(given("production"))],
      truths: ["production": .true]
    ),
    Row(
      description: "a session's classes are added",
      facts: TaskFacts(text: "production", textIsPartial: true, sessionClasses: ["bulk", "gone"]),
      classes: [
        bulk(Evidence(signal: .session, pattern: "session", text: "bulk")),
        production(phrase(11, "production", "production", 0..<10)),
      ],
      truths: ["bulk": .true, "production": .true]
    ),
    Row(
      description: "a class both named and of the session",
      facts: TaskFacts(namedClasses: ["bulk"], sessionClasses: ["bulk"]),
      classes: [
        bulk(given("bulk"), Evidence(signal: .session, pattern: "session", text: "bulk"))
      ],
      truths: ["bulk": .true]
    ),
  ]

  @Test(arguments: rows)
  func `puts a task into classes`(row: Row) throws {
    let expected = Classification(
      classes: row.classes,
      setAside: row.setAside,
      constraintTruths: row.truths
    )
    #expect(try Self.classifier().classification(of: row.facts) == expected)
  }

  @Test(arguments: [
    (FactTest.Comparison.equals(.text("x")), "equals x"),
    (.isIn([.text("x"), .text("y")]), "in [x, y]"),
    (.matches(try Glob("x*")), "matches x*"),
    (.exists(true), "exists true"),
  ])
  func `writes a comparison of text as the policy does`(
    comparison: FactTest.Comparison,
    written: String
  ) throws {
    let evidence = try Self.evidence(FactTest(fact: .branch, comparison: comparison), .text("x"))
    #expect(evidence == Self.fact("fact: branch \(written)", "x"))
  }

  @Test(arguments: [
    (FactTest.Comparison.greaterThan(1), "gt 1"), (.atLeast(2), "gte 2"), (.lessThan(3), "lt 3"),
    (.atMost(2), "lte 2"), (.equals(.number(2)), "equals 2"),
  ])
  func `writes a comparison of numbers as the policy does`(
    comparison: FactTest.Comparison,
    written: String
  ) throws {
    let evidence = try Self.evidence(
      FactTest(fact: .filesCount, comparison: comparison),
      .number(2)
    )
    #expect(evidence == Self.fact("fact: files.count \(written)", "2"))
  }

  @Test func `gives evidence for a fact that is absent`() throws {
    let test = FactTest(fact: .branch, comparison: .exists(false))
    #expect(try Self.evidence(test, nil) == Self.fact("fact: branch exists false", "absent"))
  }

  private static func fact(_ pattern: String, _ text: String) -> [Evidence] {
    [Evidence(signal: .fact, pattern: pattern, text: text, origin: origin(1))]
  }

  private static func evidence(_ test: FactTest, _ value: FactValue?) throws -> [Evidence]? {
    let taskClass = TaskClass(
      name: "c",
      description: nil,
      isProtective: false,
      signals: [signal(1, .fact(test))],
      unless: []
    )
    let classifier = Classifier(of: [taskClass], ClassifierSettings())
    let values = value.map { [test.fact: FactState.value($0)] } ?? [:]
    return classifier.classification(of: TaskFacts(values: values)).classes.first?.evidence
  }
}
