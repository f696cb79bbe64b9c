/// First words that start no session on this machine (client 2.1.330).
enum ClientSubcommands {
  static func contains(_ word: String) -> Bool {
    passedThrough.contains(word) || elsewhere.contains(word)
  }

  /// Hidden ones included.
  private static let passedThrough: Set<String> = [
    "agents", "attach", "auth", "auto-mode", "daemon", "design-login", "doctor",
    "edit-chrome-settings", "edit-hook", "edit-memory-settings", "edit-permission-rules",
    "edit-sandbox-settings", "edit-skill-overrides", "gateway", "import", "import-conversations",
    "install", "kill", "logs", "mcp", "plugin", "plugins", "project", "purge", "respawn", "rm",
    "setup-token", "stop", "update", "upgrade", "workspace-trust",
  ]

  /// Sessions on Anthropic's machines, or steered from its site.
  static let elsewhere: Set<String> = ["remote-control", "rc", "self-hosted-runner", "ultrareview"]

  static let elsewhereOptions: Set<String> = [
    "--attach-serve", "--cloud", "--desktop", "--environment", "--pool", "--remote", "--teleport",
  ]

  /// Sub-commands only as the very first word; elsewhere they are a prompt.
  static let elsewhereEntries: Set<String> = ["bridge", "remote", "sync"]

  /// What the client starts itself with; it looks at the very first word only.
  static let internalEntries: Set<String> = [
    "--bg-pty-host", "--bg-spare", "--chrome-native-host", "--claude-in-chrome-mcp",
    "--daemon-worker", "--eval-mock-server", "--preload",
  ]
}
