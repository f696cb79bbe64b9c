import Foundation
import Synchronization
import TestSupport

/// A folder of its own with a home, a working directory and a place for programs; gone with the
/// value.
///
/// A class, since it owns the folder.
final class Sandbox: Sendable {
  let root: URL
  let home: URL
  /// The working directory of every run.
  let work: URL
  /// The first folder of `PATH`; `claude` is there after `addClient`.
  let programs: URL
  private let records: URL

  init() throws {
    let temporary = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    root = temporary.appending(path: "claude-route-\(UUID().uuidString)")
    home = root.appending(path: "home")
    work = root.appending(path: "work")
    programs = root.appending(path: "programs")
    records = root.appending(path: "records")
    for folder in [home, work, programs, records] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  // MARK: Files

  /// Writes a file and the folders above it; a relative path is seen from the root.
  @discardableResult
  func write(_ text: String, to path: String, mode: Int = 0o644) throws -> String {
    let file = path.hasPrefix("/") ? URL(filePath: path) : root.appending(path: path)
    try Program.gate.withLock { _ in
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      guard mode != 0o755 else { return try ExecutableFile.write(text, to: file) }
      try Data(text.utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    }
    return file.path
  }

  /// Makes a named pipe that nobody writes to.
  func addPipe(_ path: String) throws -> String {
    let file = root.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    guard unsafe mkfifo(file.path, 0o600) == 0 else { throw Program.Fault(code: errno) }
    return file.path
  }

  /// The client remembers that somebody logged in.
  func saveLogin() throws {
    try write(
      #"{"claudeAiOauth":{"accessToken":"login-canary"}}"#,
      to: "home/.claude/.credentials.json",
      mode: 0o600
    )
  }

  // MARK: The stand-in for the client

  /// Writes a program that notes what it got, and then does what the lines say.
  @discardableResult
  func addClient(_ lines: String = "", at path: String = "programs/claude") throws -> String {
    let folder = records.path
    let script = """
      #!/bin/sh
      echo $$ > '\(folder)/pid'
      if [ $# -gt 0 ]; then printf '%s\\0' "$@"; fi > '\(folder)/arguments'
      if [ -r /proc/$$/environ ]; then cat /proc/$$/environ; else env -0; fi > '\(folder)/environment'
      echo "$0" > '\(folder)/name'
      \(lines)

      """
    return try write(script, to: path, mode: 0o755)
  }

  /// What the client noted; absent when it was not started.
  func launched() throws -> Launched? {
    guard FileManager.default.fileExists(atPath: records.appending(path: "pid").path) else {
      return nil
    }
    return Launched(
      processID: pid_t(try noted("pid").text.dropLast()) ?? 0,
      path: String(try noted("name").text.dropLast()),
      arguments: try noted("arguments").words,
      environment: Environment(try noted("environment").words)
    )
  }

  private func noted(_ name: String) throws -> Noted {
    Noted(bytes: Array(try Data(contentsOf: records.appending(path: name))))
  }

  private struct Noted {
    let bytes: [UInt8]
    var text: String { String(decoding: bytes, as: UTF8.self) }
    /// Each ended by a NUL.
    var words: [[UInt8]] {
      bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast().map(Array.init)
    }
  }

  // MARK: Runs

  /// `PATH` and `HOME`, as the system has them, and what is added.
  ///
  /// A program built to measure coverage writes its counts where the third variable says.
  func environment(_ added: [String: String] = [:]) -> [String: String] {
    [
      "PATH": "\(programs.path):/usr/bin:/bin", "HOME": home.path,
      "LLVM_PROFILE_FILE": root.appending(path: "counts.profraw").path,
    ]
    .merging(added) { _, new in new }
  }

  /// Runs `claude-route`.
  func run(
    _ words: [String],
    _ added: [String: String] = [:],
    in folder: URL? = nil,
    input: String = "/dev/null"
  ) throws -> Run {
    try ended(words.map(\.bytes), entries(environment(added)), in: folder, input: input).run
  }

  func ended(
    _ words: [[UInt8]],
    _ environment: [[UInt8]],
    in folder: URL? = nil,
    input: String = "/dev/null"
  ) throws -> Program.Ended {
    let program = Program(
      words: words,
      environment: environment,
      folder: folder ?? work,
      input: input
    )
    return try program.ended(scratch: root)
  }

  /// Runs lines in `/bin/sh`, which finds the words as `"$@"` and `claude-route` as `"$ROUTE"`.
  func shell(
    _ lines: String,
    _ words: [String] = [],
    _ added: [String: String] = [:],
    in folder: URL? = nil
  ) throws -> Program.Ended {
    let program = Program(
      path: "/bin/sh",
      words: (["-c", "ROUTE='\(Program.claudeRoute)'\n\(lines)", "sh"] + words).map(\.bytes),
      environment: entries(environment(added)),
      folder: folder ?? work
    )
    return try program.ended(scratch: root)
  }

  /// What a shell that evaluated our output exports; absent when the evaluation failed.
  func evaluated(
    _ words: [String],
    _ added: [String: String] = [:],
    in folder: URL? = nil
  ) throws -> Environment? {
    let lines = #"eval "$("$ROUTE" "$@")" && exec env -0"#
    let ended = try shell(lines, words, added, in: folder)
    guard ended.run.end == .exited(0) else { return nil }
    return Environment(ended.output.split(separator: 0).map(Array.init)).withoutShellsOwn
  }

  static let hasTerminals = FileManager.default.isExecutableFile(atPath: "/usr/bin/script")

  /// Runs `claude-route` on a terminal of its own; what it writes comes out as one text.
  func terminal(_ words: [String], _ added: [String: String] = [:]) throws -> Run {
    // util-linux takes one shell command and BSD takes words.
    let lines = #"""
      case $(uname) in
      Darwin) exec script -q /dev/null "$ROUTE" "$@" ;;
      esac
      command="'$ROUTE'"
      for word do command="$command '$word'"; done
      exec script -qec "$command" /dev/null
      """#
    var run = try shell(lines, words, added.merging(["SHELL": "/bin/sh"]) { $1 }).run
    run.output = run.output.replacing("\r\n", with: "\n")
    return run
  }

  func entries(_ environment: [String: String]) -> [[UInt8]] {
    environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)".bytes }
  }
}

/// What a started client got.
struct Launched: Equatable {
  let processID: pid_t
  /// The name it was started by.
  let path: String
  /// Without its own name.
  let arguments: [[UInt8]]
  let environment: Environment

  /// The overlay: the value of the `--settings` that stands in front.
  var settings: [String: Any]? {
    guard arguments.count >= 2, arguments[0] == "--settings".bytes else { return nil }
    let document = settingsFile.flatMap { FileManager.default.contents(atPath: $0) }
    return try? JSONSerialization.jsonObject(with: document ?? Data(arguments[1]))
      as? [String: Any]
  }

  /// The file that holds the overlay; absent when it stands in the arguments.
  var settingsFile: String? {
    guard arguments.count >= 2, arguments[1].first == UInt8(ascii: "/") else { return nil }
    return String(decoding: arguments[1], as: UTF8.self)
  }

  /// The id that was chosen for the session: a UUID behind the overlay.
  var sessionID: String? {
    guard arguments.count >= 4, arguments[2] == "--session-id".bytes else { return nil }
    return UUID(uuidString: String(decoding: arguments[3], as: UTF8.self))?.uuidString.lowercased()
  }

  /// What follows the overlay and the session's id.
  var ownArguments: [String] {
    arguments.dropFirst(sessionID == nil ? 2 : 4).map { String(decoding: $0, as: UTF8.self) }
  }
}

/// The variables of a process, byte for byte.
struct Environment: Equatable {
  private(set) var entries: [String: [UInt8]] = [:]

  /// Of `NAME=value` entries.
  init(_ words: [[UInt8]]) {
    for word in words {
      let end = word.firstIndex(of: UInt8(ascii: "=")) ?? word.endIndex
      entries[String(decoding: word[..<end], as: UTF8.self)] = Array(word[end...].dropFirst())
    }
  }

  var text: [String: String] { entries.mapValues { String(decoding: $0, as: UTF8.self) } }

  subscript(name: String) -> String? { entries[name].map { String(decoding: $0, as: UTF8.self) } }

  /// Shells set these by themselves.
  var withoutShellsOwn: Environment {
    var result = self
    // The last is set by a program that measures its coverage.
    for name in ["_", "PWD", "OLDPWD", "SHLVL", "__LLVM_PROFILE_RT_INIT_ONCE"] {
      result.entries[name] = nil
    }
    return result
  }
}

extension Environment {
  /// Without what a routed shell needs to find its way back.
  var withoutRecords: Environment {
    var result = self
    for name in entries.keys where name.hasPrefix("CLAUDE_ROUTE_WAS_") {
      result.remove(name)
    }
    result.remove("CLAUDE_ROUTE_SAVED")
    result.remove("CLAUDE_ROUTE_SET")
    return result
  }

  mutating func remove(_ name: String) { entries[name] = nil }
}
