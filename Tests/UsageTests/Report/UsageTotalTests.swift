import Testing
import Usage

@Suite struct `A total` {
  private let ledger = [
    Booking.launch(Booking.first, at: 0, backend: "openrouter", multiplier: 1.055),
    Booking.launch(Booking.first, at: 60, backend: "anthropic", billing: .plan),
  ]

  @Test func `is booked to the latest launch before it, also behind a new id`() {
    let totals = Booking.totals(
      [
        Booking.reply("a", in: Booking.first, at: 1),
        Booking.reply("b", in: Booking.first, at: 2),
        Booking.reply("c", in: Booking.first, at: 61, launch: Booking.first),
        // After `/clear`.
        Booking.reply("d", in: Booking.second, at: 70, launch: Booking.first),
        Booking.reply("e", in: Booking.second, at: 71, launch: Booking.first),
        Booking.reply("f", in: Booking.second, at: 72, launch: Booking.first),
      ],
      ledger
    )
    #expect(totals.map(\.replies) == [2, 1, 3])
    #expect(totals.map { $0.route?.backend } == ["openrouter", "anthropic", "anthropic"])
    #expect(totals.map { $0.route?.isMetered } == [true, false, false])
    #expect(totals[0].usage == TokenUsage(input: 20, output: 40))
  }

  @Test func `of what was not launched here, or before it was, has no route`() {
    let totals = Booking.totals(
      [
        Booking.reply("a", in: Booking.second, at: 1),
        Booking.reply("b", in: Booking.first, at: -1),
      ],
      ledger
    )
    #expect(totals.map { $0.route?.backend } == [nil, nil])
  }

  @Test func `tells quarters of an hour, models and long prompts apart`() {
    let long = TokenUsage(input: 1, output: 1, cacheRead: 100_000)
    let totals = Booking.totals([
      Booking.reply("a", in: Booking.first, at: 0),
      Booking.reply("b", in: Booking.first, at: 14),
      Booking.reply("c", in: Booking.first, at: 15),
      Booking.reply("d", in: Booking.first, at: 16, model: "claude-opus-5-5"),
      Booking.reply("e", in: Booking.first, at: 17, usage: long),
    ])
    #expect(totals.map(\.replies) == [2, 1, 1, 1])
    #expect(totals.map(\.promptsAbove) == [0, 0, 0, 100_000])
  }
}

@Suite struct `Background work` {
  private let ledger = [Booking.launch(Booking.first, at: 0, backend: "openrouter")]
  private let now = KeptTotals.Span(begin: Booking.time(-1000), end: Booking.time(1000))

  private func state(
    _ session: String,
    _ input: Int,
    _ output: Int,
    model: String = "claude-haiku-5-5"
  ) -> String {
    """
    {"type":"cost-state","sessionId":"\(session)","totalCostUSD":\(output),"modelUsage":\
    {"\(model)":{"inputTokens":\(input),"outputTokens":\(output),"cacheReadInputTokens":0,\
    "cacheCreationInputTokens":0,"webSearchRequests":0,"costUSD":\(output)}}}
    """
  }

  private func background(_ files: [[String]]) -> BackgroundUse {
    BackgroundUse(ReplyBook(lines: files), ledger: LedgerBook(ledger))
  }

  private func take(_ files: [[String]], into kept: inout KeptTotals) {
    let totals = [UsageTotal](
      ReplyBook(lines: files),
      ledger: LedgerBook(ledger),
      prices: Booking.prices
    )
    kept.take(totals, background: background(files), span: now)
  }

  private var cleared: [[String]] {
    [
      [Booking.reply("a", in: Booking.first, at: 1), state(Booking.first, 30, 25)],
      [
        Booking.reply("b", in: Booking.second, at: 20, launch: Booking.first),
        state(Booking.second, 100, 47),
      ],
    ]
  }

  @Test func `is what the client counts beyond the replies, once for a launch`() {
    // 100 − 2 × 10 in, 47 − 2 × 20 out.
    let found = background(cleared).totals
    #expect(found.map(\.usage) == [TokenUsage(input: 80, output: 7)])
    #expect(found.map(\.isBackground) == [true] && found.map(\.replies) == [0])
    #expect(found.first?.route?.backend == "openrouter")
  }

  @Test func `of a session that was cleared and resumed is of all of it`() {
    // The resumption starts the client as the second session; its count goes on from the first.
    let files = [
      cleared[0],
      [
        Booking.reply("b", in: Booking.second, at: 20, launch: Booking.first),
        Booking.reply("c", in: Booking.second, at: 40, launch: Booking.second),
        state(Booking.second, 30, 60),
      ],
    ]
    #expect(background(files).totals.isEmpty)
  }

  @Test func `is not told where another model answered than was asked for`() {
    let files = [
      [
        Booking.reply("a", in: Booking.first, at: 1, model: "some/other-model"),
        state(Booking.first, 10, 20),
      ]
    ]
    #expect(background(files).totals.isEmpty)
    // The same model in another spelling is the same.
    let spelled = [
      [
        Booking.reply("a", in: Booking.first, at: 1, model: "anthropic/claude-haiku-5-5"),
        state(Booking.first, 10, 20, model: "claude-haiku-5-5[1m]"),
      ]
    ]
    #expect(background(spelled).totals.isEmpty)
  }

