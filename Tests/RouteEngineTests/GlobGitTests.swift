import Foundation
import RouteEngine
import TestSupport
import Testing

/// Thousands of random patterns and paths, against git itself.
struct GlobGitTests {
  private static let git = ["/usr/bin/git", "/usr/local/bin/git", "/opt/homebrew/bin/git"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  struct Case: Hashable {
    var pattern: String
    var path: String
  }

  @Test(.enabled(if: git != nil, "needs git"))
  func `ignores what git ignores`() throws {
    var random = SeededGenerator(seed: 20_260_101)
    let patterns = Self.fixedPatterns + (0..<1500).map { _ in Self.pattern(&random) }
    let paths = patterns.map { pattern in
      Set((0..<6).map { _ in Self.path(near: pattern, &random) } + Self.fixedPaths)
        .sorted()
    }
    let ignored = try Self.ignoredByGit(patterns: patterns, paths: paths)
    var differing: [Case] = []
    for (pattern, paths) in zip(patterns, paths) {
      // A fault is right where git matches nothing with the line, whatever the path.
      let glob = try? Glob(pattern)
      for path in paths {
        let isIgnored = ignored.contains(Case(pattern: pattern, path: path))
        if (glob?.matches(path: path) ?? false) != isIgnored {
          differing.append(Case(pattern: pattern, path: path))
        }
      }
    }
    #expect(differing.prefix(20) == [])
    #expect(paths.map(\.count).reduce(0, +) >= 10_000)
    #expect(ignored.count > 1500, "too few cases match to prove anything")
  }

  @Test(.enabled(if: git != nil, "needs git"))
  func `knows the members of each character class as git does`() throws {
    let names = [
      "alnum", "alpha", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space",
      "upper", "xdigit",
    ]
    let patterns = names.map { "x[[:\($0):]]" } + names.map { "x[^[:\($0):]-]" }
    let bytes = (UInt8(1)..<128).filter { $0 != UInt8(ascii: "/") }
    let paths = patterns.map { _ in bytes.map { "x" + String(UnicodeScalar($0)) } }
    let ignored = try Self.ignoredByGit(patterns: patterns, paths: paths)
    for (pattern, paths) in zip(patterns, paths) {
      let glob = try Glob(pattern)
      #expect(
        paths.filter { glob.matches(path: $0) }
          == paths.filter { ignored.contains(Case(pattern: pattern, path: $0)) },
        "\(pattern)"
      )
    }
  }

  // MARK: - Making cases

  private static let fixedPaths = [
    "a", "b", "ab", "a/b", "b/a", "a/b/c", "a/a/b", "a.b", "a b", "aé",
  ]

  private static let fixedPatterns = [
    "a", "a/", "/a", "/a/", "a/b", "a/**", "**/a", "**/a/", "a/**/b", "a/**/", "**", "**/", "*",
    "?",
    "a**", "a/b**/c", "a/b**", "**a/b", "a/**\\/b", "a\\/b", "a\\/**", "[a/b]", "a[!b]", "a[^b]c",
    "[]a]", "[!]a]", "[a-]", "[-a]", "[b-a]", "[a-c-e]", "[[:alpha:]]", "[[:nope:]]", "[[:alpha:",
    "[[:]", "[[:a]", "[\\]]", "[a\\-c]", "[a-\\c]", "[a", "a\\", "\\a", "\\*", "\\#a", "\\!a", "a ",
    "a\\ ", "a\\  ", "a b", " a", "   ", "", "/", "//", "a//", "a//b", "***", "a/***/b", "*/",
    "/*/",
    "*/*", "a/*", "a/*/c", "*/b", "a*b", "*.b", "?/b", "a/**/*/c", "**/**/c", "a\r", "\\", "[]",
    "[!]",
  ]

  private static func pattern(_ random: inout SeededGenerator) -> String {
    let pieces = [
      "a", "a", "b", "b", "c", ".", "/", "/", "/", "*", "*", "**", "**/", "/**/", "?", "[ab]",
      "[!a]",
      "[^a-b]", "[[:lower:]]", "[[:punct:]b]", "[a/]", "\\a", "\\*", "\\/", "\\", " ", "\\ ", "[",
      "]",
      "-", "é", "a*", "*b",
    ]
    let count = Int.random(in: 1...6, using: &random)
    return (0..<count).map { _ in pieces.randomElement(using: &random) ?? "a" }.joined()
  }

  /// Half of the paths are the pattern with its stars filled in, so that enough of them match.
  private static func path(near pattern: String, _ random: inout SeededGenerator) -> String {
    let names = ["a", "b", "c", "ab", "a.b", "ba", "a b", "-", "*", "é", "[", "a "]
    var path: String
    if Bool.random(using: &random) {
      path = ""
      for character in pattern {
        switch character {
        case "*": path += ["", "a", "b", "a/b", "c/"].randomElement(using: &random) ?? ""
        case "?": path += ["a", "b", "/"].randomElement(using: &random) ?? ""
        case "\\", "[", "]", "!", "^", ":": break
        default: path.append(character)
        }
      }
      if Bool.random(using: &random) { path += "/a" }
    } else {
      let depth = Int.random(in: 1...4, using: &random)
      path = (0..<depth).map { _ in names.randomElement(using: &random) ?? "a" }.joined(
        separator: "/"
      )
    }
    let parts = path.split(separator: "/").filter { $0 != "." && $0 != ".." && $0 != "\r" }
    return parts.isEmpty ? "a" : parts.joined(separator: "/")
  }

  // MARK: - Asking git

  /// One folder per pattern, each with its own `.gitignore`, and one call for all of them.
  private static func ignoredByGit(patterns: [String], paths: [[String]]) throws -> Set<Case> {
    let root = FileManager.default.temporaryDirectory
      .appending(path: "glob-\(UUID().uuidString)", directoryHint: .isDirectory)
    defer { try? FileManager.default.removeItem(at: root) }
    var input = Data()
    for (index, pattern) in patterns.enumerated() {
      let folder = root.appending(path: "d\(index)", directoryHint: .isDirectory)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data((pattern + "\n").utf8).write(to: folder.appending(path: ".gitignore"))
      for path in paths[index] {
        input.append(contentsOf: "d\(index)/\(path)\0".utf8)
      }
    }
    _ = try output(of: ["init", "--quiet"], in: root, input: Data())
    let arguments = ["-c", "core.ignoreCase=false", "-c", "core.excludesFile=/dev/null"]
    let answer = try output(
      of: arguments + ["check-ignore", "--no-index", "-z", "--stdin"],
      in: root,
      input: input
    )
    var ignored: Set<Case> = []
    for line in answer.split(separator: 0) {
      let text = String(decoding: line, as: UTF8.self)
      let slash = try #require(text.firstIndex(of: "/"))
      let index = try #require(Int(text[..<slash].dropFirst()))
      ignored.insert(Case(pattern: patterns[index], path: String(text[slash...].dropFirst())))
    }
    return ignored
  }

  private static func output(of arguments: [String], in folder: URL, input: Data) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: try #require(git))
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ["HOME": folder.path(), "GIT_CONFIG_NOSYSTEM": "1"]
    // Files rather than pipes: git answers while it still reads.
    let inputFile = folder.appending(path: "stdin")
    let outputFile = folder.appending(path: "stdout")
    try input.write(to: inputFile)
    try Data().write(to: outputFile)
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    process.standardOutput = try FileHandle(forWritingTo: outputFile)
    try process.run()
    process.waitUntilExit()
    return try Data(contentsOf: outputFile)
  }
}
