import Diagnostics
import Testing

/// Every key here is invented.
@Suite struct `The shape of a secret` {
  private static let hex = "0123456789abcdef0123456789abcdef"

  @Test(arguments: [
    "sk-ant-api03-Zq8vT1nLx0PwKd3mR7yBcE5uHaJf",  // Anthropic
    "sk-or-v1-" + hex + hex,  // OpenRouter
    "sk-4f1d2c3b4a5968778695a4b3c2d1e0f1",  // DeepSeek, Moonshot, Qwen
    "sk-proj-1234",  // LiteLLM's virtual keys may be short
    "sk_live_51Habcdefghijk",
    "csk-8x4m2k9w5p3n",  // Cerebras
    "AKIAIOSFODNN7EXAMPLE",  // AWS, the example of its documentation
    "ASIAIOSFODNN7EXAMPLE",
    "ABSKQmVkcm9ja0FQSUtleS1leGFtcGxl",  // Bedrock's API keys
    "AIzaSyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q",  // Google
    "ya29.a0AfB_byC1d2e3f4g5",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln",  // a JSON web token
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "github_pat_11ABCDEFG0abcdefghij",
    "glpat-Ab1cD2eF3gH4iJ5kL6mN",
    "xoxb-1234567890-abcdefghij",
    "hf_AbCdEfGhIjKlMnOpQrStUv",
    "gsk_AbCdEfGhIjKl1234",
    "xai-AbCdEfGhIjKl1234",
    "pplx-0123456789abcdef",
    "nvapi-AbCdEfGh-1234",
    hex,  // Azure, Foundry
    hex + ".AbCdEfGhIjKlMnOp",  // Z.ai
    "wJalr7UtnFEMI/K7MDENG/bPx3fiCY9XAMPLEKEY",  // an AWS secret access key
    "3f2c9e1a-8b7d-4c6e-9f0a-1b2c3d4e5f60",  // a UUID, which some vendors use
    "team-prod-" + hex,
    "Bearer 0123456789abcdef",
    "bearer tok_1234567",
    "Basic dXNlcjpodW50ZXIy",
  ])
  func `is known`(secret: String) {
    #expect(SecretShape.matches(secret))
  }

  @Test(arguments: [
    "", "opus", "claude-haiku-4-5-20251001", "~anthropic/claude-haiku-latest",
    "us.anthropic.claude-haiku-4-5-20251001-v1:0", "eu.anthropic.claude-haiku-4-5-20251001-v1",
    "accounts/fireworks/models/llama-v3p1-405b-instruct",
    "https://gateway.ai.cloudflare.com/v1/0123456789/team/anthropic",
    "http://127.0.0.1:4000", "/home/someone/keys/2026-11-22/openrouter-1.key",
    "file:/run/secrets/openrouter-2026-11-22", "env:OPENROUTER_API_KEY",
    "OPENROUTER_API_KEY_OF_THE_TEAM_2026", "x-litellm-tags: bulk", "bulk,2026,team-platform",
    "3000000", "eu-central-1", "true", "Basic plan", "bearer", "risk-averse-team-of-2026",
    "1234567890123456789012345678901234567890",
    "a note of several words with 1234 in it, and no key",
  ])
  func `is not seen in other things`(text: String) {
    #expect(!SecretShape.matches(text))
  }

  @Test(arguments: [
    // What is given, and what may be shown of it.
    ("credential: \(hex)", "credential: ********************************"),
    // Without the space that YAML wants.
    ("credential:sk-or-v1-0123456789", "credential:*******************"),
    ("KEY=gsk_AbCdEfGhIjKl", "KEY=****************"),
    ("x: \"Bearer tok_123456\"", "x: \"Bearer **********\""),
    ("{auth: bearer, models: {opus: a}}", "{auth: bearer, models: {opus: a}}"),
    ("basic formatting of 12345678 files", "basic formatting of 12345678 files"),
    ("https://user:hunter2@a.example/v1", "https://************@a.example/v1"),
    ("https://a.example/v1?key=hunter2", "https://a.example/v1?***********"),
    ("https://a.example/sk-or-v1-012345/x", "https://a.example/***************/x"),
    ("https://gateway.example/v1/team-2026", "https://gateway.example/v1/team-2026"),
    ("default: [b/sk-or-v1-0123456789]", "default: [b/*******************]"),
    ("[sk-or-v1-0123456789,haiku]", "[*******************,haiku]"),
    (
      "opus: anthropic.claude-haiku-4-5-20251001-v1:0",
      "opus: anthropic.claude-haiku-4-5-20251001-v1:0"
    ),
    ("é ghp_0123456789abcdef ü", "é ******************** ü"),
    ("", ""),
  ])
  func `is hidden, and only it`(given: String, shown: String) {
    #expect(SecretShape.concealed(given) == shown)
  }
}
