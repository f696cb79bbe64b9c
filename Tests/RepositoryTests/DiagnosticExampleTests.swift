import Foundation
import Rendering
import Testing

/// What `check` says of each id's file today is what its page shows.
@Suite struct `Examples of diagnostics` {
  private static let folder = Repository.root.appending(path: "examples/diagnostics")

  private static func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
  }

  /// With `RECORD_GOLDEN=1` outputs and pages are written, and every case fails.
  @Test(arguments: DiagnosticRule.all)
  func `give the output that their page shows`(rule: DiagnosticRule) throws {
    let page = try Repository.text(rule.page)
    let console = try #require(page.components(separatedBy: "```console\n").dropFirst().first)
    let command = try #require(console.components(separatedBy: "\n").first)
    let output = try Examples.output(of: "\(command.dropFirst(2)) 2>&1", in: Self.folder)
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      let shown = console[..<(console.range(of: "```")?.lowerBound ?? console.endIndex)]
      let recorded = page.replacing(shown, with: "\(command)\n\(output)", maxReplacements: 1)
      try Data(recorded.utf8).write(to: Repository.root.appending(path: rule.page))
      try Data(output.utf8).write(to: Self.folder.appending(path: "\(rule.id).expected"))
      Issue.record("recorded \(rule.id)")
      return
    }
    #expect(output == (try Self.text("\(rule.id).expected")))
    #expect(output.contains("[\(rule.id)]"))
    #expect(page.contains("```console\n\(command)\n\(output)```\n"))
  }

  /// One run over all of them finds every id.
  @Test func `can be had in one run`() throws {
    let box = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: box, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: box) }
    var words: [String] = []
    // What a boundary finds needs a boundary, under which the other files would differ.
    let rules = DiagnosticRule.all.filter { $0.id != "beyond-boundary" }
    for rule in rules {
      // A repository's file is told by its name.
      let isRepositorys = ["backend-not-here", "repository-authority"].contains(rule.id)
      let name = isRepositorys ? "\(rule.id)/.claude-route.yaml" : "\(rule.id).yaml"
      let file = box.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try Data(try Self.text("\(rule.id).yaml").utf8).write(to: file)
      words.append(name)
    }
    let command = "claude-route check --as-of 2026-11-25 \(words.joined(separator: " "))"
    let output = try Examples.output(of: "\(command); echo $?", in: box)
    for rule in rules {
      #expect(output.contains(" [\(rule.id)]\n"), "\(rule.id)")
    }
    #expect(output.hasSuffix("\n65\n"))
  }
}
