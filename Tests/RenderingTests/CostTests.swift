import Rendering
import RouteEngine
import Testing
import Usage

/// Amounts worked out by hand: 0.05 × in + 0.01 × out, and 0.2 × in + 0.05 × out.
@Suite struct `A comparison of costs` {
  private func comparison(
    task: String = "license headers",
    payers: Set<CredentialSource> = [.login, .environment("OPENROUTER_API_KEY")],
    against: Target? = nil,
    shape: SessionShape = .typical,
    backend name: String? = nil
  ) throws -> (CostComparison, [String]) {
    let policy = try ExplanationSample.policy()
    let inventory = CredentialInventory(present: payers)
    let request = RoutingRequest(facts: TaskFacts(text: task), backend: name)
    let decision = policy.decision(for: request, with: inventory)
    let target = against ?? policy.defaultTargets[0]
    let backend = try #require(policy.backend(named: target.backend))
    let baseline = Candidate(
      target: backend.resolved(target, with: inventory),
      source: .commandLine,
      stops: [],
      availability: backend.availability(with: inventory)
    )
    let comparison = CostComparison(
      of: decision,
      against: baseline,
      prices: policy.prices,
      shape: shape
    )
    return (comparison, decision.classification.names)
  }

  private let today = CalendarDay("2026-11-26")

  @Test func `shows what each target costs, and whose the saving is`() throws {
    let (comparison, classes) = try comparison()
    let text = CostText(comparison, classes: classes, today: try #require(today)).text
    #expect(
      text == """
        bulk · a session: 50K–200K tokens in, 10K–50K out, no cache, in prompts of up to 100K (--input, --output, --cached)
                              per MTok in / out     a session      against anthropic/default
          openrouter/haiku    0.10 / 0.50, +5.5 %   $0.011–0.047   −97.4 %                     chosen
          anthropic/haiku     0.10 / 0.50           $0.010–0.045   −97.5 %                     in your plan
          anthropic/default   4 / 20                $0.40–1.80                                 in your plan
        a session costs its tokens in × the price in + its tokens out × the price out, times what the backend adds
        openrouter: list price, +5.5 %
        anthropic/default is in your plan: openrouter saves limits, and costs dollars

        """
    )
  }

  @Test func `says that a smaller model of the plan saves limits`() throws {
    let (comparison, classes) = try comparison(payers: [.login])
    let text = CostText(comparison, classes: classes, today: try #require(today)).text
    #expect(text.contains("openrouter/haiku    0.10 / 0.50, +5.5 %   $0.011–0.047   −97.4 %"))
    #expect(text.contains("unavailable\n"))
    #expect(text.hasSuffix("the smaller model saves limits, not dollars\n"))
  }

  @Test func `says what a key saves, and what the backend adds`() throws {
    let (comparison, classes) = try comparison(
      payers: [.environment("ANTHROPIC_API_KEY"), .environment("OPENROUTER_API_KEY")]
    )
    let text = CostText(comparison, classes: classes, today: try #require(today)).text
    #expect(text.hasSuffix("the saving is the model's; openrouter itself adds 5.5 %\n"))
  }

  private func lastLine(
    payers: [CredentialSource],
    against: (backend: String, model: String),
    preferring backend: String? = nil
  ) throws -> String? {
    let (comparison, classes) = try comparison(
      payers: Set(payers),
      against: Target(backend: against.backend, model: .named(against.model)),
      backend: backend
    )
    let text = CostText(comparison, classes: classes, today: try #require(today)).text
    return text.split(separator: "\n").last.map(String.init)
  }

  @Test func `says when the saving or the surcharge is the backend's`() throws {
    let keys: [CredentialSource] = [
      .environment("ANTHROPIC_API_KEY"), .environment("OPENROUTER_API_KEY"),
    ]
    #expect(
      try lastLine(payers: keys, against: ("anthropic", "haiku"))
        == "the surcharge is openrouter's: the model is the same"
    )
    #expect(
      try lastLine(payers: keys, against: ("openrouter", "haiku"), preferring: "anthropic")
        == "the saving is anthropic's: the model is the same"
    )
  }

  @Test func `says that a plan takes no dollars`() throws {
    let payers: [CredentialSource] = [.login, .environment("OPENROUTER_API_KEY")]
    #expect(
      try lastLine(payers: payers, against: ("openrouter", "opus"), preferring: "anthropic")
        == "anthropic/haiku is in your plan: it leaves openrouter's bill for the plan's limits"
    )
    // Nobody can pay for what it is compared with.
    #expect(
      try lastLine(payers: [.login], against: ("openrouter", "opus"))
        == "openrouter: list price, +5.5 %"
    )
  }

  @Test func `is with any other model, and for any other session`() throws {
    let (comparison, classes) = try comparison(
      against: Target(backend: "anthropic", model: .id("claude-opus-4-8")),
      shape: SessionShape(input: 1_500_000...1_500_000, output: 500...2_000_000)
    )
    let lines = CostText(comparison, classes: classes, today: try #require(today)).text
      .split(separator: "\n")
    #expect(lines[0].hasPrefix("bulk · a session: 1.5M tokens in, 500–2M out, no cache"))
    // 1.5 × 5 + 0.0005 × 25 = 7.5125; 1.5 × 5 + 2 × 25 = 57.5
    #expect(lines[5].contains("anthropic/claude-opus-4-8   5 / 25"))
    #expect(lines[5].contains("$7.51–57.50"))
  }

  @Test func `names what has no price, and guesses none`() throws {
    let (comparison, classes) = try comparison(
      against: Target(backend: "anthropic", model: .id("glm-5.3"))
    )
    let text = CostText(comparison, classes: classes, today: try #require(today)).text
    #expect(text.contains("anthropic/glm-5.3   unknown               price unknown"))
    #expect(comparison.rows.allSatisfy { $0.change == nil })
  }

  @Test func `is a document for programs`() throws {
    let (comparison, classes) = try comparison(
      against: Target(backend: "anthropic", model: .named("opus"))
    )
    let text = CostJSON(comparison, classes: classes).text
    #expect(text.hasPrefix("{\n  \"schema\": 1,\n  \"classes\": [\n    \"bulk\"\n  ],"))
    #expect(text.contains("\"against\": \"anthropic/opus\""))
    #expect(
      text.contains(
        """
              "multiplier": 1.055,
              "low": 0.01055,
              "high": 0.047475,
              "change": -0.9736
        """
      )
    )
  }
}

@Suite struct `Amounts` {
  @Test(arguments: [
    (0, "$0.00"), (0.69, "$0.69"), (44.2, "$44.20"), (-0.04, "−$0.040"), (0.0004, "$0.000"),
    (0.0995, "$0.10"), (0.0994, "$0.099"), (-1234.567, "−$1234.57"), (0.001, "$0.001"),
  ])
  func `are dollars`(amount: Double, text: String) {
    #expect(Dollars(amount).text == text)
  }
}
