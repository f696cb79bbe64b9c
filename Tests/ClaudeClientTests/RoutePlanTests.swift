import ClaudeClient
import RouteEngine
import Testing

struct RoutePlanTests {
  private static let slots = [
    "ANTHROPIC_DEFAULT_OPUS_MODEL=x-opus", "ANTHROPIC_DEFAULT_SONNET_MODEL=x-sonnet",
    "ANTHROPIC_DEFAULT_HAIKU_MODEL=x-haiku", "ANTHROPIC_DEFAULT_FABLE_MODEL=x-fable",
  ]
  private static let held = "CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST=1"
  private static let quiet = ["DISABLE_TELEMETRY=1", "DISABLE_ERROR_REPORTING=1"]
  private static let model = "ANTHROPIC_MODEL=x-haiku"

  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let backend: Backend
    let payer: CredentialSource
    var region: String?
    var project: String?
    let sets: [String]

    init(
      _ name: String,
      _ backend: Backend,
      _ payer: CredentialSource,
      region: String? = nil,
      project: String? = nil,
      _ sets: [String]
    ) {
      testDescription = name
      self.backend = backend
      self.payer = payer
      self.region = region
      self.project = project
      self.sets = sets
    }
  }

  private static func cases() throws -> [Case] {
    let url = "https://g.example/api"
    let proxy = "http://127.0.0.1:8080"
    return [
      Case("native login", try Sample.backend(.anthropic), .login, [model]),
      Case(
        "native key",
        try Sample.backend(.anthropic),
        .environment("ANTHROPIC_API_KEY"),
        ["ANTHROPIC_API_KEY=${ANTHROPIC_API_KEY}", held, model] + slots
      ),
      Case(
        "native key of a command",
        try Sample.backend(.anthropic),
        .command(["pass", "show"]),
        ["ANTHROPIC_API_KEY=$(b)", held, model] + slots
      ),
      Case(
        "gateway with a bearer",
        try Sample.backend(.gateway, url: url),
        .environment("KEY"),
        ["ANTHROPIC_AUTH_TOKEN=${KEY}", "ANTHROPIC_BASE_URL=https://g.example/api", held, model]
          + slots
      ),
      Case(
        "gateway with a key",
        try Sample.backend(.gateway, url: url, header: .apiKey),
        .file("/k"),
        ["ANTHROPIC_API_KEY=$(b)", "ANTHROPIC_BASE_URL=https://g.example/api", held, model] + slots
      ),
      Case(
        "gateway without a credential",
        try Sample.backend(.gateway, url: proxy),
        .none,
        ["ANTHROPIC_BASE_URL=\(proxy)", "ANTHROPIC_AUTH_TOKEN=none", held, model] + slots
      ),
      Case(
        "native kind at another address",
        try Sample.backend(.anthropic, url: url),
        .keychain("k"),
        ["ANTHROPIC_AUTH_TOKEN=$(b)", "ANTHROPIC_BASE_URL=https://g.example/api", held, model]
          + slots
      ),
      Case(
        "bedrock by the AWS chain",
        try Sample.backend(.bedrock, profile: "work"),
        .aws,
        region: "eu-central-1",
        [
          "CLAUDE_CODE_USE_BEDROCK=1", "AWS_REGION=eu-central-1", "AWS_PROFILE=work", held, model,
        ] + slots + quiet
      ),
      Case(
        "bedrock by a token, elsewhere",
        try Sample.backend(.bedrock, url: proxy),
        .environment("TOKEN"),
        region: "us-east-1",
        [
          "AWS_BEARER_TOKEN_BEDROCK=${TOKEN}", "CLAUDE_CODE_USE_BEDROCK=1", "AWS_REGION=us-east-1",
          "ANTHROPIC_BEDROCK_BASE_URL=\(proxy)", held, model,
        ] + slots + quiet
      ),
      Case(
        "bedrock behind a proxy that signs",
        try Sample.backend(.bedrock, url: proxy, skipsAuthentication: true),
        .none,
        region: "us-east-1",
        [
          "CLAUDE_CODE_USE_BEDROCK=1", "AWS_REGION=us-east-1",
          "ANTHROPIC_BEDROCK_BASE_URL=\(proxy)", "CLAUDE_CODE_SKIP_BEDROCK_AUTH=1", held, model,
        ] + slots + quiet
      ),
      Case(
        "mantle",
        try Sample.backend(.mantle, url: proxy),
        .none,
        region: "us-east-1",
        [
          "CLAUDE_CODE_USE_MANTLE=1", "AWS_REGION=us-east-1",
          "ANTHROPIC_BEDROCK_MANTLE_BASE_URL=\(proxy)", "CLAUDE_CODE_SKIP_MANTLE_AUTH=1", held,
          model,
        ] + slots + quiet
      ),
      Case(
        "vertex",
        try Sample.backend(.vertex, url: proxy),
        .google,
        region: "global",
        project: "p1",
        [
          "CLAUDE_CODE_USE_VERTEX=1", "CLOUD_ML_REGION=global", "ANTHROPIC_VERTEX_PROJECT_ID=p1",
          "ANTHROPIC_VERTEX_BASE_URL=\(proxy)", held, model,
        ] + slots + quiet
      ),
      Case(
        "vertex behind a proxy",
        try Sample.backend(.vertex),
        .none,
        region: "global",
        project: "p1",
        [
          "CLAUDE_CODE_USE_VERTEX=1", "CLOUD_ML_REGION=global", "ANTHROPIC_VERTEX_PROJECT_ID=p1",
          "CLAUDE_CODE_SKIP_VERTEX_AUTH=1", held, model,
        ] + slots + quiet
      ),
      Case(
        "foundry with a key",
        try Sample.backend(.foundry, url: url),
        .environment("KEY"),
        [
          "ANTHROPIC_FOUNDRY_API_KEY=${KEY}", "CLAUDE_CODE_USE_FOUNDRY=1",
          "ANTHROPIC_FOUNDRY_BASE_URL=https://g.example/api", held, model,
        ] + slots + quiet
      ),
      Case(
        "foundry by its resource",
        try Sample.backend(.foundry),
        .none,
        project: "res",
        [
          "CLAUDE_CODE_USE_FOUNDRY=1", "ANTHROPIC_FOUNDRY_RESOURCE=res",
          "CLAUDE_CODE_SKIP_FOUNDRY_AUTH=1", held, model,
        ] + slots + quiet
      ),
    ]
  }

  @Test(arguments: try cases())
  func `sets exactly what the backend needs`(_ row: Case) throws {
    let target = Sample.target(row.backend, region: row.region, project: row.project)
    let plan = try Sample.plan(target, payer: row.payer)
    let exceptions = ["NO_PROXY", "no_proxy"]
    let isException = { (set: String) in exceptions.contains { set.hasPrefix("\($0)=") } }
    #expect(plan.sets.filter { !isException($0) } == row.sets)
    #expect(plan.carrier == (row.payer == .login ? .login : .hostManaged))
  }

  /// Without encryption a proxy would read the key.
  @Test(
    arguments: [
      ("http://127.0.0.1:8080", [:], ["NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1"]),
      ("http://[::1]:8080", [:], ["NO_PROXY=::1", "no_proxy=::1"]),
      (
        "http://127.0.0.1:8080", ["NO_PROXY": "a.example"],
        ["NO_PROXY=a.example,127.0.0.1", "no_proxy=127.0.0.1"]
      ),
      (
        "http://127.0.0.1:8080", ["NO_PROXY": "127.0.0.1,a", "no_proxy": "b"],
        ["NO_PROXY=127.0.0.1,a", "no_proxy=b,127.0.0.1"]
      ),
      ("https://g.example", ["NO_PROXY": "a.example"], []),
    ] as [(String, [String: String], [String])]
  )
  func `asks an unencrypted address directly`(
    url: String,
    variables: [String: String],
    expected: [String]
  ) throws {
    let environment = AmbientEnvironment(
      entries: variables.sorted { $0.key < $1.key }.map { Array("\($0.key)=\($0.value)".utf8) }
    )
    let plan = try Sample.plan(
      Sample.target(try Sample.backend(.gateway, url: url)),
      payer: .environment("KEY"),
      environment: environment
    )
    #expect(plan.sets.filter { $0.lowercased().hasPrefix("no_proxy=") } == expected)
  }

  @Test func `a login kept aside by the shell is held as one in the environment`() throws {
    let plan = try Sample.plan(
      Sample.target(try Sample.backend(.anthropic)),
      payer: .login,
      environment: AmbientEnvironment(entries: [], keptNames: ["CLAUDE_CODE_OAUTH_TOKEN"])
    )
    #expect(plan.carrier == .hostManaged)
  }

  @Test(arguments: try cases())
  func `sets or removes every name of the closed list once, but for a login's own`(
    _ row: Case
  ) throws {
    let target = Sample.target(row.backend, region: row.region, project: row.project)
    let plan = try Sample.plan(target, payer: row.payer)
    let names = plan.changes.map(\.name)
    #expect(Set(names).count == names.count)
    let kept = row.payer == .login ? RoutingVariables.logins : []
    #expect(RoutingVariables.names.filter { !names.contains($0) } == kept)
    #expect(plan.unsets == RoutingVariables.names.filter { plan.unsets.contains($0) })
  }

  @Test(arguments: [
    (Backend.Kind.gateway, CredentialSource.environment("KEY"), "backend `b` has no `base-url`"),
    (.anthropic, .none, "backend `b` cannot be paid by `none`"),
    (.anthropic, .aws, "backend `b` cannot be paid by `aws`"),
    (.bedrock, .aws, "backend `b` has no `region`"),
    (.mantle, .aws, "backend `b` has no `region`"),
    (.vertex, .google, "backend `b` has no `region`"),
    (.vertex, .environment("KEY"), "backend `b` cannot be paid by `env:KEY`"),
    (.foundry, .environment("KEY"), "backend `b` has no `base-url`"),
  ])
  func `refuses a backend that lacks something`(
    kind: Backend.Kind,
    payer: CredentialSource,
    message: String
  ) throws {
    let target = Sample.target(try Sample.backend(kind))
    let fault = #expect(throws: RoutePlan.Fault.self) { try Sample.plan(target, payer: payer) }
    #expect(fault?.message == message)
  }

  @Test(arguments: [Backend.Kind.gateway, .anthropic, .bedrock, .mantle, .vertex, .foundry])
  func `a login never pays at another address`(kind: Backend.Kind) throws {
    let backend = try Sample.backend(kind, url: "https://g.example")
    let target = Sample.target(backend, region: "r", project: "p")
    let fault = #expect(throws: RoutePlan.Fault.self) { try Sample.plan(target, payer: .login) }
    #expect(fault == .payer(backend: "b", payer: "login"))
  }

  @Test func `vertex needs a project, and a gateway every slot`() throws {
    let vertex = Sample.target(try Sample.backend(.vertex), region: "global")
    #expect(throws: RoutePlan.Fault.missing(backend: "b", key: "project")) {
      try Sample.plan(vertex, payer: .google)
    }
    let models = [Backend.Model(name: "opus", id: "o"), Backend.Model(name: "haiku", id: "h")]
    let gateway = try Sample.backend(.gateway, url: "https://g.example", models: models)
    let fault = #expect(throws: RoutePlan.Fault.self) {
      try Sample.plan(Sample.target(gateway), payer: .none)
    }
    #expect(fault?.message == "backend `b` has no id for the model slot `sonnet`")
  }

  @Test func `a native key needs no slots`() throws {
    let backend = try Sample.backend(.anthropic, models: [])
    let plan = try Sample.plan(Sample.target(backend, model: nil), payer: .environment("KEY"))
    #expect(plan.sets == ["ANTHROPIC_API_KEY=${KEY}", Self.held])
    #expect(plan.modelID == nil)
    #expect(plan.sentIDs == RoutePlan.nativeIDs)
  }

  @Test func `a login given as a variable is held by the host`() throws {
    let plan = try Sample.login(environment: ["CLAUDE_CODE_OAUTH_TOKEN": "t"])
    #expect(plan.carrier == .hostManaged)
    #expect(plan.sets == [Self.held])
    #expect(plan.change(of: "CLAUDE_CODE_OAUTH_TOKEN") == nil)
    let empty = try Sample.login(environment: ["CLAUDE_CODE_OAUTH_TOKEN": ""])
    #expect(empty.carrier == .login)
  }

  @Test func `carries what the target and the backend ask for`() throws {
    let backend = try Sample.backend(
      .gateway,
      url: "https://g.example",
      headers: [
        Backend.Header(name: "x-a", value: .plain("1")),
        Backend.Header(name: "x-b", value: .variable("SECRET")),
      ],
      environment: [
        Backend.EnvironmentEntry(name: "API_TIMEOUT_MS", value: .plain("1")),
        Backend.EnvironmentEntry(name: "DISABLE_PROMPT_CACHING", value: .variable("CACHING")),
      ],
      timeout: 5_000,
      compatibility: [.noBetas, .noThinking]
    )
    let plan = try Sample.plan(
      Sample.target(backend, effort: .low),
      payer: .environment("KEY")
    )
    #expect(
      plan.sets == [
        "ANTHROPIC_AUTH_TOKEN=${KEY}", "DISABLE_PROMPT_CACHING=${CACHING}",
        "ANTHROPIC_CUSTOM_HEADERS=x-a: 1\nx-b: ${SECRET}", "ANTHROPIC_BASE_URL=https://g.example",
        Self.held, Self.model,
      ] + Self.slots + [
        "CLAUDE_CODE_EFFORT_LEVEL=low", "CLAUDE_CODE_DISABLE_THINKING=1",
        "CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS=1", "API_TIMEOUT_MS=5000",
      ]
    )
    #expect(plan.launchOnlyUnsets == ["KEY", "CACHING", "SECRET"])
  }

  @Test(arguments: [
    (["production", "bulk"], "x-a: 1\nx-litellm-tags: bulk+production"),
    ([], "x-a: 1\nx-litellm-tags: default"),
  ])
  func `tells a gateway the classes behind its own headers`(
    classes: [String],
    headers: String
  ) throws {
    let backend = try Sample.backend(
      .gateway,
      url: "https://g.example",
      headers: [Backend.Header(name: "x-a", value: .plain("1"))],
      sendsTags: true
    )
    let plan = try Sample.plan(
      Sample.target(backend),
      payer: .environment("KEY"),
      classes: classes
    )
    #expect(plan.change(of: "ANTHROPIC_CUSTOM_HEADERS")?.value?.plainText == headers)
  }

  /// Whoever built it: a policy cannot say it.
  @Test(arguments: [Backend.Kind.anthropic, .bedrock, .mantle, .vertex, .foundry])
  func `tells nobody else the classes`(kind: Backend.Kind) throws {
    let target = Sample.target(
      try Sample.backend(kind, sendsTags: true),
      region: "us-east-1",
      project: "p"
    )
    let payer: CredentialSource = kind == .anthropic ? .login : .none
    let plan = try Sample.plan(target, payer: payer, classes: ["bulk"])
    #expect(plan.change(of: "ANTHROPIC_CUSTOM_HEADERS")?.value == nil)
  }

  @Test(arguments: [(false, ["CLAUDE_CODE_DISABLE_THINKING=1"]), (true, [])])
  func `thinking is only ever switched off`(thinking: Bool, sets: [String]) throws {
    let target = Sample.target(try Sample.backend(.anthropic), model: nil, thinking: thinking)
    #expect(try Sample.plan(target, payer: .login).sets == sets)
  }

  @Test func `a source on the closed list is no launch-only removal`() throws {
    let backend = try Sample.backend(.gateway, url: "https://g.example")
    let plan = try Sample.plan(
      Sample.target(backend),
      payer: .environment("ANTHROPIC_API_KEY")
    )
    #expect(plan.sets.first == "ANTHROPIC_AUTH_TOKEN=${ANTHROPIC_API_KEY}")
    #expect(plan.unsets.contains("ANTHROPIC_API_KEY"))
    #expect(plan.launchOnlyUnsets == [])
  }

  @Test func `removes regions of models that it does not know`() throws {
    let plan = try Sample.login(environment: ["VERTEX_REGION_CLAUDE_99": "x", "PATH": "y"])
    #expect(plan.unsets.last == "VERTEX_REGION_CLAUDE_99")
    #expect(plan.change(of: "PATH") == nil)
  }

  @Test func `leaves telemetry to the user, and a Google project to the route`() throws {
    let plan = try Sample.plan(
      Sample.target(try Sample.backend(.vertex), region: "global", project: "p1"),
      payer: .google,
      environment: ["DISABLE_TELEMETRY": "0", "GOOGLE_CLOUD_PROJECT": "p2", "GCLOUD_PROJECT": ""]
    )
    #expect(plan.sets.suffix(2) == ["GOOGLE_CLOUD_PROJECT=p1", "DISABLE_ERROR_REPORTING=1"])
  }

  @Test func `marks the session`() throws {
    let backend = try Sample.backend(.gateway, url: "https://g.example")
    let plan = try Sample.plan(
      Sample.target(backend),
      payer: .none,
      classes: ["bulk", "cost sensitive"],
      environment: ["OTEL_RESOURCE_ATTRIBUTES": "a=1, route.class=x,route.model=y,b=2"]
    )
    let marks = plan.changes.filter {
      $0.name.hasPrefix("CLAUDE_ROUTE_") || $0.name == "OTEL_RESOURCE_ATTRIBUTES"
    }
    #expect(
      marks == [
        .set("CLAUDE_ROUTE_CLASS", "bulk,cost sensitive"), .set("CLAUDE_ROUTE_BACKEND", "b"),
        .set("CLAUDE_ROUTE_MODEL", "haiku"), .set("CLAUDE_ROUTE_POLICY", "d1"),
        .set(
          "OTEL_RESOURCE_ATTRIBUTES",
          "a=1,b=2,route.class=bulk%2Ccost%20sensitive,route.backend=b,route.model=haiku"
        ),
      ]
    )
  }

  @Test func `marks a session without a class or a model`() throws {
    let plan = try Sample.login()
    #expect(plan.change(of: "CLAUDE_ROUTE_CLASS") == .set("CLAUDE_ROUTE_CLASS", ""))
    #expect(plan.change(of: "CLAUDE_ROUTE_MODEL") == .set("CLAUDE_ROUTE_MODEL", "default"))
    #expect(
      plan.change(of: "OTEL_RESOURCE_ATTRIBUTES")
        == .set("OTEL_RESOURCE_ATTRIBUTES", "route.backend=b,route.model=default")
    )
  }

  @Test func `lists every id that can be sent once`() throws {
    #expect(try Sample.gateway().sentIDs == ["x-haiku", "x-opus", "x-sonnet", "x-fable"])
    #expect(
      try Sample.login(model: "opus").sentIDs
        == ["x-opus", "x-sonnet", "x-haiku", "x-fable"] + RoutePlan.nativeIDs
    )
  }
}

extension AmbientEnvironment: ExpressibleByDictionaryLiteral {
  /// Each name once, in order.
  public init(dictionaryLiteral elements: (String, String)...) {
    self.init(entries: elements.map { Array("\($0.0)=\($0.1)".utf8) })
  }
}
