import ClaudeClient
import JSONTree
import RouteEngine
import Testing

/// What `export managed-settings` writes, and that launches then agree with it.
@Suite struct `Managed settings for a target` {
  private static let slots = """
    "ANTHROPIC_DEFAULT_OPUS_MODEL":"x-opus","ANTHROPIC_DEFAULT_SONNET_MODEL":"x-sonnet",\
    "ANTHROPIC_DEFAULT_HAIKU_MODEL":"x-haiku","ANTHROPIC_DEFAULT_FABLE_MODEL":"x-fable"
    """

  /// The switches that a route does not set, cancelled.
  private static func off(but kept: String = "") -> String {
    [
      "BEDROCK", "MANTLE", "VERTEX", "FOUNDRY", "ANTHROPIC_AWS", "ANTHROPIC_GOOGLE_CLOUD",
      "GATEWAY",
    ]
    .filter { $0 != kept }.map { "\"CLAUDE_CODE_USE_\($0)\":\"\"" }.joined(separator: ",")
  }

  private static func draft(
    _ target: ResolvedTarget,
    _ payer: CredentialSource,
    isOnlyTarget: Bool = true
  ) throws -> String {
    try ManagedSettingsDraft(target: target, payer: payer, isOnlyTarget: isOnlyTarget).document.text
  }

