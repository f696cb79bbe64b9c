import Foundation
import Testing

@Suite struct `Cost` {
  private let box: Sandbox

  init() throws {
    box = try Sandbox()
    try box.saveLogin()
  }

  /// The source article's models and prices: 0.05 × 3 + 0.01 × 15 = 0.30 and 0.2 × 3 + 0.05 × 15 =
  /// 1.35; 0.05 × 15 + 0.01 × 75 = 1.50 and 0.2 × 15 + 0.05 × 75 = 6.75.
  @Test func `is worked out from a policy's own prices`() throws {
    try box.write(
      """
      version: 1
      built-in: classes
      prices:
        date: 2026-03-01
        source: the article
        models:
          claude-sonnet-4: {input: 3, output: 15}
          claude-opus-4: {input: 15, output: 75}
      backends:
        anthropic:
          kind: anthropic
          credential: [login]
          models: {opus: claude-opus-4-20250514, sonnet: claude-sonnet-4-20250514}
      routes: [{name: sonnet, when: {class: bulk}, to: [anthropic/sonnet]}]
      default: [anthropic/opus]

      """,
      to: "home/.config/claude-route/policy.yaml"
    )
    #expect(
      try box.run(["cost", "--task", "license headers", "--as-of", "2026-11-26"])
        == Run(
          0,
          output: """
            bulk · a session: 50K–200K tokens in, 10K–50K out, no cache, in prompts of up to 100K (--input, --output, --cached)
                                 per MTok in / out   a session    against anthropic/opus
              anthropic/sonnet   3 / 15              $0.30–1.35   −80 %                    chosen, in your plan
              anthropic/opus     15 / 75             $1.50–6.75                            in your plan
            a session costs its tokens in × the price in + its tokens out × the price out, times what the backend adds
            prices of 2026-11-22; claude-sonnet-4: your policy's (2026-03-01, the article); claude-opus-4: your policy's (2026-03-01, the article)
            both are in your plan: the smaller model saves limits, not dollars

            """
        )
    )
  }

  @Test func `says when the prices are old`() throws {
    let words = ["cost", "--task", "license headers", "--as-of"]
    #expect(try !box.run(words + ["2027-02-20"]).output.contains("days old"))
    #expect(try box.run(words + ["2027-02-21"]).output.contains("these prices are 91 days old"))
  }

  @Test func `is a document`() throws {
    let run = try box.run(["cost", "--task", "license headers", "--json", "--against", "fable"])
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    )
    #expect(document["against"] as? String == "anthropic/fable")
    let candidates = try #require(document["candidates"] as? [[String: Any]])
    let chosen = try #require(candidates.first { $0["standing"] as? String == "chosen" })
    #expect(chosen["model-id"] as? String == "claude-haiku-5-5")
    #expect(chosen["low"] as? Double == 0.01)
    #expect(chosen["high"] as? Double == 0.045)
    #expect(chosen["billing"] as? String == "plan")
  }

  @Test(arguments: [
    (["--input", "x"], "`--input` takes tokens like 80K or 50K-200K, not `x`"),
    (["--output", "5-1"], "`--output` takes tokens like"),
    (["--output", "1K-2K-3K"], "`--output` takes tokens like"),
    (["--cached", "101"], "`--cached` takes a percentage from 0 to 100"),
    (["--as-of", "2026-02-30"], "`--as-of` takes a date"),
    (["--format", "csv"], "unknown format `csv`; known: text, json"),
  ])
  func `refuses what it cannot read`(words: [String], message: String) throws {
    let run = try box.run(["cost"] + words)
    #expect(run.end == .exited(64))
    #expect(run.output == "")
    #expect(run.errors.contains(message))
  }

  @Test func `of a task that is denied ends so`() throws {
    let run = try box.run([
      "cost", "--task", "fix the race", "--backend", "openrouter", "--model", "opus",
    ])
    #expect(run.end == .exited(69))
  }
}
