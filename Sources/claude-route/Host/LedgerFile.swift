internal import Rendering

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The ledger's file, open for one more line; closed with the value.
///
/// A class, because it owns the descriptor.
final class LedgerFile {
  private let path: String
  private let descriptor: CInt
  /// In bytes, when it was opened.
  let size: Int

  /// Opens or makes it: a regular file, nobody else's and for nobody else to write; never through a link.
  init(_ path: String) throws(Ledger.Fault) {
    self.path = path
    let flags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    descriptor = unsafe open(path, flags, 0o600)
    guard descriptor >= 0 else {
      let code = errno
      size = 0
      throw Ledger.Fault(
        reason: code == ELOOP
          ? "\(path.printable) is a symbolic link"
          : SystemError(operation: "write", path: path, code: code).message
      )
    }
    var status = stat()
    let isKnown = unsafe fstat(descriptor, &status) == 0
    size = Int(status.st_size)
    guard isKnown, status.st_mode & S_IFMT == S_IFREG else {
      throw Ledger.Fault(reason: "\(path.printable) is no regular file")
    }
    guard status.st_uid == geteuid(), status.st_mode & 0o022 == 0 else {
      throw Ledger.Fault(reason: "others can write \(path.printable)")
    }
  }

  deinit {
    if descriptor >= 0 {
      close(descriptor)
    }
  }

  /// Writes one line, on a line of its own; all of it or nothing.
  func append(_ line: [UInt8]) throws(Ledger.Fault) {
    let bytes = endsOpen ? [UInt8(ascii: "\n")] + line : line
    var count = 0
    repeat {
      count = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    } while count < 0 && errno == EINTR
    guard count < bytes.count else { return }
    let code = count < 0 ? errno : ENOSPC
    if count > 0 {
      _ = ftruncate(descriptor, off_t(size))
    }
    throw Ledger.Fault(reason: SystemError(operation: "write", path: path, code: code).message)
  }

  /// Whether the last line has no end: its writer was killed.
  private var endsOpen: Bool {
    guard size > 0 else { return false }
    var last: UInt8 = 0
    return unsafe pread(descriptor, &last, 1, off_t(size - 1)) == 1 && last != UInt8(ascii: "\n")
  }
}
