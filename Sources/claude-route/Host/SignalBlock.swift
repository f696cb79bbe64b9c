#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Signals that wait until they are asked for; those that are ignored here, as under `nohup`, are left
/// alone.
struct SignalBlock {
  private let signals: [CInt]
  private var mask = sigset_t()

  init(_ signals: [CInt]) {
    let signals = signals.filter { !Self.isIgnored($0) }
    self.signals = signals
    unsafe sigemptyset(&mask)
    for signal in signals {
      unsafe sigaddset(&mask, signal)
    }
    unsafe sigprocmask(SIG_BLOCK, &mask, nil)
  }

  private static func isIgnored(_ signal: CInt) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(signal, nil, &action) == 0 else { return false }
    #if canImport(Darwin)
      let handler = unsafe action.__sigaction_u.__sa_handler
    #else
      let handler = unsafe action.__sigaction_handler.sa_handler
    #endif
    return unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  var isPending: Bool {
    var pending = sigset_t()
    unsafe sigpending(&pending)
    return signals.contains { unsafe sigismember(&pending, $0) == 1 }
  }

  /// Also for signals that whoever started us had blocked.
  func end() {
    var mask = mask
    unsafe sigprocmask(SIG_UNBLOCK, &mask, nil)
  }
}
