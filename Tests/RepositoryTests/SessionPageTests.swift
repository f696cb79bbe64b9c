import Foundation
import Testing

/// What the end-to-end suite types (`examples/*/session*`, `log`) is what the pages show.
@Suite struct `Sessions of examples` {
  static func files() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(
      atPath: Repository.root.appending(path: "examples").path
    )
    .filter { path in
      let name = path.split(separator: "/").last ?? ""
      return name == "log" || name == "session" || name.hasPrefix("session.")
    }
    .map { "examples/\($0)" }.sorted()
  }

  @Test(arguments: try files())
  func `stand in a page`(path: String) throws {
    let shown = try Repository.text(path)
    let pages = try ["README.md"] + Repository.files(in: "docs", extension: "md")
    let holding = try pages.filter { page in
      let text = try Repository.text(page)
      return text.contains("```console\n\(shown)```\n") || text.contains("```text\n\(shown)```\n")
    }
    #expect(!holding.isEmpty)
  }

  /// Files that a page shows whole, word for word.
  @Test(arguments: [
    "pre-commit/.pre-commit-config.yaml", "make/Makefile", "just/justfile", "direnv/.envrc",
    "git-hooks/prepare-commit-msg", "git-hooks/pre-push", "github-actions/workflow.yml",
  ])
  func `stand there with the files they use`(path: String) throws {
    let file = try Repository.text("examples/\(path)")
    #expect(try Repository.text("docs/hooks.md").contains("\n\(file)```\n"))
  }

  /// The workflow accepts the file that lies beside it.
  @Test func `allow the policy by the digest it has`() throws {
    let folder = Repository.root.appending(path: "examples/github-actions")
    let output = try BuiltProgram(shell: "claude-route allow --show", in: folder).output
    let digest = try #require(output.firstMatch(of: /sha256:[0-9a-f]{64}/)).output
    #expect(try Repository.text("examples/github-actions/workflow.yml").contains(digest))
  }
}
