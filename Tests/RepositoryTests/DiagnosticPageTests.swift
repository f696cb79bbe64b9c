import Diagnostics
import Foundation
import Rendering
import Testing

/// Every id has a page, and every page shows its file.
@Suite struct `Pages of diagnostics` {
  static let ids = DiagnosticRule.all.map(\.id)

  @Test func `exist for every id and for nothing else`() throws {
    let pages = try Repository.files(in: "docs/diagnostics", extension: "md")
    let examples = try Repository.files(in: "examples/diagnostics", extension: "yaml")
    let sorted = Self.ids.sorted()
    #expect(pages == ["docs/diagnostics/README.md"] + sorted.map { "docs/diagnostics/\($0).md" })
    #expect(examples == sorted.map { "examples/diagnostics/\($0).yaml" })
  }

  @Test(arguments: DiagnosticRule.all)
  func `show the file and the command`(rule: DiagnosticRule) throws {
    let page = try Repository.text(rule.page)
    let file = try Repository.text("examples/diagnostics/\(rule.id).yaml")
    #expect(page.hasPrefix("# \(rule.id)\n\n"))
    // The first paragraph may be broken anywhere.
    let words = page.split(separator: "\n").joined(separator: " ")
    #expect(words.hasPrefix("# \(rule.id) \(rule.summary). "))
    #expect(page.contains("\n```yaml\n\(file)```\n\n```console\n$ claude-route check "))
    let commands = page.split(separator: "\n").filter { $0.hasPrefix("$ ") }
    #expect(commands.count == 1)
    #expect(commands.allSatisfy { $0.hasSuffix(" \(rule.id).yaml") })
  }

  @Test func `are listed with severity and summary`() throws {
    let index = try Repository.text("docs/diagnostics/README.md")
    let rows = index.split(separator: "\n").filter { $0.hasPrefix("| [") }
    let expected = DiagnosticRule.all.map { rule in
      "| [\(rule.id)](\(rule.id).md) | \(rule.severity.rawValue) | \(rule.summary) |"
    }
    #expect(rows.map(String.init) == expected)
  }

  /// An id that a reader or a check emits has a page; `more` only counts.
  @Test func `exist for every id that the sources emit`() throws {
    let pattern = /(?:\b(?:report|error)\(\s*|Diagnostic\(\s*\.\w+,\s*)"([a-z0-9-]+)",/
    var emitted: Set<String> = []
    for path in try Repository.files(in: "Sources", extension: "swift") {
      emitted.formUnion(try Repository.text(path).matches(of: pattern).map { String($0.1) })
    }
    #expect(emitted.subtracting(Self.ids) == ["more"])
    #expect(emitted.count > 20)
  }
}
