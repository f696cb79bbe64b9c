/// What the transcripts say of one session.
package struct TranscriptSession: Hashable, Sendable {
  /// What its replies call it.
  package let name: NameTable.ID
  /// As the client chose it, usually a UUID.
  package let id: String
  /// The earliest prompt or reply; absent when there is only the client's own count.
  package let begin: Timestamp?
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
  var spending: SessionSpending?

  mutating func see(_ folder: NameTable.ID?, at time: Timestamp) {
    begin = min(begin ?? time, time)
    guard let folder, time < folderTime ?? Timestamp(milliseconds: .max) else { return }
    self.folder = folder
    folderTime = time
  }

  func lacksPrompt(before time: Timestamp) -> Bool {
    prompt.map { time < $0.time } ?? true
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
