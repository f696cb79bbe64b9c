import ClaudeClient
import JSONTree
import RouteEngine
import Testing

struct SettingsLayerTests {
  private static let text = """
    {
      "env": {
        "ANTHROPIC_BASE_URL": "https://bad.example",
        "ANTHROPIC_API_KEY": "",
        "CLAUDE_CODE_USE_BEDROCK": 0,
        "CLAUDE_CODE_USE_VERTEX": true,
        "HTTPS_PROXY": "http://p",
        "EDITOR": "vi",
        "MAX_THINKING_TOKENS": 1000,
        "ANTHROPIC_BETAS": null
      },
      "apiKeyHelper": "cat key",
      "awsAuthRefresh": "",
      "model": "haiku", "availableModels": [],
      "modelOverrides": {},
      "agent": "evil",
      "permissions": {}
    }
    """

  private static func finding(
    _ line: Int,
    _ key: String,
    _ subject: SettingsFinding.Subject,
    hasEffect: Bool = true
  ) -> SettingsFinding {
    SettingsFinding(
      layer: .project,
      path: "s.json",
      line: line,
      key: key,
      subject: subject,
      hasEffect: hasEffect
    )
  }

  @Test func `finds everything that touches a route, with its line`() throws {
    let variables: [(Int, String, Bool)] = [
      (3, "ANTHROPIC_BASE_URL", true), (4, "ANTHROPIC_API_KEY", false),
      (5, "CLAUDE_CODE_USE_BEDROCK", false), (6, "CLAUDE_CODE_USE_VERTEX", true),
    ]
    let expected =
      variables.map { line, name, hasEffect in
        Self.finding(line, "env.\(name)", .routingVariable(name), hasEffect: hasEffect)
      } + [
        Self.finding(7, "env.HTTPS_PROXY", .connectionVariable("HTTPS_PROXY")),
        Self.finding(9, "env.MAX_THINKING_TOKENS", .routingVariable("MAX_THINKING_TOKENS")),
        Self.finding(
          10,
          "env.ANTHROPIC_BETAS",
          .routingVariable("ANTHROPIC_BETAS"),
          hasEffect: false
        ),
        Self.finding(12, "apiKeyHelper", .helper),
        Self.finding(13, "awsAuthRefresh", .helper, hasEffect: false),
        Self.finding(14, "model", .model),
        Self.finding(14, "availableModels", .availableModels),
        Self.finding(15, "modelOverrides", .modelOverrides),
        Self.finding(16, "agent", .agent),
      ]
    #expect(try Sample.layer(.project, Self.text).findings == expected)
  }

