import ClaudeClient
import Testing

private func words(_ line: String) -> [[UInt8]] {
  line.split(separator: " ").map { Array($0.utf8) }
}

private func texts(_ words: [[UInt8]]) -> [String] {
  words.map { String(decoding: $0, as: UTF8.self) }
}

struct ClientArgumentsTests {
  struct PromptCase: CustomTestStringConvertible, Sendable {
    let line: String
    let prompt: ClientArguments.Prompt

    var testDescription: String { line }

    init(_ line: String, _ prompt: ClientArguments.Prompt) {
      self.line = line
      self.prompt = prompt
    }

    init(_ line: String, text: String) {
      self.init(line, .text(Array(text.utf8)))
    }
  }

  @Test(arguments: [
    PromptCase("", .absent),
    PromptCase("fix", text: "fix"),
    PromptCase("fix it", text: "fix"),
    PromptCase("-p fix", text: "fix"),
    PromptCase("fix -p", text: "fix"),
    PromptCase("--model opus fix", text: "fix"),
    PromptCase("--model=opus fix", text: "fix"),
    PromptCase("--model -p fix", text: "fix"),
    PromptCase("--allowedTools a b P", .absent),
    PromptCase("--allowedTools a b -p P", text: "P"),
    PromptCase("--allowed-tools=a b", text: "b"),
    PromptCase("--allowedTools a -- P", text: "P"),
    PromptCase("--tools -p P", .absent),
    PromptCase("-d fix", .absent),
    PromptCase("-d -p fix", text: "fix"),
    PromptCase("-pd fix", .absent),
    PromptCase("-dapi fix", text: "fix"),
    PromptCase("-d2e fix", text: "fix"),
    PromptCase("-pc fix", text: "fix"),
    PromptCase("-pnNAME fix", text: "fix"),
    PromptCase("-n NAME fix", text: "fix"),
    PromptCase("--tmux=classic fix", text: "fix"),
    PromptCase("--tmux fix", text: "fix"),
    PromptCase("-- --model", text: "--model"),
    PromptCase("-p -- mend -x", text: "mend"),
    PromptCase("- fix", text: "-"),
    PromptCase("--frobnicate fix", .unknown),
    PromptCase("--frobnicate -- fix", .unknown),
    PromptCase("--verbose=1 fix", .unknown),
    PromptCase("-px fix", .unknown),
    PromptCase("-x fix", .unknown),
    PromptCase("fix --frobnicate mcp", text: "fix"),
    PromptCase("fix mcp", text: "fix"),
    PromptCase("help", text: "help"),
    PromptCase("--model", .absent),
  ])
  func `finds the prompt`(_ row: PromptCase) {
    #expect(ClientArguments(words(row.line)).prompt == row.prompt)
    #expect(ClientArguments(words(row.line)).purpose == .session)
  }

  @Test func `keeps the bytes of a prompt and takes an empty one`() {
    #expect(ClientArguments([[0x66, 0xFF]]).prompt == .text([0x66, 0xFF]))
    #expect(ClientArguments([[], [0x66]]).prompt == .text([]))
  }

  @Test(arguments: [
    "agents", "attach", "auth", "auto-mode", "doctor", "gateway", "import", "install", "logs",
    "mcp",
    "plugin", "plugins", "purge", "respawn", "rm", "setup-token", "stop", "kill", "update",
    "upgrade",
  ])
  func `passes sub-commands through`(name: String) {
    for line in [name, "--debug-file x \(name) list", "-- \(name)", "\(name) -- --cloud"] {
      let arguments = ClientArguments(words(line))
      #expect(arguments.purpose == .passThrough(name))
      #expect(arguments.prompt == .absent)
    }
  }

