import Testing
import Usage

@Suite struct `A book of replies` {
  private static func reply(_ change: (inout ReadReply) -> Void = { _ in }) -> ReadReply {
    var reply = ReadReply()
    change(&reply)
    return reply
  }

  private static func prompt(_ text: String, session: String = "s-1", at time: Int64) -> String {
    """
    {"type":"user","message":{"content":\(text)},"sessionId":"\(session)","cwd":"/w",\
    "timestamp":"\(Timestamp(milliseconds: time).text)"}
    """
  }

  private static func cost(_ dollars: Double, session: String = "s-1") -> String {
    """
    {"type":"cost-state","sessionId":"\(session)","totalCostUSD":\(dollars),"modelUsage":{}}
    """
  }

  @Test func `counts a reply of several lines once, with its largest usage and first time`() {
    let lines = [
      Self.reply { ($0.time, $0.usage) = (Timestamp(milliseconds: 30), TokenUsage(output: 1)) },
      Self.reply {
        $0.time = Timestamp(milliseconds: 20)
        $0.usage = TokenUsage(input: 4, output: 9, cacheWrite5m: 1, cacheWrite1h: 2, cacheRead: 3)
      },
      Self.reply { ($0.time, $0.usage) = (Timestamp(milliseconds: 40), TokenUsage(input: 99)) },
    ]
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
      let book = ReplyBook(lines: [order.map { lines[$0].line }])
      #expect(book.replies.count == 1)
      #expect(book.replies.first?.time == Timestamp(milliseconds: 20))
      #expect(book.replies.first?.usage == lines[1].usage)
      #expect(book.counts.replyLines == 3)
    }
  }

  @Test func `counts a copy in a resumed session for the session that came first`() {
    let early = Self.reply { $0.time = Timestamp(milliseconds: 5) }
    let copy = Self.reply { ($0.time, $0.session) = (Timestamp(milliseconds: 9), "s-0") }
    for files in [[[early.line], [copy.line]], [[copy.line], [early.line]]] {
      let book = ReplyBook(lines: files)
      #expect(book.readReplies.map(\.session) == ["s-1"])
    }
  }

  @Test func `tells replies apart by message and request`() {
    let replies = [
      Self.reply(), Self.reply { $0.request = "req_2" }, Self.reply { $0.request = nil },
      Self.reply { $0.message = "msg_2" },
      Self.reply { ($0.message, $0.request) = ("msg_1r", "eq_1") },
      Self.reply { ($0.message, $0.request) = ("msg_1req_1", nil) },
    ]
    let lines = replies.map(\.line)
    #expect(ReplyBook(lines: [lines, lines]).replyCount == 6)
  }

  @Test func `gives replies by time, then by session`() {
    let places: [(Int64, String)] = [(7, "b"), (7, "a"), (3, "c"), (9, "a"), (7, "c")]
    let replies = places.enumerated().map { number, place in
      Self.reply {
        $0.message = "m\(number)"
        ($0.time, $0.session) = (Timestamp(milliseconds: place.0), place.1)
      }
    }
    let book = ReplyBook(lines: [replies.map(\.line)])
    let order = book.readReplies.map { "\($0.time.milliseconds)\($0.session)" }
    #expect(order == ["3c", "7a", "7b", "7c", "9a"])
  }

  @Test func `skips and counts what is garbage, cut or interleaved`() {
    let one = Self.reply { $0.usage = TokenUsage(output: 100) }
    let two = Self.reply { ($0.message, $0.usage) = ("msg_2", TokenUsage(output: 7)) }
    let book = ReplyBook(lines: [
      [
        one.line, String(one.line.dropLast(9)), "\u{FFFD}garbage", two.line + one.line,
        String(one.line.prefix(60)) + two.line, "[1,2]", "7", "", #"{"type":"system"}"#,
      ],
      [two.line.replacing("7", with: "x"), two.line, "{"],
    ])
    #expect(book.replies.map(\.usage.output).sorted() == [7, 100])
    #expect(book.counts.lines == 12)
    #expect(book.counts.unreadableLines == 8)
    #expect(book.counts.files == 2)
  }

  @Test func `knows where and when sessions began and what the client counted last`() throws {
    let later = Self.reply { ($0.folder, $0.time) = ("/later", Timestamp(milliseconds: 90)) }
    let book = ReplyBook(
      lines: [
        [later.line, Self.cost(1), Self.prompt(#""hello""#, at: 80), Self.cost(2.5)],
        [Self.cost(3, session: "s-0")],
      ],
      keepsPrompts: true
    )
    let sessions = book.transcriptSessions
    #expect(sessions.map(\.id) == ["s-0", "s-1"])
    #expect(sessions.map(\.spending?.totalUSD) == [3, 2.5])
    #expect(sessions.map(\.begin?.milliseconds) == [nil, 80])
    #expect(sessions.map(\.folder) == [nil, "/w"])
    #expect(sessions.map(\.firstPrompt) == [nil, "hello"])
    #expect(sessions.last?.name == book.replies.first?.session)
  }

  @Test func `keeps the first task, and only when it is asked to`() {
    let lines = [
      Self.prompt(#""then this""#, at: 50), Self.prompt(#""  \n""#, at: 10),
      Self.prompt(#""<command-name>/clear</command-name>""#, at: 11),
      Self.prompt(#"[{"type":"text","text":"[Request interrupted by user]"}]"#, at: 12),
      Self.prompt(#"[{"type":"text","text":"first this"}]"#, at: 20),
    ]
    let kept = ReplyBook(lines: [lines], keepsPrompts: true)
    #expect(kept.transcriptSessions.map(\.firstPrompt) == ["first this"])
    #expect(ReplyBook(lines: [lines]).transcriptSessions.map(\.firstPrompt) == [nil])
  }

  /// What `--fork-session` of client 2.1.330 writes: copied prompts carry no mark, replies do.
  @Test func `books nothing to a branch that its parent did`() throws {
    let parent = Self.reply { $0.time = Timestamp(milliseconds: 20) }
    var own = parent
    (own.message, own.session, own.folder) = ("msg_2", "s-2", "/other")
    own.time = Timestamp(milliseconds: 40)
    let copy =
      parent.line.replacing("s-1", with: "s-2").dropLast() + ",\"requestSessionId\":\"s-1\"}"
    let lines = [
      [
        Self.prompt(#""first""#, session: "s-2", at: 10), String(copy),
        Self.prompt(#""second""#, session: "s-2", at: 30), own.line,
      ],
      [Self.prompt(#""first""#, at: 10), parent.line],
    ]
    for files in [lines, lines.reversed()] {
      let book = ReplyBook(lines: files, keepsPrompts: true)
      #expect(book.readReplies.map(\.session) == ["s-1", "s-2"])
      let sessions = book.transcriptSessions
      #expect(sessions.map(\.parent) == [nil, "s-1"])
      #expect(sessions.map(\.firstPrompt) == ["first", "second"])
      #expect(sessions.map(\.begin?.milliseconds) == [10, 30])
    }
  }

  @Test func `cuts a pasted task between two characters`() {
    let text = "a" + String(repeating: "é", count: 40_000)
    let book = ReplyBook(lines: [[Self.prompt("\"\(text)\"", at: 1)]], keepsPrompts: true)
    // One byte and 32,767 times two: the next character would end beyond 65,536.
    let cut = "a" + String(repeating: "é", count: 32_767)
    #expect(book.transcriptSessions.map(\.firstPrompt) == [cut])
  }
}
