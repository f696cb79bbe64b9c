import Foundation
import Testing

/// The text of rows of four cells; every column but the last is as wide as its widest cell and two
/// spaces.
private func variables(_ rows: [[String]], target: String, holds: String) -> String {
  let lines = [["variable", "goes to the client as", "from", "others"]] + rows
  let widths = (0..<3).map { column in lines.map { $0[column].count }.max() ?? 0 }
  let table = lines.map { line in
    let cells = zip(line, widths).map { $0 + String(repeating: " ", count: $1 + 2 - $0.count) }
    return cells.joined() + line[3] + "\n"
  }
  return table.joined() + "target: \(target)\nholds: \(holds)\n"
}

/// Every routing variable over all layers, as a launch would have them.
@Suite struct `explain --variables` {
  private let box: Sandbox
  private let builtIn: BuiltIn

  init() throws {
    box = try Sandbox()
    builtIn = try BuiltIn(box)
    try box.saveLogin()
    try box.addClient()
  }

  private static let project = """
    {
      "apiKeyHelper": "./key",
      "env": {
        "ANTHROPIC_BASE_URL": "https://x.example.net",
        "ANTHROPIC_API_KEY": "sk-project-canary",
        "HTTPS_PROXY": "http://127.0.0.1:1"
      }
    }
    """

  private static let user = """
    {"env": {
      "ANTHROPIC_MODEL": "opus",
      "NODE_EXTRA_CA_CERTS": "/ca.pem",
      "HTTPS_PROXY": "http://proxy.example.net:3128"}}
    """

  private static let shell = [
    "ANTHROPIC_API_KEY": "sk-shell-canary", "HTTPS_PROXY": "http://shell.example.net:1",
    "NO_PROXY": "localhost", "AWS_REGION": "us-east-1",
  ]

  private func slots(_ ids: [String], from places: [String]) -> [[String]] {
    zip(["OPUS", "SONNET", "HAIKU", "FABLE"], zip(ids, places)).map { family, value in
      ["ANTHROPIC_DEFAULT_\(family)_MODEL", value.0, "route (\(value.1))", "–"]
    }
  }

  // MARK: Routes

  @Test func `of a login shows what is cancelled and whose proxy counts`() throws {
    try box.write(Self.project, to: "work/.claude/settings.json")
    try box.write(Self.user, to: "home/.claude/settings.json")
    let expected = variables(
      [
        [
          "ANTHROPIC_BASE_URL", "(cancelled)", "route",
          "project .claude/settings.json:4 https://x.example.net",
        ],
        [
          "ANTHROPIC_API_KEY", "(cancelled)", "route",
          "project .claude/settings.json:5 set, shell: set",
        ],
        ["ANTHROPIC_MODEL", "(cancelled)", "route", "user ~/.claude/settings.json:2 opus"],
        [
          "HTTPS_PROXY", "http://proxy.example.net:3128", "user ~/.claude/settings.json:4",
          "project .claude/settings.json:6 http://127.0.0.1:1 (cancelled), "
            + "shell: http://shell.example.net:1",
        ],
        ["NO_PROXY", "localhost", "shell", "–"],
        ["NODE_EXTRA_CA_CERTS", "/ca.pem", "user ~/.claude/settings.json:3", "–"],
      ],
      target: "anthropic, your default model; default (\(builtIn.defaultTargets))",
      holds: "yes; a launch also cancels .claude/settings.json:2 apiKeyHelper"
    )
    #expect(try box.run(["explain", "--variables"], Self.shell) == Run(0, output: expected))
  }

  @Test func `of a login that nobody disturbs says so`() throws {
    let expected = """
      no variable is set, neither by the route nor by anybody else
      target: anthropic, your default model; default (\(builtIn.defaultTargets))
      holds: yes

      """
    #expect(try box.run(["explain", "--variables"]) == Run(0, output: expected))
  }