  @Test(arguments: [
    ("--version", ClientArguments.Purpose.passThrough("--version")),
    ("-v", .passThrough("--version")),
    ("-V", .passThrough("-V")),
    ("-p -h", .passThrough("--help")),
    ("-ph", .passThrough("--help")),
    ("-- --help", .session),
    ("--model --help", .session),
    ("-V fix", .session),
    ("--daemon-worker x", .passThrough("--daemon-worker")),
    ("ultrareview 12", .elsewhere("ultrareview")),
    ("--cloud fix", .elsewhere("--cloud")),
    ("--cloud=fix", .elsewhere("--cloud")),
    ("fix --environment e", .elsewhere("--environment")),
    ("--teleport", .elsewhere("--teleport")),
    ("-c --desktop", .elsewhere("--desktop")),
    ("--remote", .elsewhere("--remote")),
    ("remote-control", .elsewhere("remote-control")),
    ("sync", .elsewhere("sync")),
    ("-p sync", .session),
    ("cc://host", .elsewhere("cc")),
    ("--remote-control fix", .session),
    ("--append-system-prompt --cloud fix", .session),
  ])
  func `tells sessions from the rest`(line: String, purpose: ClientArguments.Purpose) {
    #expect(ClientArguments(words(line)).purpose == purpose)
  }

  @Test func `reads the options that a route depends on`() {
    let arguments = ClientArguments(
      words(
        """
        -p --model haiku --model=opus --effort low --session-id 1-2 --fallback-model a,b \
        --permission-mode plan --agents {} --fork-session --thinking disabled --max-budget-usd 3
        """
      )
    )
    #expect(arguments.isPrint)
    #expect(arguments.model == "opus")
    #expect(arguments.effort == "low")
    #expect(arguments.sessionID == "1-2")
    #expect(arguments.fallbackModels == ["a", "b"])
    #expect(arguments.permissionMode == "plan")
    #expect(arguments.definesAgents)
    #expect(arguments.forksSession)
    #expect(arguments.thinking == false)
    #expect(arguments.value(of: "--max-budget-usd") == "3")
    #expect(arguments.settings == nil)
    #expect(arguments.readsUserSettings)
    #expect(arguments.resumption == nil)
  }

  @Test func `finds nothing where nothing is`() {
    let arguments = ClientArguments(words("-- -p --model x"))
    #expect(!arguments.isPrint)
    #expect(arguments.model == nil)
    #expect(arguments.effort == nil)
    #expect(arguments.sessionID == nil)
    #expect(arguments.fallbackModels.isEmpty)
    #expect(arguments.permissionMode == nil)
    #expect(!arguments.definesAgents)
    #expect(!arguments.forksSession)
    #expect(arguments.thinking == nil)
  }

  @Test(arguments: [
    ("-r", ClientArguments.Resumption.picked),
    ("-r -p", .picked),
    ("-r abc", .session("abc")),
    ("-rabc", .session("abc")),
    ("--resume=abc", .session("abc")),
    ("-c", .latest),
    ("-pc", .latest),
    ("--from-pr", .pullRequest(nil)),
    ("--from-pr 12", .pullRequest("12")),
  ])
  func `tells how a conversation is resumed`(
    line: String,
    resumption: ClientArguments.Resumption
  ) {
    #expect(ClientArguments(words(line)).resumption == resumption)
  }

  @Test(arguments: [
    ("", true), ("-p hi", true), ("-p hi --no-session-persistence", true), ("--fork-session", true),
    ("--session-id 1-2", false), ("--session-id=1-2", false), ("-r", false), ("-r abc", false),
    ("-c", false), ("-pc", false), ("--from-pr 12", false), ("-r abc --fork-session", true),
    ("-c --fork-session", true), ("-c --fork-session --session-id x", false),
    ("--from-pr 12 --fork-session", false), ("--sdk-url wss://x", false), ("--bg hi", false),
    ("-- --session-id x", true),
  ])
  func `tells whether the client may be told a session's id`(line: String, takes: Bool) {
    #expect(ClientArguments(words(line)).takesSessionID == takes)
  }

  @Test func `puts the session's id behind our settings`() {
    let routed = ClientArguments(words("-p hi")).routed(settings: "{}", sessionID: "1-2")
    #expect(routed == words("--settings {} --session-id 1-2 -p hi"))
  }

