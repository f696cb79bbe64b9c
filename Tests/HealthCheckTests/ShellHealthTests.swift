import HealthCheck
import PolicyStarter
import Testing

@Suite struct `A shell` {
  private func words(
    _ values: KeyValuePairs<String, String>,
    isLoginSaved: Bool = false,
    routedTo: String? = nil
  ) -> [String] {
    ShellHealth(
      values.map { ($0.key, $0.value) },
      isLoginSaved: isLoginSaved,
      payingNames: ["AWS_BEARER_TOKEN_BEDROCK"],
      routedTo: routedTo
    )
    .findings.words
  }

  @Test func `exports what plain claude obeys`() {
    let found = words([
      "MAX_THINKING_TOKENS": "0", "ANTHROPIC_MODEL": "opus", "CLAUDE_CODE_USE_BEDROCK": "0",
      "AWS_BEARER_TOKEN_BEDROCK": "canary", "CLAUDE_CODE_OAUTH_TOKEN": "canary", "PATH": "/bin",
      "ANTHROPIC_BASE_URL": "https://api.anthropic.com", "ANTHROPIC_BETAS": "",
    ])
    #expect(
      found == [
        "variables note ANTHROPIC_MODEL, MAX_THINKING_TOKENS are exported | = claude-route removes "
          + "them for each launch; plain `claude` obeys"
      ]
    )
    #expect(words([:]) == [])
  }

  @Test func `exports a foreign address`() {
    let removed =
      "= claude-route removes it for each launch and in an `eval` | help: unset "
      + "ANTHROPIC_BASE_URL, and write the address into your policy as a backend"
    #expect(
      words(["ANTHROPIC_BASE_URL": "https://x.example.net/api/v1"]) == [
        "variables note ANTHROPIC_BASE_URL is exported | plain `claude` goes to "
          + "`https://x.example.net/api/v1`, which ends in `/v1`: requests go to "
          + "`/api/v1/v1/messages` | \(removed)"
      ]
    )
    #expect(
      words(["ANTHROPIC_BASE_URL": "https://u:canary@x.example.net"]) == [
        "variables note ANTHROPIC_BASE_URL is exported | plain `claude` goes to an address with a "
          + "secret in it | \(removed)"
      ]
    )
  }

  @Test func `exports a key beside a login, and no certificates`() {
    let values: KeyValuePairs = [
      "ANTHROPIC_API_KEY": "canary", "NODE_TLS_REJECT_UNAUTHORIZED": "0",
    ]
    let certificates =
      "variables warning NODE_TLS_REJECT_UNAUTHORIZED is 0: no certificate is checked | = whoever is "
      + "on the way can read the code and the credential | help: unset it, and name your proxy's "
      + "certificate in NODE_EXTRA_CA_CERTS"
    #expect(words(values) == [certificates])
    #expect(
      words(values, isLoginSaved: true) == [
        "variables note ANTHROPIC_API_KEY is exported; the login pays, the key is not used | = plain "
          + "`claude -p` would use it",
        certificates,
      ]
    )
  }

  @Test func `is told to be routed`() {
    #expect(
      words([:], routedTo: "bulk → openrouter/haiku") == [
        "variables note this shell is routed: bulk → openrouter/haiku | help: eval \"$(claude-route "
          + "off)\" restores it; what is said here is about it unrouted"
      ]
    )
  }

  // MARK: Start files

  private func words(file text: String, path: String = "~/.zshrc") -> [String] {
    StartFileHealth(
      ShellStartFile(Array(text.utf8), path: path),
      path: path,
      payingNames: ["MINE"]
    )
    .findings.words
  }

  private static let obeys = "= claude-route removes it for each launch; plain `claude` obeys"

  @Test func `starts with aliases that route`() {
    let found = words(
      file: """
        alias a='MINE=canary claude'
        alias b='ANTHROPIC_MODEL=haiku claude'
        alias c='claude -c' ll='ls -l'
        claude() {
          claude-route -- "$@"
        }
        alias claude='claude -c'
        """
    )
    let from = "`claude-route init --from aliases` writes it as policy"
    #expect(
      found == [
        "shell warning ~/.zshrc:1: alias `a` holds a literal secret | help: \(from), with a "
          + "reference; then delete the line",
        "shell note ~/.zshrc:2: alias `b` routes without a policy | help: \(from); then delete the "
          + "line",
        "shell note ~/.zshrc:7: alias `claude` bypasses claude-route | help: delete the line, or let "
          + "it start `claude-route … --`",
      ]
    )
  }

  @Test func `starts with a claude that chooses by itself`() {
    let help = "help: delete the line, or let it start `claude-route … --`"
    let chooses = "= it chooses where the session goes, also in a shell that an `eval` routed"
    for (kind, line) in [
      ("alias", "alias claude='claude --settings x.json'"),
      ("function", "claude() { ANTHROPIC_MODEL=x command claude \"$@\"; }"),
      ("function", "function claude { env CLAUDE_CODE_USE_BEDROCK=1 /opt/claude; }"),
    ] {
      #expect(
        words(file: line) == [
          "shell warning ~/.zshrc:1: \(kind) `claude` bypasses claude-route | \(chooses) | \(help)"
        ]
      )
    }
  }

  @Test func `starts with variables`() {
    let found = words(
      file: """
        export ANTHROPIC_BASE_URL="https://x.example.net" MINE=dummy
        typeset -x ANTHROPIC_MODEL=$OTHER
        typeset ANTHROPIC_BETAS=not-exported
        [ -f x ] && export ANTHROPIC_AUTH_TOKEN='canary'
        ANTHROPIC_API_KEY=canary claude
        OTHER=sk-or-v1-0123456789
        export ANTHROPIC_MODEL= GITHUB_TOKEN=ghp_0123456789abcdef
        alias open='never closed
        export CLAUDE_CODE_USE_VERTEX=1
        f() { export ANTHROPIC_MODEL=x; }; g() {
          export ANTHROPIC_MODEL=x
        }
        """
    )
    let prints = "help: let a program print it:"
    let keychain = "=\"$(pass show …)\", or use the keychain"
    #expect(
      found == [
        "shell note ~/.zshrc:1: ANTHROPIC_BASE_URL is exported | `https://x.example.net` | "
          + Self.obeys,
        "shell note ~/.zshrc:2: ANTHROPIC_MODEL is exported | \(Self.obeys)",
        "shell warning ~/.zshrc:4: ANTHROPIC_AUTH_TOKEN is a literal secret | \(prints) "
          + "ANTHROPIC_AUTH_TOKEN\(keychain)",
        "shell warning ~/.zshrc:6: OTHER is a literal secret | \(prints) OTHER\(keychain)",
        "shell note ~/.zshrc:9: CLAUDE_CODE_USE_VERTEX is exported | \(Self.obeys)",
      ]
    )
  }

  @Test func `may be fish`() {
    let found = words(
      file: """
        set -gx MINE canary
        set -g ANTHROPIC_MODEL local
        set --export CLAUDE_CODE_USE_BEDROCK 1
        function f
          set -gx ANTHROPIC_MODEL inside
        end
        """,
      path: "config.fish"
    )
    #expect(
      found == [
        "shell warning config.fish:1: MINE is a literal secret | help: let a program print it: "
          + "MINE=\"$(pass show …)\", or use the keychain",
        "shell note config.fish:3: CLAUDE_CODE_USE_BEDROCK is exported | \(Self.obeys)",
      ]
    )
  }
}
