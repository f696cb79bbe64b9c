/// Every reply of many transcripts, each once, and what is known of their sessions.
///
/// Memory grows with the replies, about 100 bytes each, and not with the transcripts. The order of
/// files matters only where two say different things of one moment, so read them sorted by path.
package struct ReplyBook: Sendable {
  /// What was read.
  package private(set) var counts = TranscriptCounts()
  /// The texts behind the ids of replies.
  package private(set) var names = NameTable()

  private let keepsPrompts: Bool
  private var table = ReplyTable()
  private var sessions: [NameTable.ID: SessionPage] = [:]

  /// An empty book.
  ///
  /// Without `keepsPrompts` no text of a person is ever decoded.
  package init(keepsPrompts: Bool = false) {
    self.keepsPrompts = keepsPrompts
  }

  // MARK: Writing

  /// Counts a file, whose lines follow.
  package mutating func beginFile() {
    counts.files += 1
  }

  /// Reads the lines that end among the bytes and returns how many bytes those are.
  package mutating func read(_ bytes: UnsafeRawBufferPointer) -> Int {
    var start = 0
    while let end = unsafe LineBreak.place(in: bytes, from: start) {
      unsafe add(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
      start = end + 1
    }
    counts.bytes += start
    return start
  }

  /// Reads the end of a file that has no line break after it; nothing when it is empty.
  package mutating func readRest(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count > 0 else { return }
    counts.bytes += bytes.count
    unsafe add(bytes)
  }

  /// Counts a line that is too long to be looked at, with its line break if it has one.
  package mutating func skipLine(byteCount: Int) {
    counts.bytes += byteCount
    counts.lines += 1
    counts.unreadableLines += 1
  }

  private mutating func add(_ line: UnsafeRawBufferPointer) {
    counts.lines += 1
    switch unsafe TranscriptLine(line) {
    case .reply(let reply): unsafe add(reply, in: line)
    case .prompt(let prompt): unsafe add(prompt, in: line)
    case .costState(let cost):
      let session = unsafe names.id(of: cost.session, in: line)
      sessions[session, default: SessionPage()].spending = cost.spending
    case .other: break
    case .unreadable: counts.unreadableLines += 1
    }
  }

  private mutating func add(_ line: ReplyLine, in bytes: UnsafeRawBufferPointer) {
    counts.replyLines += 1
    let reply = unsafe Reply(line, in: bytes, names: &names)
    sessions[reply.session, default: SessionPage()].see(reply.folder, at: reply.time)
    if let branch = line.branch {
      let id = unsafe names.id(of: branch, in: bytes)
      sessions[id, default: SessionPage()].seeCopy(from: reply.session, at: reply.time)
    }
    table.add(reply, key: unsafe ReplyKey(line, in: bytes))
  }

  private mutating func add(_ line: PromptLine, in bytes: UnsafeRawBufferPointer) {
    let session = unsafe names.id(of: line.session, in: bytes)
    let folder = line.folder.map { unsafe names.id(of: $0, in: bytes) }
    var page = sessions[session, default: SessionPage()]
    page.see(folder, at: line.time)
    if keepsPrompts, page.lacksPrompt(before: line.time) {
      page.take(unsafe line.text(in: bytes), at: line.time)
    }
    sessions[session] = page
  }

  // MARK: Reading

  /// By time, then by the session's name, then as they were read.
  package var replies: [Reply] {
    let ranks = ranks
    let replies = table.replies
    // Places are a twentieth of the replies' size.
    let places = (0..<Int32(replies.count)).sorted { left, right in
      let (one, other) = (replies[Int(left)], replies[Int(right)])
      guard one.time == other.time else { return one.time < other.time }
      return (ranks[one.session] ?? 0, left) < (ranks[other.session] ?? 0, right)
    }
    return places.map { replies[Int($0)] }
  }

  /// How many replies there are.
  package var replyCount: Int { table.replies.count }

  /// All that a line of some kind names, by id.
  package var transcriptSessions: [TranscriptSession] {
    sessions.map { id, page in
      TranscriptSession(
        name: id,
        id: names[id],
        begin: page.begin,
        parent: page.parent.map { names[$0] },
        folder: page.folder.map { names[$0] },
        spending: page.spending,
        firstPrompt: page.prompt?.text
      )
    }
    .sorted { $0.id < $1.id }
  }

  /// The order of the sessions' names.
  private var ranks: [NameTable.ID: Int] {
    let sorted = sessions.keys.map { ($0, names[$0]) }.sorted { $0.1 < $1.1 }
    return Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($0.element.0, $0.offset) })
  }
}

/// How much was read, and how much of it could not be understood.
package struct TranscriptCounts: Hashable, Sendable {
  package internal(set) var files = 0
  package internal(set) var bytes = 0
  /// Empty ones included.
  package internal(set) var lines = 0
  /// Lines that tell of a reply, several for each.
  package internal(set) var replyLines = 0
  /// Cut off, garbage, too long, or without what their kind needs.
  package internal(set) var unreadableLines = 0
}
