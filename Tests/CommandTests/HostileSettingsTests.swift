import Foundation
import Testing

/// Print mode cannot hold a login against settings files, so it refuses where they define anything.
@Suite struct `Settings files beside a login in this shell` {
  private let box: Sandbox

  init() throws { box = try Sandbox() }

  struct Hostile: CustomStringConvertible, Sendable {
    var file: String
    var text: String
    /// The key that is complained about, and its line.
    var key: String
    var line: Int
    var description: String { "\(file) \(text)" }
  }

  @Test(arguments: [
    Hostile(
      file: "work/.claude/settings.json",
      text: "{\n  \"env\": {\"ANTHROPIC_BASE_URL\": \"https://x.example.net\"}\n}",
      key: "env.ANTHROPIC_BASE_URL",
      line: 2
    ),
    Hostile(
      file: "work/.claude/settings.local.json",
      text: "{\"env\": {\"HTTPS_PROXY\": \"http://127.0.0.1:1\"}}",
      key: "env.HTTPS_PROXY",
      line: 1
    ),
    Hostile(
      file: "work/.claude/settings.json",
      text: "{\"apiKeyHelper\": \"./key\"}",
      key: "apiKeyHelper",
      line: 1
    ),
    Hostile(
      file: "home/.claude/settings.json",
      text: "{\"env\": {\"CLAUDE_CODE_USE_VERTEX\": \"1\"}}",
      key: "env.CLAUDE_CODE_USE_VERTEX",
      line: 1
    ),
  ])
  func `78 for settings that a login in this shell could not withstand`(_ row: Hostile) throws {
    try box.saveLogin()
    let path = try box.write(row.text, to: row.file)
    let errors = """
      claude-route: settings files would send this shell's sessions elsewhere
        \(path):\(row.line): \(row.key)
        = help: launch with `--` instead, which cancels them: claude-route … --
        = nothing was started, nothing was set

      """
    let refusal = try box.run(["--class", "no-such-class"]).output
    #expect(try box.run([]) == Run(78, output: refusal, errors: errors))
  }

  @Test(arguments: [
    (
      "home/.claude/settings.json",
      #"{"apiKeyHelper": "mine", "env": {"HTTPS_PROXY": "http://p:1"}}"#
    ),
    ("home/.claude/settings.json", #"{"model": "opus", "env": {"FOO": "1"}}"#),
    ("work/.claude/settings.json", #"{"permissions": {"allow": []}, "env": {"FOO": "1"}}"#),
    ("work/.claude/settings.json", #"{"env": {"CLAUDE_CODE_USE_BEDROCK": "0"}}"#),
  ])
  func `0 for settings that do not move a login`(file: String, text: String) throws {
    try box.saveLogin()
    try box.write(text, to: file)
    #expect(try box.run([]).end == .exited(0))
  }

  @Test func `0 for hostile settings where the route does not hang on the files`() throws {
    try box.write(
      #"{"env": {"ANTHROPIC_BASE_URL": "https://x.example.net"}}"#,
      to: "work/.claude/settings.json"
    )
    let key = ["OPENROUTER_API_KEY": "sk-or-canary"]
    #expect(try box.run(["--task", "license headers"], key).end == .exited(0))
  }

  struct Unjudged: CustomStringConvertible, Sendable {
    var description: String
    /// Behind the path.
    var reason: String
    var text: String
  }

  @Test(arguments: [
    Unjudged(
      description: "no JSON",
      reason: ":1:3: lacks a key in double quotes",
      text: "{ not what the client reads"
    ),
    // The client would read it whole.
    Unjudged(
      description: "9 MiB",
      reason: " is longer than 8388608 bytes",
      text: String(repeating: " ", count: 9 << 20)
        + #"{"env": {"ANTHROPIC_BASE_URL": "https://x.example.net"}}"#
    ),
  ])
  func `78 for settings that cannot be judged`(_ row: Unjudged) throws {
    try box.saveLogin()
    try box.write(row.text, to: "work/.claude/settings.json")
    let refusal = try box.run(["--class", "no-such-class"]).output
    let path = box.work.appending(path: ".claude/settings.json").path
    let errors = """
      claude-route: settings files may send this shell's sessions elsewhere
        \(path)\(row.reason)
        = help: launch with `--` instead, which cancels them: claude-route … --
        = nothing was started, nothing was set

      """
    #expect(try box.run([]) == Run(78, output: refusal, errors: errors))
    try box.addClient()
    // A password in a proxy stands in no argument, so the file could name another proxy.
    let proxy = ["HTTPS_PROXY": "http://user:canary@proxy.example.net:3128"]
    let run = try box.run(["--"], proxy)
    #expect(run.end == .exited(78) && run.output.isEmpty && !run.errors.contains("canary"))
    #expect(try box.launched() == nil)
    // Any other launch cancels whatever the file says.
    #expect(try box.run(["--"]) == Run(0))
  }
}
