import ClaudeClient
import Rendering
import Testing

@Suite struct ShellRefusalTests {
  static func refusal(_ shell: RealShell) -> (ShellState) -> String {
    { RefusalText(dialect: shell.dialect, state: $0, closedList: RoutingVariables.names).text }
  }

  /// What a client started in a refused shell may find of the closed list and of a route's marks.
  static func held(_ variables: [String: String]) -> [String: String] {
    variables.filter { name, value in
      RoutingVariables.contains(name) || ["CLAUDE_ROUTE_BACKEND", "AWS_PROFILE"].contains(name)
    }
  }

  static let onlyHeld = ["CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST": "1"]

  @Test(arguments: RealShell.allCases)
  func `a refusal stops what follows by and, and holds what follows anyway`(shell: RealShell) throws
  {
    var session = try ShellSession(shell, WorkingDay.user)
    defer { session.remove() }
    let before = try session.exported()
    try session.evaluate(Self.refusal(shell))
    let (outcome, variables) = try session.finished(with: " && echo launched")
    #expect(outcome == RealShell.Outcome(status: 0, output: "", errors: ""))
    #expect(Self.held(variables) == Self.onlyHeld)
    #expect(variables.keys.filter { $0.hasPrefix("_claude") } == [])
    try session.evaluate(ShellCycleTests.off(shell))
    #expect(differences(try session.exported(), before) == [])
  }

  @Test(arguments: RealShell.allCases)
  func `a refusal in a routed shell drops the route`(shell: RealShell) throws {
    var session = try ShellSession(shell, WorkingDay.user)
    defer { session.remove() }
    let before = try session.exported()
    try session.evaluate(ShellCycleTests.text(WorkingDay.bedrock, shell))
    try session.evaluate(Self.refusal(shell))
    let (outcome, variables) = try session.finished(with: " && echo launched")
    #expect(outcome == RealShell.Outcome(status: 0, output: "", errors: ""))
    #expect(Self.held(variables) == Self.onlyHeld)
    #expect(variables["AWS_REGION"] == "us-east-1")
    try session.evaluate(ShellCycleTests.text(WorkingDay.nativeKey, shell))
    let key = try session.exported()["ANTHROPIC_API_KEY"]
    #expect(key == WorkingDay.user["ANTHROPIC_API_KEY"])
    try session.evaluate(ShellCycleTests.off(shell))
    #expect(differences(try session.exported(), before) == [])
  }

  @Test(arguments: RealShell.posix)
  func `under set -e a refusal ends the script`(shell: RealShell) throws {
    var session = try ShellSession(shell, WorkingDay.user)
    defer { session.remove() }
    session.setup = "set -eu"
    try session.evaluate(Self.refusal(shell))
    let outcome = try session.finished(with: "\necho launched").0
    #expect(outcome == RealShell.Outcome(status: 1, output: "", errors: ""))
  }

  // MARK: Routes that cannot be completed

  static let complaint =
    "claude-route: a credential is missing or a variable is read-only: nothing is routed here\n"

  @Test(arguments: RealShell.allCases, ["exit 1", "exit 0", "echo partial >&2; exit 3"])
  func `a credential command without output refuses`(shell: RealShell, body: String) throws {
    var session = try ShellSession(shell, WorkingDay.user)
    defer { session.remove() }
    let before = try session.exported()
    let program = try session.command(named: "credential", body)
    try session.evaluate { state in
      ShellText(WorkingDay.bedrock, dialect: shell.dialect, state: state, comment: "") { _ in
        [program]
      }
      .text
    }
    let (outcome, variables) = try session.finished(with: " && echo launched")
    let errors = (body.contains("partial") ? "partial\n" : "") + Self.complaint
    #expect(outcome == RealShell.Outcome(status: 0, output: "", errors: errors))
    #expect(Self.refused(variables) == Self.onlyHeld)
    try session.evaluate(ShellCycleTests.off(shell))
    #expect(differences(try session.exported(), before) == [])
  }

  /// fish cannot drop a variable that a universal one may stand behind, and empties it.
  static func refused(_ variables: [String: String]) -> [String: String] {
    held(variables).filter { $0.key != "AWS_PROFILE" && $0.key != "CLOUD_ML_REGION" }
  }

  @Test(arguments: RealShell.allCases)
  func `a source that is empty refuses`(shell: RealShell) throws {
    var session = try ShellSession(shell, ["OPENROUTER_API_KEY": "", "ANTHROPIC_API_KEY": "k"])
    defer { session.remove() }
    try session.evaluate(ShellCycleTests.text(WorkingDay.gateway, shell))
    let (outcome, variables) = try session.finished(with: " && echo launched")
    #expect(outcome == RealShell.Outcome(status: 0, output: "", errors: Self.complaint))
    #expect(Self.held(variables) == Self.onlyHeld)
  }

  @Test(arguments: RealShell.allCases)
  func `in a child shell a saved credential refuses`(shell: RealShell) throws {
    var parent = try ShellSession(shell, WorkingDay.user)
    defer { parent.remove() }
    try parent.evaluate(ShellCycleTests.text(WorkingDay.gateway, shell))
    var child = try ShellSession(shell, try parent.exported())
    defer { child.remove() }
    child.setup = shell.dialect == .sh ? "set -u" : ""
    try child.evaluate(ShellCycleTests.text(WorkingDay.nativeKey, shell))
    let (outcome, variables) = try child.finished(with: " && echo launched")
    #expect(outcome == RealShell.Outcome(status: 0, output: "", errors: Self.complaint))
    #expect(Self.held(variables) == Self.onlyHeld)
  }

  @Test(arguments: RealShell.allCases)
  func `what only an earlier route set is nobody's credential`(shell: RealShell) throws {
    var session = try ShellSession(shell, ["OPENROUTER_API_KEY": "router key"])
    defer { session.remove() }
    try session.evaluate(ShellCycleTests.text(WorkingDay.gateway, shell))
    let token = EnvironmentValue(parts: [.variable("ANTHROPIC_AUTH_TOKEN")])
    try session.evaluate(
      ShellCycleTests.text(
        [.set("ANTHROPIC_API_KEY", token), .unset("ANTHROPIC_AUTH_TOKEN")],
        shell
      )
    )
    let (outcome, variables) = try session.finished(with: " && echo launched")
    #expect(outcome == RealShell.Outcome(status: 0, output: "", errors: Self.complaint))
    #expect(Self.held(variables) == Self.onlyHeld)
  }

  /// dash, zsh and busybox end the whole text at the first error.
  @Test(arguments: RealShell.posix, ["ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL"])
  func `a read-only variable stops what follows by and`(shell: RealShell, name: String) throws {
    var session = try ShellSession(shell, ["OPENROUTER_API_KEY": "k", name: "user's"])
    defer { session.remove() }
    try session.evaluate(ShellCycleTests.text(WorkingDay.gateway, shell))
    session.setup = "readonly \(name)"
    let (outcome, variables) = try session.finished(with: " && echo launched")
    #expect(outcome.output == "")
    #expect(outcome.errors != "")
    if !variables.isEmpty {
      #expect(Self.held(variables) == Self.onlyHeld.merging([name: "user's"]) { $1 })
    }
  }
}
