#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// One line on a terminal while much is read.
struct ReadingProgress {
  private let byteCount: Int
  private let isShown: Bool

  /// Less is read before anybody looks up.
  private static let worthShowing = 64 << 20

  init(byteCount: Int) {
    self.byteCount = byteCount
    isShown = byteCount >= Self.worthShowing && isatty(2) == 1
  }

  func show(_ done: Int) {
    // Every 16 MiB is often enough.
    guard isShown, done & (16 << 20 - 1) < 1 << 20 else { return }
    writeAll("\r\(words(done))\u{1B}[K", to: 2)
  }

  func end() {
    if isShown {
      writeAll("\r\u{1B}[K", to: 2)
    }
  }

  private func words(_ done: Int) -> String {
    "claude-route: \(min(100, done * 100 / max(1, byteCount))) % of \(byteCount >> 20) MB of transcripts"
  }
}
