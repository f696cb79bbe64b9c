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
          "claude-route: on local: parallel tools unknown, rate limit unknown (assumed)",
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
      models: Backend.familySlots.map { Backend.Model(name: $0, id: "qwen") },
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
}
