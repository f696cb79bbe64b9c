#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A whole text on the disk, beside the file that it will be.
struct DraftFile {
  let path: String

  /// Writes it; permission bits as given, whatever the umask.
  init(of text: String, beside target: String, mode: mode_t) throws(SystemError) {
    path = "\(target).\(getpid())"
    // A process of the same number may have been killed at it.
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

  /// Nothing is there after it; what has been renamed is not touched.
  func remove() {
    _ = unsafe unlink(path)
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
