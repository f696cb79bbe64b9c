#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// One run of the user's own status line, as the client would run it: by `/bin/sh`, with the same
/// bytes on standard input and our standard error.
///
/// It ends with us: at a signal by which the client stops us, and when it is too slow. What it leaves
/// behind when it ends by itself is left alone, as the client leaves it.
struct OwnLineRun {
  private let command: String
  private let environment: RawEnvironment

  /// The client waits ten minutes and shows the last line meanwhile; ours must not be that late.
  private static let limitMilliseconds = 10_000
  /// The client shows nothing of a longer one (measured with client 2.1.330).
  private static let maximumBytes = 1_000_000

  init(_ command: String, environment: RawEnvironment) {
    self.command = command
    var environment = environment
    // Were it this program, it would run itself.
    environment.set("CLAUDE_ROUTE_STATUS_LINE", Array("off".utf8))
    self.environment = environment
  }

  /// What it prints; absent when it cannot be started, fails, is too slow or too long: of such a one
  /// the client would show nothing either.
  func output(for input: [UInt8]) -> [UInt8]? {
    // Who does not read what we write must not end us.
    signal(SIGPIPE, SIG_IGN)
    let stops = SignalBlock([SIGTERM, SIGINT, SIGHUP])
    // What was held back ends us now.
    defer { stops.end() }
    guard let toChild = DescriptorPair(), let fromChild = DescriptorPair() else { return nil }
    let child = try? ChildOutput.spawn(
      ["/bin/sh", "-c", command],
      input: toChild.reading,
      output: fromChild.writing,
      dropsErrors: false,
      environment: environment
    )
    guard let child else { return nil }
    close(toChild.reading)
    close(fromChild.writing)
    var exchange = Exchange(input, to: toChild.writing, from: fromChild.reading)
    defer { exchange.close() }
    let deadline = monotonicMilliseconds() + Self.limitMilliseconds
    while true {
      exchange.wait()
      exchange.send()
      let status = Self.status(of: child)
      exchange.receive(atMost: Self.maximumBytes)
      let isTooLong = exchange.output.count > Self.maximumBytes
      if let status, !isTooLong { return status == 0 ? exchange.output : nil }
      if isTooLong || stops.isPending || monotonicMilliseconds() > deadline {
        Self.stop(child)
        return nil
      }
    }
  }

  /// Absent while it runs.
  private static func status(of child: pid_t) -> CInt? {
    var status: CInt = 0
    let found = unsafe waitpid(child, &status, WNOHANG)
    // Somebody else's business, or an error: it is not ours to wait for any more.
    if found < 0, errno != EINTR { return -1 }
    return found == child ? status : nil
  }

  /// Asks everything that it started to end, and makes what is still there half a second later.
  private static func stop(_ child: pid_t) {
    kill(-child, SIGTERM)
    for _ in 0..<25 where kill(-child, 0) == 0 {
      usleep(20_000)
      _ = status(of: child)
    }
    kill(-child, SIGKILL)
    _ = waitpid(child, nil, 0)
  }
}

/// What goes to a program and comes from it, none waiting for the other.
private struct Exchange {
  private(set) var output: [UInt8] = []
  private var rest: ArraySlice<UInt8>
  private let writing: CInt
  private let reading: CInt
  private var isSending = true
  private var isReceiving = true

  init(_ input: [UInt8], to writing: CInt, from reading: CInt) {
    rest = input[...]
    self.writing = writing
    self.reading = reading
    for descriptor in [writing, reading] {
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }
  }

  /// Until something can be done, and not for long.
  func wait() {
    var descriptors: [pollfd] = []
    if isReceiving { descriptors.append(pollfd(fd: reading, events: Int16(POLLIN), revents: 0)) }
    if isSending { descriptors.append(pollfd(fd: writing, events: Int16(POLLOUT), revents: 0)) }
    _ = unsafe poll(&descriptors, nfds_t(descriptors.count), 20)
  }

  mutating func send() {
    while isSending {
      guard !rest.isEmpty else { return endSending() }
      let count = unsafe rest.withUnsafeBytes { unsafe write(writing, $0.baseAddress, $0.count) }
      if count < 0 {
        // It does not want more.
        if errno != EAGAIN, errno != EINTR { endSending() }
        return
      }
      rest = rest.dropFirst(count)
    }
  }

  private mutating func endSending() {
    isSending = false
    _ = systemClose(writing)
  }

  /// All that is there, until it is more than that many bytes.
  mutating func receive(atMost limit: Int) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while isReceiving, output.count <= limit {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe read(reading, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EAGAIN || errno == EINTR { return }
      guard count > 0 else {
        isReceiving = false
        return
      }
      output += buffer[..<count]
    }
  }

  mutating func close() {
    if isSending { endSending() }
    _ = systemClose(reading)
  }
}

private func systemClose(_ descriptor: CInt) -> CInt { close(descriptor) }