  @Test func `of a gateway names the policy's line of every value and the key's variable`() throws {
    try box.write(Self.project, to: "work/.claude/settings.json")
    try box.write(
      #"{"env": {"ANTHROPIC_BASE_URL": "https://y.example.net", "MAX_THINKING_TOKENS": 0}}"#,
      to: "work/.claude/settings.local.json"
    )
    let given = #"{"env": {"ANTHROPIC_MODEL": "mine", "CLAUDE_CODE_EFFORT_LEVEL": "max"}}"#
    try box.write("{\n\(given.dropFirst())", to: "work/mine.json")
    let places = ["opus", "sonnet", "haiku", "fable"].map { builtIn.value($0, of: "openrouter") }
    let ids = ["opus", "sonnet", "haiku", "fable"].map { "~anthropic/claude-\($0)-latest" }
    let expected = variables(
      [
        [
          "ANTHROPIC_AUTH_TOKEN", "$OPENROUTER_API_KEY",
          "route (\(builtIn.value("credential", of: "openrouter")))", "–",
        ],
        [
          "ANTHROPIC_BASE_URL", "https://openrouter.ai/api",
          "route (\(builtIn.value("base-url", of: "openrouter")))",
          "local .claude/settings.local.json:1 https://y.example.net, "
            + "project .claude/settings.json:4 https://x.example.net",
        ],
        ["CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST", "1", "route", "–"],
        ["ANTHROPIC_MODEL", ids[2], "route (\(places[2]))", "mine.json:2 mine"],
      ] + slots(ids, from: places) + [
        ["CLAUDE_CODE_EFFORT_LEVEL", "low", "route", "mine.json:2 max"],
        [
          "ANTHROPIC_API_KEY", "(cancelled)", "route",
          "project .claude/settings.json:5 set, shell: set",
        ],
        ["MAX_THINKING_TOKENS", "(cancelled)", "route", "local .claude/settings.local.json:1 0"],
        [
          "HTTPS_PROXY", "http://shell.example.net:1", "shell",
          "project .claude/settings.json:6 http://127.0.0.1:1 (cancelled)",
        ],
        ["NO_PROXY", "localhost", "shell", "–"],
      ],
      target: "openrouter/haiku, effort low; route `mechanical` (\(builtIn.route("mechanical")))",
      holds: "yes; a launch also cancels .claude/settings.json:2 apiKeyHelper"
    )
    let key = ["OPENROUTER_API_KEY": "sk-or-canary"]
    let words = ["explain", "--variables", "--task", "license headers"]
    let run = try box.run(
      words + ["--", "--settings", "mine.json"],
      Self.shell.merging(key) { $1 }
    )
    #expect(run == Run(0, output: expected))
  }

  private static let bedrock = """
    version: 1
    backends:
      bedrock:
        preset: bedrock
        region: eu-central-1
        profile: acme-claude
        models:
          haiku: eu.anthropic.claude-haiku-4-5-20251001-v1:0
    default: [bedrock/haiku]

    """

  /// The rows of that policy's route but for the first two, which others may touch.
  private func bedrockRows(_ file: String) -> [[String]] {
    let ids = ["opus-5-5", "sonnet-5-5", "haiku-4-5-20251001-v1:0", "opus-5-5"]
      .map { "eu.anthropic.claude-\($0)" }
    let places = [4, 4, 8, 4].map { "\(file):\($0)" }
    return [
      [
        "AWS_PROFILE", "acme-claude", "route (\(file):6)",
        "shell: mine (kept for your tools outside)",
      ],
      ["CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST", "1", "route", "–"],
      ["ANTHROPIC_MODEL", ids[2], "route (\(file):8)", "–"],
    ] + slots(ids, from: places) + [
      ["CLAUDE_CODE_EFFORT_LEVEL", "high", "route (--effort)", "–"],
      ["DISABLE_TELEMETRY", "1", "route", "–"],
      ["DISABLE_ERROR_REPORTING", "1", "route", "–"],
    ]
  }

