#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Signals that wait until they are asked for.
struct SignalBlock {
  private let signals: [CInt]
  private var mask = sigset_t()

  init(_ signals: [CInt]) {
    self.signals = signals
    unsafe sigemptyset(&mask)
    for signal in signals {
      unsafe sigaddset(&mask, signal)
    }
    unsafe sigprocmask(SIG_BLOCK, &mask, nil)
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
