import PolicyStarter
import RouteEngine
import Testing
import YAMLTree

/// What `export litellm` writes.
@Suite struct `A proxy's configuration` {
  /// The deployments of one group, each as its model and its tags.
  private struct Group: Hashable, CustomStringConvertible {
    let answers: [String]
    var description: String { answers.joined(separator: "\n") }
  }

  private static func configuration(
    _ text: String,
    backends: [String] = []
  ) throws -> ProxyConfiguration {
    let policy = try Loaded.policy("version: 1\n" + text, as: .user)
    return try ProxyConfiguration(of: policy, backends: backends)
  }

  private static func tree(_ configuration: ProxyConfiguration) throws -> YAMLNode {
    let document = YAMLDocument(
      parsing: Array(configuration.text.utf8),
      file: "litellm.yaml",
      budget: .user
    )
    #expect(document.diagnostics == [])
    return try #require(document.root)
  }

  private static func answers(_ configuration: ProxyConfiguration, _ group: String) throws -> Group
  {
    let list = try #require(try tree(configuration)["model_list"]?.items)
    let own = list.filter { $0["model_name"]?.text == group }
    return Group(
      answers: own.map { entry in
        let parameters = entry["litellm_params"]
        let tags = parameters?["tags"]?.items?.compactMap(\.text) ?? []
        let denied = parameters?["api_base"]?.text == "https://denied.invalid"
        let model = denied ? "denied" : parameters?["model"]?.text ?? ""
        return "\(model): \(tags.joined(separator: " "))"
      }
    )
  }

  // MARK: Who answers

  private static let backends = """
    built-in: false
    classes:
      chore: {signals: [{phrases: [tidy]}]}
      release: {signals: [{phrases: [ship]}]}
    backends:
      cheap: {kind: gateway, base-url: https://c.example, credential: env:C, models:
        {opus: c-opus, sonnet: c-sonnet, haiku: c-haiku, fable: c-fable, own: c-own}}
      strong: {kind: gateway, base-url: https://s.example, credential: env:S, auth: api-key, models:
        {opus: s-opus, sonnet: s-sonnet, haiku: s-haiku, fable: s-fable}}

    """

