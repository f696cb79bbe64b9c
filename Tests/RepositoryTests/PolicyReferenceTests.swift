import Diagnostics
import Foundation
import Rendering
import RouteEngine
import Testing

/// `docs/policy-reference.md`, and the pages for teams: every example is read by the program, every output is
/// the program's, and no key is left out.
@Suite struct `The policy reference` {
  static let path = "docs/policy-reference.md"

  /// One fenced block.
  private struct Block {
    let language: String
    /// The exit status that `check` has for it.
    let status: Int32
    let text: String
    /// Of the opening fence.
    let line: Int

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// A first line `# NAME.yaml` names the file.
    var file: String {
      guard let first = lines.first, first.hasPrefix("# "), first.hasSuffix(".yaml") else {
        return "policy.yaml"
      }
      return String(first.dropFirst(2))
    }
  }

  private static func blocks(of path: String = path) throws -> [Block] {
    var blocks: [Block] = []
    var open: (info: [Substring], line: Int, lines: [String])?
    for (index, line) in try Repository.text(path).components(separatedBy: "\n").enumerated() {
      if let block = open, line == "```" {
        let status = block.info.dropFirst().first.flatMap { Int32($0) } ?? 0
        blocks.append(
          Block(
            language: block.info.first.map(String.init) ?? "",
            status: status,
            text: block.lines.map { "\($0)\n" }.joined(),
            line: block.line
          )
        )
        open = nil
      } else if open != nil {
        open?.lines.append(line)
      } else if line.hasPrefix("```") {
        open = (line.dropFirst(3).split(separator: " "), index + 1, [])
      }
    }
    return blocks
  }

  /// With `RECORD_GOLDEN=1` the outputs are written into the page, and the test fails.
  @Test(arguments: [path, "docs/scaling.md", "docs/managed-settings.md"])
  func `shows policies that are read, and what the program says of them`(path: String) throws {
    let folder = try TemporaryFolder()
    var page = try Repository.text(path)
    let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1"
    for block in try Self.blocks(of: path) {
      switch block.language {
      case "yaml":
        try folder.write(block.text, to: block.file)
        let layer = block.file == "managed.yaml" ? " --as managed" : ""
        let checked = try BuiltProgram(
          shell: "claude-route check\(layer) \(block.file)",
          in: folder.url
        )
        #expect(checked.status == block.status, "line \(block.line): \(checked.output)")
      case "console":
        let command = try #require(block.lines.first?.dropFirst(2))
        #expect(block.text.hasPrefix("$ "))
        let actual =
          "$ \(command)\n" + (try BuiltProgram(shell: "\(command)", in: folder.url)).output
        #expect(actual == block.text, "line \(block.line)")
        page = page.replacing("```console\n\(block.text)```", with: "```console\n\(actual)```")
      default:
        Issue.record("line \(block.line): nobody runs `\(block.language)`")
      }
    }
    if isRecording {
      try Data(page.utf8).write(to: Repository.root.appending(path: path))
      Issue.record("recorded")
    }
  }

  /// The keys that the loader reads, as its table of them says.
  private static func keys() throws -> Set<String> {
    let row = /\s{4}case `?(\w+)`?(?: = "([a-z0-9-]+)")?/
    let table = try Repository.text("Sources/PolicyLoader/PolicyKey.swift")
    let keys = table.components(separatedBy: "\n").compactMap { line in
      line.wholeMatch(of: row).map { String($0.2 ?? $0.1) }
    }
    return Set(keys)
  }

  @Test func `has an example of every key`() throws {
    let keys = try Self.keys()
    #expect(keys.count > 70)
    let examples = try Self.blocks().filter { $0.language == "yaml" && $0.status == 0 }.map(\.text)
    let used = Set(
      examples.joined().matches(of: /(?:^|[\s{,])([a-z0-9-]+):(?=\s)/.anchorsMatchLineEndings())
        .map { String($0.1) }
    )
    #expect(keys.subtracting(used).sorted() == [])
  }

  @Test func `explains every key and every word that a key takes`() throws {
    let page = try Repository.text(Self.path)
    let words =
      try Self.keys().sorted() + FactName.fixed.map(\.text) + Effort.allCases.map(\.rawValue)
      + Backend.Kind.allCases.map(\.rawValue) + Backend.Trust.allCases.map(\.rawValue)
      + Backend.Trait.allCases.map(\.rawValue) + Backend.TraitGrade.allCases.map(\.rawValue)
      + Backend.Compatibility.allCases.map(\.rawValue) + Backend.Billing.allCases.map(\.rawValue)
      + Backend.CredentialHeader.allCases.map(\.rawValue) + Geography.allCases.map(\.rawValue)
      + Backend.RepositoryChoice.allCases.map(\.rawValue) + Backend.settableVariables
    let prose = Self.prose(of: page)
    let missing = words.filter { word in
      !prose.contains("`\(word)`") && !prose.contains("`\(word): ") && !prose.contains("{\(word): ")
        && !prose.contains("`\(word):`")
    }
    #expect(missing == [])
  }

  /// The page without its blocks.
  private static func prose(of page: String) -> String {
    page.components(separatedBy: "\n```").enumerated()
      .filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined()
  }

  @Test func `leads to the page of every finding, under its severity`() throws {
    let page = try Repository.text(Self.path)
    let chapter = try #require(page.components(separatedBy: "\n## What check finds\n").last)
    let groups = chapter.components(separatedBy: "\n## ")[0].components(separatedBy: "\n\n")
    let shown = groups.flatMap { group in
      group.matches(of: /\[([a-z0-9-]+)\]\(diagnostics\/([a-z0-9-]+)\.md\)/).map { match in
        #expect(match.1 == match.2)
        return "\(match.1) \(group.hasPrefix("Warnings") ? "found" : "error")"
      }
    }
    let expected = DiagnosticRule.all.map { rule in
      // It turns into an error on the day.
      let isError = rule.severity == .error || rule.id == "retired-model"
      return "\(rule.id) \(isError ? "error" : "found")"
    }
    #expect(shown.sorted() == expected.sorted())
  }

  @Test func `has no link that leads nowhere`() throws {
    let page = try Repository.text(Self.path)
    let anchors = Set(
      Self.prose(of: page).split(separator: "\n").filter { $0.hasPrefix("#") }.map { heading in
        heading.drop { $0 == "#" || $0 == " " }.lowercased().filter { $0 != "," }
          .replacing(" ", with: "-")
      }
    )
    let folder = Repository.root.appending(path: "docs")
    for match in page.matches(of: /\]\(([^)]+)\)/) {
      let target = String(match.1)
      if target.hasPrefix("#") {
        #expect(anchors.contains(String(target.dropFirst())), "\(target)")
      } else {
        let file = folder.appending(path: target).path
        #expect(FileManager.default.fileExists(atPath: file), "\(target)")
      }
    }
  }
}
