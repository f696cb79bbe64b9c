import Foundation
import Testing

/// What the client gets for its status line.
@Suite struct `A status line's command` {
  private let box: Sandbox
  private let route = [
    "CLAUDE_ROUTE_CLASS": "bulk", "CLAUDE_ROUTE_BACKEND": "openrouter",
    "CLAUDE_ROUTE_MODEL": "haiku", "ANTHROPIC_MODEL": "cheap",
    "ANTHROPIC_DEFAULT_OPUS_MODEL": "strong",
  ]

  init() throws { box = try Sandbox() }

  private func line(
    _ text: String,
    _ words: [String] = [],
    _ added: [String: String] = [:]
  ) throws -> Run {
    let file = try box.write(text, to: "input-\(UUID().uuidString)")
    return try box.run(["statusline"] + words, route.merging(added) { $1 }, input: file)
  }

  private static let session = #"""
    {"model": {"id": "cheap"}, "cost": {"total_cost_usd": 0.031},
     "context_window": {"total_input_tokens": 41200}, "workspace": {"project_dir": "/nowhere"}}
    """#

  // MARK: Ours

  @Test func `says the route and what was spent`() throws {
    #expect(
      try line(Self.session, ["--dollars", "billed"])
        == Run(0, output: "bulk → openrouter/haiku · $0.03 · 41K in context\n")
    )
    #expect(
      try line(Self.session)
        == Run(0, output: "bulk → openrouter/haiku · list $0.03 · 41K in context\n")
    )
  }

  /// One reply told of twice, and one of a sub-agent: 3,000 tokens of haiku in, 30,000 out.
  @Test func `counts the transcript where the client knows no price`() throws {
    func reply(_ id: String, _ input: Int, _ output: Int) -> String {
      #"{"type":"assistant","timestamp":"2026-11-26T10:00:00.000Z","sessionId":"s","message":{"id":"#
        + #""\#(id)","model":"~anthropic/claude-haiku-latest","usage":{"input_tokens":\#(input),"#
        + #""output_tokens":\#(output)}}}"# + "\n"
    }
    let own = try box.write(reply("a", 1_000, 5) + reply("a", 1_000, 10_000), to: "t/s.jsonl")
    try box.write(reply("b", 2_000, 20_000), to: "t/s/subagents/agent-1.jsonl")
    let session = #"{"cost": {"total_cost_usd": 9}, "transcript_path": "\#(own)"}"#
    // 0.10 and 0.50 dollars a million tokens: 0.0003 and 0.015.
    let words = ["--dollars", "unknown", "--multiplier", "2"]
    #expect(try line(session, words) == Run(0, output: "bulk → openrouter/haiku · $0.03\n"))
    try box.write("version: 1\nmistake: true\n", to: "home/.config/claude-route/policy.yaml")
    #expect(try line(session, words) == Run(0, output: "bulk → openrouter/haiku\n"))
  }

  @Test func `counts nothing before the first reply`() throws {
    let own = try box.write("{\"type\":\"mode\",\"sessionId\":\"s\"}\n", to: "t/s.jsonl")
    let session = #"{"cost": {"total_cost_usd": 9}, "transcript_path": "\#(own)"}"#
    #expect(
      try line(session, ["--dollars", "unknown"]) == Run(0, output: "bulk → openrouter/haiku\n")
    )
  }

  @Test(arguments: ["/nowhere/s.jsonl", "/etc/passwd", "s.jsonl", "/dev/zero.jsonl"])
  func `counts nothing that is no transcript`(path: String) throws {
    let session = #"{"cost": {"total_cost_usd": 9}, "transcript_path": "\#(path)"}"#
    #expect(
      try line(session, ["--dollars", "unknown"]) == Run(0, output: "bulk → openrouter/haiku\n")
    )
  }

  @Test func `gives the alarm when another model runs`() throws {
    #expect(
      try line(#"{"model": {"id": "strong"}}"#)
        == Run(0, output: "⚠ opus is running, the route is openrouter/haiku (/model)\n")
    )
  }

  @Test func `says that a session is not routed`() throws {
    let file = try box.write(Self.session, to: "input")
    #expect(
      try box.run(["statusline"], input: file)
        == Run(0, output: "not routed · list $0.03 · 41K in context\n")
    )
  }

  @Test(arguments: [
    "", "{", "null", "[]", "no JSON", "\u{0}", "{\"model\": \"\u{1B}[2J\"}",
    String(repeating: "[", count: 100_000),
  ])
  func `is short and no error for what is not the client's`(text: String) throws {
    #expect(try line(text) == Run(0, output: "bulk → openrouter/haiku\n"))
  }

  @Test func `takes a megabyte and more, and never all there is`() throws {
    let long =
      #"{"x": "\#(String(repeating: "x", count: 1 << 20))", "cost": {"total_cost_usd": 1}}"#
    #expect(try line(long) == Run(0, output: "bulk → openrouter/haiku · list $1.00\n"))
    let endless = try box.shell(#"exec "$ROUTE" statusline < /dev/zero"#, [], route).run
    #expect(endless == Run(0, output: "bulk → openrouter/haiku\n"))
    let closed = try box.shell(#"exec "$ROUTE" statusline <&-"#, [], route).run
    #expect(closed == Run(0, output: "bulk → openrouter/haiku\n"))
  }

  @Test func `does not wait at a terminal`() throws {
    guard Sandbox.hasTerminals else { return }
    #expect(try box.terminal(["statusline"], route).output == "bulk → openrouter/haiku\n")
  }

  // MARK: The user's own

  private static let ours = "bulk → openrouter/haiku\n"

  private func below(
    _ own: String,
    _ input: String = "{}",
    added: [String: String] = [:]
  ) throws
    -> Run
  {
    try line(input, ["--with-own", "--own=\(own)"], added)
  }

  @Test func `comes below, as it is`() throws {
    #expect(
      try below(#"printf 'a\033[31mb\n\n  c \377'"#).output
        == Self.ours + "a\u{1B}[31mb\n\n  c \u{FFFD}"
    )
  }

  @Test func `gets the same bytes, environment and folder`() throws {
    let input = "\u{FEFF}{\"x\":\t1}\r\n\n"
    let own = #"cat; printf '|%s|' "$SECRET"; pwd; ps -o ppid= -p $$ > /dev/null"#
    #expect(
      try below(own, input, added: ["SECRET": "s"]).output
        == Self.ours + input + "|s|" + box.work.path + "\n"
    )
  }

  @Test func `gets megabytes, reads them or not, and prints as many`() throws {
    let long = #"{"x": "\#(String(repeating: "x", count: 2 << 20))"}"#
    #expect(try below("wc -c | tr -d ' '", long).output == Self.ours + "\(long.utf8.count)\n")
    #expect(try below("echo mine", long).output == Self.ours + "mine\n")
    #expect(try below("exec <&-; sleep 0.2; echo mine", long).output == Self.ours + "mine\n")
    #expect(
      try below("head -c 900000 /dev/zero | tr '\\0' x").output.utf8.count
        == Self.ours.utf8.count + 900_000
    )
  }

  @Test(arguments: [
    "exit 3", "echo mine; exit 1", "kill -9 $$", "no-such-program", "yes", "echo 'unfinished",
  ])
  func `leaves ours where it fails, as the client leaves it out`(own: String) throws {
    let run = try below(own)
    #expect(run.end == .exited(0) && run.output == Self.ours)
  }

  @Test func `may leave something behind, which is not waited for`() throws {
    let start = Date()
    let own = "(sleep 30; echo late) & echo $!"
    let output = try below(own).output.dropFirst(Self.ours.count)
    let process = try #require(pid_t(output.dropLast()))
    #expect(Date().timeIntervalSince(start) < 15)
    #expect(kill(process, 0) == 0)
    kill(process, SIGKILL)
  }

  @Test func `ends with us when the client stops us`() throws {
    let note = box.root.appending(path: "note").path
    let lines = #"""
      printf '{}' | "$ROUTE" statusline --with-own \
        --own="trap '' TERM; sleep 300 & echo \$\$ \$! > '\#(note)'; wait; sleep 300" > out &
      for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ -s '\#(note)' ] && break; sleep 0.2
      done
      kill -TERM $!; wait $!; echo "status $?"
      read one two < '\#(note)'
      ps -o stat= -p "$one,$two" | grep -v Z
      cat out
      """#
    let output = try box.shell(lines, [], route).run.output
    #expect(output == "status 143\n")
  }

  @Test func `is that of the files as they are now`() throws {
    func write(_ words: String, to path: String) throws {
      try box.write(
        #"{"statusLine": {"type": "command", "command": "echo \#(words)"}}"#,
        to: path
      )
    }
    func own(_ words: String...) throws -> String {
      String(try line("{}", ["--with-own"] + words).output.dropFirst(Self.ours.count))
    }
    #expect(try own() == "")
    try write("user", to: "home/.claude/settings.json")
    #expect(try own() == "user\n")
    try write("project", to: "work/.claude/settings.json")
    #expect(try own() == "project\n")
    try write("local", to: "work/.claude/settings.local.json")
    #expect(try own() == "local\n")
    #expect(try own("--sources", "user") == "user\n")
    #expect(try own("--sources=") == "")
    #expect(try own("--own", "echo words") == "words\n")
    try write("elsewhere", to: "project/.claude/settings.json")
    let session = #"{"workspace": {"project_dir": "\#(box.root.path)/project"}}"#
    #expect(try line(session, ["--with-own"]).output == Self.ours + "elsewhere\n")
    #expect(try line(session).output == Self.ours)
  }

  @Test func `cannot be this program again`() throws {
    let again = "'\(Program.claudeRoute)' statusline --with-own"
    try box.write(
      String(
        decoding: try JSONSerialization.data(withJSONObject: [
          "statusLine": ["type": "command", "command": again + "; echo mine"]
        ]),
        as: UTF8.self
      ),
      to: "home/.claude/settings.json"
    )
    #expect(try line("{}", ["--with-own"]).output == Self.ours + "mine\n")
    #expect(try below(again).output == Self.ours)
  }

  // MARK: Launches

  @Test func `is in the overlay of a launch, and not in print mode or when it is off`() throws {
    try box.saveLogin()
    try box.addClient()
    let words = ["--class", "bulk", "--"]
    func launched(_ own: [String], _ added: [String: String] = [:]) throws -> [String: String]? {
      _ = try box.run(words + own, added)
      return try box.launched()?.settings?["statusLine"] as? [String: String]
    }
    let command = "'\(Program.claudeRoute)' statusline --with-own --dollars plan"
    #expect(try launched([]) == ["type": "command", "command": command])
    #expect(
      try launched(["--setting-sources", "user"])?["command"] == command + " '--sources=user'"
    )
    #expect(try launched(["-p", "x"]) == nil)
    #expect(try launched([], ["CLAUDE_ROUTE_STATUS_LINE": "off"]) == nil)
    let given = #"{"statusLine": {"type": "command", "command": "mine"}}"#
    #expect(try launched(["--settings", given])?["command"] == command + " '--own=mine'")
    #expect(
      try launched(["-p", "x", "--settings", given]) == ["type": "command", "command": "mine"]
    )
  }
}
