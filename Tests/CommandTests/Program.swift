import Foundation
import Synchronization

/// How a program ended and what it wrote.
struct Run: Equatable, Sendable {
  var end: End
  var output: String
  var errors: String

  enum End: Equatable, Sendable {
    case exited(Int32)
    case killed(signal: Int32)
  }

  init(_ status: Int32, output: String = "", errors: String = "") {
    end = .exited(status)
    self.output = output
    self.errors = errors
  }

  init(killedBy signal: Int32, output: String = "", errors: String = "") {
    end = .killed(signal: signal)
    self.output = output
    self.errors = errors
  }
}

/// A program to start with exactly these words, this environment and nothing else of ours.
///
/// By `posix_spawn(3)`: Foundation's `Process` takes text only and makes a process group.
struct Program: Sendable {
  /// The built `claude-route`, beside the test bundle.
  static let claudeRoute: String = {
    #if os(macOS)
      let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
      let tests = bundle?.bundleURL ?? URL(filePath: CommandLine.arguments[0])
    #else
      let tests = URL(filePath: CommandLine.arguments[0])
    #endif
    return tests.deletingLastPathComponent().appending(path: "claude-route").path
  }()

  var path = Program.claudeRoute
  /// Without the program's own name.
  var words: [[UInt8]]
  /// `NAME=value` entries.
  var environment: [[UInt8]]
  var folder: URL
  /// A file for standard input.
  var input = "/dev/null"

  struct Ended: Sendable {
    let processID: pid_t
    let output: [UInt8]
    let run: Run
  }

  struct Fault: Error {
    let code: Int32
  }

  /// Held while a file is written or a child started.
  ///
  /// A child of another thread holds our open files until its `execve`, and a script that is still
  /// open for writing there cannot be executed (`ETXTBSY`).
  static let gate = Mutex(())

  /// Starts it and waits for its end; `scratch` is a folder for what it writes.
  func ended(scratch: URL) throws -> Ended {
    let name = UUID().uuidString
    let output = scratch.appending(path: "\(name)-output")
    let errors = scratch.appending(path: "\(name)-errors")
    let child = try Self.gate.withLock { _ in try started(output.path, errors.path) }
    var status: CInt = 0
    while unsafe waitpid(child, &status, 0) < 0, errno == EINTR {}
    let outputBytes = Array(try Data(contentsOf: output))
    let signal = status & 0x7F
    var run = Run(
      status >> 8 & 0xFF,
      output: String(decoding: outputBytes, as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self)
    )
    if signal != 0 {
      run.end = .killed(signal: signal)
    }
    return Ended(processID: child, output: outputBytes, run: run)
  }

  private func started(_ output: String, _ errors: String) throws -> pid_t {
    #if os(macOS)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = unsafe posix_spawn_file_actions_t()
    #endif
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    let writing = O_WRONLY | O_CREAT | O_TRUNC
    unsafe posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 1, output, writing, 0o600)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, errors, writing, 0o600)
    unsafe Self.addFolder(folder.path, to: &actions)
    var vector = unsafe Self.copies([Array(path.utf8)] + words)
    var environmentVector = unsafe Self.copies(environment)
    defer {
      for index in unsafe vector.indices {
        unsafe vector[index]?.deallocate()
      }
      for index in unsafe environmentVector.indices {
        unsafe environmentVector[index]?.deallocate()
      }
    }
    var child: pid_t = 0
    let code = unsafe posix_spawn(&child, path, &actions, nil, &vector, &environmentVector)
    guard code == 0 else { throw Fault(code: code) }
    return child
  }

  #if os(macOS)
    private static func addFolder(_ path: String, to actions: inout posix_spawn_file_actions_t?) {
      unsafe posix_spawn_file_actions_addchdir_np(&actions, path)
    }
  #else
    private static func addFolder(_ path: String, to actions: inout posix_spawn_file_actions_t) {
      // glibc has it, but its module does not show it.
      typealias Function =
        @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, UnsafePointer<CChar>)
        -> CInt
      guard let symbol = unsafe dlsym(nil, "posix_spawn_file_actions_addchdir_np") else {
        preconditionFailure("glibc 2.29 or newer is needed")
      }
      let function = unsafe unsafeBitCast(symbol, to: Function.self)
      _ = unsafe function(&actions, path)
    }
  #endif

  private static func copies(_ words: [[UInt8]]) -> [UnsafeMutablePointer<CChar>?] {
    unsafe words.map { word in
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: word.count + 1)
      for (offset, byte) in word.enumerated() {
        unsafe copy[offset] = CChar(bitPattern: byte)
      }
      unsafe copy[word.count] = 0
      return unsafe copy
    } + [nil]
  }
}

extension String {
  var bytes: [UInt8] { Array(utf8) }
}
