import Rendering
import RouteEngine
import Testing

/// What one reads on standard error before the client starts.
@Suite struct `The launch line` {
  private func lines(
    _ request: RoutingRequest,
    in policy: Policy? = nil,
    with inventory: CredentialInventory = ExplanationSample.keys
  ) throws -> [String]? {
    let policy = try policy ?? ExplanationSample.policy()
    let decision = policy.decision(for: request, with: inventory)
    return LaunchLine(decision, for: request, in: policy, with: inventory)?.lines
  }

  @Test func `of a third party names who pays, what, and that the plan would cover it`() throws {
    #expect(
      try lines(ExplanationSample.request("license headers")) == [
        "claude-route: bulk → openrouter/haiku, effort low · OPENROUTER_API_KEY pays · $0.011–0.047 a session (anthropic/haiku: in your plan)"
      ]
    )
  }

  @Test func `names the cheaper native price when a key would pay for it`() throws {
    #expect(
      try lines(ExplanationSample.request("license headers"), with: ExplanationSample.metered) == [
        "claude-route: bulk → openrouter/haiku, effort low · OPENROUTER_API_KEY pays · $0.011–0.047 a session (anthropic/haiku: $0.010–0.045)"
      ]
    )
  }

  @Test func `of the native API inside the plan names no dollars`() throws {
    #expect(
      try lines(ExplanationSample.request("fix the race in the payment worker")) == [
        "claude-route: extended-thinking, production → anthropic, your default model · login pays"
      ]
    )
  }

  @Test func `of the native API by key names dollars`() throws {
    #expect(
      try lines(
        ExplanationSample.request("fix the payment worker"),
        with: CredentialInventory(present: [.environment("ANTHROPIC_API_KEY")])
      ) == [
        "claude-route: production → anthropic, your default model · ANTHROPIC_API_KEY pays · $0.40–1.80 a session"
      ]
    )
  }

  @Test func `without a class says so`() throws {
    #expect(
      try lines(ExplanationSample.request(nil)) == [
        "claude-route: no class → anthropic, your default model · login pays"
      ]
    )
  }

  @Test func `names region, profile and what the class needs and may not have there`() throws {
    let policy = try ExplanationSample.policy(
      routes: ExplanationSample.always([Target(backend: "bedrock", model: .named("opus"))])
    )
    #expect(
      try lines(
        ExplanationSample.request("fix the race in the payment worker", labels: ["aws"]),
        in: policy
      ) == [
        "claude-route: extended-thinking, production → bedrock/opus, eu-central-1 · AWS profile acme-claude pays · $0.44–1.98 a session (anthropic/opus: in your plan)",
        "claude-route: on bedrock: thinking degraded (assumed)",
      ]
    )
  }

  @Test func `of a backend that nobody measured names what multi-agent work may miss`() throws {
    let sample = try ExplanationSample.policy()
    let policy = Policy(
      classes: [try ExplanationSample.taskClass("multi-agent", isProtective: true, ["agents"])],
      backends: sample.backends,
      routes: ExplanationSample.always([Target(backend: "local", model: .named("opus"))]),
      defaultTargets: sample.defaultTargets,
      constraints: [],
      labels: [],
      knownLabels: [],
      layers: sample.layers
    )
    #expect(
      try lines(ExplanationSample.request("two agents"), in: policy, with: CredentialInventory())
        == [
          "claude-route: multi-agent → local/opus · nobody pays",
          "claude-route: on local: not supported by the client's vendor; tools, parallel tools, rate limit unknown (`claude-route probe local` measures it)",
        ]
    )
  }

  @Test func `names thinking and budget of the target`() throws {
    func line(_ thinking: Bool, _ budget: Double) throws -> [String]? {
      let target = Target(
        backend: "anthropic",
        model: .id("claude-opus-4-8"),
        effort: .max,
        thinking: thinking,
        maximumBudgetUSD: budget
      )
      return try lines(
        ExplanationSample.request(nil),
        in: try ExplanationSample.policy(routes: ExplanationSample.always([target]))
      )
    }
    #expect(
      try line(true, 0.5) == [
        "claude-route: no class → anthropic/claude-opus-4-8, effort max, thinking on · login pays · at most $0.50"
      ]
    )
    #expect(
      try line(false, 12.049) == [
        "claude-route: no class → anthropic/claude-opus-4-8, effort max, thinking off · login pays · at most $12.05"
      ]
    )
    // Any number can be written on a command line.
    #expect(
      try line(false, 1e300) == [
        "claude-route: no class → anthropic/claude-opus-4-8, effort max, thinking off · login pays · at most $1000000000000.00"
      ]
    )
  }

  @Test(arguments: [
    (CredentialSource.file("~/.keys/gate"), "the key in ~/.keys/gate"),
    (.keychain("gate"), "the keychain's gate"),
    (.command(["op", "read", "secret"]), "the key that `op` prints"),
    (.environment("GATE_KEY"), "GATE_KEY"),
  ])
  func `names any payer, and a price that is not known`(
    source: CredentialSource,
    payer: String
  )
    throws
  {
    let local = Backend(
      name: "gate",
      kind: .gateway,
      baseURL: try BaseURL("https://gate.example"),
      credentials: [source],
      models: Backend.familySlots.map { Backend.Model(name: $0, id: "claude") },
      origin: ExplanationSample.origin(7)
    )
    let policy = Policy(
      classes: [],
      backends: [local],
      routes: [],
      defaultTargets: [Target(backend: "gate", model: .named("haiku"))],
      constraints: [],
      labels: [],
      knownLabels: []
    )
    let inventory = CredentialInventory(
      present: [.environment("GATE_KEY"), .file("~/.keys/gate")],
      unverified: [source]
    )
    #expect(
      try lines(ExplanationSample.request(nil), in: policy, with: inventory) == [
        "claude-route: no class → gate/haiku · \(payer) pays · price unknown"
      ]
    )
  }

  @Test func `of a denial does not exist`() throws {
    #expect(try lines(ExplanationSample.request("fix the race", backend: "openrouter")) == nil)
  }

  @Test func `shows nothing that moves the cursor`() throws {
    let target = Target(backend: "anthropic", model: .id("claude-\u{1B}[2J\n\u{2066}x"))
    let policy = try ExplanationSample.policy(routes: ExplanationSample.always([target]))
    #expect(
      try lines(ExplanationSample.request(nil), in: policy) == [
        #"claude-route: no class → anthropic/claude-\u{1B}[2J\n\u{2066}x · login pays"#
      ]
    )
  }

  @Test func `names what was measured as broken, whatever the class`() throws {
    var inventory = ExplanationSample.keys
    inventory.measurements = [
      Measurement(
        backend: "openrouter",
        modelID: "anthropic/claude-haiku-5-5",
        grades: [.subAgents: .broken, .thinking: .degraded],
        day: try #require(CalendarDay("2026-11-26"))
      )
    ]
    #expect(
      try lines(ExplanationSample.request("license headers"), with: inventory)?.dropFirst() == [
        "claude-route: on openrouter: sub agents broken (measured on 2026-11-26)"
      ]
    )
  }
}

