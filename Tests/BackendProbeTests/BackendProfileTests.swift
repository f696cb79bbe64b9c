import BackendProbe
import JSONTree
import RouteEngine
import Testing

@Suite struct `The record of a probe` {
  private static func profile(failure: String? = nil) throws -> BackendProfile {
    BackendProfile(
      backend: "gate",
      place: "gateway https://gate.example",
      model: "haiku",
      modelID: "claude-haiku-5-5",
      client: BackendProfile.Client(version: "2.1.330", size: 1000, modified: 2000),
      day: try #require(CalendarDay("2026-11-26")),
      time: 1_795_676_400,
      findings: try TranscriptSample.findings(
        with: [.thinking: TranscriptSample.record(.thinking, "thinking_dropped")]
      ),
      failure: failure,
      dollars: 0.048
    )
  }

  @Test func `is read back as it was written`() throws {
    for profile in [try Self.profile(), try Self.profile(failure: "status 401")] {
      let text = profile.json.prettyText
      #expect(BackendProfile(try JSONNode(parsing: Array(text.utf8))) == profile)
    }
  }

  @Test(arguments: [
    "{}", "[]", #"{"schema": 2}"#, #"{"schema": 1, "backend": "gate"}"#,
    #"{"schema":1,"backend":"b","place":"p","model":"m","date":"2026-02-30","client":{},"checks":{}}"#,
  ])
  func `is none in another shape`(text: String) throws {
    #expect(BackendProfile(try JSONNode(parsing: Array(text.utf8))) == nil)
  }

  @Test func `passes over checks and grades that nobody knows`() throws {
    let text =
      #"{"schema":1,"backend":"b","place":"p","model":"m","date":"2026-11-26","client":{},"checks":{"new":{"grade":"good"},"thinking":{"grade":"superb"},"streaming":{"grade":"good","observation":"x"}}}"#
    let profile = try #require(BackendProfile(JSONNode(parsing: Array(text.utf8))))
    #expect(profile.findings == [ProbeFinding(.streaming, .good, "x")])
  }

  @Test func `grades a trait by the worst of its rows, and none by a row that is not known`() throws
  {
    let findings = [
      ProbeFinding(.oneTool, .good, ""), ProbeFinding(.toolInput, .degraded, ""),
      ProbeFinding(.toolChain, .unknown, ""), ProbeFinding(.streaming, .unknown, ""),
      ProbeFinding(.thinking, .good, ""), ProbeFinding(.thinkingOff, .broken, ""),
      ProbeFinding(.answer, .broken, ""), ProbeFinding(.subAgents, .good, ""),
      ProbeFinding(.promptCache, .good, ""), ProbeFinding(.rateLimit, .degraded, ""),
      ProbeFinding(.modelIdentity, .good, ""), ProbeFinding(.parallelTools, .good, ""),
      ProbeFinding(.context, .good, ""),
    ]
    #expect(
      findings.traits == [
        .tools: .degraded, .thinking: .broken, .subAgents: .good, .promptCache: .good,
        .rateLimit: .degraded, .modelIdentity: .good, .parallelTools: .good,
      ]
    )
  }

  @Test func `is what a policy may ask of it`() throws {
    let measurement = try Self.profile(failure: "status 401").measurement(
      .client,
      at: 1_795_676_401
    )
    #expect(measurement.backend == "gate")
    #expect(measurement.modelID == "claude-haiku-5-5")
    #expect(measurement.failure == "status 401")
    // What is stale says nothing good any more, and everything bad still.
    #expect(measurement.grade(of: .thinking) == .broken)
    #expect(measurement.grade(of: .streaming) == .unknown)
    #expect(measurement.grade(of: .webSearch) == nil)
    #expect(try Self.profile().measurement(nil, at: 1_795_676_401).grade(of: .streaming) == .good)
  }

  @Test(arguments: [
    ("2026-11-26", nil), ("2026-12-25", nil), ("2026-12-26", Measurement.Staleness.age(days: 30)),
    ("2026-11-25", .age(days: -1)),
  ])
  func `is stale after 30 days, and before its day`(
    _ today: String,
    _ staleness: Measurement.Staleness?
  ) throws {
    let today = try #require(CalendarDay(today))
    #expect(try Self.profile().staleness(on: today, with: nil) == staleness)
  }

  @Test(arguments: [
    ("2.1.330", 1, 1, true), (nil, 1000, 2000, true), ("2.1.331", 1000, 2000, true),
    ("2.1.331", 1000, 2001, false), (nil, 999, 2000, false),
  ])
  func `is stale with another client, told by its file or its version`(
    _ version: String?,
    _ size: Int,
    _ modified: Int,
    _ isFresh: Bool
  ) throws {
    let client = BackendProfile.Client(version: version, size: size, modified: modified)
    let today = try #require(CalendarDay("2026-11-26"))
    #expect(
      try Self.profile().staleness(on: today, with: client) == (isFresh ? nil : .client)
    )
  }

  @Test func `forgets after six hours that a limit turned everything away`() throws {
    func failure(_ grade: Backend.TraitGrade, after seconds: Int) throws -> String? {
      let limited = BackendProfile(
        backend: "gate",
        place: "",
        model: "haiku",
        modelID: nil,
        client: BackendProfile.Client(version: nil, size: 1, modified: 1),
        day: try #require(CalendarDay("2026-11-26")),
        time: 1_000_000,
        findings: [ProbeFinding(.rateLimit, grade, "")],
        failure: "status 429",
        dollars: nil
      )
      return limited.measurement(nil, at: 1_000_000 + seconds).failure
    }
    #expect(try failure(.broken, after: 6 * 3600 - 1) == "status 429")
    #expect(try failure(.broken, after: 6 * 3600) == nil)
    #expect(try failure(.unknown, after: 6 * 3600) == "status 429")
  }

  @Test func `is of one place, told by name`() throws {
    let backend = Backend(
      name: "b",
      kind: .gateway,
      baseURL: try BaseURL("https://a.example/x"),
      credentials: [.environment("KEY"), .none],
      credentialHeader: .apiKey,
      region: "eu-central-1",
      project: "p",
      models: [Backend.Model(name: "opus", id: "o-1"), Backend.Model(name: "haiku", id: "h-1")],
      headers: [
        Backend.Header(name: "x-provider", value: .plain("first")),
        Backend.Header(name: "x-team", value: .variable("TEAM")),
      ],
      environment: [Backend.EnvironmentEntry(name: "API_TIMEOUT_MS", value: .plain("9"))],
      compatibility: [.noThinking, .noBetas],
      skipsAuthentication: true,
      origin: Origin(layer: .user, file: "", line: 1)
    )
    let target = Target(backend: "b", model: .default)
    #expect(
      BackendProfile.place(of: backend.resolved(target, with: CredentialInventory()))
        == "kind=gateway; url=https://a.example/x; region=eu-central-1; project=p; "
        + "credential=env:KEY, none; auth=api-key; skip-auth=true; "
        + "compatibility=no-betas, no-thinking; headers=x-provider: first, x-team: env:TEAM; "
        + "env=API_TIMEOUT_MS=9; models=opus=o-1, haiku=h-1"
    )
  }
}
