import ClaudeClient
import Rendering
import RouteEngine
import Testing

@Suite struct `A report on variables` {
  private func report(
    _ settings: [SettingsLayer] = [],
    environment: [String] = [],
    backend: String = "openrouter",
    model: ModelChoice = .named("haiku"),
    hold: RouteHold = .holds(isEnforced: false, cancelled: []),
    move: String? = nil
  ) throws -> VariableReport {
    let policy = try ExplanationSample.policy()
    let target = Target(backend: backend, model: model)
    let resolved = try #require(policy.backend(named: backend))
      .resolved(target, with: ExplanationSample.keys)
    let payer: CredentialSource =
      backend == "anthropic" ? .login : .environment("OPENROUTER_API_KEY")
    let entries = environment.map { Array($0.utf8) }
    let ambient = AmbientEnvironment(entries: entries)
    let plan = try RoutePlan(
      target: resolved,
      payer: payer,
      classes: [],
      policyDigest: "d",
      environment: ambient
    )
    let candidate = Candidate(
      target: resolved,
      source: .route(name: "mechanical", origin: ExplanationSample.origin(30)),
      stops: [],
      availability: .available(payer: payer)
    )
    let table = VariableTable(
      plan: plan,
      origins: RouteOrigins(
        of: candidate,
        for: ExplanationSample.request(nil),
        with: ExplanationSample.keys
      ),
      overlay: try SettingsOverlay(plan: plan, user: nil, given: nil, environment: ambient),
      layers: settings,
      environment: entries
    )
    return VariableReport(
      table: table,
      hold: hold,
      candidate: candidate,
      policy: policy,
      move: move
    )
  }

  @Test func `is a table for people`() throws {
    let expected = """
      variable                              goes to the client as        from                others
      ANTHROPIC_AUTH_TOKEN                  $OPENROUTER_API_KEY          route (built-in:9)  –
      ANTHROPIC_BASE_URL                    https://openrouter.ai/api    route (built-in:9)  \
      shell: https://x.example
      CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST  1                            route               –
      ANTHROPIC_MODEL                       anthropic/claude-haiku-5-5   route (built-in:9)  –
      ANTHROPIC_DEFAULT_OPUS_MODEL          anthropic/claude-opus-5-5    route (built-in:9)  –
      ANTHROPIC_DEFAULT_SONNET_MODEL        anthropic/claude-sonnet-5-5  route (built-in:9)  –
      ANTHROPIC_DEFAULT_HAIKU_MODEL         anthropic/claude-haiku-5-5   route (built-in:9)  –
      ANTHROPIC_DEFAULT_FABLE_MODEL         anthropic/claude-opus-5-5    route (built-in:9)  –
      ANTHROPIC_API_KEY                     (cancelled)                  route               shell: set
      HTTPS_PROXY                           set                          shell               –
      target: openrouter/haiku; route `mechanical` (built-in:30)
      holds: yes

      """
    let report = try report(environment: [
      "ANTHROPIC_BASE_URL=https://x.example", "ANTHROPIC_API_KEY=canary",
      "HTTPS_PROXY=http://u:canary@p.example",
    ])
    #expect(report.text == expected)
  }

  @Test func `escapes what a settings file could do to a screen`() throws {
    let report = try report(
      environment: ["ANTHROPIC_MODEL=a\u{1B}[2Jb\nc\u{202E}"],
      backend: "anthropic",
      model: .default
    )
    let expected = #"""
      variable         goes to the client as  from   others
      ANTHROPIC_MODEL  (cancelled)            route  shell: a\u{1B}[2Jb\nc\u{202E}
      target: anthropic, your default model; route `mechanical` (built-in:30)
      holds: yes

      """#
    #expect(report.text == expected)
  }

  private static func finding(
    _ key: String,
    _ subject: SettingsFinding.Subject
  ) -> SettingsFinding {
    SettingsFinding(
      layer: .project,
      path: "s.json",
      line: 3,
      key: key,
      subject: subject,
      hasEffect: true
    )
  }

  private static let proxy = finding("env.HTTPS_PROXY", .connectionVariable("HTTPS_PROXY"))
  private static let helper = finding("apiKeyHelper", .helper)

  @Test(arguments: [
    (
      RouteHold.holds(isEnforced: true, cancelled: [proxy, helper]), "yes",
      "yes; a launch also cancels s.json:3 apiKeyHelper"
    ),
    (.overruled(proxy), "no", "no: s.json:3 env.HTTPS_PROXY of the managed settings differs"),
    (
      .withheld(proxy), "no",
      "no: s.json:3 env.HTTPS_PROXY cannot be overridden, since your own value may be a secret"
    ),
    (.unknown(reason: "s.json:1:1: is no JSON"), "unknown", "not known: s.json:1:1: is no JSON"),
  ])
  func `ends with whether the route holds`(hold: RouteHold, name: String, words: String) throws {
    let report = try report(backend: "anthropic", model: .default, hold: hold)
    let text = """
      no variable is set, neither by the route nor by anybody else
      target: anthropic, your default model; route `mechanical` (built-in:30)
      holds: \(words)

      """
    #expect(report.text == text)
    let json = """
      {
        "schema": 1,
        "target": "anthropic/default",
        "route": "mechanical",
        "origin": "built-in:30",
        "variables": [],
        "holds": "\(name)",
        "reason": "\(words)"
      }

      """
    #expect(report.json == json)
  }

  @Test func `holds nothing that is not allowed yet`() throws {
    let report = try report(backend: "anthropic", model: .default, move: "bulk: a → b")
    #expect(
      report.text.hasSuffix(
        "\nholds: no: the repository's policy moves bulk: a → b, and you have not allowed it\n"
      )
    )
    #expect(report.json.contains("\n  \"holds\": \"no\",\n"))
  }
}
