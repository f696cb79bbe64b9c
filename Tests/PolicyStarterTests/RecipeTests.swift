import BuiltInPolicy
import PolicyLoader
import PolicyStarter
import RouteEngine
import Testing

@Suite struct `The recipes` {
  @Test func `are those that the reference names`() {
    #expect(
      Taking.recipes.map(\.name) == [
        "anthropic", "openrouter", "cloudflare", "bedrock", "mantle", "vertex", "foundry",
        "litellm", "claude-code-router", "deepseek", "zai", "kimi", "minimax", "qwen", "ollama",
        "lm-studio", "llama-cpp", "vllm",
      ]
    )
  }

  private static let slots = "models: {opus: m, sonnet: m, haiku: m, fable: m}"

  /// What each of them leaves to its user, beside the name.
  static let gaps: [(name: String, keys: String)] = [
    ("anthropic", ""), ("openrouter", ""),
    ("cloudflare", "base-url: \"https://gateway.ai.cloudflare.com/v1/a/g/anthropic\""),
    ("bedrock", ""), ("mantle", ""), ("vertex", ""), ("foundry", "project: r, \(slots)"),
    ("litellm", ""), ("claude-code-router", slots),
    ("deepseek", ""), ("zai", ""), ("kimi", ""), ("minimax", ""), ("qwen", ""), ("ollama", slots),
    ("lm-studio", slots), ("llama-cpp", slots), ("vllm", slots),
  ]

  @Test(arguments: gaps)
  func `load with what only their user knows`(name: String, keys: String) throws {
    let text = "version: 1\nbackends: {mine: {preset: \(name)\(keys.isEmpty ? "" : ", ")\(keys)}}\n"
    let policy = try Loaded.policy(text, as: .user)
    let backend = try #require(policy.backend(named: "mine"))
    let recipe = try #require(Taking.recipes.first { $0.name == name })
    #expect(backend.kind == recipe.kind)
    #expect(Backend.familySlots.allSatisfy { slot in backend.models.contains { $0.name == slot } })
    #expect(recipe.isWhole == (keys.isEmpty))
  }

  @Test(arguments: gaps.filter { !$0.keys.isEmpty })
  func `do not load without it`(name: String, keys: String) {
    let assembly = Loaded.assembly("version: 1\nbackends: {mine: {preset: \(name)}}\n", as: .user)
    #expect(assembly.policy == nil)
  }

  @Test func `of the built-in policy's backends are the same as there`() throws {
    let text =
      "version: 1\nbackends: {o: {preset: openrouter}, b: {preset: bedrock}, v: {preset: vertex}, a: {preset: anthropic}}\n"
    let policy = try Loaded.policy(text, as: .user)
    for (own, builtIn) in [
      ("o", "openrouter"), ("b", "bedrock"), ("v", "vertex"), ("a", "anthropic"),
    ] {
      let left = try #require(policy.backend(named: own))
      let right = try #require(policy.backend(named: builtIn))
      #expect(left.models == right.models && left.traits == right.traits)
      #expect(left.credentials == right.credentials && left.baseURL == right.baseURL)
      #expect(left.priceMultiplier == right.priceMultiplier)
    }
  }

  @Test func `say nothing that ends in the version`() {
    for url in Taking.recipes.compactMap(\.baseURL) {
      #expect(!url.hasSuffix("/v1") && (try? BaseURL(url)) != nil, "\(url)")
    }
  }
}