  @Test func `of Bedrock shows the region, the profile and what the shell keeps`() throws {
    let file = try box.write(Self.bedrock, to: "home/.config/claude-route/policy.yaml")
    let expected = variables(
      [
        ["CLAUDE_CODE_USE_BEDROCK", "1", "route", "–"],
        [
          "AWS_REGION", "eu-central-1", "route (\(file):5)",
          "shell: us-east-1 (kept for your tools outside)",
        ],
      ] + bedrockRows(file) + [
        ["ANTHROPIC_API_KEY", "(cancelled)", "route", "shell: set"],
        ["HTTPS_PROXY", "http://shell.example.net:1", "shell", "–"],
        ["NO_PROXY", "localhost", "shell", "–"],
      ],
      target: "bedrock/haiku, effort high; default (\(file):9)",
      holds: "yes"
    )
    let run = try box.run(
      ["explain", "--variables", "--effort", "high"],
      Self.shell.merging(["AWS_PROFILE": "mine"]) { $1 }
    )
    #expect(run == Run(0, output: expected))
  }

  @Test func `says when a region is the shell's own`() throws {
    let run = try box.run(
      ["explain", "--variables", "--backend", "bedrock"],
      ["AWS_DEFAULT_REGION": "eu-west-1", "AWS_BEARER_TOKEN_BEDROCK": "ABSK-canary"]
    )
    let rows = run.output.split(separator: "\n").prefix(3).dropFirst().map { line in
      line.split(separator: " ").joined(separator: " ")
    }
    let credential = builtIn.value("credential", of: "bedrock")
    #expect(
      rows == [
        "AWS_BEARER_TOKEN_BEDROCK $AWS_BEARER_TOKEN_BEDROCK route (\(credential)) shell: set",
        "CLAUDE_CODE_USE_BEDROCK 1 route –",
      ]
    )
    #expect(run.output.contains("  route ($AWS_DEFAULT_REGION)  "))
  }

  // MARK: Routes that do not hold

  @Test func `ends with 78 where a file would win over a value that may be a secret`() throws {
    try box.write(Self.project, to: "work/.claude/settings.json")
    let expected = variables(
      [
        [
          "ANTHROPIC_BASE_URL", "(cancelled)", "route",
          "project .claude/settings.json:4 https://x.example.net",
        ],
        ["ANTHROPIC_API_KEY", "(cancelled)", "route", "project .claude/settings.json:5 set"],
        ["HTTPS_PROXY", "http://127.0.0.1:1", "project .claude/settings.json:6", "shell: set"],
      ],
      target: "anthropic, your default model; default (\(builtIn.defaultTargets))",
      holds: "no: .claude/settings.json:6 env.HTTPS_PROXY cannot be overridden, "
        + "since your own value may be a secret"
    )
    let proxy = ["HTTPS_PROXY": "http://me:canary@proxy.example.net:3128"]
    #expect(try box.run(["explain", "--variables"], proxy) == Run(78, output: expected))
    // As a launch does.
    #expect(try box.run(["--"], proxy).end == .exited(78))
  }

  @Test func `starts nothing, is denied, and needs consent as a launch does`() throws {
    let key = ["OPENROUTER_API_KEY": "sk-or-canary"]
    let denied = ["--task", "fix the race", "--backend", "openrouter"]
    let launch = try box.run(denied + ["--"], key)
    #expect(launch.end == .exited(69))
    #expect(try box.run(["explain", "--variables"] + denied, key) == launch)

    try box.write("ref: refs/heads/main\n", to: "work/.git/HEAD")
    try box.write(
      "version: 1\nroutes: [{name: everything, to: [openrouter/opus]}]\n",
      to: "work/.claude-route.yaml"
    )
    let run = try box.run(["explain", "--variables"], key)
    let end = """
      target: openrouter/opus; route `everything` (.claude-route.yaml:2)
      holds: no: the repository's policy moves no class: anthropic, your default model → \
      openrouter/opus, and you have not allowed it

      """
    #expect(run.end == .exited(77) && run.output.hasSuffix(end))
    #expect(try box.launched() == nil)
  }

  @Test func `is about this machine, so it does not go with --as`() throws {
    let run = try box.run(["explain", "--variables", "--as", "user", "--policy", "p.yaml"])
    let errors = """
      claude-route: `--variables` is about this machine, and `--as` leaves it out
        = help: `claude-route --help` lists commands, `claude-route help route` the flags

      """
    #expect(run == Run(64, errors: errors))
  }

  // MARK: Programs and secrets

  @Test func `as JSON has the winners and the losers with their places`() throws {
    try box.write(#"{"env": {"ANTHROPIC_API_KEY": "k"}}"#, to: "work/.claude/settings.json")
    let expected = """
      {
        "schema": 1,
        "target": "anthropic/default",
        "route": "default",
        "origin": "\(builtIn.defaultTargets)",
        "variables": [
          {
            "name": "ANTHROPIC_API_KEY",
            "value": null,
            "secret": false,
            "from": [
              {
                "by": "route",
                "place": null,
                "value": null,
                "secret": false
              }
            ],
            "others": [
              {
                "by": "project",
                "place": ".claude/settings.json:1",
                "value": null,
                "secret": true,
                "cancelled": true
              },
              {
                "by": "shell",
                "place": null,
                "value": null,
                "secret": true,
                "cancelled": true
              }
            ]
          }
        ],
        "holds": "yes",
        "reason": "yes"
      }

      """
    let run = try box.run(
      ["explain", "--variables", "--json"],
      ["ANTHROPIC_API_KEY": "sk-shell-canary"]
    )
    #expect(run == Run(0, output: expected))
  }

  private static let secrets = [
    "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_CUSTOM_HEADERS",
    "ANTHROPIC_IDENTITY_TOKEN", "ANTHROPIC_FOUNDRY_API_KEY", "ANTHROPIC_FOUNDRY_AUTH_TOKEN",
    "ANTHROPIC_AWS_API_KEY", "AWS_BEARER_TOKEN_BEDROCK", "CLAUDE_CODE_OAUTH_TOKEN",
    "CLAUDE_CODE_OAUTH_REFRESH_TOKEN", "CLAUDE_CODE_EXTRA_BODY",
    "CLAUDE_CODE_CLIENT_KEY_PASSPHRASE",
  ]

  /// Each holds a secret in every place where people put one.
  private static let canaries: [String: String] = {
    var values = Dictionary(uniqueKeysWithValues: secrets.map { ($0, "canary") })
    values["ANTHROPIC_BASE_URL"] = "https://u:pa,canary@x.example.net/?key=canary"
    values["HTTPS_PROXY"] = "u:canary@proxy.example.net:1"
    values["http_proxy"] = "http://u:pa'canary@proxy.example.net:1"
    values["ANTHROPIC_MODEL"] = "sk-ant-canary"
    values["OPENROUTER_API_KEY"] = "canary"
    return values
  }()

  @Test(arguments: [[], ["--task", "license headers"], ["--backend", "bedrock"]])
  func `shows no secret of any layer`(words: [String]) throws {
    let data = try JSONSerialization.data(withJSONObject: ["env": Self.canaries])
    let settings = String(decoding: data, as: UTF8.self)
    for file in ["home/.claude/settings", "work/.claude/settings", "work/.claude/settings.local"] {
      try box.write(settings, to: "\(file).json")
    }
    let shell = Self.canaries.merging(["AWS_REGION": "eu-west-1"]) { $1 }
    for format in ["text", "json"] {
      let own = ["explain", "--variables", "--format", format] + words
      for given in [[], ["--", "--settings", settings]] {
        let run = try box.run(own + given, shell)
        #expect(run.output.contains("ANTHROPIC_AUTH_TOKEN"))
        #expect(!run.output.contains("canary") && !run.errors.contains("canary"))
      }
    }
  }
}