@Suite struct `The lines about failed probes` {
  private func lines(
    _ model: String?,
    _ failed: [String],
    in policy: Policy? = nil
  ) throws -> [String] {
    var inventory = ExplanationSample.keys
    inventory.measurements = try failed.map { name in
      Measurement(
        backend: name,
        modelID: model,
        grades: [:],
        day: try #require(CalendarDay("2026-11-26")),
        failure: "status 401"
      )
    }
    let policy = try policy ?? ExplanationSample.policy()
    let request = ExplanationSample.request("license headers")
    return ProbeFailureLines(policy.decision(for: request, with: inventory)).lines
  }

  @Test func `are none where no probe failed`() throws {
    #expect(try lines(nil, []) == [])
    #expect(try lines(nil, ["bedrock"]) == [])
  }

  @Test(arguments: [
    ("anthropic/claude-haiku-5-5", ""), ("anthropic/claude-sonnet-5-5", " --model sonnet"),
    (nil, ""), ("other", " --model other"),
  ])
  func `name what was passed over, why, and how to try again`(
    model: String?,
    option: String
  ) throws {
    #expect(
      try lines(model, ["openrouter"]) == [
        "claude-route: passed over openrouter: its probe failed on 2026-11-26: status 401; try again: `claude-route probe openrouter\(option)`"
      ]
    )
  }

  @Test func `name the one that is chosen for want of another`() throws {
    let policy = try ExplanationSample.policy(
      default: [Target(backend: "openrouter", model: .named("haiku"))],
      constraints: [
        ExplanationSample.forbidden("x", { $0.trust = [.firstParty] }, reason: nil)
      ]
    )
    let only = policy.replacing(routes: [])
    #expect(
      try lines("anthropic/claude-haiku-5-5", ["openrouter"], in: only) == [
        "claude-route: on openrouter: its probe failed on 2026-11-26: status 401; try again: `claude-route probe openrouter`"
      ]
    )
  }
}

@Suite struct `The line about a rate limit` {
  private func line(
    _ grade: Backend.TraitGrade,
    unavailable: Set<Unavailable> = [],
    failed: String? = nil,
    default defaults: [Target] = [Target(backend: "anthropic", model: .default)]
  ) throws -> String? {
    let day = try #require(CalendarDay("2026-11-26"))
    let policy = try ExplanationSample.policy(
      routes: ExplanationSample.always([
        Target(backend: "local", model: .named("opus")),
        Target(backend: "local", model: .named("sonnet")),
        Target(backend: "openrouter", model: .named("opus")),
      ]),
      default: defaults
    )
    var inventory = ExplanationSample.keys
    inventory.missing = unavailable
    inventory.measurements = [
      Measurement(backend: "local", modelID: "qwen", grades: [.rateLimit: grade], day: day)
    ]
    inventory.measurements +=
      failed.map {
        [Measurement(backend: $0, modelID: nil, grades: [:], day: day, failure: "x")]
      } ?? []
    let request = ExplanationSample.request("continue")
    let decision = policy.decision(for: request, with: inventory)
    return RateLimitLine(decision, session: "0f1e")?.text
  }

  @Test(arguments: [Backend.TraitGrade.degraded, .broken])
  func `names the next backend`(grade: Backend.TraitGrade) throws {
    #expect(
      try line(grade)
        == #"claude-route: rate limit \#(grade.rawValue) (measured on 2026-11-26); after a 429 go on with: claude-route --backend openrouter -- -p --resume 0f1e "go on""#
    )
    #expect(
      try line(grade, unavailable: [.backend("openrouter")])?.contains("--backend anthropic")
        == true
    )
    #expect(try line(grade, failed: "openrouter")?.contains("--backend anthropic") == true)
  }

  @Test(arguments: [Backend.TraitGrade.good, .unknown])
  func `is not there where there is room or nobody knows`(grade: Backend.TraitGrade) throws {
    #expect(try line(grade) == nil)
  }

  @Test func `is not there where there is no other backend`() throws {
    let local = [Target(backend: "local", model: .named("fable"))]
    #expect(
      try line(.broken, unavailable: [.backend("openrouter")], default: local) == nil
    )
  }
}