  @Test(arguments: [
    ("--thinking enabled", true), ("--thinking adaptive", true), ("--thinking disabled", false),
    ("--max-thinking-tokens 0", false), ("--max-thinking-tokens 2000", true),
  ])
  func `reads what flags say about thinking`(line: String, thinking: Bool) {
    #expect(ClientArguments(words(line)).thinking == thinking)
  }

  @Test(arguments: [
    ("--setting-sources project", false), ("--setting-sources=project,local", false),
    ("--setting-sources user,project", true), ("--setting-sources=", false),
    ("--restricted", false), ("--verbose", true),
  ])
  func `tells whether the user's settings count`(line: String, counts: Bool) {
    #expect(ClientArguments(words(line)).readsUserSettings == counts)
  }

  @Test func `a skipped permission check is a mode`() {
    let arguments = ClientArguments(words("--permission-mode plan --dangerously-skip-permissions"))
    #expect(arguments.permissionMode == "bypassPermissions")
  }

  @Test(arguments: [
    ("fix", "--settings S fix"),
    ("--settings a -p fix --settings=b", "--settings S -p fix"),
    ("--settings a -- --settings b", "--settings S -- --settings b"),
    ("--model x -p --effort=low fix", "--settings S -p fix"),
    ("--mcp-config a b --settings c d", "--settings S --mcp-config a b d"),
    ("-p --settings", "--settings S -p --settings"),
  ])
  func `puts one --settings in front and takes out what the route carries`(
    line: String,
    routed: String
  ) {
    let arguments = ClientArguments(words(line))
    #expect(texts(arguments.routed(settings: "S")) == texts(words(routed)))
  }

  /// The client registers no sub-commands then; passed through, the session would be unrouted.
  @Test(arguments: [
    "-p update", "--print stop", "update -p", "-p -- doctor", "--model haiku stop -p",
    "--output-format json -p agents", "-p rc", "-p remote-control", "-p cc://x", "bridge -p",
  ])
  func `knows no sub-command beside -p`(line: String) {
    #expect(ClientArguments(words(line)).purpose == .session)
  }

  @Test func `is not fooled by a combining mark`() {
    let mark = "\u{338}"
    let attached = ClientArguments([Array("--settings=\(mark).json".utf8)])
    #expect(attached.settings == "\(mark).json")
    let cluster = ClientArguments([Array("-p\(mark)".utf8), Array("fix".utf8)])
    #expect(cluster.prompt == .unknown)
  }

  @Test(arguments: [
    ("--settings a --settings=b", true),
    ("-p -- --settings b", true),
    ("--settings --settings", true),
    ("--allowedTools --settings x", false),
    ("-pn --settings x", false),
    ("--frobnicate --settings=x", true),
    ("--append-system-prompt --settings=x", false),
    ("mcp --settings x", true),
  ])
  func `refuses words the client might take for settings`(line: String, isClear: Bool) {
    #expect(ClientArguments(words(line)).canReplaceSettings == isClear)
  }

  @Test func `the last settings count, in either spelling`() {
    #expect(ClientArguments(words("--settings a --settings=b")).settings == "b")
    #expect(ClientArguments(words("--settings=a --settings b")).settings == "b")
    #expect(ClientArguments(words("--settings={\"a\":\"=\"}")).settings == "{\"a\":\"=\"}")
  }
}

struct WrapperFormTests {
  @Test(arguments: [
    ("claude -p x", 1), ("/opt/bin/claude", 1), ("node /opt/cli.js -p", 2),
    ("/usr/bin/node /opt/cli.js", 2),
  ])
  func `splits the client from its arguments`(line: String, count: Int) throws {
    let form = try #require(WrapperForm(words(line)))
    #expect(form.client == Array(words(line).prefix(count)))
    #expect(form.arguments == Array(words(line).dropFirst(count)))
  }

  @Test(arguments: [
    "", "claude-code", "./claude", "bin/claude", "/opt/claude/", "/opt/claudex", "Claude", "node",
    "node cli.js", "node /opt/cli.mjs", "./node /opt/cli.js", "sh -c claude", "/opt/xcli.js",
  ])
  func `takes nothing else for the client`(line: String) {
    #expect(WrapperForm(words(line)) == nil)
  }
}
