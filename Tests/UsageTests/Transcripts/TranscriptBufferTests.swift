import Testing
import Usage

@Suite struct `A file of lines` {
  private let lines = (1...40).map { number in
    var reply = ReadReply()
    reply.message = "m\(number)"
    reply.usage = TokenUsage(output: number)
    reply.folder = String(repeating: "x", count: number * 7)
    return reply.line
  }

  @Test(arguments: [1, 2, 7, 64, 511, 4_096])
  func `reads the same in chunks of any size`(chunkSize: Int) {
    let bytes = Array(lines.joined(separator: "\n").utf8)
    let book = ReplyBook([bytes, bytes + [10]], chunkSize: chunkSize)
    #expect(book.replies.reduce(0) { $0 + $1.usage.output } == 820)
    #expect(book.counts.lines == 80)
    #expect(book.counts.bytes == bytes.count * 2 + 1)
    #expect(book.counts.unreadableLines == 0)
  }

  @Test(arguments: ["\n", "\r\n", "\n\n", " \n\t"])
  func `may end its lines as another system does`(lineBreak: String) {
    let book = ReplyBook([Array((lines.joined(separator: lineBreak)).utf8)])
    #expect(book.replyCount == 40)
    #expect(book.counts.unreadableLines == 0)
  }

  @Test func `may end without a line break, or in the middle of a line`() {
    let whole = ReplyBook([Array((lines[0] + "\n" + lines[1]).utf8)])
    #expect((whole.replyCount, whole.counts.lines, whole.counts.unreadableLines) == (2, 2, 0))
    let cut = ReplyBook([Array((lines[0] + "\n" + lines[1].dropLast()).utf8)])
    #expect((cut.replyCount, cut.counts.lines, cut.counts.unreadableLines) == (1, 2, 1))
    let empty = ReplyBook([[]])
    #expect((empty.counts.files, empty.counts.lines) == (1, 0))
  }

  @Test(arguments: [999, 1_000, 1_001, 5_000])
  func `skips a line that is too long, and none beside it`(length: Int) {
    var long = Array(#"{"type":"x","a":""#.utf8)
    long += [UInt8](repeating: 0x61, count: length - long.count - 2) + Array("\"}".utf8)
    let short = Array(lines[0].utf8) + [10]
    let isSkipped = length >= 1_000
    let book = ReplyBook([short + long + [10] + short, long], chunkSize: 100, maximumLine: 1_000)
    #expect(book.counts.lines == 4)
    #expect(book.counts.unreadableLines == (isSkipped ? 2 : 0))
    #expect(book.counts.bytes == short.count * 2 + length * 2 + 1)
    #expect(book.counts.replyLines == 2)
  }

  @Test func `holds a line of many megabytes`() {
    var reply = ReadReply()
    reply.model = String(repeating: "m", count: 9_000_000)
    let book = ReplyBook([Array((lines[0] + "\n" + reply.line + "\n" + lines[1]).utf8)])
    #expect(book.readReplies.map(\.model.utf8.count).max() == 9_000_000)
    #expect(book.replyCount == 3)
  }

  @Test func `keeps the lines before a failure`() {
    struct Failure: Error {}
    let bytes = Array((lines[0] + "\n" + lines[1]).utf8)
    var book = ReplyBook()
    var buffer = TranscriptBuffer()
    var isFirst = true
    #expect(throws: Failure.self) {
      try unsafe buffer.read(into: &book) { memory throws(Failure) in
        guard isFirst else { throw Failure() }
        isFirst = false
        unsafe memory.copyBytes(from: bytes)
        return bytes.count
      }
    }
    #expect(book.counts.lines == 1)
    unsafe buffer.read(into: &book) { _ in 0 }
    #expect((book.counts.files, book.counts.lines, book.replyCount) == (2, 1, 1))
  }
}
