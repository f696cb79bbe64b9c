import Foundation
import Testing

/// A policy as another program's configuration.
@Suite struct `Exporting` {
  private let box: Sandbox

  init() throws { box = try Sandbox() }

  private static let team = """
    version: 1
    built-in: false
    classes:
      chore: {signals: [{phrases: [tidy]}]}
    backends:
      cheap: {kind: gateway, base-url: https://cheap.example, credential: env:CHEAP_KEY, models:
        {opus: c, sonnet: c, haiku: c, fable: c}}
      strong: {kind: anthropic, credential: [login, env:ANTHROPIC_API_KEY]}
    routes: [{name: chores, when: {class: chore}, to: [{backend: cheap, model: haiku, effort: low}]}]
    default: [strong/default]
    """

  @Test func `to LiteLLM is the whole configuration, and what it lacks`() throws {
    try box.write(Self.team, to: "work/team.yaml")
    let run = try box.run(["export", "litellm", "--policy", "team.yaml"])
    #expect(run.end == .exited(0))
    // The digest is the file's.
    let lines = run.output.components(separatedBy: "\n")
    #expect(lines.first?.hasPrefix("# A LiteLLM proxy that chooses as the policy sha256:") == true)
    let body = lines.drop { !$0.hasPrefix("# Not here:") }.joined(separator: "\n")
    #expect(
      body == """
        # Not here:
        # - backend `cheap`: LiteLLM 1.108.7 sends its key as `x-api-key`, not as a bearer token: it works
        # where the gateway takes either
        # - backend `strong`: `login` does not pay there, `env:ANTHROPIC_API_KEY` does
        # - `effort` of targets: a launch sets it, the proxy does not
        model_list:
        \(Self.group("claude-opus-5-5"))
        \(Self.fallback("claude-opus-5-5"))
        \(Self.group("claude-sonnet-5-5"))
        \(Self.fallback("claude-sonnet-5-5"))
        \(Self.group("claude-haiku-5-5"))
        \(Self.fallback("claude-haiku-5-5"))
        \(Self.group("claude-fable-5-2"))
        \(Self.fallback("claude-fable-5-2"))
        router_settings:
          enable_tag_filtering: true # no request is answered by another tag's deployment
          fallbacks: # in the order of the policy's targets; each is asked by the same tag
            - claude-opus-5-5: [claude-opus-5-5-fallback-1]
            - claude-sonnet-5-5: [claude-sonnet-5-5-fallback-1]
            - claude-haiku-5-5: [claude-haiku-5-5-fallback-1]
            - claude-fable-5-2: [claude-fable-5-2-fallback-1]
        general_settings:
          master_key: os.environ/LITELLM_MASTER_KEY

        """
    )
    #expect(
      run.errors == """
        claude-route: not in the proxy: backend `cheap`: LiteLLM 1.108.7 sends its key as `x-api-key`, not as a bearer token: it works where the gateway takes either
        claude-route: not in the proxy: backend `strong`: `login` does not pay there, `env:ANTHROPIC_API_KEY` does
        claude-route: not in the proxy: `effort` of targets: a launch sets it, the proxy does not
        claude-route: launches use it by `backends: {litellm: {preset: litellm, tags: true}}` and `default: [litellm/opus]` in a policy with `built-in: classes`, and by LITELLM_API_KEY

        """
    )
  }

  private static func group(_ model: String) -> String {
    """
      # strong
      - model_name: \(model)
        litellm_params:
          model: anthropic/\(model)
          api_base: https://api.anthropic.com
          api_key: os.environ/ANTHROPIC_API_KEY
          tags: [default]
      # cheap
      - model_name: \(model)
        litellm_params:
          model: anthropic/c
          api_base: https://cheap.example
          api_key: os.environ/CHEAP_KEY
          use_bearer_for_custom_base: true
          tags: [chore]
    """
  }

  private static func fallback(_ model: String) -> String {
    """
      # strong
      - model_name: \(model)-fallback-1
        litellm_params:
          model: anthropic/\(model)
          api_base: https://api.anthropic.com
          api_key: os.environ/ANTHROPIC_API_KEY
          tags: [default]
    """
  }

  @Test func `to LiteLLM takes the backends that are named`() throws {
    try box.write(Self.team, to: "work/team.yaml")
    let run = try box.run(["export", "litellm", "--policy", "team.yaml", "--backend", "strong"])
    #expect(run.end == .exited(0) && !run.output.contains("cheap.example"))
    let unknown = try box.run(["export", "litellm", "--policy", "team.yaml", "--backend", "stong"])
    #expect(
      unknown
        == Run(
          64,
          errors: """
            claude-route: unknown backend `stong` in `--backend`
              = help: did you mean `strong`?

            """
        )
    )
    let other = try box.run(["export", "litellm", "--policy", "team.yaml", "--backend", "cheap"])
    #expect(
      other
        == Run(
          69,
          errors: """
            claude-route: no backend can stand behind a proxy for a task of no class
              backend `cheap`: LiteLLM 1.108.7 sends its key as `x-api-key`, not as a bearer token: it works where the gateway takes either
              `effort` of targets: a launch sets it, the proxy does not

            """
        )
    )
  }

  // MARK: Managed settings

  /// Plain `claude` knows no class: what holds for some tasks only is said.
  @Test func `names the constraints that settings cannot hold`() throws {
    try box.write(
      """
      version: 1
      built-in: classes
      backends: {gw: {kind: gateway, base-url: "https://gw.example", credential: env:GW, models: {opus: a, sonnet: b, haiku: c, fable: d}}}
      default: [gw/opus]
      constraints:
        - {name: production-stays-native, when: {class: production}, forbid: {trust: third-party}, reason: r}
        - {name: of-no-consequence, when: {class: production}, forbid: {backend: bedrock}, reason: r}

      """,
      to: "work/managed.yaml"
    )
    let run = try box.run(["export", "managed-settings", "--policy", "managed.yaml"])
    #expect(run.end == .exited(0))
    #expect(
      run.errors == """
        claude-route: goes to /etc/claude-code/managed-settings.json (macOS: /Library/Application Support/ClaudeCode/managed-settings.json)
        claude-route: not in the settings: `production-stays-native` (managed.yaml:6) forbids gw for some tasks; plain `claude` goes there with all of them
        claude-route: its credential comes from `claude-route credential gw`, which needs this policy at /etc/claude-route/policy.yaml on each machine

        """
    )
  }

  /// Another provider's token goes nowhere, and nobody's own models stand.
  @Test func `cancels what a shell would send to the native API`() throws {
    try box.write(
      """
      version: 1
      built-in: false
      backends: {anthropic: {kind: anthropic, credential: login}}
      default: [anthropic/opus]

      """,
      to: "work/managed.yaml"
    )
    let run = try box.run(["export", "managed-settings", "--policy", "managed.yaml"])
    let cancelled = run.output.split(separator: "\n").filter { $0.contains(#": """#) }
      .compactMap { $0.split(separator: "\"").dropFirst().first }
    #expect(
      Set(cancelled).isSuperset(of: [
        "ANTHROPIC_BASE_URL", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY",
        "ANTHROPIC_DEFAULT_HAIKU_MODEL", "ANTHROPIC_DEFAULT_OPUS_MODEL",
      ])
    )
  }

  private static let managed = """
    version: 1
    built-in: false
    backends: {bedrock: {preset: bedrock, region: eu-central-1, profile: acme-claude}}
    default: [bedrock/opus]
    """

  private static let settings = """
    {
      "env": {
        "CLAUDE_CODE_USE_BEDROCK": "1",
        "AWS_REGION": "eu-central-1",
        "AWS_PROFILE": "acme-claude",
        "ANTHROPIC_MODEL": "eu.anthropic.claude-opus-5-5",
        "ANTHROPIC_DEFAULT_OPUS_MODEL": "eu.anthropic.claude-opus-5-5",
        "ANTHROPIC_DEFAULT_SONNET_MODEL": "eu.anthropic.claude-sonnet-5-5",
        "ANTHROPIC_DEFAULT_HAIKU_MODEL": "eu.anthropic.claude-haiku-4-5-20251001-v1:0",
        "ANTHROPIC_DEFAULT_FABLE_MODEL": "eu.anthropic.claude-opus-5-5",
        "ANTHROPIC_BEDROCK_BASE_URL": "",
        "CLAUDE_CODE_USE_MANTLE": "",
        "CLAUDE_CODE_USE_VERTEX": "",
        "CLAUDE_CODE_USE_FOUNDRY": "",
        "CLAUDE_CODE_USE_ANTHROPIC_AWS": "",
        "CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD": "",
        "CLAUDE_CODE_USE_GATEWAY": ""
      }
    }

    """

  private static let place =
    "claude-route: goes to /etc/claude-code/managed-settings.json (macOS: /Library/Application Support/ClaudeCode/managed-settings.json)\n"

  @Test func `managed settings sends plain claude where the policy's default goes`() throws {
    try box.write(Self.managed, to: "work/policy.yaml")
    // A person's own policy has no say.
    try box.write("broken", to: "home/.config/claude-route/policy.yaml")
    #expect(
      try box.run(["export", "managed-settings", "--policy", "policy.yaml"])
        == Run(0, output: Self.settings, errors: Self.place)
    )
  }

  @Test(.enabled(if: Sandbox.canMount, "needs root, unshare(1) and mount namespaces"))
  func `managed settings takes the policy of this machine`() throws {
    #expect(
      try box.run(["export", "managed-settings"], etc: ["claude-route/policy.yaml": Self.managed])
        == Run(0, output: Self.settings, errors: Self.place)
    )
  }

  @Test func `managed settings says which launches they stop`() throws {
    let text = """
      version: 1
      built-in: classes
      backends: {bedrock: {preset: bedrock, region: eu-central-1}}
      routes: [{name: bulk, when: {class: bulk}, to: [openrouter/haiku, bedrock/haiku]}]
      default: [bedrock/opus]
      """
    try box.write(text, to: "work/policy.yaml")
    let run = try box.run(["export", "managed-settings", "--policy", "policy.yaml"])
    #expect(run.end == .exited(0))
    #expect(run.output.contains("\"model\": \"eu.anthropic.claude-opus-5-5\""))
    #expect(!run.output.contains("ANTHROPIC_MODEL\""))
    #expect(
      run.errors == Self.place
        + "claude-route: while it is there, launches on other backends end with 78: openrouter\n"
    )
  }

  static let refusals: [(policy: String, status: Int32, errors: String)] = [
    (
      "built-in: false\nbackends: {aws: {preset: bedrock, region: eu-central-1, credential: env:T}}\ndefault: [aws/opus]",
      69,
      "claude-route: backend `aws` cannot be said in settings: `AWS_BEARER_TOKEN_BEDROCK` would be $T, and settings hold no secret\n"
    ),
    (
      "default: [openrouter/opus]\nconstraints: [{name: no, forbid: {backend: [openrouter]}, reason: r}]",
      69,
      ""
    ),
    // A region of this machine is not that of every other.
    ("built-in: false\nbackends: {aws: {preset: bedrock}}\ndefault: [aws/opus]", 69, ""),
    ("routes: [{name: r, to: [nowhere/opus]}]", 65, ""),
  ]

  @Test(arguments: refusals)
  func `managed settings refuses what settings cannot say`(
    policy: String,
    status: Int32,
    errors: String
  ) throws {
    try box.write("version: 1\n\(policy)\n", to: "work/policy.yaml")
    let run = try box.run(
      ["export", "managed-settings", "--policy", "policy.yaml"],
      ["AWS_REGION": "us-west-2"]
    )
    #expect(run.end == .exited(status) && run.output.isEmpty && !run.errors.isEmpty, "\(run)")
    #expect(errors.isEmpty || run.errors == errors)
  }

  @Test func `managed settings wants a managed policy`() throws {
    let run = try box.run(["export", "managed-settings", "--policy", "none.yaml"])
    #expect(run.end == .exited(66) && run.output.isEmpty)
  }
}
