import ClaudeClient
import Testing

@Suite struct `Whether a launch holds` {
  private func hold(
    _ plan: RoutePlan,
    _ layers: [(SettingsLayer.Kind, String)],
    environment: AmbientEnvironment = AmbientEnvironment(),
    warnings: [String] = []
  ) throws -> RouteHold {
    let layers = try layers.map { try Sample.layer($0.0, $0.1) }
    let overlay = try SettingsOverlay(
      plan: plan,
      user: layers.first { $0.kind == .user },
      given: nil,
      environment: environment
    )
    return RouteHold(plan: plan, overlay: overlay, layers: layers, warnings: warnings)
  }

  /// The keys that are cancelled; absent for any other answer.
  private func cancelled(_ hold: RouteHold, isEnforced: Bool = false) -> [String]? {
    guard case .holds(isEnforced, let findings) = hold else { return nil }
    return findings.map { "\($0.layer.rawValue) \($0.key)" }
  }

  @Test func `yes, and what it cancels: the user's own proxy, helper and model stay`() throws {
    let text = """
      {"apiKeyHelper": "h", "model": "m", "modelOverrides": {"a": "b"},
       "env": {"ANTHROPIC_API_KEY": "k", "HTTPS_PROXY": "p", "ANTHROPIC_BETAS": ""}}
      """
    let hold = try hold(try Sample.login(), [(.user, text), (.project, text)])
    #expect(
      cancelled(hold) == [
        "user env.ANTHROPIC_API_KEY", "project apiKeyHelper", "project model",
        "project modelOverrides", "project env.ANTHROPIC_API_KEY", "project env.HTTPS_PROXY",
      ]
    )
    #expect(!hold.isRefused)
  }

  @Test func `yes where the organisation says the same`() throws {
    let text = #"{"env": {"ANTHROPIC_BASE_URL": "https://g.example/api"}}"#
    let hold = try hold(try Sample.gateway(), [(.managed, text)])
    #expect(cancelled(hold, isEnforced: true) == [])
  }

  @Test func `no where the organisation says something else`() throws {
    let text = #"{"env": {"ANTHROPIC_BASE_URL": "https://other.example"}}"#
    let hold = try hold(try Sample.login(), [(.managed, text)], warnings: ["w"])
    guard case .overruled(let finding) = hold else { throw Unexpected(hold: hold) }
    #expect(finding.key == "env.ANTHROPIC_BASE_URL" && finding.layer == .managed)
    #expect(hold.isRefused)
  }

  @Test func `no where a project's proxy would beat one with a password`() throws {
    let environment = AmbientEnvironment(["HTTPS_PROXY": "http://u:p@mine"])
    let layers = [(SettingsLayer.Kind.project, #"{"env": {"HTTPS_PROXY": "theirs"}}"#)]
    let plan = try Sample.login(environment: environment)
    let hold = try hold(plan, layers, environment: environment)
    guard case .withheld(let finding) = hold else { throw Unexpected(hold: hold) }
    #expect(finding.key == "env.HTTPS_PROXY" && finding.layer == .project)
    #expect(hold.isRefused)
  }

  @Test func `unknown where a file cannot be read`() throws {
    let hold = try hold(try Sample.login(), [], warnings: ["a.json:1:1: is no JSON"])
    #expect(hold == .unknown(reason: "a.json:1:1: is no JSON"))
    #expect(!hold.isRefused)
  }

  private struct Unexpected: Error {
    let hold: RouteHold
  }
}
