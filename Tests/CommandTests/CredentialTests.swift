import Foundation
import Testing

/// The credential for a helper.
@Suite struct `credential` {
  private let box: Sandbox

  init() throws { box = try Sandbox() }

  /// A policy with one gateway, `mine`, and its credential.
  private func policy(_ credential: String) throws -> String {
    try box.write(
      """
      version: 1
      backends:
        mine:
          kind: gateway
          base-url: https://gateway.example.net
          credential: \(credential)
          models: {opus: o, sonnet: s, haiku: h, fable: f}

      """,
      to: "policy.yaml"
    )
  }

  private func run(_ credential: String, _ added: [String: String] = [:]) throws -> Run {
    try box.run(["credential", "mine", "--policy", try policy(credential)], added)
  }

  @Test func `from a variable`() throws {
    #expect(try run("env:MY_KEY", ["MY_KEY": "canary"]) == Run(0, output: "canary\n"))
    let errors = "claude-route: backend `mine` has no credential here: MY_KEY is not set\n"
    #expect(try run("env:MY_KEY") == Run(69, errors: errors))
    #expect(try run("env:MY_KEY", ["MY_KEY": ""]) == Run(69, errors: errors))
  }

  @Test(arguments: ["canary", "canary\n"])
  func `from a private file, without the line break at its end`(text: String) throws {
    let path = try box.write(text, to: "key", mode: 0o600)
    #expect(try run("file:\(path)") == Run(0, output: "canary\n"))
  }

  @Test func `from a file in the home folder`() throws {
    try box.write("canary", to: "home/key", mode: 0o400)
    #expect(try run("file:~/key") == Run(0, output: "canary\n"))
  }

  @Test(arguments: [0o644, 0o640, 0o604, 0o620])
  func `from no file that others can read`(mode: Int) throws {
    let path = try box.write("canary", to: "key", mode: mode)
    let errors =
      "claude-route: backend `mine` has no credential here: \(path) is not there or not private\n"
    #expect(try run("file:\(path)") == Run(69, errors: errors))
  }

  @Test(arguments: ["", "\n", "can\nary\n", "can\u{7F}ary", "cañary", "canary\n\n"])
  func `is nothing but visible characters of one line`(text: String) throws {
    let path = try box.write(text, to: "key", mode: 0o600)
    let run = try run("file:\(path)")
    #expect(run.end == .exited(74) && run.output.isEmpty)
    #expect(!run.errors.contains("ary"))
  }