/// The same where the organisation has a word.
@Suite(.enabled(if: Sandbox.canMount, "needs root, unshare(1) and mount namespaces"))
struct `explain --variables beside managed files` {
  private let box: Sandbox

  init() throws {
    box = try Sandbox()
    try box.saveLogin()
  }

  @Test func `names the files that agree, and those that a launch cancels`() throws {
    try box.write(
      #"{"env": {"ANTHROPIC_BASE_URL": "https://x.example.net"}}"#,
      to: "work/.claude/settings.json"
    )
    try box.write(
      #"{"env": {"HTTPS_PROXY": "http://127.0.0.1:1"}}"#,
      to: "work/.claude/settings.local.json"
    )
    let policy = """
      version: 1
      name: acme
      backends:
        bedrock: {preset: bedrock, region: eu-central-1,
          skip-auth: true}
      default: [{backend: bedrock, model: haiku, effort: low}]

      """
    let settings = """
      {"env": {
        "CLAUDE_CODE_USE_BEDROCK": "1",
        "AWS_REGION": "eu-central-1",
        "HTTPS_PROXY": "http://proxy.example.net:3128"}}
      """
    let run = try box.run(
      ["explain", "--variables"],
      ["AWS_REGION": "us-east-1", "AWS_PROFILE": "p", "ANTHROPIC_API_KEY": "sk-shell-canary"],
      etc: ["claude-route/policy.yaml": policy, "claude-code/managed-settings.json": settings]
    )
    let file = "/etc/claude-code/managed-settings.json"
    let own = "/etc/claude-route/policy.yaml"
    let slots = ["OPUS": "opus-5-5", "SONNET": "sonnet-5-5", "FABLE": "opus-5-5"]
    let haiku = "eu.anthropic.claude-haiku-4-5-20251001-v1:0"
    let expected = variables(
      [
        ["CLAUDE_CODE_USE_BEDROCK", "1", "managed \(file):2, route", "–"],
        [
          "AWS_REGION", "eu-central-1", "managed \(file):3, route (\(own):4)",
          "shell: us-east-1 (kept for your tools outside)",
        ],
        ["CLAUDE_CODE_SKIP_BEDROCK_AUTH", "1", "route (\(own):5)", "–"],
        ["CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST", "1", "route", "–"],
        ["ANTHROPIC_MODEL", haiku, "route (\(own):4)", "–"],
      ]
        + ["OPUS", "SONNET", "HAIKU", "FABLE"].map { family in
          let id = slots[family].map { "eu.anthropic.claude-\($0)" } ?? haiku
          return ["ANTHROPIC_DEFAULT_\(family)_MODEL", id, "route (\(own):4)", "–"]
        } + [
          ["CLAUDE_CODE_EFFORT_LEVEL", "low", "route", "–"],
          ["DISABLE_TELEMETRY", "1", "route", "–"],
          ["DISABLE_ERROR_REPORTING", "1", "route", "–"],
          [
            "ANTHROPIC_BASE_URL", "(cancelled)", "route",
            "project .claude/settings.json:1 https://x.example.net",
          ],
          ["ANTHROPIC_API_KEY", "(cancelled)", "route", "shell: set"],
          [
            "HTTPS_PROXY", "http://proxy.example.net:3128", "managed \(file):4",
            "local .claude/settings.local.json:1 http://127.0.0.1:1",
          ],
        ],
      target: "bedrock/haiku, effort low; default (\(own):6)",
      holds: "yes"
    )
    #expect(run == Run(0, output: expected))
  }

  @Test func `ends with 78 where they send the session elsewhere, and names the line`() throws {
    let run = try box.run(
      ["explain", "--variables"],
      etc: [
        "claude-code/managed-settings.json":
          "{\"env\":\n  {\"ANTHROPIC_BASE_URL\": \"https://llm.example.net\"}}"
      ]
    )
    let builtIn = try BuiltIn(box)
    let file = "/etc/claude-code/managed-settings.json"
    let expected = variables(
      [["ANTHROPIC_BASE_URL", "https://llm.example.net", "managed \(file):2", "–"]],
      target: "anthropic, your default model; default (\(builtIn.defaultTargets))",
      holds: "no: \(file):2 env.ANTHROPIC_BASE_URL of the managed settings differs"
    )
    #expect(run == Run(78, output: expected))
  }
}
