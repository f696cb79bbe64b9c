import Foundation
import Testing

/// `--alias`: what a short name stands for, and what it cannot do.
@Suite struct `An alias` {
  private let box: Sandbox
  private let key = ["OPENROUTER_API_KEY": "sk-or-canary"]
  private let cheapLine =
    "claude-route: no task, alias cheap → openrouter/sonnet · OPENROUTER_API_KEY pays · "
    + "$0.21–0.95 a session (anthropic/sonnet: in your plan)\n"

  init() throws {
    box = try Sandbox()
    try box.saveLogin()
    try box.addClient()
    try box.write("ref: refs/heads/main\n", to: "work/.git/HEAD")
    try box.write(
      """
      version: 1
      aliases:
        cheap: {backend: openrouter, model: sonnet}
        docs: {class: bulk, label: cost-sensitive, effort: medium}

      """,
      to: "home/.config/claude-route/policy.yaml"
    )
  }

  private func repository(_ aliases: String) throws {
    try box.write("version: 1\naliases: {\(aliases)}\n", to: "work/.claude-route.yaml")
  }

  private func target(_ words: [String]) throws -> String {
    let decision = try Explained(try box.run(["explain", "--json"] + words, key)).decision
    let effort = decision.effort.map { ", effort \($0)" } ?? ""
    return "\(decision.backend ?? "denied")/\(decision.model ?? "")\(effort)"
  }

  @Test func `starts the client with what it stands for, and says so`() throws {
    #expect(try box.run(["--alias", "cheap", "--"], key) == Run(0, errors: cheapLine))
    #expect(try box.launched()?.environment["CLAUDE_ROUTE_BACKEND"] == "openrouter")
    #expect(try box.launched()?.environment["CLAUDE_ROUTE_MODEL"] == "sonnet")
  }

