import Foundation
import Testing

/// The text that stands in for an environment when there is none.
@Suite struct `A refusal` {
  private let box: Sandbox

  init() throws {
    box = try Sandbox()
    try box.addClient()
  }

  @Test(arguments: [
    ["--class", "no-such-class"],
    ["--policy", "/no/such/file"],
    ["--task", "fix the race", "--backend", "openrouter"],
    ["--no-such-flag"],
    ["license headers"],
  ])
  func `leaves a shell that cannot start a session`(words: [String]) throws {
    let lines = #"eval "$("$ROUTE" "$@" 2>/dev/null)" && echo launched; echo $? >&2; exec env -0"#
    let ended = try box.shell(lines, words, ClosedList.hostile())
    #expect(ended.run.end == .exited(0))
    #expect(ended.run.errors == "1\n")
    let environment = Environment(ended.output.split(separator: 0).map(Array.init))
    let expected = box.environment(["CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST": "1"])
    #expect(environment.withoutShellsOwn.withoutRecords.text == expected)
  }

  @Test(.enabled(if: Self.fish != nil, "needs fish"))
  func `has a form for fish`() throws {
    let fish = try #require(Self.fish)
    let lines = #"""
      "$ROUTE" --format fish --class no-such-class >text 2>/dev/null
      printf '\nand echo launched\nenv -0\n' >>text
      exec "$1" --no-config text
      """#
    let ended = try box.shell(lines, [fish], ClosedList.hostile())
    let environment = Environment(ended.output.split(separator: 0).map(Array.init))
    let left = ClosedList.names.filter { environment[$0] != nil }
    #expect(left == ["CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST"])
    #expect(environment["CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST"] == "1")
    #expect(!ended.run.output.contains("launched"))
  }

  private static let fish = ["/usr/bin/fish", "/usr/local/bin/fish", "/opt/homebrew/bin/fish"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  @Test(arguments: ["json", "dotenv", "github"])
  func `prints nothing in a format that is not evaluated`(format: String) throws {
    let run = try box.run(["--format", format, "--class", "no-such-class"])
    #expect(run.end == .exited(64) && run.output.isEmpty)
  }

  @Test func `prints nothing for a command that prints no environment`() throws {
    let run = try box.run(["explain", "--class", "no-such-class"])
    #expect(run.end == .exited(64) && run.output.isEmpty)
  }
}