  @Test func `stays when its transcripts are gone, and is not made up from what is left`() {
    var kept = KeptTotals(parsing: [])
    take(cleared, into: &kept)
    let whole = kept.totals
    #expect(whole.count(where: \.isBackground) == 1)
    // The older file ages out first; the client's count in the other one still speaks of both.
    take([cleared[1]], into: &kept)
    #expect(kept.totals == whole)
    take([], into: &kept)
    #expect(kept.totals == whole)
    take(cleared, into: &kept)
    #expect(kept.totals == whole)
  }

  @Test func `of a session that goes on takes the place of what it was`() {
    var kept = KeptTotals(parsing: [])
    take(cleared, into: &kept)
    var longer = cleared
    longer[1] += [
      Booking.reply("c", in: Booking.second, at: 90, launch: Booking.first),
      state(Booking.second, 120, 70),
    ]
    take(longer, into: &kept)
    // 120 − 30 in, 70 − 60 out.
    #expect(
      kept.totals.filter(\.isBackground).map(\.usage) == [TokenUsage(input: 90, output: 10)]
    )
  }
}

@Suite struct `Kept totals` {
  private let now = KeptTotals.Span(begin: Booking.time(-1000), end: Booking.time(1000))
  private let ledger = [Booking.launch(Booking.first, at: 0, backend: "openrouter")]

  private func lines(_ count: Int) -> [String] {
    (0..<count).map { Booking.reply("m\($0)", in: Booking.first, at: Int64($0)) }
  }

  @Test func `come back from their file`() {
    var kept = KeptTotals(parsing: [])
    let totals = Booking.totals(
      lines(40) + [
        Booking.reply("x", in: "odd \\\"\\u001b id", at: 3, usage: TokenUsage(cacheWrite1h: 5))
      ],
      ledger
    )
    kept.take(totals, span: now)
    let again = KeptTotals(parsing: Array(kept.text.utf8))
    #expect(again == kept)
    #expect(again.totals.reduce(0) { $0 + $1.replies } == 41)
    #expect(!kept.text.contains("\u{1B}"))
  }

  @Test func `stay when the transcripts are gone, and grow with them`() {
    var kept = KeptTotals(parsing: [])
    kept.take(Booking.totals(lines(10), ledger), span: now)
    let first = kept.totals
    kept.take([], span: now)
    #expect(kept.totals == first)
    kept.take(Booking.totals(lines(12), ledger), span: now)
    #expect(kept.totals.reduce(0) { $0 + $1.replies } == 12)
    // A part of the session is gone.
    kept.take(Booking.totals(Array(lines(12).suffix(2)), ledger), span: now)
    #expect(kept.totals.reduce(0) { $0 + $1.replies } == 12)
  }

  @Test func `remember a launch that the ledger forgot`() {
    var kept = KeptTotals(parsing: [])
    kept.take(Booking.totals(lines(3), ledger), span: now)
    kept.take(Booking.totals(lines(3)), span: now)
    #expect(kept.totals.map { $0.route?.backend } == ["openrouter"])
    // A launch that was not known yet is taken.
    var other = KeptTotals(parsing: [])
    other.take(Booking.totals(lines(3)), span: now)
    other.take(Booking.totals(lines(3), ledger), span: now)
    #expect(other.totals.map { $0.route?.backend } == ["openrouter"])
  }

  @Test func `count a line once that is there twice, and no number that is none`() {
    var kept = KeptTotals(parsing: [])
    kept.take(Booking.totals(lines(3), ledger), span: now)
    let twice = KeptTotals(parsing: Array((kept.text + kept.text).utf8))
    #expect(twice.totals == kept.totals)
    let wrong = kept.text.replacing("\"input\":30", with: "\"input\":-30")
    #expect(KeptTotals(parsing: Array(wrong.utf8)).unreadableLines.count == 1)
  }

  @Test func `of numbers that no session has are no crash`() {
    let huge = TokenUsage(input: .max, output: .max, cacheRead: .max)
    #expect((huge + huge) == huge && huge.prompt == .max)
  }

  @Test func `join the times that reports have seen`() {
    var kept = KeptTotals(parsing: [])
    for (begin, end) in [(0, 10), (20, 30), (5, 20)] as [(Int64, Int64)] {
      kept.take(
        [],
        span: KeptTotals.Span(begin: Booking.time(begin), end: Booking.time(end))
      )
    }
    #expect(kept.spans == [KeptTotals.Span(begin: Booking.time(0), end: Booking.time(30))])
  }

  @Test func `pass over and count what is no line of theirs`() {
    let kept = KeptTotals(
      parsing: Array("garbage\n{}\n{\"session\":1}\n\n{\"read-from\":\"x\"}\n".utf8)
    )
    #expect(kept.totals.isEmpty && kept.spans.isEmpty)
    #expect(kept.unreadableLines.count == 4)
    // A newer version may know them.
    #expect(KeptTotals(parsing: Array(kept.text.utf8)).unreadableLines == kept.unreadableLines)
  }
}
