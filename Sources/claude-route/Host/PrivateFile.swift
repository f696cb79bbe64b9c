internal import PolicyLoader

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A document that may hold secrets and has to be handed over as a file.
///
/// It lies in the state folder under a name made from its content: the client reads it again while the
/// session runs, so it stays, and the same document is never written twice.
struct PrivateFile {
  let path: String

  init(
    _ text: String,
    environment: RawEnvironment,
    home: String?
  ) throws(SystemError) {
    let bytes = Array(text.utf8)
    let state = environment.filled("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    guard let base = state ?? home.map({ "\($0)/.local/state" }) else {
      throw SystemError(operation: "find", path: "the state folder: HOME is not set", code: ENOENT)
    }
    let folder = "\(base)/claude-route/settings"
    try Self.makeFolders(folder)
    path = "\(folder)/\(SHA256.hexDigest(of: bytes).prefix(32)).json"
    let temporary = "\(path).\(getpid())"
    // A process of the same number may have been killed at it.
    _ = unsafe unlink(temporary)
    let descriptor = unsafe open(
      temporary,
      O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
      0o600
    )
    guard descriptor >= 0 else {
      throw SystemError(operation: "create", path: temporary, code: errno)
    }
    let isWritten = writeAll(text, to: descriptor) && fsync(descriptor) == 0
    close(descriptor)
    guard isWritten, unsafe rename(temporary, path) == 0 else {
      let code = errno
      _ = unsafe unlink(temporary)
      throw SystemError(operation: "write", path: path, code: code)
    }
  }

  /// Every missing folder, for its owner only.
  private static func makeFolders(_ path: String) throws(SystemError) {
    var current = ""
    for part in path.split(separator: "/") {
      current += "/\(part)"
      guard unsafe mkdir(current, 0o700) == 0 || errno == EEXIST else {
        throw SystemError(operation: "create", path: current, code: errno)
      }
    }
  }
}
