import Foundation
import Testing

/// Every way to end without a session: the code, the words, and nothing started.
@Suite struct `Exit codes` {
  private let box: Sandbox

  init() throws {
    box = try Sandbox()
    try box.addClient()
  }

  struct Case: CustomStringConvertible, Sendable {
    var words: [String]
    var status: Int32
    var errors: String
    var description: String { words.joined(separator: " ") }

    init(_ words: String..., status: Int32, errors: String) {
      self.words = words
      self.status = status
      self.errors = errors
    }
  }

  private static let parserHelp =
    "  = help: `claude-route --help` lists commands, `claude-route help route` the flags\n"

  @Test(arguments: [
    Case(
      "--bogus",
      status: 64,
      errors: "claude-route: Unknown option '--bogus'\n\(parserHelp)"
    ),
    Case(
      "license headers",
      status: 64,
      errors: """
        claude-route: `license headers` is no command
          = help: a task is given so: claude-route --task "license headers" --

        """
    ),
    Case(
      "--class",
      "prodution",
      status: 64,
      errors: """
        claude-route: unknown class `prodution` in `--class`
          = help: did you mean `production`?

        """
    ),
    Case(
      "--label",
      "nope",
      status: 64,
      errors: """
        claude-route: unknown label `nope` in `--label`
          = help: known here: `compliance-aws`, `compliance-gcp`, `cost-sensitive`

        """
    ),
    Case(
      "--backend",
      "openruter",
      status: 64,
      errors: """
        claude-route: unknown backend `openruter` in `--backend`
          = help: did you mean `openrouter`?

        """
    ),
    Case(
      "--effort",
      "hihg",
      status: 64,
      errors: """
        claude-route: unknown effort `hihg`
          = help: did you mean `high`?

        """
    ),
    Case(
      "--backend",
      "openrouter",
      "--model",
      "opsu",
      status: 64,
      errors: """
        claude-route: backend `openrouter` does not map the model `opsu`
          = help: use a name from its `models`: opus, sonnet, haiku, fable

        """
    ),
    Case(
      "--max-budget-usd",
      "0",
      status: 64,
      errors: "claude-route: `--max-budget-usd` takes a number above 0\n\(parserHelp)"
    ),
    Case(
      "--files-from",
      "a",
      "--files",
      "b",
      status: 64,
      errors: "claude-route: give `--files` or `--files-from`, not both\n\(parserHelp)"
    ),
    Case(
      "--files-from",
      "/no/such/file",
      status: 66,
      errors: "claude-route: cannot read /no/such/file: No such file or directory\n"
    ),
    Case(
      "--policy",
      "/no/such/file",
      status: 66,
      errors: "claude-route: cannot read the policy /no/such/file: No such file or directory\n"
    ),
    Case(
      "--policy",
      "/",
      status: 74,
      errors: "claude-route: cannot read the policy /: Is a directory\n"
    ),
    Case(
      "--policy",
      "/dev/zero",
      status: 74,
      errors: "claude-route: cannot read the policy /dev/zero: it is no regular file\n"
    ),
  ])
  func `stop an eval and a launch alike`(_ row: Case) throws {
    let key = ["OPENROUTER_API_KEY": "sk-or-canary"]
    let refusal = try box.run(["--class", "no-such-class"], key).output
    #expect(
      try box.run(row.words, key) == Run(row.status, output: refusal, errors: row.errors)
    )
    #expect(try box.run(row.words + ["--"], key) == Run(row.status, errors: row.errors))
    #expect(try box.launched() == nil)
  }

  @Test func `69 for a denied task, with what stopped it and the way on`() throws {
    let builtIn = try BuiltIn(box)
    let words = ["--task", "find the root cause of the deadlock", "--backend", "openrouter"]
    let key = ["OPENROUTER_API_KEY": "sk-or-canary"]
    let errors = """
      claude-route: denied: openrouter/opus is not permitted for this task
        forbidden by `serious-work-stays-native` (\(builtIn.constraint("serious-work-stays-native"))): \
      serious work stays on the native API
        evidence: extended-thinking `root cause` (9-19)
        = help: leave out --backend, or say what it is: --class prototyping
        = nothing was started, nothing was set

      """
    let refusal = try box.run(["--class", "no-such-class"], key).output
    #expect(try box.run(words, key).withoutModel == Run(69, output: refusal, errors: errors))
    #expect(try box.run(words + ["--"], key).withoutModel == Run(69, errors: errors))
    #expect(try box.run(words + ["--quiet", "--"], key).withoutModel == Run(69, errors: errors))
    #expect(try box.launched() == nil)
  }

  @Test func `69 for a backend without a credential`() throws {
    let errors = """
      claude-route: denied: openrouter/opus is not available
        unavailable: OPENROUTER_API_KEY is not set
        = help: leave out --backend
        = nothing was started, nothing was set

      """
    #expect(try box.run(["--backend", "openrouter", "--"]) == Run(69, errors: errors))
    #expect(try box.launched() == nil)
  }

  @Test func `74 for a pipe as policy, without waiting for somebody to write`() throws {
    let pipe = try box.addPipe("pipe.yaml")
    let errors = "claude-route: cannot read the policy \(pipe): it is no regular file\n"
    #expect(try box.run(["--policy", pipe, "--"]) == Run(74, errors: errors))
    #expect(try box.launched() == nil)
  }

  @Test func `74 for a pipe where the user's policy belongs`() throws {
    let pipe = try box.addPipe("home/.config/claude-route/policy.yaml")
    let errors = "claude-route: cannot read the policy \(pipe): it is no regular file\n"
    #expect(try box.run(["--"]) == Run(74, errors: errors))
    #expect(try box.launched() == nil)
  }

  @Test(arguments: [0o666, 0o664, 0o646])
  func `77 for a policy that others can write`(mode: Int) throws {
    let path = try box.write("version: 1\n", to: "shared.yaml", mode: mode)
    let errors = """
      claude-route: the policy \(path) can be written by others, so nobody knows whose it is
        = help: chown it to yourself, and chmod go-w \(path)

      """
    let refusal = try box.run(["--class", "no-such-class"]).output
    #expect(try box.run(["--policy", path]) == Run(77, output: refusal, errors: errors))
    #expect(try box.run(["--policy", path, "--"]) == Run(77, errors: errors))
    #expect(try box.launched() == nil)
  }

  @Test(.enabled(if: getuid() == 0, "needs a root that can give files away"))
  func `77 for a policy of somebody else`() throws {
    let path = try box.write("version: 1\n", to: "theirs.yaml", mode: 0o644)
    // Nobody, by convention.
    try FileManager.default.setAttributes([.ownerAccountID: 65_534], ofItemAtPath: path)
    let errors = """
      claude-route: the policy \(path) can be written by others, so nobody knows whose it is
        = help: chown it to yourself, and chmod go-w \(path)

      """
    #expect(try box.run(["--policy", path, "--"]) == Run(77, errors: errors))
    #expect(try box.launched() == nil)
  }

  // MARK: The client

  @Test func `127 without a client`() throws {
    let errors = """
      claude-route: the client `claude` is not there
        = help: install Claude Code, or name it with `--client PATH`

      """
    #expect(try box.run(["--"], ["PATH": "/nowhere"]) == Run(127, errors: errors))
    #expect(try box.run(["--", "mcp"], ["PATH": "/nowhere"]) == Run(127, errors: errors))
  }

  @Test func `127 for a client that was named and is not there`() throws {
    let errors = """
      claude-route: the client `/no/such/claude` is not there
        = help: install Claude Code, or name it with `--client PATH`

      """
    #expect(try box.run(["--client", "/no/such/claude", "--"]) == Run(127, errors: errors))
  }

  @Test func `126 for a client that cannot be executed`() throws {
    let path = try box.write("text", to: "elsewhere/claude", mode: 0o644)
    let errors = "claude-route: cannot execute \(path): Permission denied\n"
    #expect(try box.run(["--client", path, "--"]) == Run(126, errors: errors))
  }

  @Test func `126 for a client that is no program the system knows`() throws {
    let path = try box.write("\u{7F}no program", to: "elsewhere/claude", mode: 0o755)
    let errors = "claude-route: cannot execute \(path): Exec format error\n"
    #expect(try box.run(["--client", path, "--"]) == Run(126, errors: errors))
  }

  @Test func `126 for itself as the client`() throws {
    let errors = """
      claude-route: the client `\(Program.claudeRoute)` is claude-route itself
        = help: name the real one with `--client PATH`

      """
    #expect(try box.run(["--client", Program.claudeRoute, "--"]) == Run(126, errors: errors))
  }
}