  @Test func `from a command, its words taken literally`() throws {
    // A credential has no space.
    let lines = "#!/bin/sh\nprintf '%s|' \"$@\" | tr ' ' _\n"
    try box.write(lines, to: "programs/helper", mode: 0o755)
    let run = try run(#"{command: [helper, "$HOME", "a b", "; echo x", "*"]}"#)
    #expect(run == Run(0, output: "$HOME|a_b|;_echo_x|*|\n"))
  }

  @Test func `from a command that reads nothing and whose words are its own`() throws {
    try box.write(
      "#!/bin/sh\ncat\necho words >&2\necho canary\n",
      to: "programs/helper",
      mode: 0o755
    )
    let input = try box.write("typed", to: "input")
    let words = ["credential", "mine", "--policy", try policy("{command: [helper]}")]
    #expect(try box.run(words, input: input) == Run(0, output: "canary\n", errors: "words\n"))
  }

  @Test func `from no command that fails`() throws {
    try box.write("#!/bin/sh\necho canary\nexit 3\n", to: "programs/helper", mode: 0o755)
    let errors =
      "claude-route: backend `mine`: `helper` gave no credential: it failed with status 3\n"
    #expect(try run("{command: [helper]}") == Run(74, errors: errors))
  }

  @Test func `from no command that prints more than 8 KiB`() throws {
    try box.write("#!/bin/sh\nexec yes canary\n", to: "programs/helper", mode: 0o755)
    let run = try run("{command: [helper]}")
    #expect(run.end == .exited(74) && run.output.isEmpty)
    #expect(!run.errors.contains("canary"))
  }

  @Test func `from no command that is not there`() throws {
    let errors =
      "claude-route: backend `mine` has no credential here: `no-such-helper` cannot be run\n"
    #expect(try run("{command: [no-such-helper]}") == Run(69, errors: errors))
  }

  @Test func `is the first of a list that is there`() throws {
    let path = try box.write("canary", to: "key", mode: 0o600)
    let run = try run("[env:MY_KEY, 'file:\(path)']")
    #expect(run == Run(0, output: "canary\n"))
    let both = try self.run("[env:MY_KEY, 'file:\(path)']", ["MY_KEY": "first"])
    #expect(both == Run(0, output: "first\n"))
  }

  @Test func `of a backend that needs none is the placeholder`() throws {
    #expect(try run("none") == Run(0, output: "none\n"))
  }

  @Test func `of the client's own login is not ours to print`() throws {
    try box.saveLogin()
    let errors = "claude-route: backend `anthropic`: `login` is read by the client itself\n"
    #expect(try box.run(["credential", "anthropic"]) == Run(74, errors: errors))
  }

  @Test func `of nobody knows what`() throws {
    let errors = "claude-route: unknown backend `nope`\n"
    #expect(try box.run(["credential", "nope"]) == Run(64, errors: errors))
  }

  // MARK: In use

  @Test func `of a file or a command reaches a routed shell and a launch`() throws {
    let path = try box.write("canary", to: "key", mode: 0o600)
    let words = ["--policy", try policy("file:\(path)"), "--backend", "mine"]
    let environment = try #require(try box.evaluated(words))
    #expect(environment["ANTHROPIC_AUTH_TOKEN"] == "canary")
    #expect(!(try box.run(words).output.contains("canary")))
    try box.addClient()
    #expect(try box.run(words + ["--quiet", "--"]) == Run(0))
    #expect(try box.launched()?.environment["ANTHROPIC_AUTH_TOKEN"] == "canary")
  }

  @Test func `that fails leaves neither a routed shell nor a session`() throws {
    try box.write("#!/bin/sh\nexit 3\n", to: "programs/helper", mode: 0o755)
    let words = ["--policy", try policy("{command: [helper]}"), "--backend", "mine"]
    #expect(try box.evaluated(words) == nil)
    try box.addClient()
    let run = try box.run(words + ["--"])
    let errors =
      "claude-route: backend `mine`: `helper` gave no credential: it failed with status 3\n"
    #expect(run == Run(69, errors: errors))
    #expect(try box.launched() == nil)
  }

  @Test func `is not asked for before a session needs it`() throws {
    let mark = box.root.appending(path: "asked").path
    try box.write("#!/bin/sh\ntouch '\(mark)'\necho canary\n", to: "programs/helper", mode: 0o755)
    try box.addClient()
    let words = ["--policy", try policy("{command: [helper]}"), "--backend", "mine"]
    for run in [["explain"] + words, words, ["--dry-run"] + words + ["--"]] {
      #expect(try box.run(run).end == .exited(0))
    }
    #expect(!FileManager.default.fileExists(atPath: mark))
    #expect(try box.run(words + ["--"]).end == .exited(0))
    #expect(FileManager.default.fileExists(atPath: mark))
  }

  @Test(.enabled(if: Sandbox.hasTerminals, "needs script"))
  func `is never printed to a terminal`() throws {
    let path = try box.write("canary", to: "key", mode: 0o600)
    let words = ["credential", "mine", "--policy", try policy("file:\(path)")]
    let errors = """
      claude-route: a credential is not printed to a terminal
        = help: use it in a command: `TOKEN="$(claude-route credential mine)"`

      """
    #expect(try box.terminal(words) == Run(64, output: errors))
  }
}