  /// A session may ask for any of the client's models; none that a constraint forbids answers.
  @Test func `gives a class no model that a constraint forbids`() throws {
    let configuration = try Self.configuration(
      Self.backends + """
        default: [strong/opus]
        constraints:
          - {name: ships-large, when: {class: release}, forbid: {model: [haiku, sonnet]}, reason: r}
          - {name: ships-slowly, when: {class: release}, forbid: {effort: [low]}, reason: r}
        """
    )
    for (group, answers) in [
      ("claude-opus-5-5", ["anthropic/s-opus: default chore release"]),
      (
        "claude-sonnet-5-5",
        ["anthropic/s-sonnet: default chore", "anthropic/s-opus: release chore+release"]
      ),
      (
        "claude-haiku-5-5",
        ["anthropic/s-haiku: default chore", "anthropic/s-opus: release chore+release"]
      ),
    ] {
      #expect(try Self.answers(configuration, group) == Group(answers: answers))
    }
    #expect(
      configuration.losses == [
        "constraint `ships-slowly` is about `effort`: a launch sets it, the proxy does not"
      ]
    )
  }

  @Test func `gives a class the deployment that its route prefers, and no larger a model`() throws {
    let text =
      Self.backends + """
        routes: [{name: chores, when: {class: chore}, to: [cheap/sonnet, strong/haiku]}]
        default: [strong/opus]
        """
    let configuration = try Self.configuration(text)
    for (group, answers) in [
      (
        "claude-opus-5-5",
        ["anthropic/s-opus: default release", "anthropic/c-sonnet: chore chore+release"]
      ),
      (
        "claude-opus-5-5-fallback-1",
        ["anthropic/s-opus: default", "anthropic/s-haiku: chore chore+release"]
      ),
      (
        "claude-haiku-5-5",
        ["anthropic/s-haiku: default release", "anthropic/c-haiku: chore chore+release"]
      ),
      ("claude-haiku-5-5-fallback-1", ["anthropic/s-haiku: default"]),
      (
        "claude-fable-5-2",
        ["anthropic/s-opus: default release", "anthropic/c-sonnet: chore chore+release"]
      ),
    ] {
      #expect(try Self.answers(configuration, group) == Group(answers: answers), "\(group)")
    }
  }

  @Test func `gives a forbidden deployment neither the tag nor the fallback`() throws {
    let text =
      Self.backends + """
        routes: [{name: chores, when: {class: chore}, to: [cheap/haiku]}]
        default: [strong/opus, cheap/opus]
        constraints: [{name: kept, when: {class: release}, forbid: {backend: [cheap]}, reason: r}]
        """
    let configuration = try Self.configuration(text)
    #expect(
      try Self.answers(configuration, "claude-opus-5-5").answers == [
        "anthropic/s-opus: default release", "anthropic/c-haiku: chore",
      ]
    )
    // What is both is not listed: it is decided as without a class, in this group.
    #expect(
      try Self.answers(configuration, "claude-opus-5-5-fallback-1").answers == [
        "anthropic/c-opus: default", "anthropic/s-opus: chore release chore+release",
      ]
    )
  }

  @Test func `sends what is denied nowhere`() throws {
    let text =
      Self.backends + """
        default: [cheap/opus]
        constraints: [{name: kept, when: {class: release}, forbid: {backend: [cheap]}, reason: r}]
        """
    let configuration = try Self.configuration(text)
    #expect(
      try Self.answers(configuration, "claude-opus-5-5").answers == [
        "anthropic/c-opus: default chore", "denied: release chore+release",
      ]
    )
    #expect(configuration.text.contains("  # denied by `kept`: an address that nobody can have\n"))
    #expect(
      configuration.losses.contains("class `release` is denied by the policy, and so by the proxy")
    )
  }

  /// Every set of classes, against the decision itself.
  @Test(arguments: ["", "built-in: classes\n"])
  func `answers every set of classes as the policy decides`(builtIn: String) throws {
    let text = """
      \(builtIn)backends:
        openrouter: {preset: openrouter}
        anthropic: {preset: anthropic}
      routes:
        - {name: a, when: {class: bulk}, to: [openrouter/haiku, anthropic/haiku]}
        - {name: b, when: {all: [{class: prototyping}, {not: {class: production}}]},
            to: [openrouter/sonnet]}
      default: [anthropic/opus, openrouter/opus]
      constraints:
        - {name: c, when: {class: production}, require: {trust: first-party}, reason: r}
        - {name: d, when: {any: [{class: extended-thinking}, {class: multi-agent}]},
            forbid: {backend: [anthropic]}, reason: r}
      """
    let policy = try Loaded.policy("version: 1\n" + text, as: .user)
    let configuration = try ProxyConfiguration(of: policy)
    let listed = try Self.answers(configuration, "claude-opus-5-5").answers
      .flatMap { answer -> [(tag: String, model: String)] in
        let parts = answer.split(separator: ":", maxSplits: 1).map(String.init)
        return parts[1].split(separator: " ").map { (String($0), parts[0]) }
      }
    let answers = Dictionary(uniqueKeysWithValues: listed.map { ($0.tag, $0.model) })
    let names = policy.classes.map(\.name)
    for mask in 0..<(1 << names.count) {
      let classes = names.indices.filter { mask & (1 << $0) != 0 }.map { names[$0] }
      let decision = HermeticTask(
        classes: classes,
        unavailable: [.credential(.login), .backend("bedrock"), .backend("vertex")]
      )
      .decision(under: policy)
      let expected: String? =
        if let target = decision.chosen?.target {
          "anthropic/" + (target.modelID ?? target.slots[0].id)
        } else {
          "denied"
        }
      #expect(
        answers[ClassTag(classes).text] ?? answers["default"] == expected,
        "\(classes)"
      )
    }
  }

  @Test func `takes the names that the policy's own proxy is asked by`() throws {
    let text =
      Self.backends + """
          gate: {preset: litellm, tags: true, models: {opus: big, sonnet: big, haiku: small, fable: big}}
        default: [gate/opus, strong/opus]
        """
    let configuration = try Self.configuration(text)
    let names = try #require(try Self.tree(configuration)["model_list"]?.items)
      .compactMap { $0["model_name"]?.text }
    #expect(names == ["big", "small"] && configuration.isUsed && configuration.losses == [])
  }

  // MARK: What is said

  @Test func `names what a proxy cannot do`() throws {
    let text = """
      built-in: false
      backends:
        aws: {preset: bedrock, region: eu-central-1, profile: acme}
        desk: {kind: gateway, base-url: https://d.example, credential: "keychain:desk",
          models: {opus: d, sonnet: d, haiku: d, fable: d}}
        gate: {kind: gateway, base-url: https://g.example, credential: ["file:~/key", env:G],
          compatibility: [no-betas], env: {API_TIMEOUT_MS: "1"},
          models: {opus: g, sonnet: g, haiku: g, fable: g}}
        native: {kind: anthropic, credential: login}
      routes:
        - {name: late, when: {fact: branch, matches: "release/**"}, to: [{backend: aws, model: opus, effort: max}]}
      default: [native/default, desk/opus, gate/opus, aws/opus]
      constraints:
        - {name: mine, when: {label: secret}, forbid: {backend: [gate]}, reason: r}
      """
    #expect(
      try Self.configuration(text).losses == [
        "backend `desk` is left out: a proxy cannot use its credential (`keychain:desk`); name `env:NAME`",
        "backend `native` is left out: a proxy cannot use its credential (`login`); name `env:NAME`",
        "backend `aws`: the AWS profile `acme` is left out: the proxy's own credentials pay",
        "backend `gate`: `file:~/key` does not pay there, `env:G` does",
        "backend `gate`: LiteLLM 1.108.7 sends its key as `x-api-key`, not as a bearer token: it works where the gateway takes either",
        "backend `gate`: what its client is told is left out: `no-betas`, `API_TIMEOUT_MS`",
        "constraint `mine` looks at `label secret`: a launch does, the proxy cannot",
        "route `late` looks at `branch`: a launch does, the proxy cannot",
        "`effort` of targets: a launch sets it, the proxy does not",
      ]
    )
  }

  @Test func `asks clouds by their own parameters`() throws {
    let text = """
      built-in: false
      backends:
        aws: {preset: bedrock, region: eu-central-1}
        azure: {preset: foundry, project: team, models: {opus: o, sonnet: s, haiku: h, fable: f}}
        google: {preset: vertex, region: europe-west1, project: acme, timeout: 1500}
      default: [aws/opus, azure/opus, google/opus]
      """
    let configuration = try Self.configuration(text)
    let list = try #require(try Self.tree(configuration)["model_list"]?.items)
    let parameters = list.prefix(3).map { entry in
      entry["litellm_params"]?.entries?
        .compactMap { entry in
          entry.value.text.map { "\(entry.key)=\($0)" }
        } ?? []
    }
    #expect(
      parameters == [
        [
          "model=bedrock/eu.anthropic.claude-opus-5-5", "aws_region_name=eu-central-1",
          "api_key=os.environ/AWS_BEARER_TOKEN_BEDROCK",
        ],
        [
          "model=azure_ai/o", "api_base=https://team.services.ai.azure.com/anthropic",
          "api_key=os.environ/ANTHROPIC_FOUNDRY_API_KEY",
        ],
        [
          "model=vertex_ai/claude-opus-5-5", "vertex_project=acme", "vertex_location=europe-west1",
          "timeout=1.500",
        ],
      ]
    )
  }

  @Test func `refuses what has no answer`() throws {
    let login =
      "built-in: false\nbackends: {n: {kind: anthropic, credential: login}}\ndefault: [n/default]\n"
    #expect(throws: ProxyConfiguration.Fault.self) { try Self.configuration(login) }
    let classes = (1...9).map { "c\($0): {signals: [{phrases: [p\($0)]}]}" }.joined(separator: ", ")
    #expect(throws: ProxyConfiguration.Fault.tooManyClasses(9)) {
      try Self.configuration(
        Self.backends.replacing("classes:", with: "x-classes:")
          + "classes: {\(classes)}\ndefault: [cheap/opus]\n"
      )
    }
  }

  // MARK: Any text

  static let hostileIDs = [
    "a:#b", "[x]", "{y}", "'q'", "\"d\"", "\\n", "&a", "*a", "!t", "|", ">", "%", "@", "`",
    "- x".replacing(" ", with: ""),
    "os.environ/SECRET", "true", "1e3", "~", "null", "?", ",", "a:", "=", "<<", "0x1F", "---",
    "...",
  ]

  @Test(arguments: hostileIDs)
  func `reads back as it was written`(id: String) throws {
    let quoted = "'" + id.replacing("'", with: "''") + "'"
    let text = """
      built-in: false
      backends:
        g:
          kind: gateway
          base-url: https://g.example
          credential: env:G
          headers: {x-a: \(quoted), true: no}
          models: {opus: \(quoted), sonnet: s, haiku: h, fable: f}
        litellm:
          preset: litellm
          tags: true
          models: {opus: \(quoted)}
      default: [litellm/opus, g/opus]
      """
    let configuration = try Self.configuration(text)
    let first = try #require(try Self.tree(configuration)["model_list"]?.items?.first)
    let parameters = first["litellm_params"]
    #expect(first["model_name"]?.text == id)
    #expect(parameters?["model"]?.text == "anthropic/\(id)")
    #expect(parameters?["extra_headers"]?["x-a"]?.text == id)
    #expect(parameters?["extra_headers"]?["true"]?.text == "no")
    // Plain only where every reader takes it for text.
    #expect(parameters?["extra_headers"]?["true"]?.isPlain == false)
  }

  @Test func `keeps names from ending a comment`() throws {
    let text =
      Self.backends + """
        default: [strong/opus]
        constraints: [{name: "a\\nb: [", when: {label: x}, forbid: {backend: [cheap]}, reason: r}]
        """
    let configuration = try Self.configuration(text)
    #expect(configuration.text.contains("constraint `a\\nb: [` looks at"))
    #expect(try Self.tree(configuration).entries?.map(\.key).first == "model_list")
  }
}

extension YAMLNode {
  fileprivate subscript(key: String) -> YAMLNode? { entries?[key]?.value }

  fileprivate var text: String? { scalar?.text }

  fileprivate var isPlain: Bool? { scalar?.isPlain }
}
