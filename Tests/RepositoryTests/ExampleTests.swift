import Foundation
import Testing

/// The repository itself: what its documents show is what the program does.
enum Repository {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: root.appending(path: path)), as: UTF8.self)
  }

  /// Paths below the root of every file with an extension, sorted.
  static func files(in folder: String, extension suffix: String) throws -> [String] {
    let enumerator = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
    let names = enumerator?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".\(suffix)") }.map { "\(folder)/\($0)" }.sorted()
  }

  /// The folders below one that have a `command`, sorted.
  static func cases(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      at: root.appending(path: folder),
      includingPropertiesForKeys: nil
    )
    .filter { FileManager.default.fileExists(atPath: $0.appending(path: "command").path) }
    .map(\.lastPathComponent).sorted()
  }
}

@Suite struct `Examples` {
  /// The folder of the test binary holds the built program.
  static let binaries = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path

  static func output(of folder: URL) throws -> String {
    try output(of: "sh ./command", in: folder)
  }

  /// Standard output and error of a shell line, with the program on `PATH` and an empty home folder.
  static func output(of line: String, in folder: URL) throws -> String {
    try BuiltProgram(shell: line, in: folder).output
  }

  /// With `RECORD_GOLDEN=1` the outputs are written, and every case fails.
  @Test(arguments: try Repository.cases(in: "examples"))
  func `give the output they show`(name: String) throws {
    let folder = Repository.root.appending(path: "examples/\(name)")
    let actual = try Self.output(of: folder)
    let file = folder.appending(path: "output")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try Data(actual.utf8).write(to: file)
      Issue.record("recorded \(name)")
    }
    #expect(actual == String(decoding: try Data(contentsOf: file), as: UTF8.self))
  }

  /// Every console block of the README is the command and output of an example.
  @Test func `are what the README shows`() throws {
    let readme = try Repository.text("README.md")
    let names = try Repository.cases(in: "examples")
    let shown = try names.filter { name in
      let command = try Repository.text("examples/\(name)/command")
        .split(separator: "\n").map { "$ \($0)\n" }.joined()
      let output = try Repository.text("examples/\(name)/output")
      return readme.contains("```console\n\(command)\(output)```\n")
    }
    let blocks = readme.components(separatedBy: "```console\n").count - 1
    #expect(shown == names)
    #expect(blocks == names.count)
  }

  @Test func `include the policy that the README shows`() throws {
    let policy = try Repository.text("examples/team-policy/team.yaml")
    let broken = try Repository.text("examples/broken-policy/broken.yaml")
    let readme = try Repository.text("README.md")
    #expect(readme.contains("```yaml\n\(policy)```\n"))
    #expect(readme.contains("```yaml\n\(broken)```\n"))
  }
}
