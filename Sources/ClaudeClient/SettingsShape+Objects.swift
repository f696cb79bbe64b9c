/// The objects and lists of a settings document.
extension SettingsShape {
  static let deep: [(SettingsShape, String)] = [
    (
      .either([keys([(text, "commit pr"), (truth, "sessionUrl")]), truth]), "attribution"
    ),
    (
      keys([(strings, "allow soft_deny hard_deny environment"), (truth, "classifyAllShell")]),
      "autoMode"
    ),
    (
      keys([
        (truth, "enabled"), (positive, "intervalMinutes breakThresholdMinutes"), (text, "message"),
      ]),
      "breakReminder"
    ),
    (map(.either([strings, truth])), "enabledPlugins"),
    // The client makes strings of the values; there are objects that have none.
    (map(.scalar), "env"),
    (marketplaces, "extraKnownMarketplaces additionalMarketplaces"),
    (
      keys(
        [(.choice(["command"]), "type"), (text, "command")],
        required: ["type", "command"]
      ),
      "fileSuggestion"
    ),
    (hooks, "hooks"),
    (permissions, "permissions"),
    (
      map(keys([(map(map(pluginOption)), "mcpServers"), (map(pluginOption), "options")])),
      "pluginConfigs"
    ),
    (keys([(truth, "enabled"), (.string(.clockTime), "start end")]), "quietHours"),
    (keys([(text, "defaultEnvironmentId")]), "remote"),
    (keys([(truth, "allowUnattendedServing")]), "remoteTools"),
    (sandbox, "sandbox"),
    (
      map(.choice(["on", "name-only", "user-invocable-only", "off"])), "skillOverrides"
    ),
    (
      keys(
        [(.choice(["append", "replace"]), "mode"), (strings, "verbs")],
        required: ["mode", "verbs"]
      ),
      "spinnerVerbs"
    ),
    (
      .list(
        keys(
          [(text, "id name sshHost sshIdentityFile startDirectory"), (wholeNumber, "sshPort")],
          required: ["id", "name", "sshHost"]
        )
      ),
      "sshConfigs"
    ),
    (statusLine, "statusLine"),
    (
      keys([(truth, "enabled autoSubmit"), (.choice(["hold", "tap"]), "mode")]), "voice"
    ),
    (
      keys([
        (strings, "symlinkDirectories sparsePaths"), (.choice(["fresh", "head"]), "baseRef"),
      ]),
      "worktree"
    ),
    (
      .list(keys([(text, "marketplace plugin")], required: ["marketplace", "plugin"])),
      "allowedChannelPlugins"
    ),
    // Ten kinds of sources with rules about reserved names and addresses.
    (.list(.unchecked), "strictKnownMarketplaces allowedMarketplaces blockedMarketplaces"),
    // An address as `new URL` takes it, and only where CLAUDE_CODE_ENABLE_XAA is set.
    (.unchecked, "xaaIdp"),
  ]

  /// The client ignores an entry it cannot read, but not one of a source it does not know.
  private static let marketplaces = map(
    keys([
      (
        keys([
          (
            .choice([
              "url", "github", "git", "npm", "file", "directory", "skills-dir", "hostPattern",
              "pathPattern", "settings",
            ]),
            "source"
          ),
          // Plugins have sources of their own.
          (.unchecked, "plugins"),
        ]),
        "source"
      )
    ])
  )

  private static let statusLine = keys(
    [
      (.choice(["command"]), "type"), (text, "command"), (anyNumber, "padding"),
      (truth, "hideVimModeIndicator"),
    ],
    required: ["type", "command"]
  )

  private static let pluginOption = SettingsShape.either([text, anyNumber, strings, truth])

  /// Of a rule the client skips what it cannot read, and only that.
  private static let permissions = keys([
    (.list(.any(.noHooks)), "allow deny ask"),
    (strings, "additionalDirectories"),
    (
      .choice(["default", "manual", "acceptEdits", "auto", "bypassPermissions", "dontAsk", "plan"]),
      "defaultMode"
    ),
    (.choice(["disable"]), "disableBypassPermissionsMode disableAutoMode"),
    (
      truth,
      """
      blockReadsOutsideWorkingDirectories blockFileToolReadsOutsideWorkingDirectories
      blockWritesOutsideWorkingDirectories denyInsteadOfPrompting
      """
    ),
  ])
}
