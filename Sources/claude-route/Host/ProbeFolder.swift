#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The temporary folder of a probe: nothing that its sessions write lies anywhere else, and nothing of
/// it is left.
struct ProbeFolder {
  /// Without links.
  let path: String

  /// In `TMPDIR`, else in `/tmp`; for its owner only.
  init(environment: RawEnvironment) throws(SystemError) {
    let base = environment.filled("TMPDIR").flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
    let pattern = "\(base)/claude-route-probe-XXXXXX"
    guard let text = unsafe strdup(pattern) else {
      throw SystemError(operation: "create", path: pattern, code: ENOMEM)
    }
    defer { unsafe free(text) }
    guard unsafe mkdtemp(text) != nil else {
      throw SystemError(operation: "create", path: pattern, code: errno)
    }
    let made = unsafe String(cString: text)
    path = made.realPath ?? made
  }

  /// A folder in it, made when it is not there.
  func folder(_ name: String) throws(SystemError) -> String {
    let folder = "\(path)/\(name)"
    try StateFolder.make(folder)
    return folder
  }

  /// Takes it away with all that is in it; links in it are not followed.
  func remove() {
    Self.remove(path)
  }

  /// What the client keeps under the name of this folder in its own; nothing where it has none.
  ///
  /// Only a session with a saved login, which needs the user's folder, leaves something there.
  func removeTraces(inUserFolder folder: String) {
    let name = String(path.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    let projects = "\(folder)/projects"
    for entry in fileNames(in: projects) where entry.hasPrefix(name) {
      Self.remove("\(projects)/\(entry)")
    }
  }

  private static func remove(_ path: String) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      _ = unsafe unlink(path)
      return
    }
    for name in fileNames(in: path) where name != "." && name != ".." {
      remove("\(path)/\(name)")
    }
    _ = unsafe rmdir(path)
  }
}
