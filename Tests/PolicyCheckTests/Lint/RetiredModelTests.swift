import PolicyCheck
import RouteEngine
import Testing

@Suite struct `The finding retired-model` {
  typealias Sample = LintSample

  private func findings(
    _ id: String,
    kind: Backend.Kind = .anthropic,
    on day: String = "2026-11-22"
  ) throws -> String {
    let backend = try Sample.backend(
      "b",
      kind: kind,
      models: [("sonnet", id), ("fable", id)],
      valueOrigins: ["models.sonnet": Sample.here(13), "models.fable": Sample.here(14)]
    )
    return try Sample.findings("retired-model", in: Sample.policy(backends: [backend]), on: day)
  }

  struct Case: CustomStringConvertible, Sendable {
    let id: String
    var kind = Backend.Kind.anthropic
    let words: String
    let help: String

    var description: String { "\(id) on \(kind.rawValue)" }
  }

  @Test(arguments: [
    Case(
      id: "claude-sonnet-4-20250514",
      words: "is retired since 2026-06-15",
      help: "write `claude-sonnet-5-5`"
    ),
    Case(
      id: "claude-sonnet-4-0",
      words: "is retired since 2026-06-15",
      help: "write `claude-sonnet-5-5`"
    ),
    Case(
      id: "claude-opus-4-1-20250805",
      words: "is retired since 2026-08-05",
      help: "write `claude-opus-5-5`"
    ),
    Case(
      id: "claude-3-5-haiku-latest",
      words: "is retired since 2026-02-19",
      help: "write `claude-haiku-5-5`"
    ),
    Case(
      id: "claude-2.1",
      words: "is retired since 2025-07-21",
      help: "write `claude-sonnet-5-5`"
    ),
    Case(
      id: "anthropic/claude-sonnet-4",
      kind: .gateway,
      words: "is retired since 2026-06-15",
      help: "write `~anthropic/claude-sonnet-latest`"
    ),
    Case(
      id: "anthropic/claude-3.7-sonnet:thinking",
      kind: .gateway,
      words: "is retired since 2026-02-19",
      help: "write `~anthropic/claude-sonnet-latest`"
    ),
    Case(
      id: "claude-4-sonnet",
      kind: .gateway,
      words: "is retired since 2026-06-15",
      help: "write `claude-sonnet-5-5`, as this gateway spells it"
    ),
    Case(
      id: "us.anthropic.claude-sonnet-4-20250514-v1:0",
      kind: .bedrock,
      words: "is retired since 2026-10-14",
      help: "write `anthropic.claude-sonnet-5-5`"
    ),
    Case(
      id: "claude-sonnet-4@20250514",
      kind: .vertex,
      words: "is retired since 2026-09-14",
      help: "write `claude-sonnet-5-5`"
    ),
    Case(
      id: "claude-opus-4",
      kind: .foundry,
      words: "is retired since 2026-06-15",
      help: "deploy `claude-opus-5-5`, and write the deployment's name"
    ),
  ])
  func `reads ids as every platform writes them, once for a backend`(row: Case) throws {
    #expect(
      try findings(row.id, kind: row.kind) == """
        team.yaml:13: error: `\(row.id)`, model `sonnet` of backend `b`, \(row.words)
          help: \(row.help)

        """
    )
  }

  @Test(arguments: [
    ("2026-09-30", "", ""),
    ("2026-10-01", "warning", "retires on"),
    ("2026-11-29", "warning", "retires on"),
    ("2026-11-30", "error", "is retired since"),
    ("2027-06-01", "error", "is retired since"),
  ])
  func `warns 60 days ahead, and is an error from the day on`(
    day: String,
    severity: String,
    words: String
  ) throws {
    let expected =
      severity.isEmpty
      ? ""
      : """
      team.yaml:13: \(severity): `claude-sonnet-4-5-20250929`, model `sonnet` of backend `b`, \
      \(words) 2026-11-30
        help: write `claude-sonnet-5-5`

      """
    #expect(try findings("claude-sonnet-4-5-20250929", on: day) == expected)
  }

  @Test(arguments: [
    ("claude-sonnet-4-6", Backend.Kind.anthropic),
    ("claude-opus-4-8", .anthropic),
    ("claude-opus-5", .anthropic),
    ("claude-haiku-4-5-20251001", .anthropic),
    ("~anthropic/claude-sonnet-latest", .gateway),
    ("my-claude-sonnet-4", .gateway),
    ("anthropic.claude-haiku-4-5-20251001-v1:0", .bedrock),
    // Its date on the clouds is not known.
    ("anthropic.claude-opus-4-20250514-v1:0", .bedrock),
    ("glm-5.3", .gateway),
    ("v1", .gateway),
    ("", .gateway),
  ])
  func `is silent about what is served`(id: String, kind: Backend.Kind) throws {
    #expect(try findings(id, kind: kind) == "")
  }

  @Test func `speaks of ids in routes and in the default`() throws {
    let target = Target(backend: "a", model: .id("claude-opus-4-0"))
    let policy = Sample.policy(
      backends: [try Sample.backend("a", kind: .anthropic, origin: Sample.builtIn(1))],
      routes: [
        Route(name: "r", when: .all([]), targets: [target, target], origin: Sample.here(40)),
        Route(name: "s", when: .all([]), targets: [target], origin: Sample.builtIn(40)),
      ],
      defaultTargets: [target],
      defaultOrigin: Sample.here(45)
    )
    #expect(
      try Sample.findings("retired-model", in: policy) == """
        team.yaml:40: error: `claude-opus-4-0`, a model of route `r`, is retired since 2026-06-15
          help: write `claude-opus-5-5`
        team.yaml:45: error: `claude-opus-4-0`, a model of the default, is retired since 2026-06-15
          help: write `claude-opus-5-5`

        """
    )
  }
}

@Suite struct `A calendar day` {
  @Test(arguments: ["2026-11-22", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])
  func `is read and written alike`(text: String) {
    #expect(CalendarDay(text)?.text == text)
  }

  @Test(arguments: [
    "2026-11-31", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-01-00",
    "0000-01-01", "2026-1-1", "26-01-01", "2026-01-01T00", "2026/01/01", "", "--", "2026-+1-01",
    "２０２６-01-01",
  ])
  func `is no other text`(text: String) {
    #expect(CalendarDay(text) == nil)
  }

  @Test(arguments: [
    ("2026-11-22", "2026-11-30", 8),
    ("2026-11-30", "2026-11-22", -8),
    ("2026-12-31", "2027-01-01", 1),
    ("2024-02-28", "2024-03-01", 2),
    ("2026-02-28", "2026-03-01", 1),
    ("2026-01-01", "2027-01-01", 365),
    ("1970-01-01", "2026-11-22", 20779),
  ])
  func `is so many days before another`(from: String, to: String, days: Int) throws {
    let start = try #require(CalendarDay(from))
    let end = try #require(CalendarDay(to))
    #expect(start.days(until: end) == days)
    #expect((start < end) == (days > 0))
  }
}
