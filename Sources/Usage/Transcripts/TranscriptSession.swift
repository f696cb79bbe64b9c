/// What the transcripts say of one session.
package struct TranscriptSession: Hashable, Sendable {
  /// What its replies call it.
  package let name: NameTable.ID
  /// As the client chose it, usually a UUID.
  package let id: String
  /// The earliest prompt or reply of its own; absent when there is none.
  package let begin: Timestamp?
  /// The session whose replies its transcript begins with; the client's own count of a branch
  /// includes what its parent spent up to there.
  package let parent: String?
  /// Where it began; absent when no line says so.
  package let folder: String?
  /// The client's own count, of the file that came last; absent when the session never ended.
  package let spending: SessionSpending?
  /// The first task, cut after 64 KiB; absent unless the book keeps prompts.
  package let firstPrompt: String?
}

/// What is collected of a session.
struct SessionPage: Sendable {
  private(set) var begin: Timestamp?
  private(set) var folder: NameTable.ID?
  private var folderTime: Timestamp?
  private(set) var prompt: (time: Timestamp, text: String)?
  private(set) var parent: NameTable.ID?
  /// The latest reply that was copied from the parent.
  private var copiedUntil: Timestamp?
  var spending: SessionSpending?

  mutating func see(_ folder: NameTable.ID?, at time: Timestamp) {
    guard !isCopied(time) else { return }
    begin = min(begin ?? time, time)
    guard let folder, time < folderTime ?? Timestamp(milliseconds: .max) else { return }
    self.folder = folder
    folderTime = time
  }

  /// Takes back what was seen up to the copy: the client copies prompts without a mark, and only
  /// the reply after them says that they are another session's (measured with client 2.1.330).
  mutating func seeCopy(from parent: NameTable.ID, at time: Timestamp) {
    guard !isCopied(time) else { return }
    self.parent = parent
    copiedUntil = time
    if let begin, isCopied(begin) {
      self.begin = nil
    }
    if let folderTime, isCopied(folderTime) {
      (folder, self.folderTime) = (nil, nil)
    }
    if let prompt, isCopied(prompt.time) {
      self.prompt = nil
    }
  }

  func lacksPrompt(before time: Timestamp) -> Bool {
    !isCopied(time) && prompt.map { time < $0.time } ?? true
  }

  private func isCopied(_ time: Timestamp) -> Bool {
    copiedUntil.map { time <= $0 } ?? false
  }

  /// Keeps the text unless it is empty or the client's own record of a command.
  mutating func take(_ text: String, at time: Timestamp) {
    let words = text.drop(while: \.isWhitespace)
    guard !words.isEmpty, !Self.recordMarks.contains(where: { words.hasPrefix($0) }) else { return }
    prompt = (time, Self.cut(text))
  }

  /// How the client writes `/clear`, `!ls` and an interruption into the place of a prompt (client
  /// 2.1.330).
  private static let recordMarks = [
    "<command-", "<local-command-", "<bash-", "[Request interrupted by user",
  ]

  /// More than anybody types; what was pasted after it does not say more about the task.
  private static let maximumBytes = 65_536

  private static func cut(_ text: String) -> String {
    guard text.utf8.count > maximumBytes else { return text }
    var bytes = Array(text.utf8.prefix(maximumBytes + 1))
    // Back to the start of the character that the limit would split.
    while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
    return String(decoding: bytes, as: UTF8.self)
  }
}
