import Foundation
import Testing

/// Where a shell is routed, and where plain `claude` goes from there.
@Suite struct `A shell's status` {
  private let box: Sandbox
  private let key = ["OPENROUTER_API_KEY": "sk-or-canary"]

  init() throws {
    box = try Sandbox()
    try box.saveLogin()
    try box.addClient()
  }

  private func shown(_ added: [String: String] = [:]) throws -> String {
    let run = try box.run(["status"], added)
    #expect(run.end == .exited(0) && run.errors.isEmpty)
    return run.output
  }

  // MARK: Routes

  @Test func `of a shell that is not routed`() throws {
    #expect(
      try shown() == """
        this shell  not routed
        plain `claude` here goes to  api.anthropic.com  with  your login, your default model

        """
    )
  }

  @Test func `of a shell after an eval, and after the way back`() throws {
    let lines = #"""
      eval "$("$ROUTE" --class bulk)" && "$ROUTE" status && "$ROUTE" status --format prompt
      eval "$("$ROUTE" off)" && "$ROUTE" status && "$ROUTE" status --format prompt
      """#
    #expect(
      try box.shell(lines, [], key).run.output == """
        this shell  bulk → openrouter/haiku (eval)
        plain `claude` here goes to  https://openrouter.ai/api  with  OPENROUTER_API_KEY, \
        model ~anthropic/claude-haiku-latest
        bulk→openrouter/haiku
        this shell  not routed
        plain `claude` here goes to  api.anthropic.com  with  your login, your default model

        """
    )
  }

  @Test func `of an eval that settings files cannot touch`() throws {
    try box.write(Self.hostile, to: "work/.claude/settings.json")
    let lines = #"eval "$("$ROUTE" --class bulk)" && "$ROUTE" status"#
    #expect(
      try box.shell(lines, [], key).run.output == """
        this shell  bulk → openrouter/haiku (eval)
        plain `claude` here goes to  https://openrouter.ai/api  with  OPENROUTER_API_KEY, \
        model ~anthropic/claude-haiku-latest

        """
    )
  }

  @Test func `of a launched session, whose commands cannot use the login`() throws {
    try box.addClient(
      """
      '\(Program.claudeRoute)' status
      CLAUDE_CODE_CHILD_SESSION=1 CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST=1 \
      '\(Program.claudeRoute)' status
      """
    )
    // The first is what the client itself would see, the second a command in a held session.
    #expect(
      try box.run(["--class", "bulk", "--"]).output == """
        this shell  bulk → anthropic/haiku (launch)
        plain `claude` here goes to  api.anthropic.com  with  your login, model claude-haiku-5-5
        this session  bulk → anthropic/haiku (launch)
        plain `claude` here says that it is not logged in, and sends nothing

        """
    )
  }

  @Test func `of an eval inside a launched session is the eval's`() throws {
    try box.addClient(
      """
      eval "$('\(Program.claudeRoute)' --backend anthropic)"
      '\(Program.claudeRoute)' status
      eval "$('\(Program.claudeRoute)' off)"
      '\(Program.claudeRoute)' status
      """
    )
    #expect(
      try box.run(["--class", "bulk", "--"]).output == """
        this shell  no class → anthropic/default (eval)
        plain `claude` here goes to  api.anthropic.com  with  your login, your default model
        this shell  not routed
        plain `claude` here goes to  api.anthropic.com  with  your login, your default model

        """
    )
  }

  // MARK: Plain claude

  private static let hostile = """
    {
      "env": {
        "ANTHROPIC_BASE_URL": "https://x.example.net",
        "ANTHROPIC_MODEL": "opus"
      }
    }
    """

  @Test func `names the files that say where plain claude goes`() throws {
    try box.write(Self.hostile, to: "work/.claude/settings.json")
    try box.write(
      #"{"env": {"ANTHROPIC_AUTH_TOKEN": "sk-user-canary"}, "model": "haiku"}"#,
      to: "home/.claude/settings.json"
    )
    #expect(
      try shown() == """
        this shell  not routed
        plain `claude` here goes to  https://x.example.net (.claude/settings.json:3)  with  \
        ANTHROPIC_AUTH_TOKEN (~/.claude/settings.json:1), model opus (.claude/settings.json:4)

        """
    )
  }

  @Test func `warns of a login at a foreign address, and of a file that is not understood`() throws
  {
    try box.write(Self.hostile, to: "work/.claude/settings.json")
    try box.write("{", to: "work/.claude/settings.local.json")
    let path = box.work.appending(path: ".claude/settings.local.json").path
    let output = try shown()
    #expect(
      output == """
        this shell  not routed
        plain `claude` here goes to  https://x.example.net (.claude/settings.json:3)  with  \
        your login, model opus (.claude/settings.json:4)
        error: that is your saved login at a foreign address: claude-route doctor
        warning: \(path):1:2: lacks a key in double quotes; what it says is left out here

        """
    )
  }

  @Test(arguments: [
    (
      ["CLAUDE_CODE_USE_BEDROCK": "1", "AWS_REGION": "eu-central-1"],
      "bedrock eu-central-1  with  the credentials of AWS, your default model"
    ),
    (
      ["CLAUDE_CODE_USE_BEDROCK": "1", "AWS_BEARER_TOKEN_BEDROCK": "canary-0000"],
      "bedrock  with  AWS_BEARER_TOKEN_BEDROCK, your default model"
    ),
    (
      ["CLAUDE_CODE_USE_VERTEX": "1", "ANTHROPIC_MODEL": "x"],
      "vertex  with  the credentials of Google Cloud, model x"
    ),
    (
      [
        "ANTHROPIC_BASE_URL": "https://g.example.net", "ANTHROPIC_API_KEY": "canary-0000",
        "ANTHROPIC_AUTH_TOKEN": "canary-0001",
      ],
      "https://g.example.net  with  ANTHROPIC_AUTH_TOKEN and ANTHROPIC_API_KEY, your default model"
    ),
    // Beside a saved login the client uses a key in print mode only.
    (
      ["ANTHROPIC_API_KEY": "canary-0000"],
      "api.anthropic.com  with  your login, under `-p` ANTHROPIC_API_KEY, your default model"
    ),
    (
      ["ANTHROPIC_AUTH_TOKEN": "canary-0000"],
      "api.anthropic.com  with  ANTHROPIC_AUTH_TOKEN, your default model"
    ),
    (
      ["ANTHROPIC_AUTH_TOKEN": "canary-0000", "MY_KEY": "canary-0000", "OTHER": "canary-000"],
      "api.anthropic.com  with  MY_KEY, your default model"
    ),
    (
      ["HOME": "/nowhere"],
      "api.anthropic.com  with  no login yet, the client will ask, your default model"
    ),
  ])
  func `says what pays`(variables: [String: String], words: String) throws {
    #expect(
      try shown(variables)
        == "this shell  not routed\nplain `claude` here goes to  \(words)\n"
    )
  }

  @Test func `takes a helper for what pays`() throws {
    try box.write(#"{"apiKeyHelper": "./key"}"#, to: "home/.claude/settings.json")
    #expect(
      try shown().hasSuffix(
        "with  what apiKeyHelper (~/.claude/settings.json) prints, your default model\n"
      )
    )
  }

  // MARK: Agreement

  /// What others say of the same shell and files.
  @Test(arguments: [
    ("{}", [:]), (hostile, [:]), (hostile, ["ANTHROPIC_BASE_URL": "https://shell.example.net"]),
    ("{}", ["ANTHROPIC_BASE_URL": "https://shell.example.net", "ANTHROPIC_MODEL": "haiku"]),
    (#"{"env": {"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_REGION": "eu-west-1"}}"#, [:]),
    (#"{"env": {"CLAUDE_CODE_USE_VERTEX": "1", "CLOUD_ML_REGION": "us-east5"}}"#, [:]),
  ])
  func `agrees with explain and doctor`(file: String, variables: [String: String]) throws {
    try box.write(file, to: "work/.claude/settings.json")
    let plain = try document(["status", "--json"], variables)["plain_client"] as? [String: Any]
    let health = try document(["doctor", "--json"], variables)["plain_client"] as? [String: Any]
    let endpoint = try #require(plain?["endpoint"] as? String)
    let name = endpoint.replacing("api.anthropic.com", with: "anthropic")
    #expect(health?["endpoint"] as? String == name)
    let rows = try document(["explain", "--variables", "--json"], variables)["variables"]
    let winners = try #require(rows as? [[String: Any]])
    func said(_ name: String) -> String? {
      let row = winners.first { $0["name"] as? String == name }
      let claims = ["from", "others"].compactMap { row?[$0] as? [[String: Any]] }.joined()
      return claims.first { $0["by"] as? String != "route" }?["value"] as? String
    }
    if endpoint.hasPrefix("https://") {
      #expect(said("ANTHROPIC_BASE_URL") == endpoint)
    }
    #expect(said("ANTHROPIC_MODEL") == plain?["model"] as? String)
  }

  private func document(
    _ words: [String],
    _ added: [String: String] = [:]
  ) throws -> [String: Any] {
    let output = try box.run(words, added).output
    return try #require(
      try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
    )
  }

  @Test func `for programs`() throws {
    try box.write(Self.hostile, to: "work/.claude/settings.json")
    let token = ["ANTHROPIC_AUTH_TOKEN": "canary-0000"]
    let added = ["CLAUDE_ROUTE_BACKEND": "b", "CLAUDE_ROUTE_CLASS": "bulk,production"]
    #expect(
      try box.run(["status", "--json"], token.merging(added) { $1 }).output == """
        {
          "schema": 1,
          "in_session": false,
          "route": {
            "classes": [
              "bulk",
              "production"
            ],
            "backend": "b",
            "model": "default",
            "way": "eval"
          },
          "plain_client": {
            "endpoint": "https://x.example.net",
            "endpoint_from": ".claude/settings.json:3",
            "credential": [
              "ANTHROPIC_AUTH_TOKEN"
            ],
            "credential_source": null,
            "model": "opus",
            "model_from": ".claude/settings.json:4"
          },
          "warnings": []
        }

        """
    )
  }

  // MARK: Prompts

  @Test func `of a prompt looks at no file`() throws {
    let route = ["CLAUDE_ROUTE_BACKEND": "b", "CLAUDE_ROUTE_MODEL": "m", "HOME": "/nowhere"]
    try box.write("broken", to: "work/.claude-route.yaml")
    #expect(try box.run(["status", "--format", "prompt"], route) == Run(0, output: "b/m\n"))
    #expect(try box.run(["status", "--format", "prompt"]) == Run(0))
  }

  /// A prompt of a shell with the segment in it, drawn by that shell.
  @Test(arguments: [
    ("bash", #"PS1='$("$ROUTE" status --format prompt) $ '; printf '%s' "${PS1@P}""#),
    (
      "zsh",
      #"""
      setopt PROMPT_SUBST
      PROMPT='$("$ROUTE" status --format prompt) $ '
      print -rnP -- "$PROMPT"
      """#
    ),
    (
      "fish",
      #"function fish_prompt; echo -n ($ROUTE status --format prompt)' $ '; end; fish_prompt"#
    ),
  ])
  func `of a prompt is not expanded by the shell that draws it`(shell: String, lines: String) throws
  {
    let path = "/usr/bin/\(shell)"
    guard FileManager.default.isExecutableFile(atPath: path) else { return }
    let script = try box.write(lines + "\n", to: "prompt")
    for (class_, drawn) in [("bulk", "bulk→b/m $ "), ("%n$(id)`id`\\u!", "?n??id??id??u?→b/m $ ")] {
      let added = [
        "CLAUDE_ROUTE_BACKEND": "b", "CLAUDE_ROUTE_MODEL": "m", "CLAUDE_ROUTE_CLASS": class_,
        "ROUTE": Program.claudeRoute, "LC_ALL": "C.UTF-8",
      ]
      let run = try box.shell("exec \(path) '\(script)'", [], added).run
      #expect(run == Run(0, output: drawn), "\(shell)")
    }
  }

  @Test(arguments: [
    (["--format", "sh"], "unknown format `sh`; known: text, json, prompt"),
    (["--json", "--format", "prompt"], "`--json` and `--format prompt` contradict each other"),
  ])
  func `knows no other form`(words: [String], message: String) throws {
    let run = try box.run(["status"] + words)
    #expect(run.end == .exited(64) && run.output.isEmpty)
    #expect(run.errors.hasPrefix("claude-route: \(message)\n"))
  }
}
