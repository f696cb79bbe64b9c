import JSONTree
import Testing

@testable import ClaudeClient

/// The client drops a document when it cannot load a hook that may guard permissions.
struct SettingsHooksShapeTests {
  private static func firstWrong(_ document: String) throws -> [String] {
    let wrong = SettingsShape.firstWrong(in: try JSONNode(parsing: Array(document.utf8)))
    return wrong.map { [$0.key, $0.expected] } ?? []
  }

  @Test(arguments: [
    (#"{"type": "command"}"#, ".command", "a string"),
    (
      #"{"type": "command", "command": "x", "shell": "zsh"}"#, ".shell",
      "one of `bash`, `powershell`"
    ),
    (#"{"type": "command", "command": "x", "timeout": 0}"#, ".timeout", "a number above 0"),
    (#"{"type": "command", "command": "x", "rewakeMessage": ""}"#, ".rewakeMessage", filled),
    (#"{"type": "prompt"}"#, ".prompt", "a string"),
    (#"{"type": "agent", "prompt": "x", "model": 7}"#, ".model", "a string"),
    (#"{"type": "mcp_tool", "server": "s"}"#, ".tool", "a string"),
    (#"{"type": "mcp_tool", "server": "s", "tool": "t", "input": 7}"#, ".input", "an object"),
    (#"{"type": "http", "url": "x y"}"#, ".url", address),
    (#"{"type": "shell"}"#, ".type", types),
    (#"{}"#, ".type", types),
    (#"7"#, "", "an object"),
  ])
  func `reads the hooks of both guarding events strictly`(
    hook: String,
    key: String,
    expected: String
  ) throws {
    for event in ["PreToolUse", "PermissionRequest"] {
      let document = #"{"hooks": {"\#(event)": [{"matcher": "Bash", "hooks": [\#(hook)]}]}}"#
      #expect(try Self.firstWrong(document) == ["hooks.\(event)[0].hooks[0]\(key)", expected])
    }
    #expect(try Self.firstWrong(#"{"hooks": {"Stop": [{"hooks": [\#(hook)]}]}}"#) == [])
  }

  private static let filled = "a string that is not empty"
  private static let address = "an address such as `https://example.com/path`"
  private static let types = "one of `command`, `prompt`, `agent`, `mcp_tool`, `http`"

  @Test(arguments: [
    (#"{"hooks": []}"#, "hooks", "an object"),
    (#"{"hooks": {"PreToolUse": {}}}"#, "hooks.PreToolUse", "a list"),
    (#"{"hooks": {"PreToolUse": [{}]}}"#, "hooks.PreToolUse[0].hooks", "a list"),
    (
      #"{"hooks": {"PreToolUse": [{"matcher": 7, "hooks": []}]}}"#, "hooks.PreToolUse[0].matcher",
      "a string"
    ),
    (#"{"hooks": {"hooks": []}}"#, "hooks.hooks", misplaced),
    (#"{"hooks": {"Stop": [{"PreToolUse": []}]}}"#, "hooks.Stop[0].PreToolUse", misplaced),
    (#"{"hooks": {"Mine": {"a": {"hooks": [7]}}}}"#, "hooks.Mine.a.hooks", misplaced),
    (#"{"PreToolUse": [7]}"#, "PreToolUse", misplaced),
    (#"{"mine": [[{"hooks": [7]}]]}"#, "mine[0][0].hooks", misplaced),
    (#"{"theme": {"hooks": {"type": "command"}}}"#, "theme.hooks", misplaced),
    (#"{"permissions": {"hooks": {}}}"#, "permissions.hooks", misplaced),
    (
      #"{"modelOverrides": {"PermissionRequest": "x"}}"#, "modelOverrides.PermissionRequest",
      misplaced
    ),
  ])
  func `finds hooks where none belong`(document: String, key: String, expected: String) throws {
    #expect(try Self.firstWrong(document) == [key, expected])
  }

  private static let misplaced = "put below `hooks`, in the list of an event"

  @Test(arguments: [
    #"{"hooks": {}}"#, #"{"hooks": {"PreToolUse": [], "Stop": 7, "Mine": [1]}}"#,
    #"{"hooks": {"PreToolUse": [{"hooks": [{"type": "http", "url": "https://a.example"}]}]}}"#,
    #"{"hooks": {"PreToolUse": [{"hooks": [{"type": "prompt", "prompt": "x", "zz": 7}]}]}}"#,
    #"{"mine": {"hooks": 7}, "modelOverrides": {"hooks": "x"}}"#,
    #"{"mcpServers": {"PreToolUse": 7}, "modelSettings": [{"hooks": [7]}]}"#,
    #"{"companyAnnouncements": ["PreToolUse"]}"#,
  ])
  func `takes hooks that the client takes or skips`(document: String) throws {
    #expect(try Self.firstWrong(document) == [])
  }
}
