#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A whole text on the disk, beside the file that it will be.
///
/// Its folder is locked as long as the value lives, so the name can be the same each time: what a
/// killed run left is taken away by the next one.
struct DraftFile {
  let path: String
  private let lock: FolderLock

  /// Writes it; permission bits as given, whatever the umask.
  ///
  /// `held` is the lock of the target's folder, when the caller has it.
  init(
    of text: String,
    beside target: String,
    mode: mode_t,
    holding held: FolderLock? = nil
  ) throws(SystemError) {
    if let held {
      lock = held
    } else {
      lock = try FolderLock(of: target.folder.isEmpty ? "." : target.folder)
    }
    path = Self.name(beside: target)
    _ = unsafe unlink(path)
    let descriptor = unsafe open(
      path,
      O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
      0o600
    )
    guard descriptor >= 0 else {
      throw SystemError(operation: "create", path: path, code: errno)
    }
    let isWritten =
      writeAll(text, to: descriptor) && fchmod(descriptor, mode) == 0 && fsync(descriptor) == 0
    let code = errno
    close(descriptor)
    guard isWritten else {
      remove()
      throw SystemError(operation: "write", path: target, code: code)
    }
  }

  /// `.policy.yaml.claude-route`: nobody else's.
  private static func name(beside target: String) -> String {
    let folder = target.folder
    let name = target.split(separator: "/").last ?? ""
    return "\(folder == "/" || folder.isEmpty ? folder : "\(folder)/").\(name).claude-route"
  }

  /// Takes the target's name, whole, in place of what had it.
  func replace(_ target: String) throws(SystemError) {
    guard unsafe rename(path, target) == 0 else {
      let code = errno
      remove()
      throw SystemError(operation: "write", path: target, code: code)
    }
    try flushFolder(of: target)
  }

  /// Nothing is there after it; what has been renamed is not touched.
  func remove() {
    _ = unsafe unlink(path)
  }

  /// Takes away what a killed run left beside a file that will not be written now.
  static func sweep(beside target: String) {
    guard fileExistsItself(name(beside: target)),
      let lock = try? FolderLock(of: target.folder.isEmpty ? "." : target.folder)
    else { return }
    withExtendedLifetime(lock) { _ = unsafe unlink(name(beside: target)) }
  }
}

/// Makes a new name in the folder of a path outlast a loss of power.
func flushFolder(of path: String) throws(SystemError) {
  let folder = path.folder
  let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard descriptor >= 0 else {
    throw SystemError(operation: "open", path: folder, code: errno)
  }
  defer { close(descriptor) }
  // Some file systems cannot flush a folder.
  guard fsync(descriptor) == 0 || errno == EINVAL else {
    throw SystemError(operation: "write", path: folder, code: errno)
  }
}
