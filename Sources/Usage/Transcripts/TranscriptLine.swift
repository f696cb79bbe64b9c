/// What one line of the client's transcripts says, as far as money and prompts are concerned.
///
/// The format is internal to the client (measured with client 2.1.330), so a line of a kind that is
/// not known is `other`, and one that lacks what its kind needs is `unreadable`.
package enum TranscriptLine: Hashable, Sendable {
  /// A part of a model's reply, with what the whole reply used so far.
  case reply(ReplyLine)
  /// A person's words.
  case prompt(PromptLine)
  /// What a session spent up to its end, by the client's own count.
  case costState(CostLine)
  /// Nothing that is counted, an empty line and a reply that the client made up included.
  case other
  /// No JSON object, or a field that is needed is missing or of another type.
  case unreadable

  /// Reads a line without its line break.
  ///
  /// Where an object has two members with one key, the last counts.
  package init(_ line: UnsafeRawBufferPointer) {
    do throws(MalformedLine) {
      var reading = unsafe LineReading(line)
      try reading.read()
      self = try reading.meaning()
    } catch {
      self = .unreadable
    }
  }
}

/// A line of type `assistant`.
package struct ReplyLine: Hashable, Sendable {
  package let time: Timestamp
  /// Where the request was made: for a line that was copied from another session, that one.
  package let session: LineText
  /// The session that the client was started as, which goes on under other ids after `/clear`; absent
  /// where the client does not say (measured with client 2.1.330).
  package let launch: LineText?
  /// The session that the line was copied into; absent where the line was written first.
  package let branch: LineText?
  /// The working folder; absent when the line has none.
  package let folder: LineText?
  package let message: LineText
  /// Absent on gateways that give none.
  package let request: LineText?
  package let model: LineText
  /// Whether a sub-agent asked.
  package let isSidechain: Bool
  package let usage: TokenUsage
}

/// A line of type `user` that carries what a person typed.
package struct PromptLine: Hashable, Sendable {
  package let time: Timestamp
  package let session: LineText
  /// The working folder; absent when the line has none.
  package let folder: LineText?
  /// A string's characters, or the range of a list of parts.
  let content: LineText
  let isList: Bool

  /// The words, decoded now; the parts of a list are joined by line breaks, images left out.
  package func text(in line: UnsafeRawBufferPointer) -> String {
    guard isList else { return unsafe content.string(in: line) }
    var cursor = unsafe LineCursor(line, range: content.range)
    let parts = try? MessageContent(&cursor, depth: 0)
    return (parts?.texts ?? []).map { unsafe $0.string(in: line) }.joined(separator: "\n")
  }
}

/// A line of type `cost-state`, written when a session ends and again when it ends after a resume;
/// it counts from the session's beginning, and for a branch from its parent's beginning.
package struct CostLine: Hashable, Sendable {
  package let session: LineText
  package let spending: SessionSpending
}
