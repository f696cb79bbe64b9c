import ArgumentParser
import TestSupport
import Testing

@testable import claude_route

/// The plain form of a command line is read without the parser; that must not show.
@Suite struct `A plain command line` {
  @Test(arguments: [
    [], ["--task", "license headers"], ["--task", ""], ["--task", "help"], ["--quiet"],
    ["--class", "bulk", "--class", "production", "--label", "a", "--label", "b"],
    ["--backend", "bedrock", "--model", "opus", "--effort", "nonsense", "--no-repo-policy"],
    ["--format", "fish", "--no-hold", "--reveal", "--dry-run", "--alias", "check"],
    ["--policy", "x.yaml", "--client", "/bin/true", "--task", "a\nb é"],
  ]) func `is read as the parser reads it`(_ words: [String]) throws {
    let line = try #require(RouteCommandLine(words))
    try Self.compare(line, words)
  }

  @Test(arguments: [
    ["explain"], ["--help"], ["-h"], ["--version"], ["--task"], ["--task=a"], ["--task", "-a"],
    ["--task", "--"], ["--task", "a", "b"], ["b", "--task", "a"], ["--task", "a", "--task", "b"],
    ["--quiet", "--quiet"], ["--format", "pdf"], ["--json"], ["--files", "a", "b"],
    ["--files-from", "-"], ["--max-budget-usd", "1"], ["--experimental-dump-help"], ["help"],
    ["--generate-completion-script", "bash"], ["--task", "a", "--nonsense"], [""],
    ["--classes", "bulk"], ["--no-quiet"], ["-q"], ["--task", "--quiet"],
  ]) func `of another form is left to the parser`(_ words: [String]) {
    #expect(RouteCommandLine(words) == nil)
  }

  /// Whatever is read here, in any order and with anything for a value, the parser reads alike.
  @Test func `means what it means to the parser, in three hundred forms`() throws {
    let pieces = [
      "--task", "--class", "--label", "--alias", "--backend", "--model", "--effort", "--policy",
      "--client", "--format", "--no-repo-policy", "--reveal", "--no-hold", "--quiet", "--dry-run",
      "--json", "--files", "bulk", "sh", "json", "explain", "help", "", " ", "a b", "é", "=", "@f",
      "0", "-", "--task=x", "check",
    ]
    var random = SeededGenerator(seed: 8)
    var readCount = 0
    while readCount < 300 {
      let words = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }
      guard let line = RouteCommandLine(words) else { continue }
      readCount += 1
      try Self.compare(line, words)
    }
  }

  private static func compare(_ line: RouteCommandLine, _ words: [String]) throws {
    let command = try ClaudeRoute.parseAsRoot(words)
    let route = try #require(command as? Route, "\(words)")
    #expect(route.routing.options == line.routing, "\(words)")
    #expect(route.output.options == line.output, "\(words)")
  }
}
