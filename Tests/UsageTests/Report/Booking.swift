import RouteEngine
import Usage

/// What the tests of reports are made of: sessions by short names, minutes after a moment.
enum Booking {
  static let begin = Timestamp(milliseconds: 1_795_680_000_000)
  static let first = "11111111-1111-4111-8111-111111111111"
  static let second = "22222222-2222-4222-8222-222222222222"

  static func time(_ minutes: Int64) -> Timestamp {
    Timestamp(milliseconds: begin.milliseconds + minutes * 60_000)
  }

  static func launch(
    _ session: String,
    at minutes: Int64,
    backend: String,
    id: String? = "claude-haiku-5-5",
    billing: LedgerEntry.Billing = .metered,
    multiplier: Double = 1,
    classes: [String] = ["bulk"]
  ) -> LedgerEntry {
    LedgerEntry(
      time: time(minutes),
      session: SessionID(session),
      classes: classes,
      backend: backend,
      model: "haiku",
      modelID: id,
      payer: "login",
      billing: billing,
      multiplier: multiplier,
      policy: "sha256:1",
      repository: nil,
      folder: "/w",
      text: nil
    )
  }

  static func reply(
    _ message: String,
    in session: String,
    at minutes: Int64,
    launch: String? = nil,
    model: String = "claude-haiku-5-5",
    usage: TokenUsage = TokenUsage(input: 10, output: 20)
  ) -> String {
    var reply = ReadReply()
    (reply.message, reply.session, reply.launch) = (message, session, launch)
    (reply.time, reply.model, reply.usage) = (time(minutes), model, usage)
    return reply.line
  }

  static func totals(_ lines: [String], _ ledger: [LedgerEntry] = []) -> [UsageTotal] {
    [UsageTotal](ReplyBook(lines: [lines]), ledger: LedgerBook(ledger), prices: prices)
  }

  static let prices = PriceList([
    PriceList.Entry(
      name: "claude-opus-5-5",
      price: ModelPrice(input: 4, output: 20, cacheWrite5m: 5, cacheWrite1h: 8, cacheRead: 0.2)
    ),
    PriceList.Entry(
      name: "claude-haiku-5-5",
      price: ModelPrice(
        input: 0.1,
        output: 0.5,
        cacheWrite5m: 0.125,
        cacheWrite1h: 0.2,
        cacheRead: 0.01
      ),
      longPrompt: PriceList.LongPrompt(above: 100_000, price: ModelPrice(input: 0.5, output: 2.5))
    ),
  ])
}
