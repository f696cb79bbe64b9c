import PolicyLoader
import PolicyStarter
import RouteEngine
import Testing

@Suite struct `A starter` {
  private let plain = UserStarter(found: [], takeOver: nil).text

  @Test func `for a user changes nothing as it stands`() throws {
    let policy = try Loaded.policy(plain, as: .user)
    let builtIn = try Loaded.policy("version: 1\n", as: .user)
    #expect(policy.backends == builtIn.backends && policy.routes == builtIn.routes)
    #expect(policy.constraints == builtIn.constraints && policy.aliases == [])
    #expect(policy.defaultTargets == builtIn.defaultTargets)
    #expect(try Loaded.findings(policy) == [])
  }

  /// Capital words stand for what only the user knows, and are good names and ids too.
  @Test func `for a user loads with every example in force`() throws {
    let text = Loaded.withoutMarks(plain)
    let policy = try Loaded.policy(text, as: .user)
    let names = Set(policy.backends.map(\.name))
    #expect(names.isSuperset(of: Taking.recipes.map(\.name)))
    let tests = policy.tests.filter { $0.origin.layer == .user }
    #expect(tests.count == 2 && policy.invariants.count { $0.origin.layer == .user } == 1)
    #expect(policy.aliases.map(\.name) == ["cheap"])
    for test in tests { Self.expectPassing(test, policy) }
  }

  @Test func `offers the recipes in the order in which to think of them`() {
    let offers = plain.split(separator: "\n").filter { $0.contains("{preset: ") }
      .map { $0.drop { " #".contains($0) }.prefix { $0 != ":" } }
    #expect(
      offers == [
        "openrouter", "bedrock", "vertex", "mantle", "foundry", "litellm", "cloudflare",
        "claude-code-router", "deepseek", "zai", "kimi", "minimax", "qwen", "ollama", "lm-studio",
        "llama-cpp", "vllm",
      ]
    )
    #expect(plain.hasPrefix("# yaml-language-server: $schema=./policy.schema.json\n"))
    #expect(plain.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test func `has in force what is here`() throws {
    let found = [
      FoundBackend(name: "openrouter", reason: "OPENROUTER_API_KEY is set"),
      FoundBackend(name: "bedrock", reason: "AWS credentials and a region", region: "eu-west-1"),
      FoundBackend(name: "vertex", reason: "Google credentials", region: "europe-west1"),
      FoundBackend(name: "foundry", reason: "ANTHROPIC_FOUNDRY_API_KEY is set"),
      FoundBackend(name: "kimi", reason: "MOONSHOT_API_KEY is set"),
    ]
    let text = UserStarter(found: found, takeOver: nil).text
    let policy = try Loaded.policy(text, as: .user)
    #expect(
      policy.backends.filter { $0.origin.layer == .user }.map(\.name) == [
        "bedrock", "kimi", "openrouter",
      ]
    )
    #expect(policy.backend(named: "bedrock")?.region == "eu-west-1")
    // The others are named by the built-in policy's routes.
    #expect(policy.aliases.map { "\($0.name) \($0.backend ?? "")" } == ["kimi kimi"])
    #expect(try Loaded.findings(policy) == [])
    #expect(text.contains("  # Here: ANTHROPIC_FOUNDRY_API_KEY is set.\n  #foundry: "))
  }

  @Test func `leaves a place out that is no name of one`() throws {
    let found = [
      FoundBackend(name: "bedrock", reason: "AWS credentials and a region", region: "eu\n evil: 1")
    ]
    #expect(!UserStarter(found: found, takeOver: nil).text.contains("evil"))
  }

  // MARK: Repositories

  @Test(arguments: [
    ("shop", "shop"), ("My Shop", "My Shop"), ("null", "null"), ("a: b", "a- b"),
    ("\u{1B}[31m", "--31m"), ("\"quoted\"", "-quoted-"), ("#1", "-1"), ("日本", "日本"), ("", "root"),
  ])
  func `for a repository loads as one`(folder: String, name: String) throws {
    let text = RepositoryStarter(name: folder).text
    _ = try Loaded.policy(text, as: .repository)
    let policy = try Loaded.policy(Loaded.withoutMarks(text), as: .repository)
    #expect(policy.layers.first?.name == name)
    for test in policy.tests { Self.expectPassing(test, policy) }
  }

  // MARK: Organisations

  @Test func `for an organisation is this one`() throws {
    let recipe = try #require(Taking.recipes.first { $0.name == "bedrock" })
    let place = try #require(
      ManagedStarter.Place(region: "eu-central-1", project: nil, profile: "acme-claude")
    )
    let text = ManagedStarter(recipe, at: place).text
    #expect(
      text == """
        # yaml-language-server: $schema=./policy.schema.json
        # /etc/claude-route/policy.yaml (macOS: /Library/Application Support/claude-route/policy.yaml);
        # root's, 0644. The line above wants `claude-route schema > policy.schema.json` beside it.
        version: 1
        name: company
        built-in: false # nothing here leans on a file that a developer can drop
        backends:
          bedrock:
            preset: bedrock
            region: eu-central-1 # ids get the prefix `eu.`; `us.` and `global.` are forbidden below
            profile: acme-claude # `aws sso login --profile acme-claude`
        default: [bedrock/opus]
        constraints:
          - name: only-bedrock-eu
            require: {backend: [bedrock], geography: [eu]}
            reason: All calls go through bedrock in `eu`.
        client: {minimum-version: 2.1.330} # what claude-route was measured with
        invariants:
          - {name: only-bedrock-eu, always: {backend: [bedrock], geography: [eu]}}
        tests:
          - {name: serious work, task: fix the race in the payment worker, expect: bedrock}
          - {name: casual work too, task: license headers, expect: bedrock}
          - {name: nothing else, task: license headers, unavailable: [bedrock], expect: denied}

        """
    )
  }

  @Test(arguments: Taking.recipes.map(\.name))
  func `for an organisation loads and passes its tests`(name: String) throws {
    let recipe = try #require(Taking.recipes.first { $0.name == name })
    let place = try #require(
      ManagedStarter.Place(
        region: ManagedStarter.needsRegion(recipe.kind) ? "eu-west-1" : nil,
        project: nil,
        profile: nil
      )
    )
    let policy = try Loaded.policy(ManagedStarter(recipe, at: place).text, as: .managed)
    #expect(policy.tests.count == 3)
    #expect(try Loaded.findings(policy) == [])
    for test in policy.tests { Self.expectPassing(test, policy) }
  }

  @Test(arguments: ["eu central", "eu\n", "", "sk-or-v1-0123456789abcdef0123456789abcdef"])
  func `takes no place that is none`(region: String) {
    #expect(ManagedStarter.Place(region: region, project: nil, profile: nil) == nil)
  }

  static func expectPassing(_ test: PolicyTest, _ policy: Policy) {
    let task = HermeticTask(
      text: test.task,
      files: test.files,
      classes: test.classes,
      labels: test.labels,
      values: test.facts,
      unavailable: Set(test.unavailable),
      measured: test.measured
    )
    let chosen = task.decision(under: policy).chosen?.target
    #expect((chosen == nil) == (test.expectation.outcome == .denied), "\(test.name)")
    if let backend = test.expectation.backend {
      #expect(chosen?.backend.name == backend, "\(test.name)")
    }
  }
}
