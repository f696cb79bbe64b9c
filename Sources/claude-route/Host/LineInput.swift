#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The lines of a file, a pipe or a terminal, one after the other, in bounded memory.
struct LineInput: ~Copyable {
  /// `standard input`, or the path.
  let name: String
  /// How many lines were given out.
  private(set) var count = 0
  private let descriptor: CInt
  private let limit: Int
  private var buffer: [UInt8]
  /// What was read and not given out.
  private var start = 0
  private var end = 0
  private var isAtEnd = false

  enum Line {
    /// Without its line feed.
    case bytes([UInt8])
    /// Longer than the limit; it was read past.
    case tooLong
  }

  /// Opens a path, or takes standard input when there is none or it is `-`.
  ///
  /// Pipes are welcome; a line may have so many bytes.
  init(at path: String?, limit: Int) throws(Refusal) {
    self.limit = limit
    buffer = [UInt8](repeating: 0, count: 65_536)
    guard let path, path != "-" else {
      name = "standard input"
      descriptor = 0
      return
    }
    name = path
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else {
      let code = errno
      throw Refusal(
        code == ENOENT || code == ENOTDIR ? .fileMissing : .inputOutput,
        SystemError(operation: "read", path: path, code: code).message
      )
    }
  }

  deinit {
    if descriptor > 0 { close(descriptor) }
  }

  /// The next line; nil at the end.
  ///
  /// A line feed at the very end begins no line.
  /// `beforeWaiting` is called before a read that may take its time, and says whether to go on.
  mutating func next(beforeWaiting: () throws(Refusal) -> Bool) throws(Refusal) -> Line? {
    var isTooLong = false
    var searched = start
    while true {
      if let lineFeed = lineFeed(from: searched) {
        defer { start = lineFeed + 1 }
        count += 1
        isTooLong = isTooLong || lineFeed - start > limit
        return isTooLong ? .tooLong : .bytes(Array(buffer[start..<lineFeed]))
      }
      if end - start > limit {
        // What is too long is forgotten while its end is looked for.
        isTooLong = true
        start = end
      }
      guard !isAtEnd else {
        guard end > start || isTooLong else { return nil }
        defer { start = end }
        count += 1
        return isTooLong ? .tooLong : .bytes(Array(buffer[start..<end]))
      }
      makeRoom()
      searched = end
      if mustWait, try !beforeWaiting() { return nil }
      try fill()
    }
  }

  private func lineFeed(from searched: Int) -> Int? {
    unsafe buffer.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress,
        let found = unsafe memchr(base + searched, 0x0A, end - searched)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  /// Moves what is left to the front, and grows only for a line that fills the buffer.
  private mutating func makeRoom() {
    if start > 0 {
      buffer.replaceSubrange(0..<(end - start), with: buffer[start..<end])
      (start, end) = (0, end - start)
    }
    if end == buffer.count {
      buffer += [UInt8](repeating: 0, count: buffer.count)
    }
  }

  /// Whether nothing is there to be read at once.
  private var mustWait: Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&request, 1, 0) == 0
  }

  private mutating func fill() throws(Refusal) {
    while true {
      let free = end
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe read(descriptor, bytes.baseAddress.map { unsafe $0 + free }, bytes.count - free)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        let failure = SystemError(operation: "read", path: name, code: errno)
        throw Refusal(.inputOutput, failure.message)
      }
      isAtEnd = count == 0
      end += count
      return
    }
  }
}
