import ClaudeClient
import Rendering
import Testing

/// A user's environment, the routes of a working day, and the way back.
enum WorkingDay {
  static let user = [
    "ANTHROPIC_API_KEY": "user's \"key\"\n with $(lines) \\ `x` !", "ANTHROPIC_MODEL": "",
    "AWS_REGION": "us-east-1", "CLAUDE_CODE_OAUTH_TOKEN": "login", "CLAUDE_CODE_USE_BEDROCK": "1",
    "CLOUD_ML_REGION": "europe-west1", "OPENROUTER_API_KEY": "router key",
    "OTEL_RESOURCE_ATTRIBUTES": "team=a", "VERTEX_REGION_CLAUDE_NEWER": "us-east5", "EDITOR": "vi",
  ]

  static let gateway = route([
    .set("ANTHROPIC_AUTH_TOKEN", EnvironmentValue(parts: [.variable("OPENROUTER_API_KEY")])),
    .set("ANTHROPIC_BASE_URL", "https://openrouter.ai/api"),
    .set("ANTHROPIC_MODEL", "~a/haiku"),
    .set("API_TIMEOUT_MS", "600000"),
  ])

  static let bedrock = route([
    .set("AWS_BEARER_TOKEN_BEDROCK", EnvironmentValue(parts: [.credential(backend: "bedrock")])),
    .set("AWS_PROFILE", "claude"),
    .set("AWS_REGION", "eu-central-1"),
    .set("CLAUDE_CODE_USE_BEDROCK", "1"),
    .set("CLOUD_ML_REGION", "never read"),
  ])

  static let nativeKey = route([
    .set("ANTHROPIC_API_KEY", EnvironmentValue(parts: [.variable("ANTHROPIC_API_KEY")])),
    .set("ANTHROPIC_MODEL", "claude-haiku-5-5"),
  ])

  /// Leaves the saved login's variables alone.
  static let login: [EnvironmentChange] =
    marks
    + unsets(but: RoutingVariables.logins)

  private static let marks: [EnvironmentChange] = [
    .set("CLAUDE_ROUTE_BACKEND", "it's"),
    .set("OTEL_RESOURCE_ATTRIBUTES", "team=a,route.backend=it%27s"),
  ]

  private static func route(_ sets: [EnvironmentChange]) -> [EnvironmentChange] {
    let all = sets + [.set("CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST", "1")] + marks
    return all + unsets(but: all.map(\.name))
  }

  private static func unsets(but kept: [String]) -> [EnvironmentChange] {
    (RoutingVariables.names + ["VERTEX_REGION_CLAUDE_NEWER"]).filter { !kept.contains($0) }
      .map { .unset($0) }
  }

  /// What the changes make of an environment, credentials included, worked out without a shell.
  static func outcome(of changes: [EnvironmentChange]) -> [String: String] {
    var result = user
    for change in changes {
      result[change.name] = change.value.map { value in
        value.parts.map { part in
          switch part {
          case .text(let text): text
          case .variable(let name): user[name] ?? ""
          case .credential(let backend): "secret of \(backend)"
          }
        }
        .joined()
      }
    }
    return result
  }
}

