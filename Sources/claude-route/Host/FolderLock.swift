#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// One writer at a time in a folder of ours; let go with the value, and by the system when we die.
///
/// The folder itself is locked, so that no lock file is left behind.
final class FolderLock {
  private let descriptor: CInt

  /// Waits for another writer, who takes milliseconds.
  private static let patienceMilliseconds = 5000

  /// - Throws: `EAGAIN` when somebody holds it for too long.
  init(of folder: String) throws(SystemError) {
    descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw SystemError(operation: "open", path: folder, code: errno)
    }
    var waited = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if code == EINTR { continue }
      // Some network file systems lock no folders; there a later check has to do.
      if code == ENOLCK || code == EOPNOTSUPP || code == EBADF { return }
      guard code == EWOULDBLOCK, waited < Self.patienceMilliseconds else {
        throw SystemError(operation: "lock", path: folder, code: code)
      }
      usleep(10_000)
      waited += 10
    }
  }

  deinit { close(descriptor) }
}
