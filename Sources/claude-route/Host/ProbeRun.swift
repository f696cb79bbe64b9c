internal import BackendProbe
internal import JSONTree

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The sessions of one probe, one after another, each a process of its own.
///
/// A signal that would end this program waits until the session is over, which it then ends at once.
struct ProbeRun {
  let program: ClientProgram
  /// The route's, without thinking.
  let environment: RawEnvironment
  /// For `--settings`, without thinking and with it: the client heeds them before the environment.
  let settings: (quiet: String, thinking: String)
  /// Whether the client has to see the user's own folder, where a login is saved.
  let usesSavedLogin: Bool
  /// Whether the policy switches the cache off here.
  let cacheIsOff: Bool
  let folder: ProbeFolder
  let words: ProbeTask.Words
  let timeoutSeconds: Int
  /// How long the prompt of `context` is; absent when it does not run.
  let contextTokens: Int?
  let signals: SignalBlock

  /// More than any session of a probe prints.
  private static let maximumBytes = 64 << 20

  /// What a session printed; `dollars` is the most that it may cost by the client's own reckoning.
  func record(of session: ProbeSession, dollars: Double) throws(SystemError) -> SessionRecord {
    let place = try folder.folder(session.rawValue)
    let task = ProbeTask(
      session,
      in: place,
      words: words,
      needsUserSettings: usesSavedLogin,
      contextTokens: contextTokens ?? 0
    )
    for file in task.files {
      try write(file.content, to: "\(place)/\(file.name)")
    }
    let input = "\(folder.path)/standard-input"
    try write(task.standardInput, to: input)
    let arguments =
      [
        "-p", task.prompt, "--settings", task.thinks ? settings.thinking : settings.quiet,
        "--max-budget-usd", "\(dollars)",
      ] + task.options
    return try run(arguments, environment(of: task, in: place), in: place, input: input)
  }

  /// The bytes of the file that a session wrote; absent when it is not there.
  func file(_ name: String, of session: ProbeSession) -> [UInt8]? {
    try? readFile(
      "\(folder.path)/\(session.rawValue)/\(name)",
      limit: Self.maximumBytes,
      followsLinks: false
    )
    .bytes
  }

  private func environment(
    of task: ProbeTask,
    in place: String
  ) throws(SystemError) -> RawEnvironment {
    var environment = environment
    if task.thinks { environment.remove("CLAUDE_CODE_DISABLE_THINKING") }
    environment.set("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", [UInt8(ascii: "1")])
    // Where git looks for a repository, it finds none above.
    environment.set("GIT_CEILING_DIRECTORIES", Array(folder.path.utf8))
    // The user's own switch would be taken for the backend's fault.
    if !cacheIsOff { environment.remove("DISABLE_PROMPT_CACHING") }
    // Enough to see what is tried again and after which time; ten take three minutes.
    environment.set("CLAUDE_CODE_MAX_RETRIES", [UInt8(ascii: "2")])
    environment.set("PWD", Array(place.utf8))
    environment.set("TMPDIR", Array(try folder.folder("tmp").utf8))
    if !usesSavedLogin {
      environment.set("CLAUDE_CONFIG_DIR", Array(try folder.folder("config").utf8))
    }
    return environment
  }

