import ClaudeClient
import Rendering
import RouteEngine
import Testing

/// What a launch would do, without doing it.
@Suite struct `A dry run` {
  private func lines(
    _ target: Target,
    program: String = "/usr/bin/claude",
    arguments: [String],
    payer: CredentialSource
  ) throws -> [String] {
    let policy = try ExplanationSample.policy()
    let backend = try #require(policy.backend(named: target.backend))
    let plan = try RoutePlan(
      target: backend.resolved(target, with: ExplanationSample.keys),
      payer: payer,
      classes: ["bulk"],
      policyDigest: "sha256:9d41c2",
      environment: AmbientEnvironment()
    )
    let text = DryRunText(
      program: program,
      arguments: arguments.map { Array($0.utf8) },
      plan: plan
    )
    .text
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func `shows the client, its arguments, and what is set, keys by reference`() throws {
    let lines = try lines(
      Target(backend: "openrouter", model: .named("haiku"), effort: .low),
      arguments: ["-p", "say \u{1B}[2Jping\nand pong"],
      payer: .environment("OPENROUTER_API_KEY")
    )
    #expect(
      lines.prefix { !$0.hasPrefix("removes") } == [
        "client      /usr/bin/claude",
        "arguments   -p",
        #"            say \u{1B}[2Jping\nand pong"#,
        "sets        ANTHROPIC_AUTH_TOKEN=${OPENROUTER_API_KEY}",
        "            ANTHROPIC_BASE_URL=https://openrouter.ai/api",
        "            CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST=1",
        "            ANTHROPIC_MODEL=anthropic/claude-haiku-5-5",
        "            ANTHROPIC_DEFAULT_OPUS_MODEL=anthropic/claude-opus-5-5",
        "            ANTHROPIC_DEFAULT_SONNET_MODEL=anthropic/claude-sonnet-5-5",
        "            ANTHROPIC_DEFAULT_HAIKU_MODEL=anthropic/claude-haiku-5-5",
        "            ANTHROPIC_DEFAULT_FABLE_MODEL=anthropic/claude-opus-5-5",
        "            CLAUDE_CODE_EFFORT_LEVEL=low",
        "            CLAUDE_ROUTE_CLASS=bulk",
        "            CLAUDE_ROUTE_BACKEND=openrouter",
        "            CLAUDE_ROUTE_MODEL=haiku",
        "            CLAUDE_ROUTE_POLICY=sha256:9d41c2",
        "            OTEL_RESOURCE_ATTRIBUTES=route.class=bulk,route.backend=openrouter,route.model=haiku",
      ]
    )
  }

  @Test func `shows on one line all that is removed, the key's own variable too`() throws {
    let lines = try lines(
      Target(backend: "openrouter", model: .named("haiku")),
      arguments: [],
      payer: .environment("OPENROUTER_API_KEY")
    )
    let removed = try #require(lines.first { $0.hasPrefix("removes     ") })
      .dropFirst("removes     ".count).split(separator: " ").map(String.init)
    #expect(
      Set(removed).isSuperset(of: [
        "ANTHROPIC_API_KEY", "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX",
        "CLAUDE_CODE_OAUTH_TOKEN", "AWS_BEARER_TOKEN_BEDROCK", "OPENROUTER_API_KEY",
      ])
    )
    #expect(Set(removed).isDisjoint(with: ["AWS_REGION", "HTTPS_PROXY", "ANTHROPIC_BASE_URL"]))
    #expect(lines.last == "")
  }

  @Test func `names the command for a credential that is in no variable`() throws {
    let lines = try lines(
      Target(backend: "openrouter", model: .named("opus")),
      program: "/opt/a\u{7F}b/claude",
      arguments: [],
      payer: .keychain("gate")
    )
    #expect(
      lines.prefix(2) == [
        #"client      /opt/a\u{7F}b/claude"#,
        "sets        ANTHROPIC_AUTH_TOKEN=$(claude-route credential openrouter)",
      ]
    )
  }
}
