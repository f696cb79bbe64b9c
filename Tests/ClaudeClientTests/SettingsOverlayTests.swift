import ClaudeClient
import JSONTree
import RouteEngine
import Testing

struct SettingsOverlayTests {
  private static func overlay(
    _ plan: RoutePlan,
    user: String? = nil,
    given: String? = nil,
    environment: AmbientEnvironment = AmbientEnvironment(),
    additionalIDs: [String] = []
  ) throws -> SettingsOverlay {
    try SettingsOverlay(
      plan: plan,
      user: try user.map { try Sample.layer(.user, $0) },
      given: try given.map { try JSONNode(parsing: Array($0.utf8)) },
      environment: environment,
      additionalIDs: additionalIDs
    )
  }

  private static func names(_ overlay: SettingsOverlay) -> [String] {
    (overlay.document["env"]?.members ?? []).map(\.key)
  }

  private static let marks: [(String, JSONNode)] = [
    ("CLAUDE_ROUTE_CLASS", ""), ("CLAUDE_ROUTE_BACKEND", "b"), ("CLAUDE_ROUTE_MODEL", "default"),
    ("CLAUDE_ROUTE_POLICY", "d1"),
  ]

  private static func identity(_ ids: [String]) -> JSONNode {
    .object(ids.map { JSONMember(key: $0, value: .string($0)) })
  }

  @Test func `a login's overlay names everything, as nothing`() throws {
    let overlay = try Self.overlay(try Sample.login())
    let ids = ["x-opus", "x-sonnet", "x-haiku", "x-fable"] + RoutePlan.nativeIDs
    let blank = (RoutingVariables.names + RoutingVariables.connection).map {
      JSONMember(key: $0, value: "")
    }
    let expected: JSONNode = [
      "env": .object(blank + Self.marks.map { JSONMember(key: $0.0, value: $0.1) }),
      "apiKeyHelper": "", "awsAuthRefresh": "", "awsCredentialExport": "", "gcpAuthRefresh": "",
      "agent": "", "model": "", "modelOverrides": Self.identity(ids),
      "availableModels": .array(ids.map { .string($0) }),
    ]
    #expect(overlay.document == expected)
    #expect(overlay.text == expected.text)
    #expect(overlay.withheld == [])
  }

  @Test func `a host-managed overlay names what the client does not filter`() throws {
    let overlay = try Self.overlay(
      try Sample.gateway(effort: .low),
      user: #"{"apiKeyHelper": "mine", "awsAuthRefresh": "sso", "agent": "me", "model": "opus"}"#
    )
    let ids = ["x-haiku", "x-opus", "x-sonnet", "x-fable"]
    let env = RoutingVariables.unfilteredUnderHost.map {
      JSONMember(key: $0, value: $0 == "CLAUDE_CODE_EFFORT_LEVEL" ? "low" : "")
    }
    let further: [(String, JSONNode)] = [
      ("NODE_OPTIONS", ""), ("CLAUDE_ROUTE_CLASS", ""), ("CLAUDE_ROUTE_BACKEND", "b"),
      ("CLAUDE_ROUTE_MODEL", "haiku"), ("CLAUDE_ROUTE_POLICY", "d1"),
    ]
    let expected: JSONNode = [
      "env": .object(env + further.map { JSONMember(key: $0.0, value: $0.1) }),
      "apiKeyHelper": "", "awsAuthRefresh": "sso", "awsCredentialExport": "",
      "gcpAuthRefresh": "", "agent": "me", "modelOverrides": Self.identity(ids),
      "availableModels": .array(ids.map { .string($0) }),
    ]
    #expect(overlay.document == expected)
  }

  @Test func `a login's overlay carries the model and the user's own connection`() throws {
    let overlay = try Self.overlay(
      try Sample.login(model: "haiku"),
      user: #"{"env": {"HTTPS_PROXY": "http://file", "NO_PROXY": ""}, "apiKeyHelper": "mine"}"#,
      given: #"{"env": {"http_proxy": "http://given"}}"#,
      environment: [
        "HTTPS_PROXY": "http://shell", "ALL_PROXY": "http://shell", "http_proxy": "http://shell",
        "NO_PROXY": "localhost", "ANTHROPIC_BASE_URL": "https://shell.example",
      ]
    )
    let env = try #require(overlay.document["env"])
    #expect(env["ANTHROPIC_MODEL"] == "x-haiku")
    #expect(env["ANTHROPIC_BASE_URL"] == "")
    #expect(env["HTTPS_PROXY"] == "http://file")
    #expect(env["ALL_PROXY"] == "http://shell")
    #expect(env["http_proxy"] == "http://given")
    #expect(env["HTTP_PROXY"] == "")
    #expect(overlay.document["apiKeyHelper"] == "mine")
    #expect(overlay.document["model"] == nil)
  }

