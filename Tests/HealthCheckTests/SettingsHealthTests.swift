import ClaudeClient
import HealthCheck
import Testing

@Suite struct `Settings files` {
  private func words(_ layers: [SettingsLayer], _ shell: [String] = []) -> [String] {
    let session = PlainSession(
      layers: layers,
      environment: shell.map { Array($0.utf8) },
      isLoginSaved: false
    )
    return SettingsHealth(layers, in: session).findings.words
  }

  private static let cancels =
    "= claude-route cancels it for each launch; plain `claude` and `eval` do not"

  @Test func `are told key by key, what follows once for each file`() throws {
    let user = try layer(
      .user,
      """
      {
        "env": {
          "ANTHROPIC_BASE_URL": "https://x.example.net/v1/",
          "ANTHROPIC_AUTH_TOKEN": "canary",
          "AWS_REGION": "eu-west-1",
          "CLAUDE_CODE_USE_BEDROCK": "0",
          "MAX_THINKING_TOKENS": 0
        },
        "apiKeyHelper": "pass show x"
      }
      """
    )
    #expect(
      words([user]) == [
        "settings warning user.json:3: env.ANTHROPIC_BASE_URL | `https://x.example.net/v1/` beats "
          + "your shell, and ends in `/v1`: requests go to `/v1/v1/messages` | \(Self.cancels) | "
          + "help: delete lines 3-4 and 7 of user.json",
        "settings warning user.json:4: env.ANTHROPIC_AUTH_TOKEN is a literal secret",
        "settings warning user.json:7: env.MAX_THINKING_TOKENS | `0` beats your shell",
        "settings note user.json:9: apiKeyHelper | a command that gives the credential; it counts as "
          + "a login",
      ]
    )
  }

  @Test func `that are the project's count less`() throws {
    let project = try layer(
      .project,
      """
      {"apiKeyHelper": "echo sk-ant-0123456789abcdef",
       "model": "opus", "availableModels": ["x"], "modelOverrides": {}, "agent": "a"}
      """
    )
    let local = try layer(.local, "{\"env\": {\n\"HTTP_PROXY\": \"http://p:1\"}}")
    #expect(
      words([project, local]) == [
        "settings warning project.json:1: apiKeyHelper is a literal secret | a command of the "
          + "project's gives the credential | \(Self.cancels) | help: delete line 1 of project.json",
        "settings note project.json:2: model | what a session starts with whose route names no model",
        "settings note project.json:2: availableModels | changes the models of plain `claude` and "
          + "`eval`",
        "settings note project.json:2: modelOverrides | changes the models of plain `claude` and "
          + "`eval`",
        "settings note project.json:2: agent | an agent's own definition may name a model",
        "settings warning local.json:2: env.HTTP_PROXY | `http://p:1` beats your shell | "
          + "\(Self.cancels) | help: delete line 2 of local.json",
      ]
    )
  }

  @Test func `beat each other`() throws {
    let text = #"{"env": {"ANTHROPIC_API_KEY": "canary"}}"#
    let layers = [try layer(.user, text), try layer(.local, text)]
    let help = "help: take env.ANTHROPIC_API_KEY out of"
    #expect(
      words(layers, ["ANTHROPIC_API_KEY=canary"]) == [
        "settings warning user.json:1: env.ANTHROPIC_API_KEY is a literal secret | local.json:1 "
          + "beats it | \(Self.cancels) | \(help) user.json",
        "settings warning local.json:1: env.ANTHROPIC_API_KEY is a literal secret | it beats your "
          + "shell and user.json:1 | \(Self.cancels) | \(help) local.json",
      ]
    )
  }

  @Test func `hold secrets that route nothing`() throws {
    let text = #"{"env": {"MINE": "sk-or-v1-0123456789", "ANTHROPIC_AUTH_TOKEN": "none", "N": 1}}"#
    #expect(
      words([try layer(.user, text)]).filter { $0.contains("secret") } == [
        "settings warning user.json:1: env.MINE is a literal secret"
      ]
    )
    let managed = #"{"env": {"ANTHROPIC_API_KEY": "canary", "ANTHROPIC_MODEL": "x"}}"#
    #expect(
      words([try layer(.managed, managed)]) == [
        "managed warning managed.json:1: env.ANTHROPIC_API_KEY is a literal secret"
      ]
    )
  }

  @Test func `stop a launch where a value of the user's may be a secret`() throws {
    let text = """
      {"env": {
        "HTTPS_PROXY": "http://p:1",
        "ANTHROPIC_MODEL": "opus"}}
      """
    let layers = [try layer(.project, text), try layer(.user, text)]
    let session = PlainSession(layers: layers, environment: [], isLoginSaved: false)
    let found = SettingsHealth(layers, in: session, withheld: ["HTTPS_PROXY"]).findings
    #expect(
      found.map(\.level) == [.error, .warning, .note, .warning]
    )
    #expect(
      found[0].words
        == "settings error project.json:2: env.HTTPS_PROXY cannot be overridden, since "
        + "your own value may be a secret | = a launch ends with exit status 78 | help: take it out of "
        + "that file"
    )
    #expect(found[1].help == "delete line 3 of project.json")
  }

  // MARK: Files

  @Test(arguments: [
    (FileHealth.Kind.settings, true, 0o644, [] as [String]), (.login, true, 0o600, []),
    (.folder, true, 0o755, []),
    (
      .settings, true, 0o664,
      [
        "settings warning ~/a b: can be written by others | = whoever does decides where plain "
          + "`claude` goes | help: chmod go-w ~/'a b'"
      ]
    ),
    (
      .folder, false, 0o755,
      [
        "settings warning ~/a b: belongs to somebody else | = whoever does decides where plain "
          + "`claude` goes"
      ]
    ),
    (
      .login, true, 0o640,
      [
        "login warning ~/a b: can be read by others | = it holds your saved login | "
          + "help: chmod 600 ~/'a b'"
      ]
    ),
  ])
  func `are safe from others, or not`(row: (FileHealth.Kind, Bool, Int, [String])) {
    let file = FileHealth(path: "~/a b", kind: row.0, isOurs: row.1, mode: UInt32(row.2))
    #expect(file.findings.words == row.3)
  }
}
