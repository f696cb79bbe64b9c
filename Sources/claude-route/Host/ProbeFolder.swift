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
  /// Held as long as the folder is used.
  private let lock: FolderLock?

  /// In `TMPDIR`, else in `/tmp`; for its owner only.
  ///
  /// Never in a repository: the client tells the model of the one that it is started in.
  init(environment: RawEnvironment) throws(SystemError) {
    let named = environment.filled("TMPDIR").flatMap { $0.hasPrefix("/") ? $0 : nil }
    let bases = [named, "/tmp"].compactMap(\.self)
      .filter { Repository(around: $0.realPath ?? $0) == nil }
    guard let base = bases.first else {
      throw SystemError(operation: "use", path: "\(named ?? "/tmp"), a repository,", code: EINVAL)
    }
    Self.sweep(base)
    let pattern = "\(base)/\(Self.prefix)XXXXXX"
    guard let text = unsafe strdup(pattern) else {
      throw SystemError(operation: "create", path: pattern, code: ENOMEM)
    }
    defer { unsafe free(text) }
    guard unsafe mkdtemp(text) != nil else {
      throw SystemError(operation: "create", path: pattern, code: errno)
    }
    let made = unsafe String(cString: text)
    path = made.realPath ?? made
    lock = try? FolderLock(of: path)
  }

  private static let prefix = "claude-route-probe-"

  /// Takes away what a killed probe of ours left: nobody holds it.
  private static func sweep(_ base: String) {
    for name in fileNames(in: base) where name.hasPrefix(prefix) {
      let path = "\(base)/\(name)"
      var status = stat()
      guard unsafe lstat(path, &status) == 0, status.st_uid == geteuid(),
        status.st_mode & S_IFMT == S_IFDIR
      else { continue }
      let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { remove(path) }
      close(descriptor)
    }
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
