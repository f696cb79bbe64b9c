#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// One read of a file, with what is known of it.
struct FileContents {
  let bytes: [UInt8]
  let owner: UInt32
  /// Permission bits.
  let mode: UInt32

  /// Whether somebody else than its owner and root could have written it.
  func isWritableByOthers(than user: UInt32) -> Bool {
    mode & 0o022 != 0 || (owner != user && owner != 0)
  }
}

/// Opens, looks and reads: never a device or a pipe, never blocking, at most `limit` bytes and one more.
///
/// A missing file is `ENOENT`; what is no regular file is `EINVAL`.
/// A symbolic link at the path itself is `ELOOP` where links are not followed. `expecting` is told how
/// many bytes there seem to be before they are read.
func readFile(
  _ path: String,
  limit: Int,
  followsLinks: Bool = true,
  expecting: (Int) -> Void = { _ in }
) throws(SystemError) -> FileContents {
  let flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | (followsLinks ? 0 : O_NOFOLLOW)
  let descriptor = unsafe open(path, flags)
  guard descriptor >= 0 else {
    throw SystemError(operation: "read", path: path, code: errno)
  }
  defer { close(descriptor) }
  var status = stat()
  guard unsafe fstat(descriptor, &status) == 0 else {
    throw SystemError(operation: "read", path: path, code: errno)
  }
  guard status.st_mode & S_IFMT == S_IFREG else {
    let code = status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL
    throw SystemError(operation: "read", path: path, code: code)
  }
  // One more than it has, so that its end is seen; those of /proc have no size, and a file may grow.
  let size = min(max(Int(status.st_size), 4095), limit) + 1
  expecting(size)
  var bytes = try readPart(descriptor, size, of: path)
  if bytes.count == size, size <= limit {
    bytes += try readAll(descriptor, limit: limit - size, of: path)
  }
  return FileContents(
    bytes: bytes,
    owner: UInt32(status.st_uid),
    mode: UInt32(status.st_mode) & 0o7777
  )
}

/// Everything a descriptor has, for `--files-from -`: at most `limit` bytes and one more, which is not
/// waited for when they are there.
func readAll(
  _ descriptor: CInt,
  limit: Int,
  of path: String = "standard input"
) throws(SystemError) -> [UInt8] {
  var bytes: [UInt8] = []
  while bytes.count <= limit {
    let size = min(65_536, limit - bytes.count + 1)
    let part = try readPart(descriptor, size, of: path)
    bytes += part
    if part.count < size { break }
  }
  return bytes
}

/// The next bytes; fewer than asked for at the end only.
private func readPart(
  _ descriptor: CInt,
  _ size: Int,
  of path: String
) throws(SystemError) -> [UInt8] {
  var failure: CInt?
  let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
    while count < size {
      let rest = unsafe UnsafeMutableBufferPointer(rebasing: buffer[count..<size])
      let more = unsafe read(descriptor, rest.baseAddress, rest.count)
      if more < 0, errno == EINTR { continue }
      if more < 0 { failure = errno }
      guard more > 0 else { return }
      count += more
    }
  }
  if let failure { throw SystemError(operation: "read", path: path, code: failure) }
  return bytes
}

/// Whether there is a file of any kind at the path.
func fileExists(_ path: String) -> Bool {
  unsafe access(path, F_OK) == 0
}

/// Writes a result to standard output; a reader that is gone is no error, and a full disk is.
func writeOutput(_ text: String) throws(Refusal) {
  guard !writeAll(text, to: 1), errno != EPIPE else { return }
  let failure = SystemError(operation: "write", path: "standard output", code: errno)
  throw Refusal(.inputOutput, failure.message)
}

/// Writes a part of a result; false when its reader is gone, so that there is no use in more.
func writeOutput(part bytes: [UInt8]) throws(Refusal) -> Bool {
  if writeAll(bytes, to: 1) { return true }
  guard errno != EPIPE else { return false }
  let failure = SystemError(operation: "write", path: "standard output", code: errno)
  throw Refusal(.inputOutput, failure.message)
}

/// Writes everything, also through interruptions; false when the other end is gone.
@discardableResult
func writeAll(_ text: String, to descriptor: CInt) -> Bool {
  writeAll(Array(text.utf8), to: descriptor)
}

/// The same, byte for byte.
@discardableResult
func writeAll(_ content: [UInt8], to descriptor: CInt) -> Bool {
  var bytes = content[...]
  while !bytes.isEmpty {
    let count = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { return false }
    bytes = bytes.dropFirst(count)
  }
  return true
}