  @Test func `of a class is named beside it`() throws {
    let run = try box.run(["--alias", "docs", "--", "-p", "fix the race"], key)
    #expect(run.end == .exited(0))
    #expect(
      run.errors.hasPrefix("claude-route: bulk, alias docs → openrouter/haiku, effort medium · ")
    )
  }

  @Test func `is shown with its place and its reasons`() throws {
    let run = try box.run(["explain", "--alias", "docs", "--task", "fix the race"], key)
    let policy = "\(box.home.path)/.config/claude-route/policy.yaml"
    let lines = run.output.split(separator: "\n").prefix(3)
    #expect(
      lines == [
        "task        fix the race",
        "alias       docs (\(policy):4): class bulk, label cost-sensitive, effort medium",
        "classes     bulk               given by --class",
      ]
    )
    let json = try box.run(["explain", "--json", "--alias", "cheap"], key).output
    #expect(
      json.hasPrefix(
        """
        {
          "schema": 1,
          "alias": {
            "name": "cheap",
            "origin": "\(policy):3"
          },
          "classes": [],

        """
      )
    )
  }

  @Test(arguments: [
    (["--alias", "cheap"], "openrouter/sonnet"),
    (["--alias", "cheap", "--model", "opus"], "openrouter/opus"),
    (["--alias", "cheap", "--backend", "anthropic"], "anthropic/sonnet"),
    (["--alias", "cheap", "--effort", "low"], "openrouter/sonnet, effort low"),
    (["--alias", "docs"], "openrouter/haiku, effort medium"),
    (["--alias", "docs", "--class", "production"], "anthropic/default, effort medium"),
    (["--alias", "docs", "--label", "compliance-aws"], "denied/"),
    (["--alias", "cheap", "--", "--model", "haiku"], "openrouter/haiku"),
    (["--alias", "docs", "--", "--effort", "low"], "openrouter/haiku, effort low"),
  ])
  func `gives way to flags, and to the client's own`(words: [String], expected: String) throws {
    #expect(try target(words) == expected)
  }

  @Test func `obeys constraints as its flags would`() throws {
    let expected = """
      claude-route: denied: openrouter/sonnet is not permitted for this task
        forbidden by `serious-work-stays-native` (built-in:1357): serious work stays on the native API
        evidence: extended-thinking `fix the race` (0-12)
        = help: leave out the alias `cheap`, or say what it is: --class prototyping
        = nothing was started, nothing was set

      """
    let run = try box.run(["--alias", "cheap", "--", "fix the race"], key)
    #expect(run == Run(69, errors: expected))
    #expect(try box.launched() == nil)
  }

  @Test func `that nobody knows is a slip`() throws {
    #expect(
      try box.run(["--alias", "chep", "--"], key)
        == Run(
          64,
          errors: """
            claude-route: unknown alias `chep` in `--alias`
              = help: did you mean `cheap`?

            """
        )
    )
    try box.write("version: 1\n", to: "home/.config/claude-route/policy.yaml")
    #expect(
      try box.run(["--alias", "cheap", "--"], key)
        == Run(
          64,
          errors: """
            claude-route: unknown alias `cheap` in `--alias`
              = help: no policy here has `aliases`; write some: aliases: {cheap: {backend: openrouter, model: haiku}}

            """
        )
    )
  }

  @Test func `is looked up in a file that is judged without this machine`() throws {
    try box.write(
      "version: 1\naliases: {there: {backend: bedrock, model: opus}}\n",
      to: "work/p.yaml"
    )
    let words = ["--as", "user", "--policy", "p.yaml", "--alias"]
    #expect(try target(words + ["there"]) == "bedrock/opus")
    #expect(try box.run(["explain"] + words + ["cheap"]).end == .exited(64))
  }

  // MARK: A repository's

  @Test func `of a repository moves nothing without consent`() throws {
    try repository("own: {backend: openrouter, effort: low}")
    let expected = """
      claude-route: this repository's policy would change where your code goes, and you have not allowed it yet
        class       was                              would be
        no class    anthropic, your default model    openrouter/opus, effort low
        = `claude-route allow --alias own` accepts these moves (comments and tests may change later without asking again)
        = `claude-route --no-repo-policy …` runs without the repository's policy
        = nothing was started, nothing was set

      """
    #expect(try box.run(["--alias", "own", "--"], key) == Run(77, errors: expected))
    #expect(try box.launched() == nil)
    let digest = try box.run(["allow", "--alias", "own"], key).errors
      .split { " \n".contains($0) }.last { $0.hasPrefix("sha256:") }
    let allowed = try box.run(["allow", "--alias", "own", "--digest", "\(digest ?? "")"], key)
    #expect(allowed.output.hasSuffix(": anthropic → openrouter\n"))
    #expect(try box.run(["--alias", "own", "--quiet", "--"], key) == Run(0))
  }

  /// Also when the repository's moves are allowed: a function of the shell means what it says.
  @Test func `of a repository takes no name of the user's`() throws {
    try repository("cheap: {backend: openrouter, model: opus}, own: {backend: openrouter}")
    #expect(try box.run(["--alias", "cheap", "--"], key) == Run(0, errors: cheapLine))
    let digest = try box.run(["allow", "--alias", "own"], key).errors
      .split { " \n".contains($0) }.last { $0.hasPrefix("sha256:") }
    _ = try box.run(["allow", "--alias", "own", "--digest", "\(digest ?? "")"], key)
    #expect(try box.run(["--alias", "cheap", "--"], key) == Run(0, errors: cheapLine))
  }

  @Test func `of a repository lifts no constraint without consent`() throws {
    try repository("away: {label: cost-sensitive}")
    #expect(try box.run(["--alias", "away", "--", "what is this?"], key).end == .exited(77))
    #expect(try box.launched() == nil)
  }

  @Test func `of a repository may stay where the task goes anyway`() throws {
    try repository("own: {backend: openrouter}")
    let run = try box.run(["--alias", "own", "--quiet", "--", "license headers"], key)
    #expect(run == Run(0))
  }

  @Test func `of a repository may name what this machine lacks, and then starts nothing`() throws {
    try repository("own: {backend: theirs}")
    #expect(
      try box.run(["--alias", "own", "--"], key).errors.hasPrefix(
        "claude-route: unknown backend `theirs` in `--alias own`\n"
      )
    )
    #expect(try box.run(["--"], key).end == .exited(0))
  }
}
