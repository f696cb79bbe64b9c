import Foundation
import Testing

/// Which words are the client's, which are the task, and which start no session.
@Suite struct `The client's own words` {
  private let box: Sandbox
  private let key = ["OPENROUTER_API_KEY": "sk-or-canary"]

  init() throws {
    box = try Sandbox()
    try box.addClient()
    try box.saveLogin()
  }

  /// Where a launch went: "bulk openrouter/haiku".
  private func route(
    _ words: [String],
    _ added: [String: String] = [:],
    input: String = "/dev/null"
  ) throws -> String {
    let run = try box.run(words, key.merging(added) { $1 }, input: input)
    guard run.end == .exited(0), let environment = try box.launched()?.environment else {
      return "\(run.end)"
    }
    let names = ["CLAUDE_ROUTE_CLASS", "CLAUDE_ROUTE_BACKEND", "CLAUDE_ROUTE_MODEL"]
    let parts = names.map { environment[$0] ?? "-" }
    return "\(parts[0]) \(parts[1])/\(parts[2])"
  }

  // MARK: The task

  @Test(arguments: [
    (["-p", "rename the files"], "bulk openrouter/haiku"),
    (["rename the files"], "bulk openrouter/haiku"),
    (["--output-format", "json", "-p", "rename the files"], "bulk openrouter/haiku"),
    (["--allowedTools", "Bash", "Read", "--", "rename the files"], "bulk openrouter/haiku"),
    // A variadic option swallows what follows.
    (["--allowedTools", "Bash", "rename the files"], " anthropic/default"),
    // The second positional is no task.
    (["-p", "hello", "rename the files"], " anthropic/default"),
    // Nobody knows whether the option takes the value.
    (["--unheard-of", "rename the files"], " anthropic/default"),
    (["-p", "fix the race"], "extended-thinking anthropic/default"),
    ([], " anthropic/default"),
  ])
  func `hold the task`(words: [String], expected: String) throws {
    #expect(try route(["--"] + words) == expected)
  }

  @Test func `give way to the task flag`() throws {
    let words = ["--task", "fix the race", "--", "-p", "rename the files"]
    #expect(try route(words) == "extended-thinking anthropic/default")
  }

  @Test func `give no permissive evidence beside a standard input that may be the task`() throws {
    let input = try box.write("the real task", to: "input")
    let words = ["--", "-p", "rename the files"]
    #expect(try route(words, input: input) == " anthropic/default")
    let serious = ["--", "-p", "fix the race"]
    #expect(try route(serious, input: input) == "extended-thinking anthropic/default")
    // Said by flag it is the user's word, whatever the input holds.
    let said = ["--task", "rename the files", "--", "-p", "x"]
    #expect(try route(said, input: input) == "bulk openrouter/haiku")
  }

  @Test func `give no permissive evidence beside a pipe`() throws {
    let lines = #"echo more | "$ROUTE" -- -p "rename the files""#
    #expect(try box.shell(lines, [], key).run == Run(0))
    #expect(try box.launched()?.environment["CLAUDE_ROUTE_BACKEND"] == "anthropic")
  }

  @Test(arguments: [
    ["--resume", "5f0c", "-p", "rename the files"],
    ["-r", "5f0c", "-p", "rename the files"],
    ["--continue", "-p", "rename the files"],
    ["-c", "-p", "rename the files"],
    ["--from-pr", "12", "-p", "rename the files"],
  ])
  func `give no permissive evidence for an old conversation`(words: [String]) throws {
    #expect(try route(["--"] + words) == " anthropic/default")
    let said = ["--task", "rename the files", "--"] + words
    #expect(try route(said) == " anthropic/default")
    #expect(try route(["--class", "bulk", "--"] + words) == "bulk openrouter/haiku")
  }

  // MARK: Model and effort

  @Test(arguments: [["--model", "haiku"], ["--model=haiku"]])
  func `name a model that serious work is denied`(words: [String]) throws {
    let run = try box.run(["--task", "fix the race", "--"] + words, key)
    #expect(run.end == .exited(69) && run.output.isEmpty)
    #expect(try box.launched() == nil)
  }

  @Test func `name an effort that serious work is denied`() throws {
    let run = try box.run(["--task", "fix the race", "--", "--effort", "low"], key)
    #expect(run.end == .exited(69) && run.output.isEmpty)
    #expect(try box.launched() == nil)
  }

  @Test func `name a model that the gateway maps`() throws {
    let words = ["--task", "license headers", "--", "--model", "sonnet", "-p", "hi"]
    #expect(try route(words) == "bulk openrouter/sonnet")
    let launched = try #require(try box.launched())
    #expect(launched.environment["ANTHROPIC_MODEL"] == "~anthropic/claude-sonnet-latest")
    // The alias would be the native one.
    #expect(launched.ownArguments == ["-p", "hi"])
  }

  @Test func `name a model that the gateway does not know`() throws {
    let words = ["--backend", "openrouter", "--", "--model", "claude-opus-5-5"]
    let errors = """
      claude-route: backend `openrouter` does not map the model `claude-opus-5-5`
        = help: use a name from its `models`: opus, sonnet, haiku, fable

      """
    #expect(try box.run(words, key) == Run(64, errors: errors))
    #expect(try box.launched() == nil)
  }

  // MARK: No session

