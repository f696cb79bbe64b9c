/// `hooks`, and what the client mistakes for them.
extension SettingsShape {
  /// A fault in the hooks of most events costs that entry only; the two events that may guard
  /// permissions are read strictly.
  static let hooks: SettingsShape = {
    let lenient = events.split { $0 == " " || $0 == "\n" }.map {
      Member(key: String($0), shape: .any(.noGuards))
    }
    let strict = guardEvents.map { Member(key: $0, shape: .list(matcher)) }
    return .object(strict + lenient, others: .any(.noHooks))
  }()

  private static let events = """
    PostToolUse PostToolUseFailure PostToolBatch Notification UserPromptSubmit UserPromptExpansion
    SessionStart SessionEnd Stop StopFailure SubagentStart SubagentStop PreCompact PostCompact
    PreModelSwitch PostModelSwitch PermissionDenied Setup TeammateIdle TaskCreated TaskCompleted
    Elicitation ElicitationResult ConfigChange WorktreeCreate WorktreeRemove InstructionsLoaded
    CwdChanged FileChanged DirectoryAdded MessageDisplay
    """

  private static let matcher = keys(
    [
      (text, "matcher"),
      (
        .list(
          .variants(
            by: "type",
            [
              Member(key: "command", shape: command), Member(key: "prompt", shape: prompt),
              Member(key: "agent", shape: prompt), Member(key: "mcp_tool", shape: tool),
              Member(key: "http", shape: request),
            ]
          )
        ),
        "hooks"
      ),
    ],
    required: ["hooks"]
  )

  private static let common: [(SettingsShape, String)] = [
    (text, "if statusMessage"),
    (truth, "once"),
    (.number(.leastNonzeroMagnitude ... .greatestFiniteMagnitude, isWhole: false), "timeout"),
  ]

  private static let command = keys(
    common + [
      (text, "command"),
      (strings, "args"),
      (.choice(["bash", "powershell"]), "shell"),
      (.choice(["continue", "block"]), "onFailure"),
      (truth, "async asyncRewake holdsTools"),
      (.string(.filled), "rewakeMessage rewakeSummary"),
    ],
    required: ["command"]
  )

  /// Of an agent too, which ignores the last key.
  private static let prompt = keys(
    common + [(text, "prompt model"), (truth, "continueOnBlock")],
    required: ["prompt"]
  )

  private static let tool = keys(
    common + [(text, "server tool"), (map(.any(.noHooks)), "input")],
    required: ["server", "tool"]
  )

  private static let request = keys(
    common + [
      (.string(.webAddress), "url"),
      (.choice(["continue", "block"]), "onFailure"),
      (map(text), "headers"),
      (strings, "allowedEnvVars"),
    ],
    required: ["url"]
  )
}
