import JSONTree
import Testing

@testable import ClaudeClient

struct SettingsShapeTests {
  struct Case: CustomStringConvertible {
    let document: String
    let key: String
    let expected: String

    init(_ document: String, _ key: String, _ expected: String) {
      self.document = document
      self.key = key
      self.expected = expected
    }

    var description: String { document }
  }

  private static func firstWrong(_ document: String) throws -> [String] {
    let wrong = SettingsShape.firstWrong(in: try JSONNode(parsing: Array(document.utf8)))
    return wrong.map { [$0.key, $0.expected] } ?? []
  }

  @Test(arguments: [
    Case("[]", "", "an object"),
    Case(#"{"model": null}"#, "model", "a string"),
    Case(#"{"verbose": "yes"}"#, "verbose", "true or false"),
    Case(#"{"fallbackModel": "x"}"#, "fallbackModel", "a list of strings"),
    Case(#"{"fallbackModel": ["x", 1]}"#, "fallbackModel[1]", "a string"),
    Case(#"{"enabledMcpjsonServers": ""}"#, "enabledMcpjsonServers", "a list of strings"),
    Case(#"{"modelOverrides": {"a": 1}}"#, "modelOverrides.a", "a string"),
    Case(#"{"modelOverrides": []}"#, "modelOverrides", "an object of strings"),
    Case(#"{"forceLoginOrgUUID": 7}"#, "forceLoginOrgUUID", "a string or a list of strings"),
    Case(#"{"forceLoginOrgUUID": [7]}"#, "forceLoginOrgUUID[0]", "a string"),
    Case(#"{"tui": "big"}"#, "tui", "one of `default`, `fullscreen`"),
    Case(#"{"env": []}"#, "env", "an object"),
    Case(#"{"env": {"A": {"toString": 7}}}"#, "env.A", "a string, a number, true or false"),
    Case(#"{"theme": 7, "tui": 1, "model": 1}"#, "tui", "one of `default`, `fullscreen`"),
    Case(#"{"xaaIdp": {}}"#, "xaaIdp", unchecked),
  ])
  func `finds the first wrong key`(row: Case) throws {
    #expect(try Self.firstWrong(row.document) == [row.key, row.expected])
  }

  private static let unchecked = "put into a settings file instead, as claude-route cannot check it"

  @Test(arguments: [
    Case(#"{"cleanupPeriodDays": 0}"#, "cleanupPeriodDays", "a whole number from 1"),
    Case(#"{"cleanupPeriodDays": 1.5}"#, "cleanupPeriodDays", "a whole number from 1"),
    Case(#"{"cleanupPeriodDays": 1e300}"#, "cleanupPeriodDays", "a whole number from 1"),
    Case(#"{"cleanupPeriodDays": 9007199254740992}"#, "cleanupPeriodDays", "a whole number from 1"),
    Case(
      #"{"desktopSessionCleanupPeriodDays": -1}"#,
      "desktopSessionCleanupPeriodDays",
      "a whole number from 0"
    ),
    Case(#"{"feedbackSurveyRate": 1.01}"#, "feedbackSurveyRate", "a number from 0 up to 1"),
    Case(#"{"skillListingBudgetFraction": 0}"#, "skillListingBudgetFraction", above0To1),
    Case(
      #"{"statusLine": {"type": "command", "command": "x", "padding": 1e400}}"#,
      "statusLine.padding",
      "a number"
    ),
    Case(#"{"breakReminder": {"intervalMinutes": 0}}"#, interval, "a whole number from 1"),
    Case(
      #"{"sshConfigs": [{"id": "a", "name": "b", "sshHost": "c", "sshPort": 2.5}]}"#,
      "sshConfigs[0].sshPort",
      "a whole number"
    ),
  ])
  func `finds a number out of its range`(row: Case) throws {
    #expect(try Self.firstWrong(row.document) == [row.key, row.expected])
  }

  private static let above0To1 = "a number above 0 up to 1"
  private static let interval = "breakReminder.intervalMinutes"

  @Test(arguments: [
    Case(#"{"spinnerVerbs": {"mode": 7}}"#, "spinnerVerbs.mode", "one of `append`, `replace`"),
    Case(#"{"spinnerVerbs": {"mode": "append"}}"#, "spinnerVerbs.verbs", "a list of strings"),
    Case(
      #"{"skillOverrides": {"a": "On"}}"#,
      "skillOverrides.a",
      "one of `on`, `name-only`, `user-invocable-only`, `off`"
    ),
    Case(
      #"{"enabledPlugins": {"a@b": 7}}"#,
      "enabledPlugins.a@b",
      "a list of strings, true or false"
    ),
    Case(#"{"enabledPlugins": {"a@b": [7]}}"#, "enabledPlugins.a@b[0]", "a string"),
    Case(#"{"statusLine": {"type": "command"}}"#, "statusLine.command", "a string"),
    Case(#"{"statusLine": {"command": "x"}}"#, "statusLine.type", "one of `command`"),
    Case(#"{"pluginConfigs": {"p": 7}}"#, "pluginConfigs.p", "an object"),
    Case(
      #"{"pluginConfigs": {"p": {"mcpServers": {"s": {"k": {}}}}}}"#,
      "pluginConfigs.p.mcpServers.s.k",
      "a string, a number, a list of strings, true or false"
    ),
    Case(#"{"permissions": {"allow": "Bash"}}"#, "permissions.allow", "a list"),
    Case(#"{"permissions": {"additionalDirectories": [7]}}"#, directories, "a string"),
    Case(#"{"worktree": {"symlinkDirectories": 7}}"#, symlinks, "a list of strings"),
    Case(#"{"remote": {"defaultEnvironmentId": 7}}"#, "remote.defaultEnvironmentId", "a string"),
    Case(#"{"voice": {"enabled": 7}}"#, "voice.enabled", "true or false"),
    Case(#"{"autoMode": {"soft_deny": "x"}}"#, "autoMode.soft_deny", "a list of strings"),
    Case(#"{"attribution": {"commit": 7}}"#, "attribution.commit", "a string"),
    Case(#"{"attribution": 1}"#, "attribution", "an object, true or false"),
    Case(#"{"fileSuggestion": {}}"#, "fileSuggestion.type", "one of `command`"),
    Case(#"{"quietHours": {"start": 7}}"#, "quietHours.start", "a time such as `22:00`"),
    Case(#"{"sshConfigs": [7]}"#, "sshConfigs[0]", "an object"),
    Case(#"{"sshConfigs": [{"id": "a"}]}"#, "sshConfigs[0].name", "a string"),
    Case(#"{"allowedChannelPlugins": ["a@b"]}"#, "allowedChannelPlugins[0]", "an object"),
    Case(#"{"strictKnownMarketplaces": [{}]}"#, "strictKnownMarketplaces[0]", unchecked),
    Case(#"{"blockedMarketplaces": [7]}"#, "blockedMarketplaces[0]", unchecked),
    Case(
      #"{"extraKnownMarketplaces": {"m": {"source": {"source": "ftp"}}}}"#,
      "extraKnownMarketplaces.m.source.source",
      sources
    ),
  ])
  func `looks into objects and lists`(row: Case) throws {
    #expect(try Self.firstWrong(row.document) == [row.key, row.expected])
  }

  private static let directories = "permissions.additionalDirectories[0]"
  private static let symlinks = "worktree.symlinkDirectories"
  private static let sources = """
    one of `url`, `github`, `git`, `npm`, `file`, `directory`, `skills-dir`, `hostPattern`, \
    `pathPattern`, `settings`
    """

  @Test(arguments: [
    Case(#"{"sandbox": true}"#, "sandbox", "an object"),
    Case(#"{"sandbox": {"network": {"allowedDomains": "x"}}}"#, domains, "a list of strings"),
    Case(#"{"sandbox": {"network": {"allowMachLookup": ["a*b"]}}}"#, lookup, trailing),
    Case(#"{"sandbox": {"network": {"tlsTerminate": {"caKeyPath": ""}}}}"#, caKey, filled),
    Case(#"{"sandbox": {"filesystem": 7}}"#, "sandbox.filesystem", "an object"),
    Case(#"{"sandbox": {"ignoreViolations": {"*": "/a"}}}"#, violations, "a list of strings"),
    Case(#"{"sandbox": {"ripgrep": {}}}"#, "sandbox.ripgrep.command", "a string"),
    Case(
      #"{"sandbox": {"credentials": {"files": [{}]}}}"#,
      files + "mode",
      "one of `deny`, `mask`"
    ),
    Case(
      #"{"sandbox": {"credentials": {"files": [{"path": "/a/", "mode": "mask"}]}}}"#,
      files + "path",
      "the path of a file"
    ),
    Case(
      #"{"sandbox": {"credentials": {"files": [{"path": "/a", "mode": "mask", "extract": "("}]}}}"#,
      files + "extract",
      unchecked
    ),
    Case(
      #"{"sandbox": {"credentials": {"envVars": [{"name": "1A", "mode": "deny"}]}}}"#,
      "sandbox.credentials.envVars[0].name",
      "the name of a variable"
    ),
    Case(#"{"sandbox": {"credentials": {"awsPairs": [{}]}}}"#, pairs, unchecked),
  ])
  func `looks into the sandbox`(row: Case) throws {
    #expect(try Self.firstWrong(row.document) == [row.key, row.expected])
  }

  private static let domains = "sandbox.network.allowedDomains"
  private static let lookup = "sandbox.network.allowMachLookup[0]"
  private static let trailing = "a string without `*` but at its end"
  private static let caKey = "sandbox.network.tlsTerminate.caKeyPath"
  private static let filled = "a string that is not empty"
  private static let violations = "sandbox.ignoreViolations.*"
  private static let files = "sandbox.credentials.files[0]."
  private static let pairs = "sandbox.credentials.awsPairs[0]"

  @Test(arguments: [
    #"{}"#,
    #"{"theme": 7, "effortLevel": "max", "unknown": {"a": [null]}, "hooksOfMine": []}"#,
    #"{"env": {"A": 7, "B": null, "C": true}, "mcpServers": {"hooks": [1]}}"#,
    #"{"cleanupPeriodDays": 9007199254740991, "skillListingBudgetFraction": 1e-9}"#,
    #"{"desktopSessionCleanupPeriodDays": 0, "feedbackSurveyRate": 0}"#,
    #"{"attribution": false, "enabledPlugins": {"a@b": true, "c@d": ["x"]}}"#,
    #"{"attribution": {"commit": "", "zz": 7}, "forceLoginOrgUUID": ["x"]}"#,
    #"{"permissions": {"allow": [7], "defaultMode": "acceptEdits", "zz": 1}}"#,
    #"{"statusLine": {"type": "command", "command": "x", "padding": 2, "refreshInterval": "z"}}"#,
    #"{"pluginConfigs": {"p": {"options": {"a": "b", "c": 1, "d": false, "e": ["f"]}}}}"#,
    #"{"quietHours": {"start": "22:00", "end": "7:05"}, "sshConfigs": [], "voice": {}}"#,
    #"{"sshConfigs": [{"id": "a", "name": "b", "sshHost": "c", "sshPort": 22}]}"#,
    #"{"spinnerVerbs": {"mode": "append", "verbs": []}, "strictKnownMarketplaces": []}"#,
    #"{"extraKnownMarketplaces": {"m": {"source": {"source": "github"}}}}"#,
    #"{"sandbox": {"enabled": true, "network": {"allowMachLookup": ["com.a.*"]}}}"#,
    #"{"sandbox": {"credentials": {"files": [{"path": "/a/", "mode": "deny"}]}}}"#,
    #"{"sandbox": {"credentials": {"envVars": [{"name": "_A1", "mode": "mask"}]}}}"#,
  ])
  func `takes what the client takes`(document: String) throws {
    #expect(try Self.firstWrong(document) == [])
  }

  @Test(arguments: [
    ("22:00", true), ("7:05", true), ("00:00", true), ("23:59", true), ("24:00", false),
    ("7:60", false), ("7:5", false), ("007:05", false), ("7", false), ("7:05:00", false),
    ("22:00\n", false), (":05", false), ("+7:05", false), ("", false),
  ])
  func `reads a time of day`(text: String, isRead: Bool) {
    #expect(SettingsShape.StringForm.clockTime.admits(text) == isRead)
  }

  @Test(arguments: [
    ("https://a.example/x", true), ("http://localhost:8080/a?b=c#d", true),
    ("http://127.0.0.1:1", true), ("https://a_b.example", true), ("http://a:65535", true),
    ("http://a:65536", false), ("http://a:", false), ("http://a..b", false),
    ("http://1.2.3.256", false), ("http://a b", false), ("https://xn--a", false),
    ("http://a.1", false), ("ftp://a", false), ("http://", false), ("https://u:p@a/", false),
    ("https://a:80:80", false), ("https://a\\b", false), ("x", false),
  ])
  func `takes the plain web addresses`(text: String, isTaken: Bool) {
    #expect(SettingsShape.StringForm.webAddress.admits(text) == isTaken)
  }
}
