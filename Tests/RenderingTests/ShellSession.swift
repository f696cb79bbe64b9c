import Foundation
import Rendering
import TestSupport
import Testing

/// A shell as a user has it, and a way to start it.
enum RealShell: String, CaseIterable, CustomStringConvertible, Sendable {
  case bash
  case bashPosix = "bash --posix"
  case dash
  case zsh
  case ksh93
  case mksh
  case busybox = "busybox sh"
  case fish
  case tcsh

  static let posix = allCases.filter { $0.dialect == .sh }

  var description: String { rawValue }

  var dialect: ShellDialect {
    switch self {
    case .bash, .bashPosix, .dash, .zsh, .ksh93, .mksh, .busybox: .sh
    case .fish: .fish
    case .tcsh: .csh
    }
  }

  /// The command line; no start file of the user's is read, since `HOME` is a new folder.
  private var words: [String] {
    switch self {
    case .bash, .bashPosix, .dash, .ksh93, .mksh, .busybox:
      rawValue.split(separator: " ").map(String.init)
    case .zsh: ["zsh", "-f"]
    case .fish: ["fish"]
    case .tcsh: ["tcsh", "-f"]
    }
  }

  private var path: String? {
    ["/bin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].map { "\($0)/\(words[0])" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Cancels the row, with its reason, where the shell is not installed.
  func requireInstalled() throws {
    if path == nil {
      try Test.cancel("needs \(words[0])")
    }
  }

  /// What a user types to have a text evaluated.
  func evaluating(_ file: String) -> String {
    switch dialect {
    case .sh, .fish: "eval \"$(cat '\(file)')\""
    case .csh: "source '\(file)'"
    }
  }

  func run(_ script: String, _ environment: [String: String], in folder: URL) throws -> Outcome {
    let path = try #require(path)
    let file = folder.appending(path: "script")
    try Data(script.utf8).write(to: file)
    let output = folder.appending(path: "stdout")
    let errors = folder.appending(path: "stderr")
    for stream in [output, errors] { try Data().write(to: stream) }
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = words.dropFirst() + [file.path]
    process.environment = environment.merging(Self.surroundings(folder)) { own, _ in own }
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self)
    )
  }

  static func surroundings(_ folder: URL) -> [String: String] {
    [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder.path, "LC_ALL": "C.UTF-8",
      "XDG_CONFIG_HOME": folder.path, "XDG_DATA_HOME": folder.path,
    ]
  }

  struct Outcome: Equatable {
    var status: Int32
    var output: String
    var errors: String
  }
}

/// Texts evaluated one after the other in one shell, each made from what the one before left.
struct ShellSession {
  let shell: RealShell
  let environment: [String: String]
  /// Lines before the first text.
  var setup = ""
  /// Whether every text is evaluated inside a function.
  var isInFunction = false
  private let folder: URL
  private var files: [String] = []

  init(_ shell: RealShell, _ environment: [String: String]) throws {
    try shell.requireInstalled()
    self.shell = shell
    self.environment = environment
    folder = FileManager.default.temporaryDirectory.appending(path: "shell-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// The path of an executable script that prints its words, each in brackets, or what it is told to.
  func command(named name: String, _ body: String) throws -> String {
    let file = folder.appending(path: name)
    try ExecutableFile.write("#!/bin/sh\n\(body)\n", to: file)
    return file.path
  }

  /// Exported by shells for themselves: the last command, ksh93's attributes and behaviour, and
  /// under `set -a` bash's functions and ksh93's `IFS`.
  private static let ownNames = ["_", "A__z", "_AST_FEATURES", "BASH_FUNC_step%%", "IFS"]

  /// What the shell exports now.
  func exported() throws -> [String: String] {
    let (_, variables) = try finished(with: "")
    return variables
  }

  /// Runs all texts and then some lines, which see the status of the last text.
  func finished(with lines: String) throws -> (RealShell.Outcome, [String: String]) {
    let dump = folder.appending(path: "environment")
    try Data().write(to: dump)
    let steps = files.map(shell.evaluating).map { step in
      guard isInFunction else { return step }
      return shell.dialect == .fish
        ? "function step\n\(step)\nend\nstep" : "step() {\n\(step)\n}\nstep"
    }
    let script = [setup] + steps.dropLast() + [(steps.last ?? "") + lines]
    let text = script.joined(separator: "\n") + "\n/usr/bin/env -0 > '\(dump.path)'\n"
    let outcome = try shell.run(text, environment, in: folder)
    var variables: [String: String] = [:]
    for entry in try Data(contentsOf: dump).split(separator: 0) {
      let parts = entry.split(
        separator: UInt8(ascii: "="),
        maxSplits: 1,
        omittingEmptySubsequences: false
      )
      variables[String(decoding: parts[0], as: UTF8.self)] = String(
        decoding: parts[1],
        as: UTF8.self
      )
    }
    for name in Self.ownNames { variables[name] = nil }
    return (outcome, variables)
  }

  /// Makes the next text from what the shell exports by then.
  mutating func evaluate(_ text: (ShellState) -> String) throws {
    let now = try exported()
    let state = ShellState(
      environmentNames: now.keys,
      saved: now["CLAUDE_ROUTE_SAVED"],
      routeSet: now["CLAUDE_ROUTE_SET"]
    )
    let file = folder.appending(path: "text-\(files.count)")
    try Data(text(state).utf8).write(to: file)
    files.append(file.path)
  }
}

/// The variables that differ, by bytes: as characters a text equals its other normal forms.
func differences(_ found: [String: String], _ expected: [String: String]) -> [String] {
  Set(found.keys).union(expected.keys).sorted().compactMap { name in
    let values = [found[name], expected[name]]
    guard values[0].map({ Array($0.utf8) }) != values[1].map({ Array($0.utf8) }) else { return nil }
    return "\(name): \(values.map { $0.map(String.init(reflecting:)) ?? "absent" })"
  }
}