  @Test(arguments: [
    CredentialSource.environment("KEY"), .file("~/key"), .keychain("k"), .command(["op"]),
  ])
  func `have a gateway's credential from a helper`(payer: CredentialSource) throws {
    let target = Sample.target(
      try Sample.backend(.gateway, url: "https://g.example/api"),
      effort: .low
    )
    #expect(
      try Self.draft(target, payer) == """
        {"apiKeyHelper":"claude-route credential b","env":{"ANTHROPIC_BASE_URL":"https://g.example/api",\
        "ANTHROPIC_MODEL":"x-haiku",\(Self.slots),"CLAUDE_CODE_EFFORT_LEVEL":"low",\
        "ANTHROPIC_API_KEY":"","ANTHROPIC_AUTH_TOKEN":"",\(Self.off())}}
        """
    )
  }

  @Test func `leave model and effort to launches where the policy has routes`() throws {
    let target = Sample.target(
      try Sample.backend(.gateway, url: "http://127.0.0.1:4000"),
      effort: .low,
      thinking: false
    )
    #expect(
      try Self.draft(target, .none, isOnlyTarget: false) == """
        {"model":"x-haiku","env":{"ANTHROPIC_BASE_URL":"http://127.0.0.1:4000",\
        "ANTHROPIC_AUTH_TOKEN":"none",\(Self.slots),"ANTHROPIC_API_KEY":"",\(Self.off())}}
        """
    )
  }

  @Test func `leave a cloud's credential to each person`() throws {
    let target = Sample.target(
      try Sample.backend(.bedrock, profile: "acme"),
      region: "eu-central-1"
    )
    for payer in [CredentialSource.aws, .environment("AWS_BEARER_TOKEN_BEDROCK")] {
      #expect(
        try Self.draft(target, payer) == """
          {"env":{"CLAUDE_CODE_USE_BEDROCK":"1","AWS_REGION":"eu-central-1","AWS_PROFILE":"acme",\
          "ANTHROPIC_MODEL":"x-haiku",\(Self.slots),"ANTHROPIC_BEDROCK_BASE_URL":"",\
          \(Self.off(but: "BEDROCK"))}}
          """
      )
    }
  }

  @Test func `name no endpoint for the saved login`() throws {
    let target = Sample.target(try Sample.backend(.anthropic), model: nil)
    // A token, a key and models of somebody's shell are none of the login's.
    #expect(
      try Self.draft(target, .login) == """
        {"env":{"ANTHROPIC_BASE_URL":"","ANTHROPIC_AUTH_TOKEN":"",\
        "ANTHROPIC_DEFAULT_OPUS_MODEL":"","ANTHROPIC_DEFAULT_SONNET_MODEL":"",\
        "ANTHROPIC_DEFAULT_HAIKU_MODEL":"","ANTHROPIC_DEFAULT_FABLE_MODEL":"",\
        "ANTHROPIC_API_KEY":"",\(Self.off())}}
        """
    )
  }

  @Test func `do not hold a secret by another name`() throws {
    let target = Sample.target(try Sample.backend(.bedrock), region: "eu-central-1")
    let fault = #expect(throws: ManagedSettingsDraft.Fault.self) {
      try Self.draft(target, .environment("COMPANY_TOKEN"))
    }
    #expect(
      fault?.reason
        == "`AWS_BEARER_TOKEN_BEDROCK` would be $COMPANY_TOKEN, and settings hold no secret"
    )
    let secretHeader = Backend.Header(name: "x-a", value: .variable("SECRET"))
    let gateway = try Sample.backend(.gateway, url: "https://g.example", headers: [secretHeader])
    #expect(throws: ManagedSettingsDraft.Fault.self) {
      try Self.draft(Sample.target(gateway), .environment("KEY"))
    }
  }

  @Test func `leave the classes of a task to launches`() throws {
    let gateway = try Sample.backend(.gateway, url: "https://g.example", sendsTags: true)
    #expect(try !Self.draft(Sample.target(gateway), .none).contains("HEADERS"))
    let header = Backend.Header(name: "x-a", value: .plain("1"))
    let both = try Sample.backend(
      .gateway,
      url: "https://g.example",
      headers: [header],
      sendsTags: true
    )
    #expect(throws: ManagedSettingsDraft.Fault.self) {
      try Self.draft(Sample.target(both), .none)
    }
  }

  static let agreeing: [(kind: Backend.Kind, url: String?, payer: CredentialSource)] = [
    (.gateway, "https://g.example/api", .environment("KEY")),
    (.gateway, "https://g.example", .none),
    (.bedrock, nil, .aws),
    (.bedrock, "https://b.example", .environment("AWS_BEARER_TOKEN_BEDROCK")),
    (.mantle, nil, .aws), (.vertex, nil, .google), (.anthropic, nil, .login),
    (.anthropic, nil, .environment("ANTHROPIC_API_KEY")), (.anthropic, nil, .file("~/key")),
    (.anthropic, "https://a.example", .environment("KEY")),
    (.foundry, nil, .environment("ANTHROPIC_FOUNDRY_API_KEY")),
  ]

  /// A launch of the same target holds under them, and one with another class or model does too.
  @Test(arguments: agreeing)
  func `agree with a launch`(kind: Backend.Kind, url: String?, payer: CredentialSource) throws {
    let backend = try Sample.backend(kind, url: url)
    for (isOnlyTarget, model) in [(true, "opus"), (false, "opus"), (false, "haiku")] {
      let settings = try Self.draft(
        Sample.target(backend, model: "opus", effort: .low, region: "eu", project: "p"),
        payer,
        isOnlyTarget: isOnlyTarget
      )
      let launched = Sample.target(
        backend,
        model: model,
        effort: isOnlyTarget ? .low : .high,
        region: "eu",
        project: "p"
      )
      let plan = try Sample.plan(launched, payer: payer, classes: ["bulk"])
      let managed = ManagedSettings(plan: plan, layers: [try Sample.layer(.managed, settings)])
      #expect(managed.disagreements.map(\.finding.key) == [], "\(settings)")
    }
  }

  @Test(arguments: ["claude-route credential other", "echo key", "claude-route credential b; env"])
  func `agree with no other helper`(helper: String) throws {
    let layer = try Sample.layer(.managed, "{\"apiKeyHelper\": \(JSONNode.quoted(helper))}")
    let managed = ManagedSettings(plan: try Sample.gateway(), layers: [layer])
    #expect(managed.disagreements.map(\.wanted) == ["unset"])
  }
}