  @Test func `that start no session go to the client that the policy names`() throws {
    let client = try box.addClient(at: "elsewhere/claude")
    try box.write(
      "version: 1\nclient: {path: \(client)}\n",
      to: "home/.config/claude-route/policy.yaml"
    )
    #expect(try box.run(["--", "mcp"], key) == Run(0))
    #expect(try box.launched()?.path == client)
  }

  @Test(
    arguments: [
      "agents", "attach", "auth", "auto-mode", "doctor", "gateway", "import", "install", "logs",
      "mcp", "plugin", "plugins", "purge", "respawn", "rm", "setup-token", "stop", "kill", "update",
      "upgrade", "--version", "--help", "-v", "-h",
    ]
  )
  func `that start no session are passed through, unrouted`(word: String) throws {
    // Even a policy that cannot be read does not matter here.
    try box.write("broken", to: "home/.config/claude-route/policy.yaml")
    let words = ["--task", "license headers", "--", word, "x y"]
    let added = ClosedList.hostile().merging(key) { $1 }
    #expect(try box.run(words, added) == Run(0))
    let launched = try #require(try box.launched())
    #expect(launched.arguments == [word.bytes, "x y".bytes])
    #expect(launched.environment.withoutShellsOwn.text == box.environment(added))
  }

  @Test(arguments: [
    ["ultrareview"], ["--cloud", "x"], ["--environment", "x"], ["--teleport"], ["--desktop"],
  ])
  func `that start a session elsewhere count as the native one`(words: [String]) throws {
    #expect(try route(["--task", "license headers", "--"] + words) == "bulk anthropic/default")
    let denied = try Sandbox()
    try denied.addClient()
    try denied.saveLogin()
    let run = try denied.run(["--label", "compliance-aws", "--"] + words)
    #expect(run.end == .exited(69) && run.output.isEmpty)
    #expect(try denied.launched() == nil)
  }

  // MARK: A wrapper's form

  @Test func `may start with the client itself`() throws {
    let path = try box.addClient("exit 5", at: "editor/claude")
    let run = try box.run([path, "-p", "fix the race"], key)
    #expect(run == Run(5))
    let launched = try #require(try box.launched())
    #expect(launched.path == path)
    #expect(launched.ownArguments == ["-p", "fix the race"])
    #expect(launched.environment["CLAUDE_ROUTE_CLASS"] == "extended-thinking")
  }

  @Test func `may start with the client itself behind the separator`() throws {
    let path = try box.addClient("exit 5", at: "editor/claude")
    let run = try box.run(["--quiet", "--task", "license headers", "--", path, "-p", "hi"], key)
    #expect(run == Run(5))
    #expect(try box.launched()?.ownArguments == ["-p", "hi"])
    #expect(try box.launched()?.environment["CLAUDE_ROUTE_CLASS"] == "bulk")
  }

  @Test func `may start with the client's name`() throws {
    #expect(try box.run(["claude", "-p", "fix the race"], key) == Run(0))
    #expect(try box.launched()?.path == "\(box.programs.path)/claude")
    #expect(try box.launched()?.ownArguments == ["-p", "fix the race"])
  }

  @Test func `may start with node and the client's script`() throws {
    try box.addClient("exit 6", at: "programs/node")
    let run = try box.run(["node", "/opt/claude/cli.js", "-p", "fix the race"], key)
    #expect(run == Run(6))
    let words = try #require(try box.launched()).arguments.map {
      String(decoding: $0, as: UTF8.self)
    }
    #expect(words.first == "/opt/claude/cli.js")
    #expect(words.dropFirst().first == "--settings")
    #expect(words.suffix(2) == ["-p", "fix the race"])
  }

  @Test(arguments: [
    ["./claude"], ["bin/claude"], ["/bin/sh", "-c", "exit 9"], ["node", "cli.js"],
  ])
  func `execute nothing else`(words: [String]) throws {
    try box.addClient("exit 9", at: "work/claude")
    try box.addClient("exit 9", at: "work/bin/claude")
    try box.addClient("exit 9", at: "programs/node")
    #expect(try box.run(words).end == .exited(64))
    #expect(try box.launched() == nil)
  }

  // MARK: Files

  @Test func `and the files before them tell the class`() throws {
    let policy = try box.write(
      """
      version: 1
      classes:
        ledger:
          protective: true
          signals: [{any-path: ["src/ledger/**"]}]
      constraints:
        - {name: ledger-stays, when: {class: ledger}, forbid: {trust: [third-party]}, reason: money}

      """,
      to: "files.yaml"
    )
    let start = ["--policy", policy, "--task", "license headers"]
    #expect(
      try route(start + ["--files", "src/a.c", "docs/b.md", "--"]) == "bulk openrouter/haiku"
    )
    let files = ["--files", "src/a.c", "src/ledger/x.c", "--"]
    #expect(try route(start + files) == "bulk,ledger anthropic/haiku")
    let list = try box.write("src/a.c\u{0}src/ledger/x.c\u{0}", to: "list")
    #expect(try route(start + ["--files-from", list, "--"]) == "bulk,ledger anthropic/haiku")
    let lines = try box.write("src/a.c\nsrc/ledger/x.c\n", to: "lines")
    #expect(
      try route(start + ["--files-from", "-", "--"], input: lines) == "bulk,ledger anthropic/haiku"
    )
  }
}
