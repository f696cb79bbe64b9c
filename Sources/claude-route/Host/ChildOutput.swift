#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What a credential program prints.
enum ChildOutput {
  /// Why there is none, as the end of a sentence.
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  /// Runs a program without a shell, with nothing on its standard input, and our standard error
  /// unless what it says there is dropped.
  ///
  /// At most `limit` bytes and one more are read; after `timeoutSeconds` it is killed.
  static func read(
    _ words: [String],
    environment: RawEnvironment,
    limit: Int,
    timeoutSeconds: Int,
    dropsErrors: Bool = false
  ) throws(Fault) -> [UInt8] {
    var ends: [CInt] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { throw Fault(description: "no pipe") }
    defer { close(ends[0]) }
    // The child gets its copy of the writing end as standard output, and nothing else.
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    let child = try spawn(
      words,
      output: ends[1],
      dropsErrors: dropsErrors,
      environment: environment
    )
    close(ends[1])
    let deadline = monotonicMilliseconds() + timeoutSeconds * 1000
    var result = collect(ends[0], limit: limit, deadline: deadline)
    var status: CInt?
    if let count = result?.count, count <= limit {
      status = ended(child, deadline: deadline)
    }
    if status == nil {
      // It leads a group of its own: what it started goes with it.
      kill(-child, SIGKILL)
      result = result.flatMap { $0.count > limit ? $0 : nil }
      status = ended(child, deadline: monotonicMilliseconds() + timeoutSeconds * 1000)
    }
    guard let result, let status else {
      throw Fault(description: "it took longer than \(timeoutSeconds) seconds")
    }
    // A program that printed too much was killed by us; the length is complained about later.
    guard status == 0 || result.count > limit else {
      throw Fault(description: "it failed with status \(status >> 8 & 0xFF)")
    }
    return result
  }

  /// The status of a process that ends before the deadline; absent when it does not.
  private static func ended(_ child: pid_t, deadline: Int) -> CInt? {
    var status: CInt = 0
    while monotonicMilliseconds() < deadline {
      let found = unsafe waitpid(child, &status, WNOHANG)
      if found == child { return status }
      if found < 0, errno != EINTR { return nil }
      usleep(2000)
    }
    return nil
  }

  /// Starts a program that leads a process group of its own; without `input` it reads nothing.
  ///
  /// No signal is blocked in it and a closed pipe ends it, whatever is so here. `output` is closed when
  /// it cannot be started. `errors` is where its standard error goes when it is not dropped; `folder`
  /// is where it starts, else here.
  static func spawn(
    _ words: [String],
    input: CInt? = nil,
    output: CInt,
    errors: CInt? = nil,
    dropsErrors: Bool,
    folder: String? = nil,
    environment: RawEnvironment
  ) throws(Fault) -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = unsafe posix_spawn_file_actions_t()
    #endif
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    if let input {
      unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
      unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    if let errors {
      unsafe posix_spawn_file_actions_adddup2(&actions, errors, 2)
    } else if dropsErrors {
      unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    }
    var child: pid_t = 0
    var argumentVector = unsafe words.map { unsafe strdup($0) } + [nil]
    var environmentVector = unsafe environment.entries.map { unsafe cString($0) } + [nil]
    defer {
      for index in 0..<words.count {
        unsafe free(argumentVector[index])
      }
      for index in 0..<environment.entries.count {
        unsafe free(environmentVector[index])
      }
    }
    #if canImport(Darwin)
      var attributes: posix_spawnattr_t?
    #else
      var attributes = posix_spawnattr_t()
    #endif
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var unblocked = sigset_t()
    unsafe sigemptyset(&unblocked)
    unsafe posix_spawnattr_setsigmask(&attributes, &unblocked)
    var usual = sigset_t()
    unsafe sigemptyset(&usual)
    unsafe sigaddset(&usual, SIGPIPE)
    unsafe posix_spawnattr_setsigdefault(&attributes, &usual)
    let flags =
      Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF)
    unsafe posix_spawnattr_setflags(&attributes, flags)
    guard let program = programPath(words.first ?? "", in: environment["PATH"] ?? "") else {
      close(output)
      throw Fault(description: "there is no such program on PATH")
    }
    // A file action for it is no part of every C library; nobody else is here to be confused.
    let here = unsafe folder == nil ? -1 : open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer {
      if here >= 0 {
        _ = fchdir(here)
        close(here)
      }
    }
    if let folder, unsafe chdir(folder) != 0 {
      close(output)
      throw Fault(description: "there is no folder \(folder)")
    }
    let code = unsafe posix_spawn(
      &child,
      program,
      &actions,
      &attributes,
      &argumentVector,
      &environmentVector
    )
    guard code == 0 else {
      let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
      close(output)
      throw Fault(description: reason)
    }
    return child
  }

  private static func cString(_ bytes: [UInt8]) -> UnsafeMutablePointer<CChar>? {
    unsafe (bytes + [0]).withUnsafeBytes { buffer in
      unsafe buffer.baseAddress.map { unsafe strdup($0.assumingMemoryBound(to: CChar.self)) } ?? nil
    }
  }

  /// Absent when the deadline passed.
  private static func collect(_ descriptor: CInt, limit: Int, deadline: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while bytes.count <= limit {
      let remaining = deadline - monotonicMilliseconds()
      guard remaining > 0 else { return nil }
      var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = unsafe poll(&poller, 1, CInt(remaining))
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else { return nil }
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe Self.readSome(descriptor, $0)
      }
      if count <= 0 { break }
      bytes += buffer[..<count]
    }
    return bytes
  }

  private static func readSome(_ descriptor: CInt, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    #if canImport(Darwin)
      unsafe Darwin.read(descriptor, buffer.baseAddress, buffer.count)
    #else
      unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    #endif
  }
}
