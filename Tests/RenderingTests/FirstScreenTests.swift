import Rendering
import RouteEngine
import Testing

/// What the bare word shows.
@Suite struct `The first screen` {
  @Test func `without a policy of one's own says where it goes`() throws {
    let screen = FirstScreen(
      version: "0.1.0",
      policy: try ExplanationSample.policy(),
      inventory: CredentialInventory(present: [.login, .environment("OPENROUTER_API_KEY")]),
      shellRoute: nil,
      userPolicyPath: "/home/a/.config/claude-route/policy.yaml"
    )
    #expect(
      screen.text == """
        claude-route 0.1.0   built-in policy; you have none of your own yet

          claude-route --task "license headers" --          classify, choose, launch the client
          claude-route explain --task "license headers"     the same decision with its reasons
          eval "$(claude-route --task "license headers")"   set only this shell's environment
          eval "$(claude-route off)"                        restore this shell

          here: anthropic (login saved) · local (needs none) · openrouter (OPENROUTER_API_KEY is set) · bedrock: no credentials
          this shell: not routed
          a policy of your own goes to /home/a/.config/claude-route/policy.yaml
          `claude-route --help` lists everything

        """
    )
  }

  @Test func `with one names it, the shell's route, and what a backend still lacks`() throws {
    let policy = try ExplanationSample.policy(layers: [
      Policy.LayerFile(layer: .user, file: "/home/a/po\u{1B}licy.yaml", name: nil, digest: "00"),
      Policy.LayerFile(layer: .builtIn, file: "built-in", name: nil, digest: "00"),
    ])
    let screen = FirstScreen(
      version: "0.1.0",
      policy: policy,
      inventory: CredentialInventory(present: [.aws]),
      shellRoute: "bulk → openrouter/haiku\u{202E}",
      userPolicyPath: "/home/a/.config/claude-route/policy.yaml"
    )
    #expect(
      screen.text == #"""
        claude-route 0.1.0   your policy /home/a/po\u{1B}licy.yaml

          claude-route --task "license headers" --          classify, choose, launch the client
          claude-route explain --task "license headers"     the same decision with its reasons
          eval "$(claude-route --task "license headers")"   set only this shell's environment
          eval "$(claude-route off)"                        restore this shell

          here: anthropic (no login found yet) · bedrock (AWS, but no region) · local (needs none) · openrouter: no credentials
          this shell: bulk → openrouter/haiku\u{202E}
          `claude-route --help` lists everything

        """#
    )
  }

  @Test func `names every source of a credential`() throws {
    func backend(_ name: String, _ kind: Backend.Kind, _ source: CredentialSource) -> Backend {
      Backend(
        name: name,
        kind: kind,
        credentials: [source],
        region: "eu-central-1",
        models: [],
        origin: ExplanationSample.origin(1)
      )
    }
    let sources: [CredentialSource] = [.file("~/key"), .aws, .google]
    let policy = Policy(
      classes: [],
      backends: [
        backend("a", .gateway, sources[0]), backend("b", .mantle, .aws),
        backend("c", .vertex, .google), backend("d", .gateway, .keychain("gate")),
        backend("e", .gateway, .command(["op", "read"])), backend("f", .gateway, .environment("X")),
      ],
      routes: [],
      defaultTargets: [],
      constraints: [],
      labels: [],
      knownLabels: []
    )
    let screen = FirstScreen(
      version: "1",
      policy: policy,
      inventory: CredentialInventory(
        present: Set(sources),
        unverified: [.keychain("gate"), .command(["op", "read"])]
      ),
      shellRoute: nil,
      userPolicyPath: nil
    )
    let line = screen.text.split(separator: "\n").first { $0.hasPrefix("  here: ") }
    #expect(
      line
        == "  here: a (the key in ~/key) · b (AWS) · c (Google Cloud, but no project) · d (the keychain's gate, not asked yet) · e (the key that `op` prints, not asked yet) · f: no credentials"
    )
  }
}
