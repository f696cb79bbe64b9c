import ClaudeClient
import Diagnostics
import HealthCheck
import PolicyCheck
import RouteEngine
import Testing

@Suite struct `A policy's health` {
  private static let origin = Origin(layer: .user, file: "/h/p.yaml", line: 4)

  private func backend(
    _ layer: Layer = .user,
    kind: Backend.Kind = .gateway,
    url: String = "https://x.example.net",
    model: String = "claude-sonnet-5-5"
  ) throws -> Backend {
    Backend(
      name: "mine",
      kind: kind,
      baseURL: kind == .anthropic ? nil : try BaseURL(url, allowsPlainHTTP: true),
      credentials: [.environment("MINE")],
      models: [Backend.Model(name: "opus", id: model)],
      origin: Origin(layer: layer, file: "/h/p.yaml", line: 4)
    )
  }

  private func shown(_ path: String) -> String { path.replacing("/h/", with: "~/") }

  // MARK: Files

  private func policy(_ backends: [Backend]) -> Policy {
    Policy(
      classes: [],
      backends: backends,
      routes: [],
      defaultTargets: [],
      constraints: [],
      knownLabels: [],
      prices: PriceList(
        retirements: [
          "claude-sonnet-4-5": PriceList.Retirement(
            api: CalendarDay(year: 2026, month: 11, day: 30)
          )
        ]
      ),
      layers: [
        Policy.LayerFile(layer: .user, file: "/h/p.yaml", name: nil, digest: "0123456789"),
        Policy.LayerFile(layer: .managed, file: "/etc/m.yaml", name: nil, digest: "abcdefabcd"),
      ]
    )
  }

