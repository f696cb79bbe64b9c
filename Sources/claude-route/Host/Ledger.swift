internal import Rendering
internal import Usage

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The record of launches: `ledger.jsonl` in the state folder, one line of JSON for each.
///
/// Whoever reads or writes it holds the lock of its folder, so that nobody has an old file open when
/// another one takes its name.
struct Ledger {
  let folder: String

  /// What a file may have before the next line begins a new one.
  static let maximumBytes = 8 << 20
  /// How many full files are kept beside the one that is written.
  static let keptFiles = 4

  /// Nil without a home.
  init?(environment: RawEnvironment, home: String?) {
    guard let state = StateFolder(environment: environment, home: home) else { return nil }
    folder = state.path
  }

  /// Newest first: the one that is written, `ledger.1.jsonl`, and so on.
  var paths: [String] {
    ["\(folder)/ledger.jsonl"] + (1...Self.keptFiles).map { "\(folder)/ledger.\($0).jsonl" }
  }

  private var path: String { "\(folder)/ledger.jsonl" }

  /// Why a launch could not be recorded, as the end of a sentence.
  struct Fault: Error {
    let reason: String
  }

  // MARK: Writing

  /// Adds one line to the ledger of that environment.
  static func append(_ entry: LedgerEntry, environment: RawEnvironment) throws(Fault) {
    guard let ledger = Ledger(environment: environment, home: environment.filled("HOME")) else {
      throw Fault(reason: StateFolder.missing.message)
    }
    try ledger.append(entry)
  }

  /// Adds one line with one `write(2)`, behind whatever a killed writer left.
  func append(_ entry: LedgerEntry) throws(Fault) {
    do throws(SystemError) {
      try StateFolder.make(folder)
    } catch {
      throw Fault(reason: error.message)
    }
    guard StateFolder.isPrivate(folder) else {
      throw Fault(reason: "others can write the folder \(folder.printable)")
    }
    let lock: FolderLock
    do throws(SystemError) {
      lock = try FolderLock(of: folder)
    } catch {
      throw Fault(reason: error.message)
    }
    defer { withExtendedLifetime(lock) {} }
    let line = Array(entry.line.utf8) + [UInt8(ascii: "\n")]
    var file = try LedgerFile(path)
    if file.size > 0, file.size + line.count > Self.maximumBytes {
      rotate()
      file = try LedgerFile(path)
    }
    try file.append(line)
  }

  /// Gives every file the name of the next older one, up to a name that is free; without one the
  /// oldest is gone.
  ///
  /// A killed writer leaves a free name in the middle. What cannot be renamed is no reason to lose a
  /// line: the file grows on.
  private func rotate() {
    let free = paths.firstIndex { !fileExistsItself($0) } ?? paths.count - 1
    for place in stride(from: free, to: 0, by: -1) {
      _ = unsafe rename(paths[place - 1], paths[place])
    }
  }

  // MARK: Reading

  /// Every launch, oldest first, and how many lines were none.
  ///
  /// A file that others can write is not believed.
  func entries() -> (entries: [LedgerEntry], damagedLines: Int) {
    var entries: [LedgerEntry] = []
    var damaged = 0
    for bytes in contents(newestFirst: false) {
      for line in bytes.split(separator: UInt8(ascii: "\n")) {
        if let entry = LedgerEntry(line: line) {
          entries.append(entry)
        } else {
          damaged += 1
        }
      }
    }
    return (entries, damaged)
  }

  /// The newest launch that fits; only lines that hold `words` as they stand are looked at.
  func last(holding words: String, where fits: (LedgerEntry) -> Bool) -> LedgerEntry? {
    let needle = Array(words.utf8)
    for bytes in contents(newestFirst: true) {
      var end = bytes.count
      while let place = bytes[..<end].lastOccurrence(of: needle) {
        let start = bytes[..<place].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let stop = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        if let entry = LedgerEntry(line: bytes[start..<stop]), fits(entry) { return entry }
        end = start
      }
    }
    return nil
  }

  /// Why the file that is written is not read; absent when it is, or is not there.
  var distrust: String? {
    guard fileExistsItself(path) else { return nil }
    guard StateFolder.isPrivate(folder) else {
      return "\(folder.printable) is not believed: others can write it"
    }
    guard let file = try? readFile(path, limit: 0, followsLinks: false),
      file.owner == geteuid(), file.mode & 0o022 == 0
    else { return "\(path.printable) is not believed: others can write it, or it is no file" }
    return nil
  }

  private func contents(newestFirst: Bool) -> [[UInt8]] {
    guard StateFolder.isPrivate(folder), let lock = try? FolderLock(of: folder) else { return [] }
    defer { withExtendedLifetime(lock) {} }
    return (newestFirst ? paths : paths.reversed()).compactMap { path in
      // One line may be longer than a file should be.
      guard let file = try? readFile(path, limit: Self.maximumBytes * 2, followsLinks: false),
        file.owner == geteuid(), file.mode & 0o022 == 0
      else { return nil }
      return file.bytes
    }
  }
}

extension ArraySlice<UInt8> {
  /// Where the last occurrence begins.
  fileprivate func lastOccurrence(of needle: [UInt8]) -> Int? {
    guard let last = needle.last else { return nil }
    var end = endIndex
    while let place = self[..<end].lastIndex(of: last) {
      let start = place - needle.count + 1
      guard start >= startIndex else { return nil }
      if self[start...place].elementsEqual(needle) { return start }
      end = place
    }
    return nil
  }
}