@Suite struct ShellCycleTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    let routes: [[EnvironmentChange]]
    var testDescription: String { name }
  }

  static let rows = [
    Row(name: "gateway", routes: [WorkingDay.gateway]),
    Row(name: "gateway twice", routes: [WorkingDay.gateway, WorkingDay.gateway]),
    Row(name: "gateway, key", routes: [WorkingDay.gateway, WorkingDay.nativeKey]),
    Row(name: "gateway, bedrock", routes: [WorkingDay.gateway, WorkingDay.bedrock]),
    Row(
      name: "bedrock, login, key",
      routes: [WorkingDay.bedrock, WorkingDay.login, WorkingDay.nativeKey]
    ),
    Row(
      name: "key, bedrock, login",
      routes: [WorkingDay.nativeKey, WorkingDay.bedrock, WorkingDay.login]
    ),
  ]

  static let setups = ["", "set -eu", "set -a", "set -aeuf; IFS='A_ '"]

  @Test(arguments: RealShell.allCases, rows)
  func `routes leave no trace of each other, and off none at all`(shell: RealShell, row: Row) throws
  {
    for setup in shell.dialect == .sh ? Self.setups : [""] {
      try check(shell, row, setup: setup, isInFunction: false)
    }
    if shell.dialect != .csh {
      try check(shell, row, setup: "", isInFunction: true)
    }
  }

  private func check(_ shell: RealShell, _ row: Row, setup: String, isInFunction: Bool) throws {
    var session = try ShellSession(shell, WorkingDay.user)
    defer { session.remove() }
    session.setup = setup
    session.isInFunction = isInFunction
    let program = try session.command(named: "it's $a !program", #"echo "secret of $2""#)
    let before = try session.exported()
    for route in row.routes {
      try session.evaluate { state in
        ShellText(route, dialect: shell.dialect, state: state, comment: "it's `a` \\") {
          [program, "credential", $0]
        }
        .text
      }
      // The last route counts as if it were the first.
      let after = try session.exported()
      let records = ["CLAUDE_ROUTE_SAVED", "CLAUDE_ROUTE_SET"]
      let expected = before.merging(WorkingDay.outcome(of: route)) { $1 }
        .filter { WorkingDay.outcome(of: route)[$0.key] != nil || WorkingDay.user[$0.key] == nil }
      let routed = after.filter {
        !records.contains($0.key) && !$0.key.hasPrefix("CLAUDE_ROUTE_WAS_")
      }
      #expect(differences(routed, expected) == [])
      #expect(after.keys.filter { $0.hasPrefix("_claude") } == [])
      let words = route == WorkingDay.login ? "" : " CLAUDE_CODE_OAUTH_TOKEN"
      let region = route == WorkingDay.bedrock ? " AWS_REGION" : ""
      #expect(
        after["CLAUDE_ROUTE_SAVED"]
          == "ANTHROPIC_API_KEY ANTHROPIC_MODEL\(region)\(words) CLAUDE_CODE_USE_BEDROCK"
          + " CLOUD_ML_REGION OTEL_RESOURCE_ATTRIBUTES VERTEX_REGION_CLAUDE_NEWER"
      )
      #expect(after["CLAUDE_ROUTE_WAS_CLOUD_ML_REGION"] == "europe-west1")
      #expect(after["CLAUDE_ROUTE_WAS_AWS_REGION"] == (region.isEmpty ? nil : "us-east-1"))
    }
    try session.evaluate(Self.off(shell))
    let (outcome, variables) = try session.finished(with: " && echo back")
    #expect(outcome == RealShell.Outcome(status: 0, output: "back\n", errors: ""))
    #expect(differences(variables, before) == [])
  }

  static func off(_ shell: RealShell) -> (ShellState) -> String {
    { OffText(dialect: shell.dialect, state: $0, closedList: RoutingVariables.names).text }
  }

  @Test(arguments: RealShell.allCases)
  func `the copies are gone after off`(shell: RealShell) throws {
    var session = try ShellSession(shell, WorkingDay.user)
    defer { session.remove() }
    for text in [Self.text(WorkingDay.gateway, shell), Self.off(shell)] {
      try session.evaluate(text)
    }
    let outcome = try session.finished(with: "\nset").0
    #expect(outcome.output.split(separator: "\n").filter { $0.hasPrefix("_claude_route") } == [])
  }

  @Test(arguments: RealShell.allCases)
  func `off changes nothing where nothing is routed`(shell: RealShell) throws {
    var session = try ShellSession(shell, WorkingDay.user)
    defer { session.remove() }
    let before = try session.exported()
    try session.evaluate(Self.off(shell))
    #expect(differences(try session.exported(), before) == [])
  }

  @Test(arguments: RealShell.allCases)
  func `in a child shell off removes the route and sets no empty credential`(
    shell: RealShell
  ) throws {
    var parent = try ShellSession(shell, WorkingDay.user)
    defer { parent.remove() }
    try parent.evaluate(Self.text(WorkingDay.bedrock, shell))
    var child = try ShellSession(shell, try parent.exported())
    defer { child.remove() }
    child.setup = shell.dialect == .sh ? "set -eu" : ""
    try child.evaluate(Self.off(shell))
    let (outcome, variables) = try child.finished(with: " && echo back")
    #expect(outcome == RealShell.Outcome(status: 0, output: "back\n", errors: ""))
    // The two places come back from their exported copies, the rest only in the parent.
    let names = Set(WorkingDay.user.keys).union(RoutingVariables.names)
      .union(["AWS_PROFILE", "CLAUDE_ROUTE_BACKEND"])
    #expect(
      variables.filter { names.contains($0.key) || $0.key.contains("claude") } == [
        "AWS_REGION": "us-east-1", "CLOUD_ML_REGION": "europe-west1",
        "OPENROUTER_API_KEY": "router key", "EDITOR": "vi",
      ]
    )
    #expect(variables.keys.filter { $0.hasPrefix("CLAUDE_ROUTE") } == [])
  }

  @Test func `fish's universal variables are hidden and shown again, never changed`() throws {
    var session = try ShellSession(.fish, ["OPENROUTER_API_KEY": "k"])
    defer { session.remove() }
    session.setup = "set -q first; or set -Ux ANTHROPIC_API_KEY universal; set -g first 1"
    try session.evaluate(Self.text(WorkingDay.gateway, .fish))
    let routed = try session.finished(with: "\nset -U | string match 'ANTHROPIC*'")
    #expect(routed.0.output == "ANTHROPIC_API_KEY universal\n")
    #expect(routed.1["ANTHROPIC_API_KEY"] == "")
    try session.evaluate(Self.off(.fish))
    let back = try session.finished(with: "\nset -qg ANTHROPIC_API_KEY; or echo not global")
    #expect(back.0.output == "not global\n")
    #expect(back.1["ANTHROPIC_API_KEY"] == "universal")
  }

  static func text(_ changes: [EnvironmentChange], _ shell: RealShell) -> (ShellState) -> String {
    { state in
      ShellText(changes, dialect: shell.dialect, state: state, comment: "test") {
        ["/bin/echo", "secret of \($0)"]
      }
      .text
    }
  }
}
