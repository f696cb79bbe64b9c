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
    let draft = try DraftFile(of: text, beside: path, mode: mode)
    defer { draft.remove() }
    try give(draft.path)
    try flushFolder(of: path)
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

  private func makeFolders() throws(SystemError) {
    var current = ""
    for part in path.folder.split(separator: "/") {
      current += "/\(part)"
      var status = stat()
      guard unsafe stat(current, &status) != 0 else { continue }
      guard unsafe mkdir(current, 0o700) == 0 || errno == EEXIST else {
        throw SystemError(operation: "create", path: current, code: errno)
      }
    }
  }

  private func fault(_ operation: String, _ code: CInt) -> SystemError {
    SystemError(operation: operation, path: path, code: code)
  }
}