  @Test func `names its files, and what has gone wrong outside of it`() throws {
    let managed = HealthReport.ManagedFile(
      path: "/etc/m.yaml",
      digest: "abcdefabcd",
      owner: "root",
      mode: 0o444
    )
    let day = try #require(CalendarDay("2026-11-26"))
    let backends = [
      try backend(url: "https://x.example.net/v1", model: "claude-sonnet-4-5")
    ]
    let found = PolicyHealth(policy(backends), managed: managed, on: day, shown: shown).findings
    #expect(
      found.words == [
        "policy ok ~/p.yaml sha256:012345",
        "policy ok /etc/m.yaml sha256:abcdef, owner root, mode 0444",
        "policy warning ~/p.yaml:4: `claude-sonnet-4-5`, model `opus` of backend `mine`, retires on "
          + "2026-11-30 [retired-model] | help: write `claude-sonnet-5-5`, as this gateway spells it",
        "policy error ~/p.yaml:4: the base URL of backend `mine` ends in `/v1`, so requests would go "
          + "to `/v1/v1/messages` [base-url-ends-in-v1] | help: write `https://x.example.net`",
      ]
    )
  }

  private func mistake(_ file: String?, _ line: Int, _ severity: Diagnostic.Severity) -> Diagnostic
  {
    let range = SourceRange(at: SourcePosition(line: line, column: 1))
    return Diagnostic(
      severity,
      "id",
      at: file.map { SourcePlace(file: $0, range: range) },
      "mistake \(line)",
      help: line == 1 ? "do" : nil
    )
  }

  @Test func `is the first mistake of each file`() {
    let found = PolicyHealth(
      invalid: [
        mistake("/h/p.yaml", 1, .error), mistake("/h/p.yaml", 2, .warning),
        mistake("/h/p.yaml", 3, .error), mistake("b", 5, .error), mistake(nil, 6, .error),
        mistake(nil, 7, .error),
      ],
      fallback: "the rest",
      shown: shown
    )
    .findings
    #expect(
      found.words == [
        "policy error ~/p.yaml:1: mistake 1 [id] | = nothing is launched; the rest is judged by the "
          + "rest | = 1 more in this file: claude-route check ~/p.yaml | help: do",
        "policy error b:5: mistake 5 [id]",
        "policy error mistake 6 [id] | = 1 more in this file: claude-route check",
      ]
    )
  }

  // MARK: Backends

  private func words(
    _ availability: Availability,
    isDefault: Bool = false,
    _ backend: Backend
  ) -> [String] {
    BackendState(backend: backend, availability: availability, words: "words", isDefault: isDefault)
      .findings(shown: shown).words
  }

  @Test func `asks who pays for each backend`() throws {
    let mine = try backend()
    let missing = Availability.unavailable(.credential([.environment("MINE")]))
    let goes = "= tasks that nothing speaks for go there"
    #expect(words(.available(payer: .login), mine) == ["mine ok words"])
    #expect(words(.unverified(payer: .command(["x"])), mine) == ["mine ok words"])
    #expect(words(.unverified(payer: .login), mine) == ["mine note words"])
    #expect(words(missing, mine) == ["mine note words"])
    #expect(words(missing, isDefault: true, mine) == ["mine warning words | \(goes)"])
    #expect(words(missing, try backend(.builtIn)) == [])
    #expect(
      words(.unverified(payer: .login), isDefault: true, try backend(kind: .anthropic)) == [
        "mine warning words | \(goes) | help: log in once: start `claude` and type /login"
      ]
    )
  }

  @Test func `warns of plain http but for this machine`() throws {
    let available = Availability.available(payer: .none)
    #expect(
      words(available, try backend(url: "http://llm.example.net")) == [
        "mine ok words",
        "mine warning ~/p.yaml:4: `http://llm.example.net` is asked without encryption | = whoever is "
          + "on the way reads the code and the credential | help: use https, or a tunnel that ends "
          + "on this machine",
      ]
    )
    #expect(words(available, try backend(url: "http://127.0.0.1:4000")) == ["mine ok words"])
  }

  // MARK: Managed settings

  @Test func `is compared with the organisation's settings`() throws {
    let target = try backend().resolved(
      Target(backend: "mine", model: .id("m")),
      with: CredentialInventory()
    )
    let filled = Backend(
      name: "mine",
      kind: .gateway,
      baseURL: try BaseURL("https://x.example.net"),
      credentials: [.environment("MINE")],
      models: Backend.nativeModels,
      origin: Self.origin
    )
    let plan = try RoutePlan(
      target: filled.resolved(target.target, with: CredentialInventory()),
      payer: .environment("MINE"),
      classes: [],
      policyDigest: "d",
      environment: AmbientEnvironment()
    )
    func words(_ text: String) throws -> [String] {
      let layers = [try layer(.managed, text), try layer(.user, #"{"apiKeyHelper": "x"}"#)]
      return ManagedHealth(layers, plan: plan, target: "mine/m").findings.words
    }
    #expect(try words("{}") == ["managed ok managed.json: says nothing about a route"])
    #expect(
      try words(#"{"env": {"ANTHROPIC_BASE_URL": "https://x.example.net"}}"#)
        == ["managed ok managed.json: says what the route to mine/m says"]
    )
    #expect(
      try words(#"{"env": {"ANTHROPIC_BASE_URL": "https://y.example.net"}}"#) == [
        "managed error managed.json:1: env.ANTHROPIC_BASE_URL differs: the route to mine/m wants "
          + "https://x.example.net | = a launch on that route ends with exit status 78 | "
          + "help: choose a default that agrees, or ask whoever manages this machine"
      ]
    )
  }

  // MARK: What grows old

  @Test(arguments: [
    ("2026-11-22", "2027-02-20", [] as [String]),
    (
      "2026-11-22", "2027-02-21",
      [
        "prices note measured on 2026-11-22, 91 days ago | help: a newer claude-route has newer ones"
      ]
    ),
  ])
  func `counts the days of prices`(row: (String, String, [String])) throws {
    let today = try #require(CalendarDay(row.1))
    let place = HealthFinding.Place("s.json", line: 2)
    let age = AgeHealth(
      prices: CalendarDay(row.0),
      today: today,
      cleanup: .days(90, at: place)
    )
    #expect(age.findings.words == row.2)
  }

  @Test func `counts the days of transcripts`() throws {
    let today = try #require(CalendarDay("2026-11-26"))
    func words(_ cleanup: AgeHealth.Cleanup) -> [String] {
      AgeHealth(prices: nil, today: today, cleanup: cleanup).findings.words
    }
    let rest =
      ": the client deletes older ones | = they are what tells afterwards what sessions cost | help: "
      + "write `\"cleanupPeriodDays\": 365` into the client's settings to keep them longer"
    #expect(words(.byDefault) == ["transcripts note cleanupPeriodDays is 30 (default)\(rest)"])
    let place = HealthFinding.Place("s.json", line: 2)
    #expect(
      words(.days(7, at: place)) == ["transcripts note s.json:2: cleanupPeriodDays is 7\(rest)"]
    )
  }

  @Test func `is a report that is healthy without warnings`() {
    func report(_ level: HealthFinding.Level) -> HealthReport {
      HealthReport(
        client: nil,
        policy: nil,
        managed: nil,
        backends: [],
        plainClient: HealthReport.PlainClient(endpoint: "", from: nil, agreesWithPolicy: nil),
        findings: [HealthFinding("a", level, "b")]
      )
    }
    #expect(
      HealthFinding.Level.allCases.map { report($0).isHealthy } == [true, true, false, false]
    )
  }
}