  @Test func `an empty value of the user's file is the user's own`() throws {
    // A file's empty NO_PROXY cancels the shell's in a plain session too.
    let overlay = try Self.overlay(
      try Sample.login(),
      user: #"{"env": {"NO_PROXY": ""}}"#,
      environment: ["NO_PROXY": "localhost"]
    )
    #expect(overlay.document["env"]?["NO_PROXY"] == "")
    #expect(overlay.withheld == [])
  }

  @Test func `secrets stay out of the argument and are named`() throws {
    let overlay = try Self.overlay(
      try Sample.login(),
      user: #"{"env": {"HTTPS_PROXY": "http://u:secret@p"}, "apiKeyHelper": "echo sk-secret"}"#,
      environment: [
        "http_proxy": "http://u:secret@p", "CLAUDE_CODE_CLIENT_KEY_PASSPHRASE": "secret",
        "CLAUDE_CODE_OAUTH_REFRESH_TOKEN": "secret",
      ]
    )
    #expect(
      overlay.withheld
        == ["http_proxy", "HTTPS_PROXY", "CLAUDE_CODE_CLIENT_KEY_PASSPHRASE", "apiKeyHelper"]
    )
    let left = overlay.withheld.dropLast() + ["CLAUDE_CODE_OAUTH_REFRESH_TOKEN"]
    #expect(left.filter { Self.names(overlay).contains($0) }.isEmpty)
    #expect(overlay.document["apiKeyHelper"] == nil)
    #expect(!overlay.text.contains("secret"))
  }

  @Test func `a token in the environment never reaches the argument`() throws {
    let environment: AmbientEnvironment = ["CLAUDE_CODE_OAUTH_TOKEN": "secret"]
    let overlay = try Self.overlay(
      try Sample.login(environment: environment),
      environment: environment
    )
    #expect(!Self.names(overlay).contains("CLAUDE_CODE_OAUTH_TOKEN"))
    #expect(overlay.document["apiKeyHelper"] == "")
    #expect(!overlay.text.contains("secret"))
  }

  @Test func `a proxy that is no UTF-8 is left to the environment`() throws {
    let environment = AmbientEnvironment(entries: [Array("HTTP_PROXY=".utf8) + [0xFF]])
    let overlay = try Self.overlay(try Sample.login(), environment: environment)
    #expect(overlay.withheld == ["HTTP_PROXY"])
  }

  @Test func `a header with a secret is withheld on a login route`() throws {
    let backend = try Sample.backend(
      .anthropic,
      headers: [Backend.Header(name: "x-a", value: .variable("SECRET"))]
    )
    let plan = try Sample.plan(Sample.target(backend), payer: .login)
    let overlay = try Self.overlay(plan)
    #expect(overlay.withheld == ["ANTHROPIC_CUSTOM_HEADERS"])
    #expect(!Self.names(overlay).contains("ANTHROPIC_CUSTOM_HEADERS"))
  }

  struct ModelCase: CustomTestStringConvertible, Sendable {
    let user: String?
    let given: String?
    let isNative: Bool
    let model: JSONNode
    let added: [JSONNode]

    var testDescription: String { "\(user ?? "-") \(given ?? "-") \(isNative)" }
  }

  @Test(arguments: [
    ModelCase(user: nil, given: nil, isNative: true, model: "", added: []),
    ModelCase(
      user: #"{"model": "old-id"}"#,
      given: nil,
      isNative: true,
      model: "old-id",
      added: ["old-id"]
    ),
    ModelCase(
      user: #"{"model": "old-id"}"#,
      given: #"{"model": "sonnet"}"#,
      isNative: true,
      model: "sonnet",
      added: ["sonnet"]
    ),
    ModelCase(
      user: #"{"model": "default"}"#,
      given: nil,
      isNative: true,
      model: "default",
      added: []
    ),
    ModelCase(user: #"{"model": "old-id"}"#, given: nil, isNative: false, model: "", added: []),
  ])
  func `without a chosen model the user's own counts natively`(_ row: ModelCase) throws {
    let plan = row.isNative ? try Sample.login() : try Sample.gateway(model: nil)
    let overlay = try Self.overlay(plan, user: row.user, given: row.given, additionalIDs: ["fb"])
    #expect(overlay.document["model"] == row.model)
    let ids = plan.sentIDs.map { JSONNode.string($0) }
    #expect(overlay.document["availableModels"] == .array(ids + row.added + ["fb"]))
  }

  @Test func `ours wins for the keys it names, theirs for all else`() throws {
    let overlay = try Self.overlay(
      try Sample.gateway(effort: .low),
      given: """
        {"permissions": {"deny": ["Bash"]}, "env": {"EDITOR": "vi", "CLAUDE_CODE_EFFORT_LEVEL":
        "max", "ANTHROPIC_BASE_URL": "https://theirs.example"}, "apiKeyHelper": "theirs",
        "modelOverrides": {"x-opus": "bad", "q": "r"}, "availableModels": ["z"], "agent": "theirs",
        "statusLine": {"type": "command", "command": "date"}}
        """
    )
    let document = overlay.document
    #expect(
      document.members?.map(\.key) == [
        "permissions", "statusLine", "env", "apiKeyHelper", "awsAuthRefresh",
        "awsCredentialExport", "gcpAuthRefresh", "agent", "modelOverrides", "availableModels",
      ]
    )
    #expect(document["permissions"]?["deny"] == ["Bash"])
    #expect(document["env"]?["EDITOR"] == "vi")
    #expect(document["env"]?["CLAUDE_CODE_EFFORT_LEVEL"] == "low")
    #expect(document["apiKeyHelper"] == "")
    #expect(document["agent"] == "theirs")
    #expect(document["modelOverrides"]?["x-opus"] == "x-opus")
    #expect(document["modelOverrides"]?["q"] == "r")
    #expect(document["availableModels"] == ["x-haiku", "x-opus", "x-sonnet", "x-fable"])
  }

  @Test(arguments: [
    (#"[]"#, "`--settings` is no JSON object"),
    (#"{"fallbackModel": "x"}"#, "`fallbackModel` in `--settings` has to be a list of strings"),
    (#"{"model": null}"#, "`model` in `--settings` has to be a string"),
    (
      #"{"spinnerVerbs": {"mode": 7}}"#,
      "`spinnerVerbs.mode` in `--settings` has to be one of `append`, `replace`"
    ),
  ])
  func `refuses what would make the client drop the document`(given: String, message: String) throws
  {
    let plan = try Sample.gateway()
    let fault = #expect(throws: SettingsOverlay.Fault.self) { try Self.overlay(plan, given: given) }
    #expect(fault?.message == message)
  }

  @Test(arguments: [
    #"{}"#, #"{"model": "", "fallbackModel": [], "agent": ""}"#, #"{"env": {"A": 7, "B": null}}"#,
    #"{"hooks": {}, "theme": 7, "unknown": null}"#, #"{"permissions": {"allow": [7], "x": 1}}"#,
  ])
  func `takes what the client takes`(given: String) throws {
    let document = try Self.overlay(try Sample.gateway(), given: given).document
    let theirs = try #require(try JSONNode(parsing: Array(given.utf8)).members)
    let kept = theirs.filter { !["model", "agent", "env"].contains($0.key) }
    #expect(kept.filter { document[$0.key] != $0.value }.isEmpty)
  }

  @Test func `stays below the longest argument`() throws {
    let plan = try Sample.gateway()
    func given(_ length: Int) -> String {
      "{\"language\":\"\(String(repeating: "x", count: length))\"}"
    }
    let base = try Self.overlay(plan, given: given(0)).text.utf8.count
    // One byte for the terminator: 131,071 in all is the longest.
    let longest = try Self.overlay(plan, given: given(131_070 - base))
    #expect(longest.text.utf8.count == 131_070)
    let fault = #expect(throws: SettingsOverlay.Fault.self) {
      try Self.overlay(plan, given: given(131_071 - base))
    }
    #expect(
      fault?.message == "`--settings` would be 131072 bytes long; it has to stay below 131072"
    )
  }

  /// The client looks for hooks of that name anywhere near the root, and drops the document.
  @Test func `refuses a model id that the client would take for a hook`() throws {
    let models = ["opus", "sonnet", "haiku", "fable"].map {
      Backend.Model(name: $0, id: "PreToolUse")
    }
    let backend = try Sample.backend(.gateway, url: "https://g.example", models: models)
    let plan = try Sample.plan(Sample.target(backend), payer: .environment("KEY"))
    let fault = #expect(throws: SettingsOverlay.Fault.self) {
      try SettingsOverlay(plan: plan, user: nil, given: nil, environment: AmbientEnvironment())
    }
    #expect(fault?.message.hasPrefix("`modelOverrides.PreToolUse`") == true)
  }
}
