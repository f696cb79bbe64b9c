import Testing
import Usage

@Suite struct `Random transcripts` {
  @Test(arguments: 1...4)
  func `read as a tree of each line says`(seed: UInt64) {
    var transcript = RandomTranscript(seed: seed)
    var kinds: [String: Int] = [:]
    for _ in 0..<1_500 {
      let line = transcript.line()
      let expected = SlowReading.meaning(of: line)
      #expect(ReadLine(line) == expected, "\(String(decoding: line, as: UTF8.self))")
      kinds[expected.kind, default: 0] += 1
    }
    // Otherwise agreement would say little.
    for kind in ["reply", "prompt", "costState", "other", "unreadable"] {
      #expect(kinds[kind, default: 0] > 60, "\(kinds)")
    }
  }

  @Test(arguments: 11...14)
  func `add up to what a dictionary of their replies says`(seed: UInt64) {
    var transcript = RandomTranscript(seed: seed)
    let files = (0..<5).map { _ in (0..<400).map { _ in transcript.line() } }
    var known: [[String?]: ReadReply] = [:]
    var unreadable = 0
    for line in files.joined() {
      let meaning = SlowReading.meaning(of: line)
      unreadable += meaning == .unreadable ? 1 : 0
      guard let reply = meaning.reply else { continue }
      let key = [reply.message, reply.request]
      known[key] = known[key].map { Self.merged($0, reply) } ?? reply
    }
    let book = ReplyBook(files.map { Array($0.map { $0 + [10] }.joined()) }, chunkSize: 3_000)
    #expect(book.counts.lines == 2_000)
    #expect(book.counts.unreadableLines == unreadable)
    #expect(known.count > 50)
    let found = book.readReplies.map(Self.words).sorted()
    #expect(found == known.values.map(Self.words).sorted())
    let order = book.readReplies.map { ($0.time, $0.session) }
    #expect(zip(order, order.dropFirst()).allSatisfy { $0.0 <= $0.1 })
  }

  private static func merged(_ one: ReadReply, _ other: ReadReply) -> ReadReply {
    var result = other.time < one.time ? other : one
    if order(one.usage).lexicographicallyPrecedes(order(other.usage)) {
      result.usage = other.usage
    } else {
      result.usage = one.usage
    }
    return result
  }

  private static func order(_ usage: TokenUsage) -> [Int] {
    [usage.output, usage.input, usage.cacheRead, usage.cacheWrite5m, usage.cacheWrite1h]
  }

  private static func words(_ reply: ReadReply) -> String {
    "\(reply.time.text) \(reply.session) \(reply.folder ?? "-") \(reply.model)"
      + " \(reply.isSidechain) \(order(reply.usage))"
  }
}

extension ReadLine {
  fileprivate var kind: String {
    switch self {
    case .reply: "reply"
    case .prompt: "prompt"
    case .costState: "costState"
    case .other: "other"
    case .unreadable: "unreadable"
    }
  }
}
