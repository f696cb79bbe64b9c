internal import RouteEngine
internal import Usage

/// What a running session cost so far, from its transcript and the policy's prices.
///
/// Sub-agents have transcripts of their own, which are counted; calls without a line (titles) are not.
struct SessionReckoning {
  /// At list prices, before what a backend adds.
  let dollars: Double

  /// A line is drawn several times a minute: some 100 milliseconds of reading at most.
  private static let maximumBytes = 64 << 20

  /// Absent when there is no reply yet, when the transcript is too long, when the policy has errors or no
  /// price of a model that answered.
  init?(environment: RawEnvironment, transcript path: String) {
    var files = TranscriptFiles(session: path)
    guard !files.files.isEmpty, files.byteCount <= Self.maximumBytes,
      let policy = try? PolicyReading(
        environment: environment,
        home: environment.filled("HOME"),
        includesRepository: false
      )
      .policy(insteadOfUsers: nil)
    else { return nil }
    var book = ReplyBook()
    files.read(into: &book)
    guard files.faults.isEmpty, book.replyCount > 0 else { return nil }
    var sum = 0.0
    for reply in book.replies {
      let entry = policy.prices.entry(ofID: book.names[reply.model])
      guard let cost = entry?.cost(ofReply: reply.usage) else { return nil }
      sum += cost
    }
    dollars = sum
  }
}
