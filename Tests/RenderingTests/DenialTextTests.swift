import Rendering
import RouteEngine
import Testing

/// Why nothing was started.
@Suite struct `A denial` {
  private func text(
    _ request: RoutingRequest,
    in policy: Policy? = nil,
    with inventory: CredentialInventory = ExplanationSample.keys
  ) throws -> String {
    let policy = try policy ?? ExplanationSample.policy()
    let decision = policy.decision(for: request, with: inventory)
    #expect(decision.chosen == nil)
    return DenialText(decision, for: request).text
  }

  @Test func `of the backend that was asked for names the rule, the evidence and a way on`() throws
  {
    #expect(
      try text(
        ExplanationSample.request("fix the race in the payment worker", backend: "openrouter")
      ) == """
        claude-route: denied: openrouter/opus is not permitted for this task
          forbidden by `serious-work-stays-native` (built-in:40): serious work stays on the native API
          evidence: extended-thinking `race` (8-12), production `payment` (20-27)
          = help: leave out --backend, or say what it is: --class prototyping
          = nothing was started, nothing was set

        """
    )
  }

  @Test func `of a class that was named does not advise to name another`() throws {
    #expect(
      try text(
        ExplanationSample.request(
          nil,
          classes: ["production"],
          backend: "openrouter",
          model: "opus"
        )
      ) == """
        claude-route: denied: openrouter/opus is not permitted for this task
          forbidden by `serious-work-stays-native` (built-in:40): serious work stays on the native API
          evidence: production given by --class
          = help: leave out --backend, or leave out --model
          = nothing was started, nothing was set

        """
    )
  }

  @Test func `for a credential that is missing says which`() throws {
    #expect(
      try text(
        ExplanationSample.request("license headers", backend: "openrouter"),
        with: CredentialInventory()
      ) == """
        claude-route: denied: openrouter/haiku is not available
          unavailable: OPENROUTER_API_KEY is not set
          = help: leave out --backend
          = nothing was started, nothing was set

        """
    )
  }

  @Test func `of several candidates names each with its rules`() throws {
    let policy = try ExplanationSample.policy(
      routes: ExplanationSample.always([
        Target(backend: "openrouter", model: .named("haiku")),
        Target(backend: "bedrock", model: .named("opus")),
      ])
    )
    #expect(
      try text(
        ExplanationSample.request("fix the race", labels: ["aws"]),
        in: policy,
        with: CredentialInventory(present: [.aws])
      ) == """
        claude-route: denied: no target is permitted and available for this task
          openrouter/haiku (route `always` (built-in:30))
            not what is required by `only-aws` (built-in:50): all calls go through AWS
          bedrock/opus (route `always` (built-in:30))
            unavailable: no region: set AWS_REGION or AWS_DEFAULT_REGION
          anthropic/default (default)
            not what is required by `only-aws` (built-in:50): all calls go through AWS
          evidence: extended-thinking `race` (8-12)
          = help: say what it is: --class prototyping
          = nothing was started, nothing was set

        """
    )
  }

  @Test func `for a trait says what was found of it, and when`() throws {
    let backend = Backend(
      name: "gate",
      kind: .gateway,
      baseURL: try BaseURL("https://gate.example"),
      credentials: [.none],
      models: Backend.familySlots.map { Backend.Model(name: $0, id: "claude-\($0)") },
      assumedTraits: [.streaming: .degraded],
      origin: ExplanationSample.origin(7)
    )
    let target = backend.resolved(
      Target(backend: "gate", model: .named("haiku")),
      with: CredentialInventory(
        measurements: [
          Measurement(
            backend: "gate",
            modelID: "claude-haiku",
            grades: [.thinking: .broken],
            day: try #require(CalendarDay("2026-11-26")),
            staleness: .distrusted
          )
        ]
      )
    )
    let constraint = ExplanationSample.forbidden(
      "works",
      { $0.trait = [.thinking: [.broken], .streaming: [.degraded], .tools: [.unknown]] },
      reason: "it has to work"
    )
    let candidate = Candidate(
      target: target,
      source: .default,
      stops: [Candidate.Stop(constraint: constraint)],
      availability: .available(payer: .none)
    )
    #expect(
      candidate.stopWords == [
        "forbidden by `works` (built-in:40): it has to work; streaming degraded (assumed); "
          + "thinking broken (measured on 2026-11-26 where others could have written it); "
          + "tools unknown"
      ]
    )
  }

  @Test func `without any candidate says so`() throws {
    #expect(
      try text(
        ExplanationSample.request(nil),
        in: try ExplanationSample.policy(routes: [], default: [])
      ) == """
        claude-route: denied: no target is left for this task
          = nothing was started, nothing was set

        """
    )
  }

  @Test(arguments: [
    (Backend.Kind.gateway, [CredentialSource.login], "no login is saved"),
    (.gateway, [.file("~/key")], "~/key is not there or not private"),
    (.gateway, [.keychain("gate")], "the keychain has no gate"),
    (.gateway, [.command(["op", "read"])], "`op` cannot be run"),
    (.gateway, [.environment("A"), .environment("B")], "A is not set, B is not set"),
    (.bedrock, [.aws], "no AWS credentials"),
    (.vertex, [.google], "no Google credentials"),
  ])
  func `names what every kind of credential lacks`(
    kind: Backend.Kind,
    sources: [CredentialSource],
    words: String
  ) throws {
    let candidate = Candidate(
      target: Backend(
        name: "one",
        kind: kind,
        credentials: sources,
        models: [],
        origin: ExplanationSample.origin(1)
      )
      .resolved(Target(backend: "one", model: .default), with: CredentialInventory()),
      source: .default,
      stops: [],
      availability: .unavailable(.credential(sources))
    )
    let decision = Decision(
      classification: Classification(classes: [], setAside: [], constraintTruths: [:]),
      candidates: [candidate],
      chosenIndex: nil
    )
    #expect(
      DenialText(decision, for: ExplanationSample.request(nil)).text == """
        claude-route: denied: one/default is not available
          unavailable: \(words)
          = nothing was started, nothing was set

        """
    )
  }

  @Test func `for a project that is missing names the variables`() {
    let lack = Availability.unavailable(.project(variables: ["GOOGLE_CLOUD_PROJECT", "P"]))
    #expect(lack.words == "no project: set GOOGLE_CLOUD_PROJECT or P")
    #expect(lack.name == "unavailable")
  }

  @Test func `shows nothing that moves the cursor`() throws {
    let hostile = ExplanationSample.forbidden(
      "a\u{1B}[31mb",
      { $0.trust = [.firstParty] },
      reason: "because\r\u{202E}\nof this"
    )
    #expect(
      try text(
        ExplanationSample.request("fix the race"),
        in: try ExplanationSample.policy(constraints: [hostile])
      ) == #"""
        claude-route: denied: anthropic/default is not permitted for this task
          forbidden by `a\u{1B}[31mb` (built-in:40): because\r\u{202E}\nof this
          evidence: extended-thinking `race` (8-12)
          = help: say what it is: --class prototyping
          = nothing was started, nothing was set

        """#
    )
  }
}
