import PolicyCheck
import RouteEngine
import Testing

@Suite struct `The finding base-url-ends-in-v1` {
  typealias Sample = LintSample

  private func findings(_ url: String, kind: Backend.Kind = .gateway) throws -> String {
    let backend = try Sample.backend(
      "b",
      kind: kind,
      baseURL: url,
      valueOrigins: ["base-url": Sample.here(12)]
    )
    return try Sample.findings("base-url-ends-in-v1", in: Sample.policy(backends: [backend]))
  }

  @Test(arguments: [
    ("https://openrouter.ai/api/v1", "/api/v1/v1/messages", "https://openrouter.ai/api"),
    ("https://openrouter.ai/api/v1/", "/api/v1/v1/messages", "https://openrouter.ai/api"),
    ("https://llm.acme.example/v1", "/v1/v1/messages", "https://llm.acme.example"),
    ("https://llm.acme.example/v1/v1", "/v1/v1/v1/messages", "https://llm.acme.example"),
    (
      "https://gateway.ai.cloudflare.com/v1/account/gateway/anthropic/v1",
      "/v1/account/gateway/anthropic/v1/v1/messages",
      "https://gateway.ai.cloudflare.com/v1/account/gateway/anthropic"
    ),
  ])
  func `says where requests would go, and what is right`(
    url: String,
    address: String,
    right: String
  ) throws {
    #expect(
      try findings(url) == """
        team.yaml:12: error: the base URL of backend `b` ends in `/v1`, so requests would go to \
        `\(address)`
          help: write `\(right)`

        """
    )
  }

  @Test(arguments: [
    ("https://gateway.ai.cloudflare.com/v1/account/gateway/anthropic", Backend.Kind.gateway),
    ("https://openrouter.ai/api", .gateway),
    ("https://llm.acme.example/mev1", .gateway),
    ("https://v1.acme.example", .gateway),
    ("https://vertex.acme.example/v1", .vertex),
    ("https://vertex.acme.example/v1beta1/x", .vertex),
    ("https://bedrock.acme.example/v1", .bedrock),
    ("https://foundry.acme.example/anthropic", .foundry),
  ])
  func `is silent about a base that is right`(url: String, kind: Backend.Kind) throws {
    #expect(try findings(url, kind: kind) == "")
  }

  @Test func `wants the version on Vertex`() throws {
    #expect(
      try findings("https://vertex.acme.example/x", kind: .vertex) == """
        team.yaml:12: error: the base URL of backend `b` has no `/v1`, which the client does not \
        add on Vertex
          help: write `https://vertex.acme.example/x/v1`

        """
    )
  }
}

@Suite struct `The finding region-mismatch` {
  typealias Sample = LintSample

  private func findings(
    _ id: String,
    kind: Backend.Kind = .bedrock,
    region: String?
  ) throws -> String {
    let backend = try Sample.backend(
      "b",
      kind: kind,
      region: region,
      models: [("opus", "anthropic.claude-opus-5-5"), ("haiku", id)],
      valueOrigins: ["region": Sample.here(11), "models.haiku": Sample.here(14)]
    )
    return try Sample.findings("region-mismatch", in: Sample.policy(backends: [backend]))
  }

  @Test(arguments: [
    ("us.anthropic.claude-haiku-4-5", "eu-central-1", ", which gets the region's prefix `eu.`"),
    ("global.anthropic.claude-haiku-4-5", "eu-west-1", ", which gets the region's prefix `eu.`"),
    ("global.anthropic.claude-haiku-4-5", "us-east-1", ", which gets the region's prefix `us.`"),
    ("apac.anthropic.claude-haiku-4-5", "ap-northeast-1", ", which gets the region's prefix `jp.`"),
    // Canada is in none of the geographies.
    ("global.anthropic.claude-haiku-4-5", "ca-central-1", ""),
  ])
  func `names ids that leave the fixed region`(id: String, region: String, words: String) throws {
    #expect(
      try findings(id, region: region) == """
        team.yaml:14: error: `\(id)` of backend `b` may be served outside `\(region)`
          note: the region is fixed here team.yaml:11
          help: write `anthropic.claude-haiku-4-5`\(words)

        """
    )
  }

  @Test(arguments: [
    ("eu.anthropic.claude-haiku-4-5", "eu-central-1"),
    ("anthropic.claude-haiku-4-5", "eu-central-1"),
    ("us.anthropic.claude-haiku-4-5", "ca-central-1"),
    ("arn:aws:bedrock:eu-central-1:1:inference-profile/x.y", "eu-central-1"),
    // The environment decides.
    ("us.anthropic.claude-haiku-4-5", nil),
  ])
  func `is silent when nothing leaves a fixed region`(id: String, region: String?) throws {
    #expect(try findings(id, region: region) == "")
  }

  @Test func `names ids with a geography on Mantle, whatever the region`() throws {
    #expect(
      try findings("us.anthropic.claude-opus-5-5", kind: .mantle, region: nil) == """
        team.yaml:14: error: `us.anthropic.claude-opus-5-5` of backend `b` names a geography, and \
        Mantle's ids have none
          help: write `anthropic.claude-opus-5-5`

        """
    )
  }
}

@Suite struct `The finding not-a-claude-model` {
  typealias Sample = LintSample

  @Test func `lists the models of a backend once`() throws {
    let policy = Sample.policy(
      backends: [
        try Sample.backend(
          "deepseek",
          models: [
            ("opus", "claude-opus-5-5"), ("sonnet", "deepseek-v4-pro"),
            ("haiku", "deepseek-flash"), ("fable", "deepseek-v4-pro"),
          ],
          valueOrigins: ["models.sonnet": Sample.here(13)]
        ),
        try Sample.backend("theirs", models: [("opus", "gpt-5")], origin: Sample.builtIn(1)),
      ]
    )
    #expect(
      try Sample.findings("not-a-claude-model", in: policy) == """
        team.yaml:13: warning: backend `deepseek` serves `deepseek-v4-pro`, `deepseek-flash`, and \
        the client's vendor supports Claude models only
          help: let `claude-route probe deepseek` measure what breaks there, and keep tasks that \
        need it away by a constraint

        """
    )
  }

  private func isFound(_ id: String) throws -> Bool {
    let backend = try Sample.backend("b", models: [("opus", id)])
    return try !Sample.findings("not-a-claude-model", in: Sample.policy(backends: [backend]))
      .isEmpty
  }

  @Test(arguments: [
    "gpt-5.1", "openai/gpt-oss-120b", "gpt4o", "o3", "o4-mini", "deepseek-v4-pro", "glm-5.3-flash",
    "kimi-k3", "MiniMax-M3", "qwen3.7-max", "qwen/qwen3-coder:free", "llama3.3:70b", "meta.llama4",
    "mistral-large", "codestral-2501", "gemini-3-pro", "grok-5", "gemma3:27b", "phi-4", "phi4",
    "amazon.nova-pro-v1:0",
  ])
  func `knows the families`(id: String) throws {
    #expect(try isFound(id))
  }

  @Test(arguments: [
    "claude-opus-5-5", "~anthropic/claude-opus-latest", "eu.anthropic.claude-opus-5-5",
    "claude-fable-5-2", "cheap/haiku", "my-deployment", "novation", "philosopher", "foo3", "mini",
    "claude-3-gpt", "",
  ])
  func `is silent about other names`(id: String) throws {
    #expect(try !isFound(id))
  }
}
