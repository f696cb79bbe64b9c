import ClaudeClient
import HealthCheck
import RouteEngine
import Testing

@Suite struct `A session that nobody routes` {
  private func session(
    _ shell: [String],
    _ layers: [SettingsLayer] = [],
    isLoginSaved: Bool = true
  ) -> PlainSession {
    PlainSession(
      layers: layers,
      environment: shell.map { Array($0.utf8) },
      isLoginSaved: isLoginSaved
    )
  }

  @Test(arguments: [
    ([], "anthropic", nil as String?),
    (["ANTHROPIC_BASE_URL=https://api.anthropic.com/"], "anthropic", nil),
    (["ANTHROPIC_BASE_URL=https://x.example.net/"], "https://x.example.net", "shell"),
    (["ANTHROPIC_BASE_URL=https://u:p@x.example.net"], "an address with a secret in it", "shell"),
    (["CLAUDE_CODE_USE_BEDROCK=0"], "anthropic", nil),
    (["CLAUDE_CODE_USE_BEDROCK=1", "ANTHROPIC_BASE_URL=https://x.y"], "bedrock", "shell"),
    (
      ["CLAUDE_CODE_USE_VERTEX=1", "CLAUDE_CODE_USE_BEDROCK=1", "AWS_REGION=eu-west-1"],
      "bedrock eu-west-1", "shell"
    ),
    (
      [
        "CLAUDE_CODE_USE_VERTEX=1", "CLOUD_ML_REGION=global", "ANTHROPIC_VERTEX_PROJECT_ID=p",
        "ANTHROPIC_VERTEX_BASE_URL=https://v.example.net/v1",
      ],
      "vertex global p https://v.example.net/v1", "shell"
    ),
    (["CLAUDE_CODE_USE_ANTHROPIC_AWS=1"], "anthropic-aws", "shell"),
    (["CLAUDE_CODE_USE_FOUNDRY=1", "ANTHROPIC_FOUNDRY_RESOURCE=r"], "foundry r", "shell"),
  ])
  func `goes where the shell says`(row: ([String], String, String?)) {
    let client = session(row.0).client(comparedWith: nil)
    #expect(
      client
        == HealthReport.PlainClient(endpoint: row.1, from: row.2, agreesWithPolicy: nil)
    )
  }

  @Test func `obeys the strongest file`() throws {
    let layers = [
      try layer(.managed, #"{"env": {"CLAUDE_CODE_USE_BEDROCK": "1"}}"#),
      try layer(.user, #"{"env": {"AWS_REGION": "us-east-1"}}"#),
      try layer(.local, #"{"env": {"AWS_REGION": "eu-west-1"}}"#),
    ]
    let client = session(["AWS_REGION=x", "CLAUDE_CODE_USE_BEDROCK=0"], layers)
      .client(comparedWith: nil)
    #expect(client.endpoint == "bedrock eu-west-1" && client.from == "managed.json")
  }

  @Test func `goes where a route goes, or not`() throws {
    let backend = Backend(
      name: "mine",
      kind: .gateway,
      baseURL: try BaseURL("https://x.example.net/api"),
      credentials: [.environment("MINE")],
      models: Backend.nativeModels,
      origin: Origin(layer: .user, file: "p", line: 1)
    )
    let plan = try RoutePlan(
      target: backend.resolved(
        Target(backend: "mine", model: .named("opus")),
        with: CredentialInventory()
      ),
      payer: .environment("MINE"),
      classes: [],
      policyDigest: "d",
      environment: AmbientEnvironment()
    )
    let address = "ANTHROPIC_BASE_URL=https://x.example.net"
    for (shell, agrees) in [("\(address)/api", true), ("\(address)/api/", true), (address, false)] {
      #expect(session([shell]).client(comparedWith: plan).agreesWithPolicy == agrees)
    }
    #expect(session([]).client(comparedWith: plan).agreesWithPolicy == false)
  }

  // MARK: The login

  private static let leak = "plain `claude` sends your saved login to `https://x.example.net`"
  private static let why =
    "= ANTHROPIC_BASE_URL names that address, and no key or token is set for it"

  @Test func `sends the login to a foreign address`() throws {
    let shell = ["ANTHROPIC_BASE_URL=https://x.example.net", "ANTHROPIC_AUTH_TOKEN="]
    #expect(
      session(shell).findings.words == [
        "login error \(Self.leak) | \(Self.why) | help: unset ANTHROPIC_BASE_URL"
      ]
    )
    let file = try layer(.project, #"{"env": {"ANTHROPIC_BASE_URL": "https://x.example.net"}}"#)
    #expect(
      session([], [file]).findings.words == [
        "login error project.json:1: \(Self.leak) | \(Self.why) | help: delete that line"
      ]
    )
  }

  @Test func `sends none that is not saved, and none beside another credential`() throws {
    let shell = ["ANTHROPIC_BASE_URL=https://x.example.net"]
    #expect(session(shell, isLoginSaved: false).findings == [])
    #expect(session([]).findings == [])
    #expect(session(shell + ["ANTHROPIC_API_KEY=k"]).findings == [])
    #expect(session(shell + ["CLAUDE_CODE_USE_BEDROCK=1"]).findings == [])
    #expect(session(shell, [try layer(.user, #"{"apiKeyHelper": "x"}"#)]).findings == [])
    // A file that empties the key beats the shell.
    let emptied = try layer(.project, #"{"env": {"ANTHROPIC_API_KEY": ""}}"#)
    #expect(session(shell + ["ANTHROPIC_API_KEY=k"], [emptied]).findings.count == 1)
  }
}
