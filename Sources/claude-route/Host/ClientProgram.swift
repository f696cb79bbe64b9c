internal import Rendering

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Finds the client program: an absolute path, never this program itself.
struct ClientProgram {
  let path: String

  enum Fault: Error {
    case notFound(String)
    case notExecutable(SystemError)
    case isOurselves(String)
  }

  /// `--client`, then the policy's path, then `claude` on `PATH`.
  init(
    option: String?,
    policyPath: String?,
    environment: RawEnvironment,
    home: String?
  ) throws(Fault) {
    let wanted = option ?? policyPath.map { $0.expandingTilde(home: home) } ?? "claude"
    if wanted.contains("/") {
      let path = wanted.absolutePath
      guard fileExists(path) else { throw .notFound(wanted) }
      guard isExecutableFile(path) else {
        throw .notExecutable(SystemError(operation: "execute", path: wanted, code: EACCES))
      }
      guard !isThisProgram(path) else { throw .isOurselves(wanted) }
      self.path = path
    } else {
      guard let path = Self.search(wanted, in: environment["PATH"] ?? "") else {
        throw .notFound(wanted)
      }
      self.path = path
    }
  }

  /// The same, or why there is none to start, with the exit code of a shell.
  static func found(
    option: String?,
    policyPath: String?,
    environment: RawEnvironment
  ) throws(Refusal) -> ClientProgram {
    do {
      return try ClientProgram(
        option: option,
        policyPath: policyPath,
        environment: environment,
        home: environment.filled("HOME")
      )
    } catch {
      switch error {
      case .notFound(let name):
        throw Refusal(
          .notFound,
          "the client `\(name.printable)` is not there",
          help: "install Claude Code, or name it with `--client PATH`"
        )
      case .notExecutable(let failure):
        throw Refusal(.notExecutable, failure.message)
      case .isOurselves(let name):
        throw Refusal(
          .notExecutable,
          "the client `\(name.printable)` is claude-route itself",
          help: "name the real one with `--client PATH`"
        )
      }
    }
  }

  private static func search(_ name: String, in path: String) -> String? {
    programPaths(name, in: path).first { !isThisProgram($0) }
  }

  /// The first `claude` on a `PATH` that is this program, and whether it comes before every other.
  static func ownProgram(in path: String) -> (path: String, isFirst: Bool)? {
    let paths = programPaths("claude", in: path)
    guard let own = paths.first(where: isThisProgram) else { return nil }
    return (own, own == paths.first)
  }
}

/// The path of a program named in a policy: absolute as it is, else looked for on `PATH`.
func programPath(_ name: String, in path: String) -> String? {
  if name.hasPrefix("/") { return name }
  return name.contains("/") ? nil : programPaths(name, in: path).first
}

/// Where `PATH` has a program; empty and relative entries would run what lies in the working
/// directory, and are passed over.
private func programPaths(_ name: String, in path: String) -> [String] {
  path.split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
    .filter(isExecutableFile)
}

private func isExecutableFile(_ path: String) -> Bool {
  var status = stat()
  return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    && access(path, X_OK) == 0
}

/// Whether a path leads to the file that is running.
private func isThisProgram(_ path: String) -> Bool {
  guard let own = executablePath else { return false }
  var left = stat()
  var right = stat()
  return unsafe stat(path, &left) == 0 && stat(own, &right) == 0 && left.st_ino == right.st_ino
    && left.st_dev == right.st_dev
}

/// The path of the running program; absent when the system does not tell.
var executablePath: String? {
  #if canImport(Darwin)
    var size = UInt32(PATH_MAX)
    var buffer = [CChar](repeating: 0, count: Int(size))
    guard unsafe _NSGetExecutablePath(&buffer, &size) == 0 else { return nil }
    return unsafe String(cString: buffer)
  #else
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      guard let start = bytes.baseAddress else { return 0 }
      return unsafe readlink(
        "/proc/self/exe",
        start.assumingMemoryBound(to: CChar.self),
        bytes.count
      )
    }
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  #endif
}

/// The working directory; absent when it is gone.
var workingDirectory: String? {
  guard let text = unsafe getcwd(nil, 0) else { return nil }
  defer { unsafe free(text) }
  return unsafe String(cString: text)
}

extension String {
  /// `~/x` in the given home folder; everything else unchanged.
  func expandingTilde(home: String?) -> String {
    guard hasPrefix("~/"), let home else { return self }
    return home + dropFirst(1)
  }

  /// Seen from the working directory.
  var absolutePath: String {
    guard !hasPrefix("/"), let folder = workingDirectory else { return self }
    return "\(folder)/\(self)"
  }
}
