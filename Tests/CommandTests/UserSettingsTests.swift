import Foundation
import Testing

/// The one `--settings` that the client gets: ours and the user's in one document.
@Suite struct `The user's --settings` {
  private let box: Sandbox
  private let key = ["OPENROUTER_API_KEY": "sk-or-canary"]
  private let bulk = ["--quiet", "--task", "license headers", "--"]

  init() throws {
    box = try Sandbox()
    try box.addClient()
  }

  private func settings(_ words: [String]) throws -> [String: Any] {
    #expect(try box.run(bulk + words, key) == Run(0))
    let launched = try #require(try box.launched())
    let others = launched.ownArguments.filter { $0.hasPrefix("--settings") }
    #expect(others == [])
    return try #require(launched.settings)
  }

  private static let theirs = #"""
    {"cleanupPeriodDays": 7, "permissions": {"allow": ["Read"], "deny": []}, "apiKeyHelper": "key",
     "env": {"MINE": "1", "CLAUDE_CODE_EFFORT_LEVEL": "max", "ANTHROPIC_BETAS": "b"},
     "availableModels": ["haiku"], "modelOverrides": {"x": "y"}}
    """#

  @Test(arguments: ["--settings VALUE", "--settings=VALUE", "-p hi --settings VALUE"])
  func `as text are merged: ours win for what we name, theirs for the rest`(form: String) throws {
    let words = form.split(separator: " ").map {
      String($0).replacing("VALUE", with: Self.theirs)
    }
    try expectMerged(try settings(words))
  }

  @Test func `as a file are merged just so`() throws {
    let path = try box.write(Self.theirs, to: "theirs.json")
    try expectMerged(try settings(["--settings", path]))
    try box.write(Self.theirs, to: "work/theirs.json")
    try expectMerged(try settings(["--settings", "theirs.json"]))
  }

  /// Arguments are public, and people keep keys in such files.
  @Test func `as a file stay in a file, and a private one`() throws {
    let path = try box.write(#"{"env": {"MINE": "canary-in-a-file"}}"#, to: "theirs.json")
    let merged = try settings(["--settings", path])
    #expect((merged["env"] as? [String: Any])?["MINE"] as? String == "canary-in-a-file")
    let launched = try #require(try box.launched())
    let words = launched.arguments.map { String(decoding: $0, as: UTF8.self) }
    #expect(!words.contains { $0.contains("canary") })
    let file = try #require(launched.settingsFile)
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let folder = (file as NSString).deletingLastPathComponent
    // The same document again is the same file, and nothing else is left behind.
    _ = try settings(["--settings", path])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
  }

  private func expectMerged(_ merged: [String: Any]) throws {
    #expect(merged["cleanupPeriodDays"] as? Int == 7)
    let permissions = try #require(merged["permissions"] as? [String: [String]])
    #expect(permissions == ["allow": ["Read"], "deny": []])
    #expect(merged["apiKeyHelper"] as? String == "")
    let env = try #require(merged["env"] as? [String: String])
    #expect(env["MINE"] == "1")
    #expect(env["CLAUDE_CODE_EFFORT_LEVEL"] == "low")
    #expect(env["ANTHROPIC_BETAS"] == "")
    let ids = ["haiku", "opus", "sonnet", "fable"].map { "~anthropic/claude-\($0)-latest" }
    #expect(merged["availableModels"] as? [String] == ids)
    var overrides = Dictionary(uniqueKeysWithValues: ids.map { ($0, $0) })
    overrides["x"] = "y"
    #expect(merged["modelOverrides"] as? [String: String] == overrides)
  }

  @Test func `given twice count as the last`() throws {
    let words = [
      "--settings", #"{"env":{"A":"1","B":"1"}}"#, "-p", "--settings", #"{"env":{"A":"2"}}"#,
    ]
    let env = try #require(try settings(words)["env"] as? [String: String])
    #expect(env["A"] == "2")
    #expect(env["B"] == nil)
    #expect(try box.launched()?.ownArguments == ["-p"])
  }

  struct Case: CustomStringConvertible, Sendable {
    var value: String
    var status: Int32 = 64
    var errors: String
    var description: String { value }
  }

  @Test(arguments: [
    Case(
      value: #"{"fallbackModel": "x"}"#,
      errors: "claude-route: `fallbackModel` in `--settings` has to be a list of strings\n"
    ),
    Case(
      value: #"{"permissions": {"allow": "Bash"}}"#,
      errors: "claude-route: `permissions.allow` in `--settings` has to be a list\n"
    ),
    Case(
      value: #"{"statusLine": "mine"}"#,
      errors: "claude-route: `statusLine` in `--settings` has to be an object\n"
    ),
    Case(
      value: #"{"env": []}"#,
      errors: "claude-route: `env` in `--settings` has to be an object\n"
    ),
    Case(
      value: #"{"env": {}"#,
      errors: "claude-route: `--settings`:1:11: lacks `,` or `}`\n"
    ),
    Case(
      value: "/no/such/file",
      status: 66,
      errors: "claude-route: the file of `--settings`: cannot read /no/such/file: "
        + "No such file or directory\n"
    ),
  ])
  func `that the client would drop are refused`(_ row: Case) throws {
    let run = try box.run(bulk + ["--settings", row.value], key)
    #expect(run == Run(row.status, errors: row.errors))
    #expect(try box.launched() == nil)
  }

  @Test func `that become too long for an argument are refused`() throws {
    let text = String(repeating: "x", count: 130_000)
    let path = try box.write(#"{"companyAnnouncements": ["\#(text)"]}"#, to: "long.json")
    let run = try box.run(bulk + ["--settings", path], key)
    #expect(run.end == .exited(64) && run.output.isEmpty)
    #expect(try box.launched() == nil)
  }

  @Test func `beside a login keep its proxies and helper as the user's file has them`() throws {
    try box.write(
      #"{"apiKeyHelper": "my key", "env": {"HTTPS_PROXY": "http://p.example.net:3128"}}"#,
      to: "home/.claude/settings.json"
    )
    try box.write(
      #"{"apiKeyHelper": "their key", "env": {"HTTPS_PROXY": "http://127.0.0.1:1"}}"#,
      to: "work/.claude/settings.json"
    )
    #expect(try box.run(["--quiet", "--task", "fix the race", "--"]) == Run(0))
    let settings = try #require(try box.launched()?.settings)
    #expect(settings["apiKeyHelper"] as? String == "my key")
    let env = try #require(settings["env"] as? [String: String])
    #expect(env["HTTPS_PROXY"] == "http://p.example.net:3128")
    #expect(env["HTTP_PROXY"] == "")
  }
}