  private func write(_ text: String, to path: String) throws(SystemError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SystemError(operation: "write", path: path, code: errno) }
    defer { close(descriptor) }
    guard writeAll(text, to: descriptor) else {
      throw SystemError(operation: "write", path: path, code: errno)
    }
  }

  // MARK: The process

  private func run(
    _ arguments: [String],
    _ environment: RawEnvironment,
    in place: String,
    input: String
  ) throws(SystemError) -> SessionRecord {
    let errorPath = "\(folder.path)/errors"
    try write("", to: errorPath)
    guard let pipe = DescriptorPair() else {
      throw SystemError(operation: "open", path: "a pipe", code: errno)
    }
    defer { close(pipe.reading) }
    let descriptors = [
      unsafe open(input, O_RDONLY | O_CLOEXEC), unsafe open(errorPath, O_WRONLY | O_CLOEXEC),
    ]
    defer {
      for descriptor in descriptors where descriptor >= 0 {
        close(descriptor)
      }
    }
    let child: pid_t
    let start = monotonicMilliseconds()
    do throws(ChildOutput.Fault) {
      child = try ChildOutput.spawn(
        [program.path] + arguments,
        input: descriptors[0],
        output: pipe.writing,
        errors: descriptors[1],
        dropsErrors: false,
        folder: place,
        environment: environment
      )
    } catch {
      return SessionRecord(lines: [], ending: .notStarted(error.description))
    }
    close(pipe.writing)
    var lines = TimedLines(start: start)
    let ending = follow(child, pipe.reading, &lines)
    if case .status(let status) = ending, status != 0, lines.lines.isEmpty {
      return SessionRecord(lines: [], ending: .notStarted(complaint(in: errorPath, status)))
    }
    return SessionRecord(lines: lines.lines, ending: ending)
  }

  /// The last line that the client wrote on its standard error.
  private func complaint(in path: String, _ status: Int32) -> String {
    let bytes = (try? readFile(path, limit: 1 << 20).bytes) ?? []
    let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").last
    return "the client ended with status \(status)" + (line.map { ": \($0)" } ?? "")
  }

  /// Reads until the process ends, by itself or because it takes too long or somebody wants to stop.
  private func follow(
    _ child: pid_t,
    _ descriptor: CInt,
    _ lines: inout TimedLines
  ) -> SessionRecord.Ending {
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    let deadline = monotonicMilliseconds() + timeoutSeconds * 1000
    while true {
      var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      _ = unsafe poll(&poller, 1, 20)
      let isOpen = lines.read(descriptor, at: monotonicMilliseconds())
      var status: CInt = 0
      let found = unsafe waitpid(child, &status, WNOHANG)
      if found == child || found < 0 && errno != EINTR {
        _ = lines.read(descriptor, at: monotonicMilliseconds())
        // What it left running goes with it.
        kill(-child, SIGKILL)
        return .status(status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F)
      }
      if signals.isPending {
        Self.stop(child)
        return .interrupted
      }
      if lines.byteCount > Self.maximumBytes {
        Self.stop(child)
        return .tooMuch
      }
      if monotonicMilliseconds() > deadline {
        Self.stop(child)
        return .timeout(seconds: timeoutSeconds)
      }
      if !isOpen { usleep(2_000) }
    }
  }

  /// Asks everything that it started to end, and makes what is still there two seconds later.
  private static func stop(_ child: pid_t) {
    kill(-child, SIGTERM)
    var status: CInt = 0
    var isGone = false
    for _ in 0..<100 where !isGone {
      usleep(20_000)
      isGone = unsafe waitpid(child, &status, WNOHANG) == child
    }
    kill(-child, SIGKILL)
    if !isGone { _ = waitpid(child, nil, 0) }
  }
}

/// Lines with the time at which they were read.
private struct TimedLines {
  private(set) var lines: [(milliseconds: Int, bytes: [UInt8])] = []
  private(set) var byteCount = 0
  private var rest: [UInt8] = []
  private let start: Int

  init(start: Int) {
    self.start = start
  }

  /// What is there now, a megabyte at most; false once nothing can come any more.
  mutating func read(_ descriptor: CInt, at time: Int) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    for _ in 0..<16 {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe Self.systemRead(descriptor, $0.baseAddress, $0.count)
      }
      guard count > 0 else { return count < 0 }
      byteCount += count
      for line in buffer[..<count].split(
        separator: UInt8(ascii: "\n"),
        omittingEmptySubsequences: false
      )
      .enumerated() {
        if line.offset > 0 {
          lines.append((time - start, rest))
          rest = []
        }
        rest += line.element
      }
    }
    return true
  }

  private static func systemRead(
    _ descriptor: CInt,
    _ start: UnsafeMutableRawPointer?,
    _ count: Int
  ) -> Int {
    #if canImport(Darwin)
      unsafe Darwin.read(descriptor, start, count)
    #else
      unsafe Glibc.read(descriptor, start, count)
    #endif
  }
}
