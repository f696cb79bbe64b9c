import Foundation
import Testing

/// A shell that people type into, with a start file that says one line of ours.
enum UserShell: String, CaseIterable, CustomStringConvertible, Sendable {
  case bash
  case zsh
  case fish

  var description: String { rawValue }

  /// Reads no start file of this machine's.
  var words: [String] {
    switch self {
    case .bash: ["bash", "--norc", "--noprofile"]
    case .zsh: ["zsh", "-f"]
    case .fish: ["fish", "--no-config"]
    }
  }

  /// The line of the start file.
  func evaluating(_ command: String = "shell-init", _ words: String = "") -> String {
    switch self {
    case .bash, .zsh: "eval \"$(claude-route \(command) \(rawValue) \(words))\""
    case .fish: "claude-route \(command) fish \(words) | source"
    }
  }

  /// Cancels the row, with its reason, where the shell is not installed.
  func requireInstalled() throws {
    let places = ["/bin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"]
    let isThere = places.contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(rawValue)")
    }
    if !isThere {
      try Test.cancel("needs \(rawValue)")
    }
  }
}

extension Sandbox {
  /// Where the shells find `claude-route` by its name.
  func addProgram() throws {
    try FileManager.default.createSymbolicLink(
      atPath: programs.appending(path: "claude-route").path,
      withDestinationPath: Program.claudeRoute
    )
  }

  /// Runs lines in a shell that people type into.
  func run(
    _ shell: UserShell,
    _ lines: String,
    _ added: [String: String] = [:],
    in folder: URL? = nil
  ) throws -> Run {
    try shell.requireInstalled()
    let script = try write("\(lines)\n", to: "script-\(UUID().uuidString)")
    let program = Program(
      path: "/usr/bin/env",
      words: (shell.words + [script]).map(\.bytes),
      environment: entries(environment(["LC_ALL": "C.UTF-8"].merging(added) { $1 })),
      folder: folder ?? work
    )
    return try program.ended(scratch: root).run
  }
}
