/// The keys of a settings document.
extension SettingsShape {
  /// The whole document.
  ///
  /// A key that is not here is tolerated, unless it holds hooks. Among those are keys that the
  /// client knows and reads leniently, such as `effortLevel`, `theme` and `allowedMcpServers`.
  static let settings: SettingsShape = .object(
    members(plain) + members(words) + members(deep),
    others: .any(.noHooks)
  )

  static let text = SettingsShape.string(.anything)
  static let strings = SettingsShape.list(text)
  static let anyNumber = SettingsShape.number(finite, isWhole: false)
  static let wholeNumber = SettingsShape.number(-largestWhole...largestWhole, isWhole: true)
  static let positive = SettingsShape.number(1...largestWhole, isWhole: true)

  private static let finite = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
  /// `Number.MAX_SAFE_INTEGER`; the client takes no larger one for whole.
  private static let largestWhole = 9_007_199_254_740_991.0

  /// An object of which only these keys matter; `required` are names among them.
  static func keys(
    _ table: [(SettingsShape, String)],
    required: [String] = []
  ) -> SettingsShape {
    let members = members(table).map { member in
      Member(
        key: member.key,
        shape: member.shape,
        isRequired: required.contains(member.key)
      )
    }
    return .object(members, others: .any(.noHooks))
  }

  /// An object with keys of the user's own.
  static func map(_ value: SettingsShape) -> SettingsShape { .object([], others: value) }

  private static func members(_ table: [(SettingsShape, String)]) -> [Member] {
    table.flatMap { shape, keys in
      keys.split { $0 == " " || $0 == "\n" }.map { Member(key: String($0), shape: shape) }
    }
  }

  private static let plain: [(SettingsShape, String)] = [
    (
      text,
      """
      $schema apiKeyHelper proxyAuthHelper awsCredentialExport awsAuthRefresh gcpAuthRefresh
      processWrapper attributionProject model prUrlTemplate otelHeadersHelper outputStyle language
      advisorModel agent minimumVersion requiredMinimumVersion requiredMaximumVersion
      plansDirectory timeZone timeFormat autoMemoryDirectory claudeMd pluginTrustMessage
      """
    ),
    (
      truth,
      """
      respectGitignore syncClaudeAiSkills syncClaudeAiPlugins wslInheritsWindowsSettings
      includeCoAuthoredBy includeGitInstructions enforceAvailableModels enableAllProjectMcpServers
      disableClaudeAiConnectors disableBundledSkills disableDirectMcpSkills disableAllHooks
      disableReplyCheck disableAgentView disableRemoteControl disableWorkflows disableArtifact
      enableArtifact enableWorkflows workflowKeywordTriggerEnabled disableSkillShellExecution
      disableWindowsBashCommandSplit bashEditDiffEnabled respondToBashCommands
      allowManagedHooksOnly allowManagedPermissionRulesOnly allowManagedMcpServersOnly
      allowAllClaudeAiMcps allowClaudeInChromeWithManagedMcp disableCommandPluginSources
      disableSideloadFlags allowNestedModelAccessUnderForceLogin forceRemoteSettingsRefresh
      skipWebFetchPreflight spinnerTipsEnabled clawdFileProgressEnabled
      syntaxHighlightingDisabled terminalTitleFromRename alwaysThinkingEnabled fastMode
      fastModePerSessionOptIn promptSuggestionEnabled emojiCompletionEnabled awaySummaryEnabled
      responseComparisonEnabled showClearContextOnPlanAccept channelsEnabled prefersReducedMotion
      doneMeansMerged totalTokensReminderAfterUserTurn autoMemoryEnabled autoDreamEnabled
      showThinkingSummaries skipDangerousModePermissionPrompt skipWorkflowUsageWarning
      verbose autoCompactEnabled precomputeCompactionEnabled idleCompaction switchModelsOnFlag
      autoContinueAtUsageLimit autoScrollEnabled wheelScrollAccelerationEnabled
      fileCheckpointingEnabled showTurnDuration showMessageTimestamps terminalProgressBarEnabled
      todoFeatureEnabled remoteControlAtStartup isolatePeerMachines autoUploadSessions
      inputNeededNotifEnabled agentPushNotifEnabled skipAutoPermissionPrompt
      useAutoModeDuringPlan voiceEnabled axScreenReader
      """
    ),
    (positive, "cleanupPeriodDays skillListingMaxDescChars totalTokensReminderBudget"),
    (.number(0...largestWhole, isWhole: true), "desktopSessionCleanupPeriodDays"),
    (.number(0...1, isWhole: false), "feedbackSurveyRate"),
    (.number(.leastNonzeroMagnitude...1, isWhole: false), "skillListingBudgetFraction"),
    (
      strings,
      """
      fallbackModel availableModels enabledMcpjsonServers disabledMcpjsonServers
      allowedHttpHookUrls httpHookAllowedEnvVars pluginSuggestionMarketplaces
      companyAnnouncements claudeMdExcludes
      """
    ),
    (.either([text, strings]), "forceLoginOrgUUID"),
    (map(text), "modelOverrides"),
    // Tolerated, and not searched for hooks.
    (.any(.whatever), "mcpServers managedMcpServers lspServers modelSettings"),
  ]

  private static let words: [(SettingsShape, String)] = [
    (.choice(["bash", "powershell"]), "defaultShell"),
    (.choice(["default", "fullscreen"]), "tui"),
    (.choice(["disable"]), "disableAutoMode disableDeepLinkRegistration"),
    (.choice(["chat", "transcript"]), "defaultView"),
    (.choice(["transient", "ask"]), "daemonColdStart"),
    (.choice(["first-wins", "merge"]), "parentSettingsBehavior managedSourcesBehavior"),
    (.choice(["latest", "stable", "rc"]), "autoUpdatesChannel"),
    (.choice(["notify", "quiet", "off"]), "feedbackDrafts"),
    (
      .choice(["off", "infinite", "fixed", "countdown", "padded-countdown"]), "totalTokensReminder"
    ),
    (.choice(["unrestricted", "small", "medium", "large"]), "workflowSizeGuideline"),
  ]
}
