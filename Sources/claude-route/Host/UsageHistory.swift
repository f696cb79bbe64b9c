internal import Rendering
internal import RouteEngine
internal import Usage

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What this machine knows of past sessions: transcripts, the ledger, and what earlier reports kept.
struct UsageHistory {
  private(set) var kept: KeptTotals
  /// What the transcripts reach back over.
  let span: KeptTotals.Span
  let reading: UsageReport.Reading
  /// What could not be read or written, one sentence each.
  private(set) var faults: [String] = []

  private let path: String?

  /// Reads all of it and keeps what is new.
  ///
  /// `cleanupDays` is after how many days the client deletes transcripts.
  init(
    _ input: ProcessInput,
    prices: PriceList,
    now: Timestamp,
    cleanupDays: Int
  ) {
    let home = input.environment.filled("HOME")
    let state = StateFolder(environment: input.environment, home: home)
    path = state.map { "\($0.path)/usage.jsonl" }
    var bytes: [UInt8] = []
    if let path {
      do throws(SystemError) {
        bytes = try readFile(path, limit: Self.maximumBytes, followsLinks: false).bytes
      } catch {
        if error.code != ENOENT { faults.append(error.message) }
      }
    }
    kept = KeptTotals(parsing: bytes)
    let ledger = Ledger(environment: input.environment, home: home)?.entries()
    var book = ReplyBook()
    if let folder = SettingsFiles.userFolder(input.environment, home: home) {
      faults += Self.read(folder, into: &book)
    }
    var reading = UsageReport.Reading()
    reading.files = book.counts.files
    reading.bytes = book.counts.bytes
    reading.lines = book.counts.lines
    reading.unreadableLines = book.counts.unreadableLines
    reading.replies = book.replyCount
    reading.unreadableLedgerLines = (ledger?.damagedLines ?? 0) + kept.unreadableLines
    self.reading = reading
    span = KeptTotals.Span(
      begin: Timestamp(milliseconds: now.milliseconds - Int64(cleanupDays) * 86_400_000),
      end: now
    )
    let fresh = [UsageTotal](
      book,
      ledger: LedgerBook(ledger?.entries ?? []),
      prices: prices
    )
    kept.take(fresh, span: span)
    keep()
  }

  /// More than totals of many years take.
  private static let maximumBytes = 256 << 20

  /// Reads the transcripts of the client's folder, and says what could not be read.
  static func read(_ folder: String, into book: inout ReplyBook) -> [String] {
    var files = TranscriptFiles(userFolder: folder)
    let progress = ReadingProgress(byteCount: files.byteCount)
    files.read(into: &book) { progress.show($0) }
    progress.end()
    return files.faults.map(\.message)
  }

  private mutating func keep() {
    guard let path else { return }
    do throws(SystemError) {
      try StateFolder.make(path.folder)
      try DraftFile(of: kept.text, beside: path, mode: 0o600).replace(path)
    } catch {
      faults.append("\(error.message); the totals are not kept")
    }
  }
}

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
