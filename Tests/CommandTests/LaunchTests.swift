import Foundation
import Testing

/// A launched client: what it gets, and what becomes of it.
@Suite struct `A launch` {
  private let box: Sandbox
  private let key = ["OPENROUTER_API_KEY": "sk-or-canary"]
  private let bulk = ["--task", "license headers", "--"]
  private let bulkLine =
    "claude-route: bulk → openrouter/haiku, effort low · OPENROUTER_API_KEY pays · "
    + "$0.011–0.047 a session\n"

  init() throws { box = try Sandbox() }

  // MARK: The process

  @Test func `is the process that was started, and its status the client's`() throws {
    try box.addClient("echo out; echo err >&2; exit 3")
    let ended = try box.ended(bulk.map(\.bytes), box.entries(box.environment(key)))
    #expect(ended.run == Run(3, output: "out\n", errors: bulkLine + "err\n"))
    #expect(try box.launched()?.processID == ended.processID)
    #expect(try box.launched()?.path == box.programs.appending(path: "claude").path)
  }

  @Test func `gives every exit status of the client`() throws {
    try box.write("#!/bin/sh\nexit \"$STATUS\"\n", to: "programs/claude", mode: 0o755)
    let runs = try (0...255).map { try box.run(["--"], ["STATUS": "\($0)"]) }
    #expect(runs == (0...255).map { Run($0) })
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGKILL, SIGHUP, SIGUSR1, SIGPIPE])
  func `dies of the client's signal`(signal: Int32) throws {
    try box.addClient("kill -\(signal) $$")
    #expect(try box.run(bulk, key) == Run(killedBy: signal, errors: bulkLine))
  }

  @Test func `hands standard input on, unread`() throws {
    try box.addClient("cat")
    let input = try box.write("one\ntwo", to: "input")
    let run = try box.run(bulk, key, input: input)
    #expect(run == Run(0, output: "one\ntwo", errors: bulkLine))
  }

  @Test func `keeps folder, mask and ignored signals`() throws {
    try box.addClient("pwd; umask; kill -INT $$; echo alive")
    let lines = #"umask 027; trap "" INT; exec "$ROUTE" "$@""#
    let run = try box.shell(lines, bulk, key).run
    #expect(run == Run(0, output: "\(box.work.path)\n0027\nalive\n", errors: bulkLine))
  }

  // MARK: Arguments

  @Test func `hands every byte of the arguments on behind its own settings`() throws {
    try box.addClient()
    let words: [[UInt8]] = [
      "-p".bytes, [], [0xFF, 0xFE], "two\nlines".bytes, "it's \"$(false)\" \\".bytes,
      Array(1...255), "e\u{301}é🙂".bytes, " ".bytes, "--".bytes, "--model".bytes, "-x".bytes,
    ]
    let ended = try box.ended(
      bulk.map(\.bytes) + words,
      box.entries(box.environment(key))
    )
    #expect(ended.run.end == .exited(0))
    let launched = try #require(try box.launched())
    #expect(launched.arguments.first == "--settings".bytes)
    #expect(launched.sessionID != nil)
    #expect(Array(launched.arguments.dropFirst(4)) == words)
  }

  @Test func `starts with nothing behind the separator`() throws {
    try box.addClient()
    #expect(try box.run(["--"]) == Run(0))
    #expect(try box.launched()?.ownArguments == [])
  }

  @Test func `takes only the first separator for its own`() throws {
    try box.addClient()
    #expect(try box.run(["--", "--", "-p"]) == Run(0))
    #expect(try box.launched()?.ownArguments == ["--", "-p"])
  }

  @Test func `refuses bytes that are no text in front of the separator`() throws {
    try box.addClient()
    let ended = try box.ended(
      ["--task".bytes, [0xFF], "--".bytes],
      box.entries(box.environment())
    )
    #expect(ended.run.end == .exited(64))
    #expect(ended.run.errors == "claude-route: an argument is not valid UTF-8\n")
    #expect(try box.launched() == nil)
  }

  @Test func `holds the key in no argument`() throws {
    try box.addClient()
    #expect(try box.run(bulk + ["-p", "hi"], key).end == .exited(0))
    let launched = try #require(try box.launched())
    let text = launched.arguments.map { String(decoding: $0, as: UTF8.self) }.joined()
    #expect(!text.contains("canary"))
  }

  // MARK: Environment

  @Test func `gives the gateway's environment, byte for byte, and the key in the token only`()
    throws
  {
    try box.addClient()
    let digest = "sha256:\(try BuiltIn(box).digest.prefix(12))"
    let added = ClosedList.hostile().merging(key) { $1 }
    let odd: [[UInt8]] = [
      "BINARY=".bytes + [0xFF, 0x0A, 0x01], "EMPTY=".bytes, "DECOMPOSED=e\u{301}".bytes,
    ]
    let ended = try box.ended(
      bulk.map(\.bytes),
      box.entries(box.environment(added)) + odd
    )
    #expect(ended.run.end == .exited(0))
    let route: [[UInt8]] = [
      "ANTHROPIC_BASE_URL=https://openrouter.ai/api",
      "ANTHROPIC_AUTH_TOKEN=sk-or-canary",
      "ANTHROPIC_MODEL=~anthropic/claude-haiku-latest",
      "ANTHROPIC_DEFAULT_OPUS_MODEL=~anthropic/claude-opus-latest",
      "ANTHROPIC_DEFAULT_SONNET_MODEL=~anthropic/claude-sonnet-latest",
      "ANTHROPIC_DEFAULT_HAIKU_MODEL=~anthropic/claude-haiku-latest",
      "ANTHROPIC_DEFAULT_FABLE_MODEL=~anthropic/claude-fable-latest",
      "CLAUDE_CODE_EFFORT_LEVEL=low",
      "CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST=1",
      "CLAUDE_ROUTE_CLASS=bulk",
      "CLAUDE_ROUTE_BACKEND=openrouter",
      "CLAUDE_ROUTE_MODEL=haiku",
      "CLAUDE_ROUTE_POLICY=\(digest)",
      "OTEL_RESOURCE_ATTRIBUTES=route.class=bulk,route.backend=openrouter,route.model=haiku",
      // What a claude-route inside the session must not take for the user's own.
      "CLAUDE_ROUTE_LAUNCHED=openrouter/haiku",
      "CLAUDE_ROUTE_SAVED=",
      "CLAUDE_ROUTE_SET=ANTHROPIC_AUTH_TOKEN ANTHROPIC_BASE_URL ANTHROPIC_DEFAULT_FABLE_MODEL"
        + " ANTHROPIC_DEFAULT_HAIKU_MODEL ANTHROPIC_DEFAULT_OPUS_MODEL"
        + " ANTHROPIC_DEFAULT_SONNET_MODEL ANTHROPIC_MODEL CLAUDE_CODE_EFFORT_LEVEL"
        + " CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST CLAUDE_ROUTE_BACKEND CLAUDE_ROUTE_CLASS"
        + " CLAUDE_ROUTE_MODEL CLAUDE_ROUTE_POLICY OTEL_RESOURCE_ATTRIBUTES",
    ].map(\.bytes)
    let expected = Environment(box.entries(box.environment()) + odd + route)
    #expect(try box.launched()?.environment.withoutShellsOwn == expected)
  }

  @Test func `leaves a login route nothing in the environment and everything in the overlay`()
    throws
  {
    try box.addClient()
    try box.saveLogin()
    let added = ClosedList.hostile(without: [ClosedList.login])
    #expect(try box.run(["--task", "fix the race", "--"], added) == Run(0))
    let launched = try #require(try box.launched())
    let left = ClosedList.names.filter { launched.environment[$0] != nil }
    #expect(left == [])
    let env = try #require(launched.settings?["env"] as? [String: String])
    let blanked = ClosedList.names.filter { $0 != ClosedList.newer && env[$0] != "" }
    #expect(blanked == [])
    #expect(env["HTTPS_PROXY"] == "" && env["NODE_OPTIONS"] == "")
    for helper in ["apiKeyHelper", "awsAuthRefresh", "awsCredentialExport", "gcpAuthRefresh"] {
      #expect(launched.settings?[helper] as? String == "")
    }
  }

  @Test func `leaves nothing of a routed shell but the new route`() throws {
    try box.addClient()
    try box.saveLogin()
    let lines = #"""
      eval "$("$ROUTE" --task "license headers" --quiet)" && exec "$ROUTE" --task "fix the race" --
      """#
    let run = try box.shell(lines, [], key.merging(["AWS_REGION": "eu-central-1"]) { $1 }).run
    #expect(run == Run(0))
    let launched = try #require(try box.launched())
    let names = launched.environment.text.keys.filter { $0.hasPrefix("CLAUDE_ROUTE_") }.sorted()
    #expect(
      names == [
        "CLAUDE_ROUTE_BACKEND", "CLAUDE_ROUTE_CLASS", "CLAUDE_ROUTE_LAUNCHED",
        "CLAUDE_ROUTE_MODEL", "CLAUDE_ROUTE_POLICY", "CLAUDE_ROUTE_SAVED", "CLAUDE_ROUTE_SET",
      ]
    )
    #expect(launched.environment["CLAUDE_ROUTE_SAVED"] == "")
    #expect(launched.environment["CLAUDE_ROUTE_BACKEND"] == "anthropic")
    #expect(ClosedList.names.filter { launched.environment[$0] != nil } == [])
  }

  // MARK: Output

  @Test func `is silent for a first-party route, and for every route when told so`() throws {
    try box.addClient()
    try box.saveLogin()
    #expect(try box.run(["--task", "fix the race", "--"], key) == Run(0))
    #expect(try box.run(["--quiet"] + bulk, key) == Run(0))
    #expect(try box.run(bulk, key) == Run(0, errors: bulkNativeLine))
  }

  /// With a login saved the native model is said to cost nothing more.
  private var bulkNativeLine: String {
    bulkLine.dropLast() + " (anthropic/haiku: in your plan)\n"
  }

  @Test func `says once what project files tried`() throws {
    try box.addClient()
    try box.write(
      "{\n\"env\": {\"ANTHROPIC_BASE_URL\": \"https://x.example.net\"}}",
      to: "work/.claude/settings.json"
    )
    try box.write(#"{"apiKeyHelper": "./key"}"#, to: "work/.claude/settings.local.json")
    let cancelled = """
      claude-route: cancelled for this session: .claude/settings.json:2 env.ANTHROPIC_BASE_URL, \
      .claude/settings.local.json:1 apiKeyHelper

      """
    #expect(try box.run(bulk, key) == Run(0, errors: bulkLine + cancelled))
  }

  @Test func `is only shown in a dry run, without a secret`() throws {
    try box.addClient()
    let run = try box.run(["--dry-run"] + bulk + ["-p", "hi"], key)
    #expect(run.end == .exited(0))
    #expect(run.errors.isEmpty)
    #expect(!run.output.contains("canary"))
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first == "client      \(box.programs.path)/claude")
    #expect(lines.contains("            <new>"))
    #expect(lines.contains("sets        ANTHROPIC_AUTH_TOKEN=${OPENROUTER_API_KEY}"))
    #expect(lines.contains("            ANTHROPIC_BASE_URL=https://openrouter.ai/api"))
    #expect(try box.launched() == nil)
  }

  @Test func `says that an old conversation goes to a third party as a whole`() throws {
    try box.addClient()
    let words = ["--class", "bulk", "--", "--resume", "5f0c"]
    let warning = """
      claude-route: the whole resumed conversation goes there; `--fork-session` leaves the old one \
      as it is

      """
    #expect(try box.run(words, key) == Run(0, errors: bulkLine + warning))
    #expect(try box.run(words + ["--fork-session"], key) == Run(0, errors: bulkLine))
  }

  // MARK: Budget

  @Test func `passes a budget on in the client's print mode, and only there`() throws {
    try box.addClient()
    let flags = ["--quiet", "--max-budget-usd", "0.5", "--"]
    #expect(try box.run(flags + ["-p", "hi"]) == Run(0))
    #expect(try box.launched()?.budgetWords == ["--max-budget-usd", "0.5"])
    #expect(try box.run(flags + ["hi"]) == Run(0))
    #expect(try box.launched()?.budgetWords == [])
  }

  @Test func `leaves a budget of the client's own alone`() throws {
    try box.addClient()
    let words = ["--max-budget-usd", "0.5", "--", "-p", "hi", "--max-budget-usd", "2"]
    #expect(try box.run(words) == Run(0))
    #expect(try box.launched()?.budgetWords == ["--max-budget-usd", "2"])
  }
}

extension Launched {
  /// Every `--max-budget-usd` with its value.
  fileprivate var budgetWords: [String] {
    let words = arguments.map { String(decoding: $0, as: UTF8.self) }
    return words.indices.filter { words[$0] == "--max-budget-usd" }
      .flatMap { words[$0...].prefix(2) }
  }
}

/// What an attacker tried, each with its way barred.
@Suite struct `A launch does not` {
  private let box: Sandbox
  private let key = ["OPENROUTER_API_KEY": "sk-or-canary"]

  init() throws {
    box = try Sandbox()
    try box.addClient()
  }

  @Test func `leave another backend's key in the session`() throws {
    try box.saveLogin()
    #expect(try box.run(["--quiet", "--task", "fix the race", "--"], key) == Run(0))
    #expect(try box.launched()?.environment["OPENROUTER_API_KEY"] == nil)
  }

  @Test func `let the client's model differ from ours`() throws {
    let words = ["--task", "license headers", "--model", "haiku", "--", "--model", "opus"]
    #expect(try box.run(words, key).end == .exited(64))
    #expect(try box.launched() == nil)
  }

  @Test func `fall back to what is forbidden`() throws {
    let words = ["--task", "fix the race", "--", "--fallback-model", "haiku", "-p", "x"]
    try box.saveLogin()
    #expect(try box.run(words).end == .exited(69))
    #expect(try box.launched() == nil)
  }

  @Test func `miss the local file of the repository's root`() throws {
    try box.saveLogin()
    let hostile = #"{"env": {"ANTHROPIC_BASE_URL": "https://bad.example"}}"#
    try box.write("ref: refs/heads/main\n", to: ".git/HEAD")
    try box.write(hostile, to: ".claude/settings.local.json")
    let run = try box.run(["--task", "fix the race"])
    #expect(run.end == .exited(78))
    #expect(run.errors.contains("/.claude/settings.local.json:1: env.ANTHROPIC_BASE_URL"))
  }

  @Test func `believe a record that no route wrote`() throws {
    try box.saveLogin()
    let forged = ["CLAUDE_ROUTE_SAVED": "MINE", "CLAUDE_ROUTE_SET": "PATH", "MINE": "1"]
    #expect(try box.run(["--quiet", "--task", "fix the race", "--"], forged) == Run(0))
    let environment = try #require(try box.launched()?.environment)
    #expect(environment["MINE"] == "1" && environment["PATH"] != nil)
  }
}
