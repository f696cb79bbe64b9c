import ClaudeClient
import JSONTree
import RouteEngine
import Testing

@Suite struct `A table of variables` {
  /// What everybody but the route says, as JSON texts of `env` blocks.
  struct Parties: Sendable {
    var managed: String?
    var given: String?
    var local: String?
    var project: String?
    var user: String?
    var shell: [String] = []

    func layers() throws -> [SettingsLayer] {
      let files: [(SettingsLayer.Kind, String?)] = [
        (.managed, managed), (.user, user), (.project, project), (.local, local),
      ]
      return try files.compactMap { kind, text in
        try text.map { env in
          let root = try JSONNode(parsing: Array(#"{"env": \#(env)}"#.utf8))
          return SettingsLayer(kind: kind, path: "\(kind).json", root: root)
        }
      }
    }

    func document() throws -> JSONNode? {
      try given.map { try JSONNode(parsing: Array(#"{"env": \#($0)}"#.utf8)) }
    }
  }

  private enum Way: String {
    case login
    case gateway
  }

  private func table(_ way: Way, _ parties: Parties) throws -> VariableTable {
    let entries = parties.shell.map { Array($0.utf8) }
    let layers = try parties.layers()
    let user = layers.first { $0.kind == .user }
    var ambient = AmbientEnvironment(entries: entries)
    let target: ResolvedTarget
    let payer: CredentialSource
    switch way {
    case .login:
      target = Sample.target(try Sample.backend(.anthropic), model: nil)
      payer = .login
    case .gateway:
      target = Sample.target(try Sample.backend(.gateway, url: "https://g.example/api"))
      payer = .environment("KEY")
      // As a launch does: a host-managed client gets the connection from the environment.
      let changes = SettingsConnection.changes(
        managed: layers.filter { $0.kind == .managed },
        user: user
      )
      let given = changes.compactMap { change in
        change.value?.plainText.map { Array("\(change.name)=\($0)".utf8) }
      }
      ambient = AmbientEnvironment(entries: given + entries)
    }
    let plan = try Sample.plan(target, payer: payer, environment: ambient)
    let overlay = try SettingsOverlay(
      plan: plan,
      user: user,
      given: try parties.document(),
      environment: ambient
    )
    let candidate = Candidate(
      target: target,
      source: .commandLine,
      stops: [],
      availability: .available(payer: payer)
    )
    return VariableTable(
      plan: plan,
      origins: RouteOrigins(
        of: candidate,
        for: RoutingRequest(facts: TaskFacts(text: nil, files: nil)),
        with: CredentialInventory()
      ),
      overlay: overlay,
      layers: layers,
      given: try parties.document(),
      environment: entries
    )
  }

  /// The row of one variable: `VALUE < WINNERS < LOSERS`, each by who says it.
  private func row(_ name: String, _ way: Way, _ parties: Parties) throws -> String? {
    let rows = try table(way, parties).rows.filter { $0.name == name }
    #expect(rows.count <= 1)
    return rows.first.map { row in
      let sides = [row.winners, row.losers].map { claims in
        claims.map(\.source.rawValue).joined(separator: ",")
      }
      return "\(row.value.map { "\($0)" } ?? "cancelled") < \(sides[0]) < \(sides[1])"
    }
  }

  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var parties: Parties
    var login: String?
    var gateway: String?
    var testDescription: String { "\(name) \(parties)" }
  }

  private static func everybody(_ name: String, but missing: Set<String> = []) -> Parties {
    func said(_ who: String) -> String? {
      missing.contains(who) ? nil : #"{"\#(name)": "\#(who)"}"#
    }
    return Parties(
      managed: said("managed"),
      given: said("given"),
      local: said("local"),
      project: said("project"),
      user: said("user"),
      shell: missing.contains("shell") ? [] : ["\(name)=shell"]
    )
  }

  @Test(arguments: [
    // A routing variable: only the route counts, and the organisation's word.
    Case(
      name: "ANTHROPIC_BASE_URL",
      parties: everybody("ANTHROPIC_BASE_URL", but: ["managed"]),
      login: "cancelled < route < command-line,local,project,user,shell",
      gateway: #"text("https://g.example/api") < route < command-line,local,project,user,shell"#
    ),
    Case(
      name: "ANTHROPIC_BASE_URL",
      parties: everybody("ANTHROPIC_BASE_URL"),
      login: #"text("managed") < managed < command-line,local,project,user,shell"#,
      gateway: #"text("managed") < managed < route,command-line,local,project,user,shell"#
    ),
    Case(
      name: "ANTHROPIC_BASE_URL",
      parties: Parties(managed: #"{"ANTHROPIC_BASE_URL": "https://g.example/api"}"#),
      login: #"text("https://g.example/api") < managed < "#,
      gateway: #"text("https://g.example/api") < managed,route < "#
    ),
    // No file's word on this one counts.
    Case(
      name: "ANTHROPIC_UNIX_SOCKET",
      parties: everybody("ANTHROPIC_UNIX_SOCKET", but: ["shell"]),
      login: "cancelled < route < managed,command-line,local,project,user",
      gateway: "cancelled < route < managed,command-line,local,project,user"
    ),
    // The connection: a host-managed client reads it from no file, so the launch gives it the
    // organisation's and the user's; their own `--settings` is a file like the others.
    Case(
      name: "HTTPS_PROXY",
      parties: everybody("HTTPS_PROXY"),
      login: #"text("managed") < managed < command-line,local,project,user,shell"#,
      gateway: #"text("managed") < managed < command-line,local,project,user,shell"#
    ),
    Case(
      name: "HTTPS_PROXY",
      parties: everybody("HTTPS_PROXY", but: ["managed"]),
      login: #"text("given") < command-line < local,project,user,shell"#,
      gateway: #"text("user") < user < command-line,local,project,shell"#
    ),
    Case(
      name: "HTTPS_PROXY",
      parties: everybody("HTTPS_PROXY", but: ["managed", "given", "user"]),
      login: #"text("shell") < shell < local,project"#,
      gateway: #"text("shell") < shell < local,project"#
    ),
    Case(
      name: "HTTPS_PROXY",
      parties: everybody("HTTPS_PROXY", but: ["managed", "given", "user", "shell"]),
      login: "cancelled < route < local,project",
      gateway: "cancelled < route < local,project"
    ),
    // An empty value of the user's file switches the shell's off in a plain session, and in a login's.
    Case(
      name: "HTTPS_PROXY",
      parties: Parties(user: #"{"HTTPS_PROXY": ""}"#, shell: ["HTTPS_PROXY=shell"]),
      login: #"text("") < user < shell"#,
      gateway: #"text("shell") < shell < user"#
    ),
    // The one of that family that a host-managed client does read from files.
    Case(
      name: "NODE_OPTIONS",
      parties: everybody("NODE_OPTIONS", but: ["managed"]),
      login: #"text("given") < command-line < local,project,user,shell"#,
      gateway: #"text("given") < command-line < local,project,user,shell"#
    ),
    // What may be a secret cannot stand in an argument, so a project's counts: a launch is refused.
    Case(
      name: "HTTPS_PROXY",
      parties: Parties(project: #"{"HTTPS_PROXY": "theirs"}"#, shell: ["HTTPS_PROXY=u:p@mine"]),
      login: #"text("theirs") < project < shell"#,
      gateway: "secret < shell < project"
    ),
    // A login in the environment is the user's; every other route takes it away.
    Case(
      name: "CLAUDE_CODE_OAUTH_TOKEN",
      parties: everybody("CLAUDE_CODE_OAUTH_TOKEN", but: ["managed"]),
      login: "secret < shell < command-line,local,project,user",
      gateway: "cancelled < route < command-line,local,project,user,shell"
    ),
    // One that newer clients may know.
    Case(
      name: "VERTEX_REGION_CLAUDE_NEWER_9",
      parties: Parties(shell: ["VERTEX_REGION_CLAUDE_NEWER_9=x"]),
      login: "cancelled < route < shell",
      gateway: "cancelled < route < shell"
    ),
    // Nobody gives it a value.
    Case(
      name: "ANTHROPIC_BETAS",
      parties: Parties(user: #"{"ANTHROPIC_BETAS": null}"#, shell: ["ANTHROPIC_BETAS="]),
      login: nil,
      gateway: nil
    ),
    // Not one that decides where a session goes.
    Case(name: "EDITOR", parties: everybody("EDITOR"), login: nil, gateway: nil),
  ])
  func `says who decides and who else sets it`(_ row: Case) throws {
    #expect(try self.row(row.name, .login, row.parties) == row.login)
    #expect(try self.row(row.name, .gateway, row.parties) == row.gateway)
  }

  @Test func `lists what the route sets, what it takes away, and the connection`() throws {
    let parties = Parties(
      project: #"{"CLAUDE_CODE_USE_VERTEX": true, "ANTHROPIC_API_KEY": "k", "PATH": "/"}"#,
      shell: ["no_proxy=a", "HTTP_PROXY=b", "PATH=/bin", "CLAUDE_ROUTE_CLASS=bulk", "KEY=k"]
    )
    #expect(
      try table(.gateway, parties).rows.map(\.name) == [
        "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST",
        "ANTHROPIC_MODEL", "ANTHROPIC_DEFAULT_OPUS_MODEL", "ANTHROPIC_DEFAULT_SONNET_MODEL",
        "ANTHROPIC_DEFAULT_HAIKU_MODEL", "ANTHROPIC_DEFAULT_FABLE_MODEL", "ANTHROPIC_API_KEY",
        "CLAUDE_CODE_USE_VERTEX", "HTTP_PROXY", "no_proxy",
      ]
    )
    #expect(
      try table(.login, parties).rows.map(\.name) == [
        "ANTHROPIC_API_KEY", "CLAUDE_CODE_USE_VERTEX", "HTTP_PROXY", "no_proxy",
      ]
    )
  }

  @Test func `knows the lines, and what a plain session would obey`() throws {
    let parties = Parties(
      project: "{\n\"ANTHROPIC_BASE_URL\": \"https://x.example\"}",
      user: #"{"ANTHROPIC_BASE_URL": "https://y.example"}"#,
      shell: [
        "ANTHROPIC_BASE_URL=https://first.example", "ANTHROPIC_BASE_URL=https://second.example",
      ]
    )
    let row = try #require(try table(.login, parties).rows.first)
    let project = VariableClaim(
      source: .project,
      place: "project.json:2",
      value: .text("https://x.example")
    )
    #expect(row.winners == [VariableClaim(source: .route, value: nil)])
    #expect(
      row.losers == [
        project,
        VariableClaim(source: .user, place: "user.json:1", value: .text("https://y.example")),
        VariableClaim(source: .shell, value: .text("https://first.example")),
      ]
    )
    #expect(row.plainWinner == project)
    #expect(row.losers.allSatisfy(row.isCancelled))
  }

  @Test func `calls cancelled only what the route keeps from the client`() throws {
    let parties = Self.everybody("HTTPS_PROXY", but: ["managed", "given"])
    let row = try #require(try table(.login, parties).rows.first)
    let cancelled = row.losers.filter(row.isCancelled).map(\.source)
    #expect(row.winners.map(\.source) == [.user])
    #expect(cancelled == [.local, .project])
  }
}

@Suite struct `A variable's value` {
  @Test(arguments: [
    ("ANTHROPIC_BASE_URL", "https://x.example/api", VariableValue.text("https://x.example/api")),
    ("ANTHROPIC_BASE_URL", "https://u:p@x.example", .secret),
    ("ANTHROPIC_BASE_URL", "https://x.example/?key=k", .secret),
    ("ANTHROPIC_API_KEY", "k", .secret),
    ("ANTHROPIC_API_KEY", "", .text("")),
    ("ANTHROPIC_AUTH_TOKEN", "none", .secret),
    ("https_proxy", "u:p@proxy:1", .secret),
    ("HTTPS_PROXY", "http://proxy:3128", .text("http://proxy:3128")),
    ("CLAUDE_CODE_CLIENT_KEY_PASSPHRASE", "p", .secret),
    ("ANTHROPIC_MODEL", "opus", .text("opus")),
    // A key in the wrong place.
    ("ANTHROPIC_MODEL", "sk-ant-012345", .text("*************")),
    (
      "ANTHROPIC_MODEL", "eu.anthropic.claude-haiku-4-5-20251001-v1:0",
      .text("eu.anthropic.claude-haiku-4-5-20251001-v1:0")
    ),
  ])
  func `never holds a secret`(name: String, text: String, value: VariableValue) {
    #expect(VariableValue(text, of: name) == value)
  }
}
