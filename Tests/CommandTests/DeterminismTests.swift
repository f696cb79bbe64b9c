import Testing

/// The same input gives the same bytes.
@Suite struct `Determinism` {
  private static let added = [
    "OPENROUTER_API_KEY": "sk-or-canary", "AWS_REGION": "eu-central-1", "ANTHROPIC_MODEL": "x",
    "VERTEX_REGION_CLAUDE_B": "b", "VERTEX_REGION_CLAUDE_A": "a", "VERTEX_REGION_CLAUDE_C": "c",
  ]

  @Test(arguments: [
    ["--task", "license headers"],
    ["explain", "--task", "fix the race and rename the files in production"],
    ["report", "--month", "2026-10", "--utc"],
    ["cost", "--task", "license headers", "--as-of", "2026-11-26"],
    ["explain", "--json", "--task", "fix the race and rename the files in production"],
    ["--dry-run", "--task", "license headers", "--"],
    ["export", "litellm"],
    ["--class", "no-such-class"],
    ["shell-init", "zsh", "--wrap"],
    ["complete", "--", "--backend", ""],
    ["complete", "--", "cost", "--"],
    ["status"], ["status", "--json"], ["decide", "--batch", "tasks.jsonl"],
    ["decide", "--batch", "--explain", "tasks.jsonl"],
  ])
  func `over hash seeds, locales and time zones`(words: [String]) throws {
    let box = try Sandbox()
    try box.addClient()
    // Words that come again are remembered, in places that depend on the seed.
    let tasks = [
      "fix the race", "rename the race files", "fix the production race", "rename files",
    ]
    try box.write(
      String(repeating: tasks.map { "{\"task\": \"\($0)\"}\n" }.joined(), count: 3),
      to: "work/tasks.jsonl"
    )
    let first = try box.run(words, Self.added)
    // Each start has a seed of its own.
    for locale in ["C", "C.UTF-8", "tr_TR.UTF-8", "de_DE.UTF-8", ""] {
      for zone in ["UTC", "Asia/Kathmandu", "America/St_Johns", ""] {
        let places = ["LC_ALL": locale, "LANG": locale, "TZ": zone]
        #expect(try box.run(words, Self.added.merging(places) { $1 }) == first)
      }
    }
  }
}
