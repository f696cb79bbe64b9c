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
  /// Nobody else writes the totals from their reading on; absent when they must not be written.
  private var lock: FolderLock?

  /// More than totals of many years take.
  private static let maximumBytes = 256 << 20

  /// Reads all of it; `cleanupDays` is after how many days the client deletes transcripts.
  init(
    _ input: ProcessInput,
    prices: PriceList,
    now: Timestamp,
    cleanupDays: Int
  ) {
    let home = input.environment.filled("HOME")
    var book = ReplyBook()
    let folder = SettingsFiles.userFolder(input.environment, home: home)
    let hasTranscripts = folder.map { fileExists("\($0)/projects") } ?? false
    var faults = folder.map { Self.read($0, into: &book) } ?? []
    let isWhole = hasTranscripts && faults.isEmpty
    let ledger = Ledger(environment: input.environment, home: home)
    let launches = ledger?.entries()
    faults += [ledger?.distrust].compactMap(\.self)
    span = KeptTotals.Span(
      begin: Timestamp(milliseconds: now.milliseconds - Int64(cleanupDays) * 86_400_000),
      end: now
    )
    path = StateFolder(environment: input.environment, home: home)
      .map { "\($0.path)/usage.jsonl" }
    var bytes: [UInt8] = []
    do throws(SystemError) {
      if let path {
        try StateFolder.make(path.folder)
        let lock = try FolderLock(of: path.folder)
        bytes = try Self.bytes(of: path)
        self.lock = lock
      }
    } catch {
      faults.append("\(error.message); the totals are not kept")
    }
    kept = KeptTotals(parsing: bytes)
    reading = UsageReport.Reading(
      book,
      unreadableLedgerLines: (launches?.damagedLines ?? 0) + kept.unreadableLines.count
    )
    self.faults = faults
    let ledgerBook = LedgerBook(launches?.entries ?? [])
    kept.take(
      [UsageTotal](book, ledger: ledgerBook, prices: prices),
      background: BackgroundUse(book, ledger: ledgerBook),
      span: isWhole ? span : nil
    )
  }

  /// Writes the totals for the next time, and lets others write them again.
  mutating func keep() {
    guard let path, let lock else { return }
    self.lock = nil
    do throws(SystemError) {
      try DraftFile(of: kept.text, beside: path, mode: 0o600, holding: lock).replace(path)
    } catch {
      faults.append("\(error.message); the totals are not kept")
    }
  }

  /// Reads the transcripts of the client's folder, and says what could not be read.
  static func read(_ folder: String, into book: inout ReplyBook) -> [String] {
    var files = TranscriptFiles(userFolder: folder)
    let progress = ReadingProgress(byteCount: files.byteCount)
    files.read(into: &book) { progress.show($0) }
    progress.end()
    return files.faults.map(\.message)
  }

  /// What earlier reports kept; nothing yet when there is no file.
  ///
  /// - Throws: When the file is there and cannot be read whole, or others can write it: then it must not
  ///   be written over.
  private static func bytes(of path: String) throws(SystemError) -> [UInt8] {
    let file: FileContents
    do throws(SystemError) {
      file = try readFile(path, limit: maximumBytes, followsLinks: false)
    } catch {
      if error.code == ENOENT { return [] }
      throw error
    }
    guard file.bytes.count <= maximumBytes else {
      throw SystemError(operation: "read", path: path, code: EFBIG)
    }
    guard !file.isWritableByOthers(than: geteuid()) else {
      throw SystemError(operation: "trust", path: path, code: EPERM)
    }
    return file.bytes
  }
}

extension UsageReport.Reading {
  fileprivate init(_ book: ReplyBook, unreadableLedgerLines: Int) {
    self.init()
    files = book.counts.files
    bytes = book.counts.bytes
    lines = book.counts.lines
    unreadableLines = book.counts.unreadableLines
    replies = book.replyCount
    self.unreadableLedgerLines = unreadableLedgerLines
  }
}
