import Foundation
import Testing

/// `claude-route probe` with a stand-in for the client; the real one is in the end-to-end suite.
@Suite struct `A probe` {
  private let box: Sandbox
  private static let key = ["OPENROUTER_API_KEY": "sk-or-canary"]
  private static let command = ["probe", "openrouter", "--yes", "--quiet"]

  init() throws {
    box = try Sandbox()
    try box.addClient(Self.client)
    try FileManager.default.createDirectory(
      at: box.root.appending(path: "tmp"),
      withIntermediateDirectories: true
    )
  }

  /// A client whose model counts, and can do nothing else.
  private static let client = #"""
    case "$*" in
    *"Write the whole"*) text=$(seq -s ' ' 1 100) ;;
    *) text=what ;;
    esac
    echo '{"type":"system","subtype":"init","claude_code_version":"2.1.330"}'
    printf '{"type":"assistant","message":{"id":"m","model":"claude-haiku-5-5","content":[{"type":"text","text":"%s"}]},"parent_tool_use_id":null}\n' "$text"
    printf '{"type":"result","is_error":false,"subtype":"success","result":"%s","modelUsage":{"~anthropic/claude-haiku-latest":{"inputTokens":1000,"outputTokens":100}}}\n' "$text"
    """#

  private func run(_ words: [String], _ added: [String: String] = [:]) throws -> Run {
    let tmp = ["TMPDIR": box.root.appending(path: "tmp").path]
    return try box.run(words, Self.key.merging(tmp) { $1 }.merging(added) { $1 })
  }

  private var records: [URL] {
    let folder = box.home.appending(path: ".local/state/claude-route/probes")
    let found = try? FileManager.default.contentsOfDirectory(
      at: folder,
      includingPropertiesForKeys: nil
    )
    return found ?? []
  }

  /// The lines of a table without the date, which is today's.
  private func rows(_ run: Run) -> [String] {
    run.output.split(separator: "\n").dropFirst().map(String.init)
  }

  private static let table = """
      plain answer          good      as asked, 100 numbers
      model identity        good      asked ~anthropic/claude-haiku-latest, answered as claude-haiku-5-5
      one tool call         broken    no call came
      parallel tool calls   broken    0 of 3 results came back, at most 0 calls in one answer
      tool input            broken    no call came
      tool chain            broken    after 0 calls "what", not the word
      thinking              broken    asked for, and none came
      thinking off          good      none when switched off
      streaming             unknown   nothing came
      prompt cache          unknown   no second request
      sub-agents            broken    none was started
      context window        unknown   not asked for
      rate limit            good      6 answers, no request turned away
    cost $0.001 by list prices
    """
    .split(separator: "\n").map(String.init)

  // MARK: What it does

  @Test func `prints what it found, keeps it, and ends with 1 where something is broken`() throws {
    let probe = try run(Self.command)
    #expect(probe.end == .exited(1) && probe.errors == "")
    #expect(rows(probe) == Self.table)
    #expect(probe.output.hasPrefix("openrouter/haiku = `~anthropic/claude-haiku-latest`, 20"))
    let record = try #require(records.first)
    #expect(records.count == 1)
    let modes = try FileManager.default.attributesOfItem(atPath: record.path)
    #expect(modes[.posixPermissions] as? Int == 0o600)
    // Another probe takes its place.
    _ = try run(Self.command)
    #expect(records == [record])
    let shown = try run(["probe", "openrouter", "--show"])
    #expect(shown == probe)
  }

  @Test func `asks the client as a launch would, and loads nothing of yours`() throws {
    _ = try run(Self.command, ["ANTHROPIC_API_KEY": "other", "CLAUDE_CODE_USE_BEDROCK": "1"])
    let launched = try #require(try box.launched())
    let words = launched.arguments.map { String(decoding: $0, as: UTF8.self) }
    #expect(words.first == "-p")
    for flag in ["--safe-mode", "--strict-mcp-config", "--no-session-persistence", "--settings"] {
      #expect(words.contains(flag))
    }
    #expect(launched.environment["ANTHROPIC_BASE_URL"] == "https://openrouter.ai/api")
    #expect(launched.environment["ANTHROPIC_AUTH_TOKEN"] == "sk-or-canary")
    #expect(launched.environment["ANTHROPIC_MODEL"] == "~anthropic/claude-haiku-latest")
    #expect(launched.environment["ANTHROPIC_API_KEY"] == nil)
    #expect(launched.environment["CLAUDE_CODE_USE_BEDROCK"] == nil)
    #expect(!words.contains { $0.contains("sk-or-canary") })
    let folder = try #require(launched.environment["CLAUDE_CONFIG_DIR"])
    #expect(folder.hasPrefix(box.root.appending(path: "tmp/claude-route-probe-").path))
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test func `leaves nothing in the temporary folder`() throws {
    for client in [
      Self.client, "exit 3", "echo x > here; ln -s /etc link; mkdir -p a/b; touch a/b/c",
    ] {
      try box.addClient(client)
      _ = try run(Self.command)
      let left = try FileManager.default.contentsOfDirectory(
        atPath: box.root.appending(path: "tmp").path
      )
      #expect(left == [])
    }
  }

  @Test func `says what it will cost and who pays, and how far it is`() throws {
    let errors = try run(["probe", "openrouter", "--yes"]).errors
    #expect(
      errors == """
        claude-route: probing openrouter/haiku: 6 sessions, about $0.091 by list prices; env:OPENROUTER_API_KEY pays
        claude-route: 1 of 6: a plain answer
        claude-route: 2 of 6: a chain of tool calls
        claude-route: 3 of 6: tool input that is hard to quote
        claude-route: 4 of 6: parallel tool calls
        claude-route: 5 of 6: extended thinking
        claude-route: 6 of 6: a sub-agent on each model slot

        """
    )
  }

  @Test func `gives the same as a document`() throws {
    let probe = try run(Self.command + ["--json"])
    let root = try #require(
      JSONSerialization.jsonObject(with: Data(probe.output.utf8)) as? [String: Any]
    )
    #expect(root["schema"] as? Int == 1)
    #expect(root["backend"] as? String == "openrouter")
    #expect(
      (root["place"] as? String)?.hasPrefix(
        "kind=gateway; url=https://openrouter.ai/api; credential=env:OPENROUTER_API_KEY; models=opus="
      ) == true
    )
    #expect(root["stale"] is NSNull)
    #expect(
      root["traits"] as? [String: String] == [
        "thinking": "broken", "tools": "broken", "parallel-tools": "broken",
        "sub-agents": "broken", "model-identity": "good", "rate-limit": "good",
      ]
    )
    #expect(try run(["probe", "openrouter", "--show", "--json"]).output == probe.output)
  }

  // MARK: No answer at all

  @Test(arguments: [
    (
      #"echo '{"type":"result","is_error":true,"subtype":"success","api_error_status":401,"result":"Not logged in"}'; exit 1"#,
      "status 401: the credential was refused"
    ),
    (
      #"echo '{"type":"result","is_error":true,"subtype":"success","api_error_status":400,"result":"API Error: 400 bad key sk-or-canary"}'; exit 1"#,
      "API Error: 400 bad key ***"
    ),
  ])
  func `is told, kept, and not repeated with every session`(client: String, reason: String) throws {
    try box.addClient("echo x >> '\(box.root.path)/count'\n\(client)")
    let probe = try run(Self.command)
    #expect(probe.end == .exited(1))
    #expect(rows(probe).first == "  it gave no answer: \(reason)")
    #expect(!probe.output.contains("  good  "))
    let count = try String(contentsOf: box.root.appending(path: "count"), encoding: .utf8)
    #expect(count == "x\n")
    #expect(records.count == 1)
    let text = try String(contentsOf: try #require(records.first), encoding: .utf8)
    #expect(!text.contains("sk-or-canary"))
  }

  @Test(arguments: [
    ("exit 3", "the client ended with status 3"),
    (
      "echo 'unknown option sk-or-canary' >&2; exit 1",
      "the client ended with status 1: unknown option ***"
    ), ("echo '{}'", "it printed none"),
  ])
  func `is no word about the backend where the client did not get that far`(
    client: String,
    reason: String
  ) throws {
    try box.addClient(client)
    #expect(
      try run(Self.command)
        == Run(
          74,
          errors: """
            claude-route: the client began no session: \(reason)
              = help: nothing was recorded; does `claude --version` work, and is it new enough?

            """
        )
    )
    #expect(records == [])
  }

  @Test func `ends a client that says nothing`() throws {
    try box.addClient(
      #"echo '{"type":"system","subtype":"init"}'; sleep 600 & sleep 600"#
    )
    let probe = try run(Self.command + ["--timeout", "1"])
    #expect(rows(probe).first == "  it gave no answer: no end after 1 s")
  }

  // MARK: Not started

  @Test func `starts nothing without a terminal unless told to`() throws {
    let probe = try run(["probe", "openrouter"])
    #expect(probe.end == .exited(64) && probe.output == "")
    #expect(
      probe.errors.hasSuffix(
        """
        claude-route: a probe costs money, and without a terminal nobody can be asked
          = help: add `--yes`; nothing was started

        """
      )
    )
    #expect(try box.launched() == nil && records == [])
  }

  @Test(arguments: [
    (
      ["probe", "opnrouter", "--yes"], 64,
      "claude-route: unknown backend `opnrouter` in `--backend`\n  = help: did you mean `openrouter`?\n"
    ),
    (
      ["probe", "openrouter", "--model", "tiny", "--yes"], 64,
      "claude-route: backend `openrouter` does not map the model `tiny`\n  = help: use a name from its `models`: opus, sonnet, haiku, fable\n"
    ),
    (
      ["probe", "openrouter", "--show"], 66,
      "claude-route: nobody has probed openrouter/haiku\n  = help: claude-route probe openrouter\n"
    ),
    (
      ["probe", "openrouter", "--yes", "--client", "/nowhere"], 127,
      "claude-route: the client `/nowhere` is not there\n  = help: install Claude Code, or name it with `--client PATH`\n"
    ),
    (
      ["probe", "openrouter", "--yes", "--", "-p"], 64,
      "claude-route: `probe` gives the client its own words; leave out what is behind `--`\n"
    ),
  ])
  func `is refused with a reason`(_ words: [String], _ status: Int32, _ errors: String) throws {
    #expect(try run(words) == Run(status, errors: errors))
    #expect(try box.launched() == nil && records == [])
  }

  @Test(arguments: [
    ["--max-budget-usd", "0"], ["--timeout", "0"], ["--context", "10"], ["--context", "9999999"],
  ])
  func `takes no nonsense`(words: [String]) throws {
    #expect(try run(Self.command + words).end == .exited(64))
    #expect(try box.launched() == nil)
  }

  @Test func `is denied where the policy forbids the backend`() throws {
    try box.write(
      "version: 1\nconstraints: [{name: no, forbid: {backend: [openrouter]}, reason: not here}]\n",
      to: "home/.config/claude-route/policy.yaml"
    )
    let probe = try run(Self.command)
    #expect(probe.end == .exited(69) && probe.errors.contains("not here"))
    #expect(try box.launched() == nil && records == [])
  }

  @Test func `may go where the policy asks for what nobody has measured, or was broken`() throws {
    try box.write(
      """
      version: 1
      constraints:
        - name: measured
          forbid: {trait: {thinking: [broken, unknown]}}
          reason: only what was measured
      """,
      to: "home/.config/claude-route/policy.yaml"
    )
    #expect(try run(Self.command).end == .exited(1))
    #expect(try run(Self.command).end == .exited(1))
    // A launch may not.
    #expect(try run(["--backend", "openrouter", "--"]).end == .exited(69))
  }

  @Test func `is shown without the credential and without a client`() throws {
    _ = try run(Self.command)
    try FileManager.default.removeItem(at: box.programs.appending(path: "claude"))
    #expect(try box.run(["probe", "openrouter", "--show"]).end == .exited(1))
  }

  @Test func `is not started without the credential`() throws {
    let probe = try box.run(Self.command)
    #expect(probe.end == .exited(69) && probe.errors.contains("OPENROUTER_API_KEY is not set"))
    #expect(try box.launched() == nil)
  }

  // MARK: Records

  private static func firstLine(_ run: Run) -> String {
    String(run.output.prefix { $0 != "\n" })
  }

  @Test func `is believed only where it says something bad when others could have written it`()
    throws
  {
    _ = try run(Self.command)
    let record = try #require(records.first)
    let doubt = " (where others could have written it)"
    try FileManager.default.setAttributes([.posixPermissions: 0o622], ofItemAtPath: record.path)
    #expect(Self.firstLine(try run(["probe", "openrouter", "--show"])).hasSuffix(doubt))
    let shown = try run(["probe", "openrouter", "--show", "--json"])
    let root = try JSONSerialization.jsonObject(with: Data(shown.output.utf8)) as? [String: Any]
    let traits = try #require(root?["traits"] as? [String: String])
    #expect(traits["thinking"] == "broken" && traits["model-identity"] == "unknown")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: record.path)
    #expect(!Self.firstLine(try run(["probe", "openrouter", "--show"])).hasSuffix(doubt))
    // The same for the whole folder, and whoever probes again is told.
    let folder = record.deletingLastPathComponent()
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
    let again = try run(Self.command)
    #expect(Self.firstLine(again).hasSuffix(doubt))
    #expect(
      again.errors
        == "claude-route: recorded, and believed only where it says something bad: others can write \(folder.path)\n"
    )
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
    try Data("{".utf8).write(to: try #require(records.first))
    #expect(try run(["probe", "openrouter", "--show"]).end == .exited(66))
  }

  @Test func `is not replaced by half a probe`() throws {
    _ = try run(Self.command)
    let before = try Data(contentsOf: try #require(records.first))
    try box.addClient(
      #"""
      echo '{"type":"system","subtype":"init","claude_code_version":"2.1.330"}'
      echo '{"type":"assistant","message":{"id":"m","model":"x","content":[{"type":"text","text":"hi"}]},"parent_tool_use_id":null}'
      echo '{"type":"result","is_error":true,"subtype":"error_max_budget_usd","errors":["spent"],"total_cost_usd":9}'
      exit 1
      """#
    )
    let half = try run(Self.command)
    #expect(half.end == .exited(1))
    #expect(
      half.errors
        == "claude-route: incomplete, so nothing was recorded: its share of the budget was spent on a plain answer\n"
    )
    #expect(try Data(contentsOf: try #require(records.first)) == before && records.count == 1)
  }

  @Test func `is made for no less than the client will reckon`() throws {
    let probe = try run(["probe", "openrouter", "--yes", "--max-budget-usd", "0.01"])
    #expect(
      probe
        == Run(
          64,
          errors: """
            claude-route: the client will reckon about $0.086, and stops at $0.010
              = help: give `--max-budget-usd` at least that, or leave it out; nothing was started

            """
        )
    )
  }

  @Test func `is never made in a repository`() throws {
    let tmp = box.root.appending(path: "work/tmp")
    try FileManager.default.createDirectory(at: tmp, withIntermediateDirectories: true)
    try box.write("ref: refs/heads/main\n", to: "work/.git/HEAD")
    _ = try run(Self.command, ["TMPDIR": tmp.path])
    let folder = try #require(try box.launched()?.environment["CLAUDE_CONFIG_DIR"])
    #expect(folder.hasPrefix("/tmp/claude-route-probe-"))
    #expect(try box.launched()?.environment["GIT_CEILING_DIRECTORIES"] != nil)
  }

  @Test func `takes away what a killed one left`() throws {
    let left = box.root.appending(path: "tmp/claude-route-probe-abc/chain")
    try FileManager.default.createDirectory(at: left, withIntermediateDirectories: true)
    _ = try run(Self.command)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: box.root.appending(path: "tmp").path)
        == []
    )
  }

  @Test func `says nothing of another place, and is stale with another client`() throws {
    _ = try run(Self.command)
    try box.addClient("exit 1")
    let old = try run(["probe", "openrouter", "--show"]).output
    #expect(old.split(separator: "\n").first?.hasSuffix(" (with another client)") == true)
    try box.write(
      """
      version: 1
      backends:
        openrouter: {preset: openrouter, base-url: 'https://other.example/api'}
      """,
      to: "home/.config/claude-route/policy.yaml"
    )
    #expect(try run(["probe", "openrouter", "--show"]).end == .exited(66))
  }
}
