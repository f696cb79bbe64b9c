internal import Rendering

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A file of ours that must not be there yet: whole under its name, or not at all.
struct NewFile {
  let path: String
  /// Permission bits, whatever the umask.
  let mode: mode_t

  /// Whether something has the name already, a link to nowhere included.
  var isTaken: Bool { fileExistsItself(path) }

  /// Writes it; folders that are missing are made for their owner only.
  ///
  /// - Throws: `EEXIST` when something has the name, also when it came while we wrote.
  func write(_ text: String) throws(SystemError) {
    try makeFolders()
    let temporary = "\(path).\(getpid())"
    // A process of the same number may have been killed at it.
    _ = unsafe unlink(temporary)
    let descriptor = unsafe open(
      temporary,
      O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
      0o600
    )
    guard descriptor >= 0 else { throw fault("create", errno, at: temporary) }
    defer { _ = unsafe unlink(temporary) }
    let isWritten =
      writeAll(text, to: descriptor) && fchmod(descriptor, mode) == 0 && fsync(descriptor) == 0
    let code = errno
    close(descriptor)
    guard isWritten else { throw fault("write", code) }
    try give(temporary)
    try flushFolder()
  }

  /// A second name fails where something has it, which a renaming would replace; some file systems
  /// have no second names.
  private func give(_ temporary: String) throws(SystemError) {
    guard unsafe link(temporary, path) != 0 else { return }
    let code = errno
    guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(code) else { throw fault("create", code) }
    guard !isTaken else { throw fault("create", EEXIST) }
    guard unsafe rename(temporary, path) == 0 else { throw fault("create", errno) }
  }

  private func flushFolder() throws(SystemError) {
    let descriptor = unsafe open(path.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw fault("open", errno, at: path.folder) }
    defer { close(descriptor) }
    // Some file systems cannot flush a folder.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw fault("write", errno, at: path.folder)
    }
  }

  private func makeFolders() throws(SystemError) {
    var current = ""
    for part in path.folder.split(separator: "/") {
      current += "/\(part)"
      var status = stat()
      guard unsafe stat(current, &status) != 0 else { continue }
      guard unsafe mkdir(current, 0o700) == 0 || errno == EEXIST else {
        throw fault("create", errno, at: current)
      }
    }
  }

  private func fault(_ operation: String, _ code: CInt, at place: String? = nil) -> SystemError {
    SystemError(operation: operation, path: place ?? path, code: code)
  }
}
