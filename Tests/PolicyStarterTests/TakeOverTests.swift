import PolicyStarter
import RouteEngine
import Testing

@Suite struct `An earlier set-up` {
  struct Case: CustomStringConvertible, Sendable {
    let setup: String
    /// What the report says, the left column left out; obstacles and keys are other tests'.
    let outcomes: [String]
    var backends = ""
    var aliases = ""
    var description: String { setup }
  }

  private static let aliases: [Case] = [
    // The article's own form, and its three addresses.
    Case(
      setup: #"""
        alias claude-cheap='ANTHROPIC_BASE_URL="https://openrouter.ai/api/v1" ANTHROPIC_API_KEY="$OPENROUTER_API_KEY" ANTHROPIC_MODEL="anthropic/claude-sonnet-4" claude'
        """#,
      outcomes: [
        "alias `cheap`: openrouter/sonnet",
        "`anthropic/claude-sonnet-4` is retired since 2026-06-15; wrote `sonnet`",
        "base URL `https://openrouter.ai/api/v1` → `https://openrouter.ai/api`",
      ],
      backends: "openrouter:\n  preset: openrouter\n",
      aliases: "cheap: {backend: openrouter, model: sonnet}\n"
    ),
    Case(
      setup: #"""
        alias claude-aws='ANTHROPIC_BASE_URL=https://bedrock-runtime.us-east-1.amazonaws.com claude'
        """#,
      outcomes: [
        "alias `aws`: bedrock",
        "base URL `https://bedrock-runtime.us-east-1.amazonaws.com` → `preset: bedrock`, which sets "
          + "the client's own switch",
      ],
      backends: "bedrock:\n  preset: bedrock\n  region: us-east-1\n",
      aliases: "aws: {backend: bedrock}\n"
    ),
    Case(
      setup: #"""
        alias claude-gcp='ANTHROPIC_BASE_URL="https://us-east5-aiplatform.googleapis.com/v1/projects/acme" claude'
        """#,
      outcomes: [
        "alias `gcp`: vertex",
        "base URL `https://us-east5-aiplatform.googleapis.com/v1/projects/acme` → `preset: vertex`, "
          + "which sets the client's own switch",
      ],
      backends: "vertex:\n  preset: vertex\n  region: us-east5\n  project: acme\n",
      aliases: "gcp: {backend: vertex}\n"
    ),
    // Quoted the other way round, with variables that the shell fills in at once.
    Case(
      setup: #"""
        alias or="ANTHROPIC_BASE_URL=https://openrouter.ai/api ANTHROPIC_AUTH_TOKEN=\"$MY_KEY\" claude --model opus"
        """#,
      outcomes: ["alias `or`: openrouter/opus"],
      backends: "openrouter:\n  preset: openrouter\n  credential: env:MY_KEY\n",
      aliases: "or: {backend: openrouter, model: opus}\n"
    ),
    Case(
      setup: #"""
        alias bed='export CLAUDE_CODE_USE_BEDROCK=1 AWS_REGION=eu-central-1 AWS_PROFILE=work && claude --model=us.anthropic.claude-opus-5-5 --effort high'
        """#,
      outcomes: [
        "alias `bed`: bedrock/opus",
        "`us.anthropic.claude-opus-5-5` leaves the geography of `eu-central-1`; wrote it without `us.`",
      ],
      backends: "bedrock:\n  preset: bedrock\n  region: eu-central-1\n  profile: work\n",
      aliases: "bed: {backend: bedrock, model: opus, effort: high}\n"
    ),
    Case(
      setup: "alias v='CLAUDE_CODE_USE_VERTEX=1 CLOUD_ML_REGION=global GOOGLE_CLOUD_PROJECT=acme "
        + "ANTHROPIC_MODEL=claude-sonnet-4@20250514 claude'",
      outcomes: [
        "alias `v`: vertex/sonnet",
        "`claude-sonnet-4@20250514` is retired since 2026-09-14; wrote `sonnet`",
      ],
      backends: "vertex:\n  preset: vertex\n  region: global\n  project: acme\n",
      aliases: "v: {backend: vertex, model: sonnet}\n"
    ),
    Case(
      setup: "alias az='CLAUDE_CODE_USE_FOUNDRY=1 ANTHROPIC_FOUNDRY_RESOURCE=acme "
        + "ANTHROPIC_DEFAULT_HAIKU_MODEL=small ANTHROPIC_MODEL=big claude'",
      outcomes: ["alias `az`: foundry/opus"],
      backends: """
        foundry:
          preset: foundry
          project: acme
          models:
            opus: big
            sonnet: big
            haiku: small
            fable: big

        """,
      aliases: "az: {backend: foundry, model: opus}\n"
    ),
    Case(
      setup: "alias gw='ANTHROPIC_BASE_URL=https://llm.acme.example:8443/v1 "
        + "ANTHROPIC_API_KEY=$(pass show llm) ANTHROPIC_MODEL=claude-opus-5 "
        + "CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS=1 API_TIMEOUT_MS=600000 claude'",
      outcomes: [
        "alias `gw`: llm-acme-example-8443/claude-opus-5",
        "base URL `https://llm.acme.example:8443/v1` → `https://llm.acme.example:8443`: the client "
          + "adds `/v1`",
      ],
      backends: """
        llm-acme-example-8443:
          kind: gateway
          base-url: https://llm.acme.example:8443
          credential: {command: ["pass", "show", "llm"]}
          auth: api-key
          models:
            opus: claude-opus-5-5
            sonnet: claude-sonnet-5-5
            haiku: claude-haiku-5-5
            fable: claude-fable-5-2
            claude-opus-5: claude-opus-5
          timeout: 600000
          compatibility: [no-betas]

        """,
      aliases: "gw: {backend: llm-acme-example-8443, model: claude-opus-5}\n"
    ),
    Case(
      setup: "alias corp='ANTHROPIC_BASE_URL=http://llm.corp:4000 "
        + "ANTHROPIC_AUTH_TOKEN=$(cat ~/.litellm) ANTHROPIC_MODEL=cheap/haiku claude'",
      outcomes: [
        "alias `corp`: litellm/opus",
        "`http://` sends the key unencrypted; wrote `plain-http: true`",
      ],
      backends: """
        litellm:
          preset: litellm
          base-url: http://llm.corp:4000
          plain-http: true
          credential: file:~/.litellm
          models:
            opus: cheap/haiku
            sonnet: cheap/haiku
            haiku: cheap/haiku
            fable: cheap/haiku

        """,
      aliases: "corp: {backend: litellm, model: opus}\n"
    ),
    Case(
      setup: "alias local='ANTHROPIC_BASE_URL=http://127.0.0.1:11434 ANTHROPIC_AUTH_TOKEN=ollama "
        + "ANTHROPIC_MODEL=qwen3-coder:30b claude'",
      outcomes: ["alias `local`: ollama/opus"],
      backends: """
        ollama:
          preset: ollama
          base-url: http://127.0.0.1:11434
          models:
            opus: qwen3-coder:30b
            sonnet: qwen3-coder:30b
            haiku: qwen3-coder:30b
            fable: qwen3-coder:30b

        """,
      aliases: "local: {backend: ollama, model: opus}\n"
    ),
    Case(
      setup: "alias claude-fast='command claude --model haiku'",
      outcomes: ["alias `fast`: anthropic/haiku"],
      aliases: "fast: {backend: anthropic, model: haiku}\n"
    ),
    Case(
      setup: "alias work='ANTHROPIC_API_KEY=$WORK_KEY claude'",
      outcomes: ["alias `work`: anthropic-2"],
      backends: "anthropic-2:\n  preset: anthropic\n  credential: env:WORK_KEY\n",
      aliases: "work: {backend: anthropic-2}\n"
    ),
    Case(
      setup: """
        claude-deep() {
          export ANTHROPIC_BASE_URL="https://api.deepseek.com/anthropic"
          export ANTHROPIC_AUTH_TOKEN="${DEEPSEEK_API_KEY:-none}"
          ANTHROPIC_SMALL_FAST_MODEL=deepseek-flash claude "$@"
        }
        """,
      outcomes: ["alias `deep`: deepseek"],
      backends: "deepseek:\n  preset: deepseek\n",
      aliases: "deep: {backend: deepseek}\n"
    ),
    Case(
      setup: "function kimi() { ANTHROPIC_BASE_URL=https://api.moonshot.ai/v1 claude \"$@\"; }",
      outcomes: [
        "alias `kimi`: kimi",
        "base URL `https://api.moonshot.ai/v1` → `https://api.moonshot.ai/anthropic`",
      ],
      backends: "kimi:\n  preset: kimi\n",
      aliases: "kimi: {backend: kimi}\n"
    ),
    Case(
      setup: "alias s='ANTHROPIC_BASE_URL=https://openrouter.ai/api "
        + "ANTHROPIC_MODEL=anthropic/claude-sonnet-4.5 claude'",
      outcomes: [
        "alias `s`: openrouter/sonnet",
        "`anthropic/claude-sonnet-4.5` retires on 2026-11-30; wrote `sonnet`",
      ],
      backends: "openrouter:\n  preset: openrouter\n",
      aliases: "s: {backend: openrouter, model: sonnet}\n"
    ),
    // What was meant is not known, so nothing is guessed.
    Case(
      setup: "alias x='ANTHROPIC_BASE_URL=\"$BASE/api\" claude'",
      outcomes: ["the base URL is not written out there; not taken over"]
    ),
    Case(
      setup: "alias x='ANTHROPIC_BASE_URL=ftp://files.example.com claude'",
      outcomes: ["the base URL is none that a policy takes; not taken over"]
    ),
    Case(
      setup: "alias x='ANTHROPIC_BASE_URL=http://localhost:1234 claude'",
      outcomes: [
        "it names no model, and which ones `lm-studio` has only you know; not taken over"
      ]
    ),
    Case(
      setup: "alias x='CLAUDE_CODE_USE_ANTHROPIC_AWS=1 claude'",
      outcomes: [
        "`CLAUDE_CODE_USE_ANTHROPIC_AWS` is a provider that no recipe knows; not taken over"
      ]
    ),
  ]

  @Test(arguments: aliases)
  func `of an alias becomes a backend and an alias`(_ row: Case) throws {
    let taking = Taking(startFile: row.setup)
    let outcomes = taking.report.prefix { !$0.hasPrefix("still in the way") }.map {
      $0.dropFirst(38)
    }
    #expect(outcomes.map(String.init) == row.outcomes)
    #expect(taking.chapter("backends") == row.backends)
    #expect(taking.chapter("aliases") == row.aliases)
    #expect(try Loaded.findings(try taking.policy()) == [])
  }

  @Test(arguments: [
    "alias ll='ls -l'", "alias c=claude", "alias y='claude --dangerously-skip-permissions'",
    "# alias x='ANTHROPIC_BASE_URL=https://openrouter.ai/api claude'", "alias", "alias x",
    "alias x='",
    "alias x='ANTHROPIC_BASE_URL=https://openrouter.ai/api codex'", "alias x=\"$(", "x() {",
    "alias x='ANTHROPIC_BASE_URL=https://openrouter.ai/api; claude'", "\u{FFFD}\u{0}", "claude()",
  ])
  func `that routes nothing is passed over`(line: String) {
    #expect(ShellStartFile(Array(line.utf8), path: "~/.zshrc").setups == [])
  }

  @Test(arguments: [
    "alias claude-cheap 'ANTHROPIC_BASE_URL=https://openrouter.ai/api ANTHROPIC_AUTH_TOKEN=$K claude'",
    "alias claude-cheap='env ANTHROPIC_BASE_URL=https://openrouter.ai/api ANTHROPIC_AUTH_TOKEN=$K claude'",
    """
    function claude-cheap --description 'cheap'
      set -lx ANTHROPIC_BASE_URL https://openrouter.ai/api
      set -gx ANTHROPIC_AUTH_TOKEN $K
      command claude $argv
    end
    """,
  ])
  func `is read from fish too`(lines: String) {
    let taking = Taking(startFile: lines, path: "~/.config/fish/config.fish")
    #expect(
      taking.chapter("backends") == "openrouter:\n  preset: openrouter\n  credential: env:K\n"
    )
    #expect(taking.chapter("aliases") == "cheap: {backend: openrouter}\n")
  }

  /// Every line by itself would be read to the end of the file.
  @Test(arguments: [
    "alias x='\n", "alias x=\"$(\n", "x() {\n", "alias x='A=$(", "`", "$(A=", "\\\n",
  ])
  func `in a file of two thousand open ends is soon read`(piece: String) {
    let bytes = Array(String(repeating: piece, count: 2000).utf8)
    #expect(ShellStartFile(bytes, path: "~/.zshrc").setups == [])
    #expect(ShellStartFile(Array("alias x='A=".utf8) + bytes, path: "~/.zshrc").setups == [])
  }

  @Test func `in a settings file is found by its lines`() throws {
    let taking = try Taking(
      settings: """
        {
          "env": {
            "CLAUDE_CODE_USE_BEDROCK": "1",
            "AWS_REGION": "eu-central-1",
            "ANTHROPIC_BASE_URL": "https://ignored.example.com",
            "ANTHROPIC_CUSTOM_HEADERS": "X-Key: canary",
            "ANTHROPIC_MODEL": "eu.anthropic.claude-sonnet-4-20250514-v1:0"
          }
        }
        """
    )
    #expect(
      taking.report == [
        "~/.claude/settings.json:3-7         → backend `bedrock`, eu-central-1",
        "                                      `eu.anthropic.claude-sonnet-4-20250514-v1:0` is "
          + "retired since 2026-10-14; wrote `sonnet`",
        "                                      `ANTHROPIC_BASE_URL` beside `CLAUDE_CODE_USE_BEDROCK` "
          + "has no effect; left out",
        "                                      `ANTHROPIC_CUSTOM_HEADERS` is left out; write `headers` "
          + "with `env:NAME`",
        "still in the way                    → ~/.claude/settings.json:3-7 beats your shell: a launch "
          + "cancels it, plain `claude` obeys it; delete it there",
      ]
    )
    #expect(taking.text.contains("\n#default: [bedrock/sonnet]\n"))
    let policy = try taking.policy()
    #expect(policy.defaultTargets.map(\.backend) == ["anthropic"])
  }

  @Test func `of a shell is read from its variables`() throws {
    let taking = Taking(shell: [
      ("HOME", "/home/me"), ("ANTHROPIC_BASE_URL", "https://openrouter.ai/api"),
      ("ANTHROPIC_AUTH_TOKEN", "canary"), ("CLAUDE_CODE_USE_VERTEX", "0"),
    ])
    #expect(
      taking.report == [
        "this shell                          → backend `openrouter`",
        "keys                                → `env:OPENROUTER_API_KEY`; put the key there or in your "
          + "keychain, it was not copied",
        "still in the way                    → exported variables of this shell: a launch removes "
          + "them, plain `claude` obeys them",
      ]
    )
    #expect(
      taking.chapter("backends")
        == "openrouter:\n  preset: openrouter\n  credential: env:OPENROUTER_API_KEY\n"
    )
  }

  @Test func `with nothing but Anthropic's key is what the built-in policy does`() {
    let taking = Taking(shell: [("ANTHROPIC_API_KEY", "canary")])
    #expect(
      taking.report == [
        "this shell                          → the built-in `anthropic`, nothing added"
      ]
    )
    #expect(taking.chapter("backends") == "")
  }

  @Test func `that is there twice is written once`() {
    let line = "ANTHROPIC_BASE_URL=https://openrouter.ai/api"
    let taking = Taking(
      startFile: """
        alias claude-a='\(line) ANTHROPIC_API_KEY=canary claude'
        alias claude-b='\(line) ANTHROPIC_API_KEY=$K ANTHROPIC_MODEL=anthropic/claude-opus-5 claude'
        alias claude-c='\(line) ANTHROPIC_API_KEY=$OTHER claude'
        alias claude-b='\(line) ANTHROPIC_API_KEY=$K claude'
        alias a='\(line) ANTHROPIC_API_KEY=canary claude'
        """
    )
    // A reference is better than a proposal; another reference is another payer.
    #expect(
      taking.chapter("backends") == """
        openrouter:
          preset: openrouter
          credential: env:K
          models:
            claude-opus-5: anthropic/claude-opus-5
        openrouter-2:
          preset: openrouter
          credential: env:OTHER

        """
    )
    #expect(
      taking.chapter("aliases") == """
        a: {backend: openrouter}
        b: {backend: openrouter, model: claude-opus-5}
        c: {backend: openrouter-2}
        b-2: {backend: openrouter}

        """
    )
    #expect(taking.outcomes[4] == "same alias, nothing added")
    // The key lies in `K` already.
    #expect(!taking.report.contains { $0.hasPrefix("keys") })
  }

  @Test func `with another key than the recipe's is another payer`() {
    let line = "ANTHROPIC_BASE_URL=https://openrouter.ai/api"
    let taking = Taking(
      startFile: """
        alias a='\(line) ANTHROPIC_API_KEY=$OPENROUTER_API_KEY claude'
        alias b='\(line) ANTHROPIC_API_KEY=$OTHER claude'
        """
    )
    #expect(
      taking.chapter("aliases") == "a: {backend: openrouter}\nb: {backend: openrouter-2}\n"
    )
  }

  @Test func `never takes a name that an organisation has defined`() {
    let setups = ShellStartFile(
      Array("alias b='CLAUDE_CODE_USE_BEDROCK=1 AWS_REGION=us-east-1 claude'".utf8),
      path: "~/.zshrc"
    ).setups
    let taking = Taking(setups, reserved: ["bedrock"])
    #expect(taking.chapter("backends") == "bedrock-2:\n  preset: bedrock\n  region: us-east-1\n")
  }

  // MARK: Secrets

  private static let canary = "sk-or-v1-0123456789abcdef0123456789abcdef"

  /// Wherever people put a key.
  @Test(arguments: [
    "ANTHROPIC_BASE_URL=https://openrouter.ai/api ANTHROPIC_API_KEY=\(canary)",
    "ANTHROPIC_BASE_URL=https://openrouter.ai/api ANTHROPIC_AUTH_TOKEN=\"Bearer \(canary)\"",
    "ANTHROPIC_BASE_URL=https://\(canary)@llm.example.com",
    "ANTHROPIC_BASE_URL=https://llm.example.com/\(canary)",
    "ANTHROPIC_BASE_URL=https://\(canary).example.com",
    "ANTHROPIC_BASE_URL=https://llm.example.com?key=\(canary)",
    "ANTHROPIC_BASE_URL=https://llm.example.com ANTHROPIC_CUSTOM_HEADERS=\(canary)",
    "ANTHROPIC_BASE_URL=https://llm.example.com ANTHROPIC_AUTH_TOKEN=$(echo \(canary))",
    "ANTHROPIC_BASE_URL=https://llm.example.com ANTHROPIC_AUTH_TOKEN=$(pass \(canary))",
    "ANTHROPIC_BASE_URL=https://llm.example.com ANTHROPIC_AUTH_TOKEN=${K:-\(canary)}",
    "ANTHROPIC_BASE_URL=https://llm.example.com ANTHROPIC_MODEL=\(canary)",
    "ANTHROPIC_BASE_URL=https://llm.example.com API_TIMEOUT_MS=\(canary)",
    "ANTHROPIC_BASE_URL=https://llm.example.com CLAUDE_CODE_MAX_OUTPUT_TOKENS=\(canary)",
    "CLAUDE_CODE_USE_BEDROCK=1 AWS_REGION=\(canary) AWS_BEARER_TOKEN_BEDROCK=\(canary)",
    "CLAUDE_CODE_USE_BEDROCK=1 AWS_PROFILE=\(canary) ANTHROPIC_BEDROCK_BASE_URL=https://\(canary)/",
    "CLAUDE_CODE_USE_FOUNDRY=1 ANTHROPIC_FOUNDRY_RESOURCE=\(canary) ANTHROPIC_FOUNDRY_API_KEY=\(canary)",
    "ANTHROPIC_API_KEY=\(canary)",
  ])
  func `gives no key away`(variables: String) throws {
    let taking = Taking(startFile: "alias x='\(variables) claude --effort \(Self.canary)'")
    #expect(taking.report.count >= 1)
    #expect(!taking.report.joined().contains("0123456789abcdef"))
    #expect(!taking.text.contains("0123456789abcdef"))
    _ = try taking.policy()
  }

  @Test func `holds its key still, and that is said`() {
    let taking = Taking(
      startFile:
        "alias claude-cheap='ANTHROPIC_BASE_URL=https://openrouter.ai/api ANTHROPIC_API_KEY=canary claude'"
    )
    #expect(
      taking.report.suffix(2) == [
        "keys                                → `env:OPENROUTER_API_KEY`; put the key there or in your "
          + "keychain, it was not copied",
        "still in the way                    → ~/.zshrc:1 hides the `claude-cheap` that `shell-init` "
          + "makes; delete it there, and make a new key: this one was written down",
      ]
    )
  }
}
