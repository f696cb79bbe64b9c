import Foundation
import Testing

/// What a person at a terminal sees; never shell text.
@Suite(.enabled(if: Sandbox.hasTerminals, "needs script")) struct `On a terminal` {
  private let box: Sandbox
  private let key = ["OPENROUTER_API_KEY": "sk-or-canary"]

  init() throws {
    box = try Sandbox()
    try box.saveLogin()
  }

  @Test func `the bare word shows where this shell is and what is here`() throws {
    let expected = """
      claude-route 0.1.0   built-in policy; you have none of your own yet

        claude-route --task "license headers" --          classify, choose, launch the client
        claude-route explain --task "license headers"     the same decision with its reasons
        eval "$(claude-route --task "license headers")"   set only this shell's environment
        eval "$(claude-route off)"                        restore this shell

        here: anthropic (login saved) · openrouter (OPENROUTER_API_KEY is set) · bedrock, vertex: no credentials
        this shell: not routed
        a policy of your own goes to \(box.home.path)/.config/claude-route/policy.yaml
        `claude-route --help` lists everything

      """
    #expect(try box.terminal([], key) == Run(0, output: expected))
  }

  @Test func `a task shows its reasons and the two ways to use the route`() throws {
    let explained = try box.run(["explain", "--task", "license headers"], key).output
    let expected = """
      \(explained)
      launch the client so:      claude-route --task 'license headers' --
      route only this shell so:  eval "$(claude-route --task 'license headers')"

      """
    #expect(try box.terminal(["--task", "license headers"], key) == Run(0, output: expected))
  }

  @Test func `a denied task shows why, and no text to evaluate`() throws {
    let words = ["--task", "fix the race", "--backend", "openrouter"]
    let run = try box.terminal(words, key)
    #expect(run == Run(69, output: try box.run(words + ["--"], key).errors))
  }

  @Test func `a format that is asked for is printed`() throws {
    let words = ["--task", "license headers", "--format", "sh", "--quiet"]
    #expect(try box.terminal(words, key).output == box.run(words, key).output)
  }

  @Test func `a first-party launch is named`() throws {
    try box.addClient()
    let line = "claude-route: extended-thinking → anthropic, your default model · login pays\n"
    #expect(try box.terminal(["--task", "fix the race", "--"]) == Run(0, output: line))
  }
}
