import Foundation
import Testing

/// No control, escape or bidi character of a policy reaches a screen.
@Suite struct `Nothing dangerous of a policy is shown` {
  private let box: Sandbox
  private let key = ["OPENROUTER_API_KEY": "sk-or-canary"]

  init() throws {
    box = try Sandbox()
    try box.saveLogin()
    try box.addClient()
    try box.write("ref: refs/heads/main\n", to: "work/.git/HEAD")
    try box.write("version: 1\n", to: "work/sound.yaml")
    try box.write("text\tprimary\nlicense headers\tbulk\n", to: "work/tasks.tsv")
    try box.write("{\"task\": \"license headers\"}\nx\n", to: "work/tasks.jsonl")
  }

  /// Every command that says something of the policy at `p.yaml`.
  private static let commands: [[String]] = [
    ["check", "p.yaml"], ["check", "--json", "p.yaml"], ["check", "--format", "github", "p.yaml"],
    ["check", "--format", "sarif", "p.yaml"], ["check", "--boundary", "p.yaml", "sound.yaml"],
    ["test", "p.yaml"], ["test", "--json", "p.yaml"], ["test", "--format", "junit", "p.yaml"],
    ["test", "--mutate", "p.yaml"], ["diff", "p.yaml", "sound.yaml"],
    ["diff", "sound.yaml", "p.yaml"], ["diff", "--json", "sound.yaml", "p.yaml"],
    ["score", "--policy", "p.yaml", "tasks.tsv"],
    ["score", "--json", "--rows", "--policy", "p.yaml", "tasks.tsv"],
    ["decide", "--batch", "--policy", "p.yaml", "tasks.jsonl"],
    ["decide", "--batch", "--explain", "--policy", "p.yaml", "tasks.jsonl"],
    ["explain", "--policy", "p.yaml", "--task", "license headers"],
    ["explain", "--json", "--policy", "p.yaml", "--task", "license headers"],
    ["cost", "--policy", "p.yaml", "--task", "license headers"],
    ["cost", "--json", "--policy", "p.yaml", "--task", "license headers"],
    ["explain", "--variables", "--policy", "p.yaml", "--task", "license headers"],
    ["explain", "--policy", "p.yaml", "--backend", "openrouter", "--task", "fix the race"],
    ["--policy", "p.yaml", "--backend", "openrouter", "--task", "fix the race", "--"],
    ["--policy", "p.yaml", "--task", "license headers", "--dry-run", "--"],
    ["--policy", "p.yaml", "--task", "license headers", "--"], ["check"], ["test"], ["explain"],
    ["shell-init", "bash"], ["explain", "--alias", "a"], ["--"],
    ["teach", "water the plants", "--class", "bulk", "--dry-run"],
    ["export", "litellm"], ["export", "managed-settings", "--policy", "p.yaml"],
  ]

  /// Those that differ where a policy is refused.
  private static let refusing: [[String]] = [
    ["check", "p.yaml"], ["check", "--json", "p.yaml"], ["check", "--format", "github", "p.yaml"],
    ["check", "--format", "sarif", "p.yaml"], ["test", "p.yaml"], ["diff", "p.yaml", "sound.yaml"],
    ["score", "--policy", "p.yaml", "tasks.tsv"], ["explain", "--policy", "p.yaml"], ["--"],
    ["decide", "--batch", "--policy", "p.yaml", "tasks.jsonl"],
    ["shell-init", "zsh"],
    ["teach", "water the plants", "--class", "bulk", "--dry-run"],
    ["export", "litellm"], ["export", "managed-settings", "--policy", "p.yaml"],
  ]

  private func dangers(_ policy: String, after commands: [[String]]) throws -> [String] {
    for path in ["p.yaml", ".claude-route.yaml"] { try box.write(policy, to: "work/\(path)") }
    try box.write(policy, to: "home/.config/claude-route/policy.yaml")
    return try commands.compactMap { words in
      let found = Screen.dangers(in: try box.shown(words, key))
      return found.isEmpty ? nil : "\(words): \(Set(found).sorted())"
    }
  }

  /// What an accepted text may hold: a tab, a line feed and the separators of lines and paragraphs.
  @Test func `that is accepted`() throws {
    let (text, tab) = (#"a\tb\nc\u2028d\u2029e"#, #"\t"#)
    let policy = """
      version: 1
      name: "\(text)"
      description: "\(text)"
      classes:
        bulk:
          description: "\(text)"
          signals: [{phrases: ["license \(text)"]}, {any-path: ["a\(tab)b/**"]}]
          examples: ["\(text)"]
      aliases: {a: {effort: low}}
      routes:
        - {name: "r\(text)", when: {class: bulk}, to: [openrouter/haiku]}
        - {name: r2, when: {fact: branch, in: ["\(text)"]}, to: [anthropic/opus]}
      constraints:
        - {name: "c\(text)", reason: "\(text)", when: {class: extended-thinking}, forbid: {trust: third-party}}
        - {name: c2, reason: "\(text)", when: {fact: branch, equals: "\(text)"}, forbid: {model: opus}}
      invariants:
        - {name: "i\(text)", never: {backend: openrouter}}
      tests:
        - {name: "t\(text)", task: "license \(text)", facts: {branch: "\(text)"}, expect: anthropic/opus}

      """
    #expect(try dangers(policy, after: Self.commands) == [])
    for words in [["check", "p.yaml"], ["check"]] {
      #expect(try box.run(words).end != .exited(65), "it is not accepted")
    }
  }

  @Test(arguments: Screen.names)
  func `that is refused`(hostile: Screen.Hostile) throws {
    let name = hostile.text
    let line = name.unicodeScalars.filter {
      !"\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0)
    }
    .map(String.init).joined()
    #expect(
      try dangers(
        "version: 1\nname: '\(line)'\nroutes: [{name: '\(line)'}] # \(line)\n",
        after: Self.refusing
      ) == []
    )
    #expect(
      try dangers(
        "version: 1\n'\(name)': x\n\(name): \(name)\n&\(name) *\(name)\n",
        after: Self.refusing
      ) == []
    )
    let escaped = name.unicodeScalars.map { "\\U" + String(format: "%08X", $0.value) }.joined()
    #expect(
      try dangers(
        "version: 1\n\"\(escaped)\": {\"\(escaped)\": \"\(escaped)\"}\n",
        after: Self.refusing
      ) == []
    )
  }
}