  @Test(arguments: ["[]", "{}", #"{"env": []}"#, #"{"env": {"EDITOR": "vi"}, "theme": "dark"}"#])
  func `finds nothing where nothing is`(text: String) throws {
    #expect(try Sample.layer(.user, text).findings == [])
  }

  @Test(arguments: [
    ("ANTHROPIC_BASE_URL", "https://bad.example"), ("MAX_THINKING_TOKENS", "1000"),
    ("CLAUDE_CODE_USE_VERTEX", "true"), ("ANTHROPIC_API_KEY", ""), ("ANTHROPIC_BETAS", nil),
    ("PATH", nil),
  ])
  func `reads variables as the client does`(name: String, value: String?) throws {
    #expect(try Sample.layer(.user, Self.text).variable(name) == value)
  }

  /// The client turns a list of one text into that text (measured).
  @Test(arguments: [
    (#"["https://bad.example"]"#, "https://bad.example"), (#"["a", 1, null]"#, "a,1,"),
    ("{}", "[object Object]"), ("null", nil), ("[]", ""),
  ])
  func `turns what is no text into text`(json: String, value: String?) throws {
    let layer = try Sample.layer(.project, #"{"env": {"ANTHROPIC_BASE_URL": \#(json)}}"#)
    #expect(layer.variable("ANTHROPIC_BASE_URL") == value)
    #expect(layer.findings.first?.hasEffect == !(value ?? "").isEmpty)
  }

  @Test func `gives a host-managed session its connection back, the organisation's first`() throws {
    let managed = try Sample.layer(.managed, #"{"env": {"HTTPS_PROXY": "http://corp", "X": "1"}}"#)
    let user = try Sample.layer(
      .user,
      #"{"env": {"NO_PROXY": "a", "HTTPS_PROXY": "http://mine", "NODE_OPTIONS": ""}}"#
    )
    #expect(
      SettingsConnection.changes(managed: [managed], user: user) == [
        .set("HTTPS_PROXY", "http://corp"), .set("NO_PROXY", "a"),
      ]
    )
    #expect(SettingsConnection.changes(managed: [], user: nil) == [])
  }
}

struct ManagedSettingsTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let text: String
    let login: Verdict
    let gateway: Verdict

    var testDescription: String { text }

    enum Verdict: Hashable, Sendable {
      case agrees
      case wants(String)
      case silent
    }

    init(_ text: String, login: Verdict, gateway: Verdict) {
      self.text = text
      self.login = login
      self.gateway = gateway
    }
  }

  // The login route chose no model, the gateway route `x-haiku` with low effort.
  @Test(arguments: [
    Case("{}", login: .silent, gateway: .silent),
    Case(
      #"{"env": {"ANTHROPIC_BASE_URL": "https://g.example/api"}}"#,
      login: .wants("unset"),
      gateway: .agrees
    ),
    Case(
      #"{"env": {"ANTHROPIC_BASE_URL": "https://corp.example"}}"#,
      login: .wants("unset"),
      gateway: .wants("https://g.example/api")
    ),
    Case(#"{"env": {"ANTHROPIC_BASE_URL": ""}}"#, login: .silent, gateway: .silent),
    Case(
      #"{"env": {"ANTHROPIC_AUTH_TOKEN": "t"}}"#,
      login: .wants("unset"),
      gateway: .wants("$KEY")
    ),
    Case(
      #"{"env": {"CLAUDE_CODE_OAUTH_TOKEN": "t"}}"#,
      login: .wants("unset"),
      gateway: .wants("unset")
    ),
    Case(
      #"{"env": {"CLAUDE_CODE_EFFORT_LEVEL": "low"}}"#,
      login: .wants("unset"),
      gateway: .agrees
    ),
    Case(#"{"env": {"CLAUDE_CODE_USE_BEDROCK": "0"}}"#, login: .silent, gateway: .silent),
    Case(
      #"{"env": {"CLAUDE_CODE_USE_BEDROCK": 1}}"#,
      login: .wants("unset"),
      gateway: .wants("unset")
    ),
    Case(
      #"{"env": {"CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST": "1"}}"#,
      login: .silent,
      gateway: .silent
    ),
    Case(#"{"env": {"CLAUDE_ROUTE_CLASS": "x"}}"#, login: .silent, gateway: .silent),
    Case(#"{"env": {"HTTPS_PROXY": "http://corp"}}"#, login: .silent, gateway: .silent),
    Case(#"{"apiKeyHelper": "corp-key"}"#, login: .agrees, gateway: .wants("unset")),
    Case(#"{"awsAuthRefresh": "corp-aws"}"#, login: .silent, gateway: .silent),
    Case(#"{"model": "sonnet"}"#, login: .silent, gateway: .silent),
    Case(#"{"availableModels": ["x-haiku"]}"#, login: .silent, gateway: .agrees),
    Case(#"{"availableModels": ["sonnet", "haiku"]}"#, login: .silent, gateway: .agrees),
    Case(#"{"availableModels": ["sonnet"]}"#, login: .silent, gateway: .wants("x-haiku")),
    Case(
      #"{"modelOverrides": {"x-haiku": "z"}}"#,
      login: .wants("x-haiku"),
      gateway: .wants("x-haiku")
    ),
    Case(
      #"{"modelOverrides": {"x-haiku": "x-haiku", "q": "z"}}"#,
      login: .silent,
      gateway: .silent
    ),
  ])
  func `compares each key with the route`(_ row: Case) throws {
    let layer = try Sample.layer(.managed, row.text)
    let gateway = try Sample.gateway(effort: .low)
    #expect(Self.verdict(of: try Sample.login(), on: layer) == row.login)
    #expect(Self.verdict(of: gateway, on: layer) == row.gateway)
  }

  private static func verdict(of plan: RoutePlan, on layer: SettingsLayer) -> Case.Verdict {
    let managed = ManagedSettings(plan: plan, layers: [layer])
    if let difference = managed.disagreements.first { return .wants(difference.wanted) }
    return managed.agreements.isEmpty ? .silent : .agrees
  }

  @Test func `names file, key and line, and passes over other layers`() throws {
    let text = "{\"env\": {\n\"ANTHROPIC_API_KEY\": \"k\",\n\"ANTHROPIC_MODEL\": \"x-haiku\"}}"
    let plan = try Sample.gateway()
    let managed = ManagedSettings(
      plan: plan,
      layers: [try Sample.layer(.managed, text), try Sample.layer(.project, text)]
    )
    let key = SettingsFinding(
      layer: .managed,
      path: "s.json",
      line: 2,
      key: "env.ANTHROPIC_API_KEY",
      subject: .routingVariable("ANTHROPIC_API_KEY"),
      hasEffect: true
    )
    let model = SettingsFinding(
      layer: .managed,
      path: "s.json",
      line: 3,
      key: "env.ANTHROPIC_MODEL",
      subject: .routingVariable("ANTHROPIC_MODEL"),
      hasEffect: true
    )
    #expect(managed.disagreements == [ManagedSettings.Disagreement(finding: key, wanted: "unset")])
    #expect(managed.agreements == [model])
  }

  @Test(arguments: [("eu-central-1", true), ("us-east-1", false)])
  func `compares what the route sets outside the closed list`(region: String, agrees: Bool) throws {
    let plan = try Sample.plan(
      Sample.target(try Sample.backend(.bedrock), region: "eu-central-1"),
      payer: .keychain("k")
    )
    let managed = ManagedSettings(
      plan: plan,
      layers: [try Sample.layer(.managed, "{\"env\": {\"AWS_REGION\": \"\(region)\"}}")]
    )
    #expect(managed.agreements.count == (agrees ? 1 : 0))
    #expect(managed.disagreements.map(\.wanted) == (agrees ? [] : ["eu-central-1"]))
    let token = ManagedSettings(
      plan: plan,
      layers: [try Sample.layer(.managed, #"{"env": {"AWS_BEARER_TOKEN_BEDROCK": "t"}}"#)]
    )
    #expect(token.disagreements.map(\.wanted) == ["the credential of b"])
  }

  @Test(arguments: [
    ("opus", #"["opus"]"#, true), ("opus", #"["sonnet"]"#, false), (nil, #"["sonnet"]"#, true),
  ])
  func `a native route obeys the list by alias`(model: String?, list: String, agrees: Bool) throws {
    let models = zip(["opus", "sonnet"], RoutePlan.nativeIDs).map { ($0, $1) }
    let backend = try Sample.backend(
      .anthropic,
      models: models.map { .init(name: $0.0, id: $0.1) }
    )
    let plan = try Sample.plan(Sample.target(backend, model: model), payer: .login)
    let managed = ManagedSettings(
      plan: plan,
      layers: [try Sample.layer(.managed, "{\"availableModels\": \(list)}")]
    )
    #expect(managed.disagreements.isEmpty == agrees)
  }
}
