import Rendering
import RouteEngine
import Testing

@Suite struct `An explanation` {
  private func text(
    _ request: RoutingRequest,
    in policy: Policy? = nil,
    with inventory: CredentialInventory = ExplanationSample.keys
  ) throws -> String {
    let policy = try policy ?? ExplanationSample.policy()
    let decision = policy.decision(for: request, with: inventory)
    return ExplanationText(decision, for: request, in: policy, with: inventory).text
  }

  @Test func `shows classes, candidates, model, price and what breaks`() throws {
    #expect(
      try text(ExplanationSample.request("license headers")) == """
        task        license headers
        classes     bulk  phrase `license headers` (built-in:20), characters 0-15
                    no protective class
        candidates  1 openrouter/haiku   chosen       route `mechanical` (built-in:30); OPENROUTER_API_KEY is set, not contacted
                    2 anthropic/haiku    permitted    route `mechanical` (built-in:30); login saved
                    3 anthropic/default  permitted    default; login saved
        decision    openrouter/haiku = `anthropic/claude-haiku-5-5`, effort low
        pays        OPENROUTER_API_KEY, $0.011–0.047 a session
                    anthropic/haiku would be $0.010–0.045, and is inside your plan
        breaks      thinking, tools, parallel tools unknown (`claude-route probe openrouter` measures it)
        otherwise   without class bulk: anthropic/default
        policy      built-in sha256:9d41c2

        """
    )
  }

  @Test func `of serious work shows the client's default, inside the plan`() throws {
    #expect(
      try text(ExplanationSample.request("fix the race in the Payments worker")) == """
        task        fix the race in the Payments worker
        classes     extended-thinking  phrase `race` (built-in:20), characters 8-12
                    production         phrase `payment` in `Payments` (built-in:20), characters 20-28
        candidates  1 anthropic/default  chosen       default; login saved
        decision    anthropic, your default model
        pays        login, in your plan
        policy      built-in sha256:9d41c2

        """
    )
  }

  @Test func `without a task and without a class says so`() throws {
    let policy = try ExplanationSample.policy(layers: [
      Policy.LayerFile(layer: .user, file: "~/policy.yaml", name: nil, digest: "71aa0e0000"),
      Policy.LayerFile(layer: .builtIn, file: "built-in", name: nil, digest: "9d41c20000"),
    ])
    #expect(
      try text(ExplanationSample.request(nil), in: policy, with: CredentialInventory()) == """
        task        not said
        classes     none
        candidates  1 anthropic/default  chosen       default; no login found, the client will ask
        decision    anthropic, your default model
        pays        login, in your plan
        policy      ~/policy.yaml sha256:71aa0e, built-in sha256:9d41c2

        """
    )
  }

  @Test func `of a denial shows what stopped each candidate`() throws {
    let request = ExplanationSample.request("rename the payment module", backend: "openrouter")
    #expect(
      try text(request, with: CredentialInventory()) == """
        task        rename the payment module
        classes     bulk        phrase `rename` (built-in:20), characters 0-6
                    production  phrase `payment` (built-in:20), characters 11-18
        candidates  1 openrouter/haiku  stopped      route `mechanical` (built-in:30); forbidden by `serious-work-stays-native` (built-in:40): serious work stays on the native API; OPENROUTER_API_KEY is not set
        decision    denied: no candidate is permitted and available
        policy      built-in sha256:9d41c2

        """
    )
  }

  @Test func `shows what --class set aside, and Bedrock's region and profile`() throws {
    let request = ExplanationSample.request(
      "fix the race",
      classes: ["bulk"],
      labels: ["aws"],
      backend: "bedrock",
      model: "haiku"
    )
    #expect(
      try text(request) == """
        task        fix the race
        classes     bulk               given by --class
                    no protective class
                    set aside by --class: extended-thinking `race` (8-12)
        candidates  1 bedrock/haiku  chosen       command line; AWS credentials are there, not contacted
        decision    bedrock/haiku = `eu.anthropic.claude-haiku-4-5-20251001-v1:0`
        pays        AWS profile acme-claude, $0.11–0.50 a session
                    anthropic/haiku would be $0.010–0.045, and is inside your plan
        breaks      thinking degraded (assumed)
        policy      built-in sha256:9d41c2

        """
    )
  }

  @Test func `names the cheaper native price when a key would pay for it`() throws {
    let lines = try text(
      ExplanationSample.request("license headers"),
      with: ExplanationSample.metered
    )
    .split(separator: "\n")
    #expect(lines.contains("pays        OPENROUTER_API_KEY, $0.011–0.047 a session"))
    #expect(lines.contains("            anthropic/haiku would be $0.010–0.045"))
  }

  @Test func `of paths and facts shows which`() throws {
    let signals: [Signal.Matcher] = [
      .anyPath(try Glob("migrations/**")), .everyPath([try Glob("*.sql"), try Glob("*.md")]),
      .fact(FactTest(fact: .branch, comparison: .matches(try Glob("release/*")))),
      .fact(FactTest(fact: .ci, comparison: .equals(.truth(true)))),
      .fact(FactTest(fact: .environment("TEAM"), comparison: .exists(false))),
    ]
    let guarded = TaskClass(
      name: "guarded",
      description: nil,
      isProtective: true,
      signals: signals.map { Signal(matcher: $0, origin: ExplanationSample.origin(60)) },
      unless: []
    )
    let sample = try ExplanationSample.policy()
    let policy = Policy(
      classes: [guarded],
      backends: sample.backends,
      routes: [],
      defaultTargets: sample.defaultTargets,
      constraints: [],
      labels: [],
      knownLabels: [],
      layers: sample.layers
    )
    var request = ExplanationSample.request(nil)
    request.facts.files = ["migrations/0042.sql"]
    request.facts.values = [.branch: .unknown, .ci: .value(.truth(true))]
    request.facts.sessionClasses = ["guarded"]
    #expect(
      try text(request, in: policy) == """
        task        not said
        classes     guarded  of the session that is resumed
                             any-path `migrations/**` (built-in:60): migrations/0042.sql
                             every-path `*.sql, *.md` (built-in:60): migrations/0042.sql
                             fact: branch matches release/* (built-in:60): unknown, cannot be known here
                             fact: ci equals true (built-in:60): true
                             fact: env.TEAM exists false (built-in:60): absent
        candidates  1 anthropic/default  chosen       default; login saved
        decision    anthropic, your default model
        pays        login, in your plan
        policy      built-in sha256:9d41c2

        """
    )
  }

  @Test func `shows nothing that moves the cursor`() throws {
    let policy = try ExplanationSample.policy(
      routes: [
        Route(
          name: "a\u{1B}]0;x\u{07}\u{202E}b",
          when: .all([]),
          targets: [Target(backend: "anthropic", model: .id("claude-\u{9B}2J"))],
          origin: ExplanationSample.origin(30)
        )
      ],
      default: [],
      layers: [
        Policy.LayerFile(layer: .user, file: "p\r\n.yaml", name: nil, digest: "71aa0e0000")
      ]
    )
    #expect(
      try text(ExplanationSample.request("one\u{1B}[2Jtwo\nthree\u{7F}"), in: policy) == #"""
        task        one\u{1B}[2Jtwo\nthree\u{7F}
        classes     none
        candidates  1 anthropic/claude-\u{9B}2J  chosen       route `a\u{1B}]0;x\u{7}\u{202E}b` (built-in:30); login saved
        decision    anthropic/claude-\u{9B}2J = `claude-\u{9B}2J`
        pays        login, in your plan
        policy      p\r\n.yaml sha256:71aa0e

        """#
    )
  }

  @Test func `says what a probe found, of what is assumed that it is, and what is not known`()
    throws
  {
    let policy = try ExplanationSample.policy(
      routes: ExplanationSample.always([Target(backend: "gate", model: .named("opus"))]),
      backends: [
        Backend(
          name: "gate",
          kind: .gateway,
          baseURL: try BaseURL("https://gate.example"),
          credentials: [.none],
          models: Backend.familySlots.map { Backend.Model(name: $0, id: "claude-\($0)") },
          traits: [.promptCache: .broken, .rateLimit: .unknown],
          assumedTraits: [.parallelTools: .degraded, .webSearch: .broken],
          origin: ExplanationSample.origin(7)
        )
      ]
    )
    func breaks(_ staleness: Measurement.Staleness? = nil) throws -> [String] {
      let measurement = Measurement(
        backend: "gate",
        modelID: "claude-opus",
        grades: [.thinking: .broken, .tools: .good, .modelIdentity: .degraded],
        day: try #require(CalendarDay("2026-11-26")),
        staleness: staleness
      )
      return try lines(
        of: "breaks",
        in: text(
          ExplanationSample.request(nil),
          in: policy,
          with: CredentialInventory(measurements: [measurement])
        )
      )
    }
    #expect(
      try breaks() == [
        "thinking broken, model identity degraded (measured on 2026-11-26)",
        "parallel tools degraded, no web search (assumed)",
        "prompt cache broken, rate limit unknown",
        "streaming unknown (`claude-route probe gate --model opus` measures it)",
      ]
    )
    #expect(
      try breaks(.age(days: 31)) == [
        "thinking broken, model identity degraded (measured on 2026-11-26, older than 30 days)",
        "parallel tools degraded, no web search (assumed)",
        "prompt cache broken, rate limit unknown",
        "tools, streaming unknown (measured on 2026-11-26, older than 30 days; `claude-route probe gate --model opus` measures it)",
      ]
    )
    #expect(
      try breaks(.client).first
        == "thinking broken, model identity degraded (measured on 2026-11-26 with another client)"
    )
  }

  @Test func `says once that a model is not of the client's vendor`() throws {
    let policy = try ExplanationSample.policy(
      routes: ExplanationSample.always([Target(backend: "local", model: .named("opus"))])
    )
    #expect(
      lines(
        of: "breaks",
        in: try text(ExplanationSample.request(nil), in: policy, with: CredentialInventory())
      ) == [
        "not supported by the client's vendor",
        // All its models are one.
        "thinking, tools, parallel tools, streaming, rate limit unknown (`claude-route probe local` measures it)",
      ]
    )
  }

  @Test func `says at a candidate that its probe failed`() throws {
    var inventory = ExplanationSample.keys
    inventory.measurements = [
      Measurement(
        backend: "openrouter",
        modelID: "anthropic/claude-haiku-5-5",
        grades: [:],
        day: try #require(CalendarDay("2026-11-26")),
        failure: "connection refused"
      )
    ]
    let shown = try text(ExplanationSample.request("license headers"), with: inventory)
    #expect(
      lines(of: "candidates", in: shown).prefix(2) == [
        "1 openrouter/haiku   permitted    route `mechanical` (built-in:30); OPENROUTER_API_KEY is set, not contacted; its probe failed on 2026-11-26: connection refused",
        "2 anthropic/haiku    chosen       route `mechanical` (built-in:30); login saved",
      ]
    )
  }

  /// The lines of one row, without what stands in front.
  private func lines(of label: String, in text: String) -> [String] {
    let rows = text.split(separator: "\n").drop { !$0.hasPrefix(label) }
    let own = rows.prefix(1) + rows.dropFirst().prefix { $0.hasPrefix("  ") }
    return own.map { String($0.dropFirst(12)) }
  }
}
