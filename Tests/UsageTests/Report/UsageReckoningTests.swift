import RouteEngine
import Testing
import Usage

/// Amounts worked out by hand from the prices in `Booking`.
@Suite struct `A reckoning` {
  private static let day = CalendarDay(year: 2026, month: 11, day: 26)
  private let period: UsageReport.Period

  init() throws {
    let day = try #require(Self.day)
    period = UsageReport.Period(first: day, last: day, isUTC: true)
  }

  private func standard(multiplier: Double? = nil) -> UsageReckoning.Standard {
    let backend = Backend(
      name: "anthropic",
      kind: .anthropic,
      credentials: [.login],
      models: [
        Backend.Model(name: "opus", id: "claude-opus-5-5"),
        Backend.Model(name: "haiku", id: "claude-haiku-5-5"),
      ],
      priceMultiplier: multiplier,
      origin: Origin(layer: .user, file: "test", line: 1)
    )
    let target = backend.resolved(
      Target(backend: "anthropic", model: .default),
      with: CredentialInventory()
    )
    return UsageReckoning.Standard(target: target, isMetered: false)
  }

  private func cells(_ totals: [UsageTotal], multiplier: Double? = nil) throws -> [UsageCell] {
    let day = try #require(Self.day)
    return UsageReckoning(
      prices: Booking.prices,
      standard: standard(multiplier: multiplier),
      suggestion: UsageReckoning.Suggestion(backend: "anthropic", payment: .plan)
    )
    .cells(of: totals, in: period, keepsProjects: false) { _ in day }
  }

  private let million = TokenUsage(
    input: 1_000_000,
    output: 1_000_000,
    cacheWrite5m: 1_000_000,
    cacheWrite1h: 1_000_000,
    cacheRead: 1_000_000
  )

  @Test func `splits what routing saved into the model's part and the backend's`() throws {
    let short = TokenUsage(input: 50_000, output: 50_000)
    let totals = Booking.totals(
      [Booking.reply("a", in: Booking.first, at: 1, usage: short)],
      [Booking.launch(Booking.first, at: 0, backend: "openrouter", multiplier: 1.055)]
    )
    let cell = try #require(try cells(totals).first)
    // 0.05 × 0.1 + 0.05 × 0.5 = 0.03, × 1.055; 0.05 × 4 + 0.05 × 20 = 1.2
    #expect(try abs(#require(cell.cost) - 0.03165) < 1e-12)
    let base = try #require(cell.baseline)
    #expect(abs(base.cost - 1.2) < 1e-12)
    #expect(abs(base.savedByModel - 1.17) < 1e-12)
    #expect(abs(base.savedByBackend - -0.00165) < 1e-12)
    #expect(cell.key.payment == .billed && cell.sessions == 1 && cell.replies == 1)
  }

  @Test func `prices each kind of token, and a long prompt by its tier`() throws {
    let totals = Booking.totals([
      Booking.reply("a", in: Booking.second, at: 1, model: "claude-opus-5-5", usage: million),
      Booking.reply(
        "b",
        in: Booking.second,
        at: 2,
        usage: TokenUsage(input: 200_000, output: 100_000)
      ),
    ])
    let cells = try cells(totals)
    // 4 + 20 + 5 + 8 + 0.2; 0.2 × 0.5 + 0.1 × 2.5
    #expect(try abs(#require(cells.last?.cost) - 37.2) < 1e-9)
    #expect(try abs(#require(cells.first?.cost) - 0.35) < 1e-12)
    #expect(cells.map(\.sessions) == [0, 1])
    #expect(cells.allSatisfy { $0.baseline == nil && $0.key.payment == .plan })
  }

  @Test func `does not count the default's own background work as saved`() throws {
    let totals = Booking.totals(
      [
        Booking.reply("a", in: Booking.first, at: 1, model: "claude-opus-5-5"),
        Booking.reply("b", in: Booking.first, at: 2, model: "claude-haiku-5-5"),
      ],
      [Booking.launch(Booking.first, at: 0, backend: "anthropic", id: nil, billing: .plan)]
    )
    for cell in try cells(totals) {
      #expect(cell.baseline?.cost == cell.cost)
      #expect(cell.baseline?.savedByModel == 0 && cell.baseline?.savedByBackend == 0)
    }
  }

  @Test func `leaves a model without a price unpriced`() throws {
    let totals = Booking.totals(
      [Booking.reply("a", in: Booking.first, at: 1, model: "glm-5.3")],
      [Booking.launch(Booking.first, at: 0, backend: "zai", id: "glm-5.3")]
    )
    let cell = try #require(try cells(totals).first)
    #expect(cell.cost == nil && cell.baseline == nil)
    #expect(cell.usage == TokenUsage(input: 10, output: 20))
  }

  @Test func `knows which days are missing, and which only kept totals tell of`() throws {
    let days = try #require(CalendarDay("2026-11-01")).days(
      through: try #require(CalendarDay("2026-11-06"))
    )
    func time(_ day: Int) -> Timestamp { Timestamp(milliseconds: Int64(day) * 86_400_000) }
    func day(_ time: Timestamp) -> CalendarDay {
      days[0].adding(days: Int(time.milliseconds / 86_400_000) - 1)
    }
    let now = KeptTotals.Span(begin: time(4), end: time(6))
    let coverage = UsageReport.Coverage(
      of: days,
      spans: [KeptTotals.Span(begin: time(1), end: time(3)), now],
      now: now,
      day: day
    )
    // The third was over when the first report was made, the fourth when the transcripts begin.
    #expect(coverage.missing.map(\.text) == ["2026-11-01", "2026-11-03", "2026-11-04"])
    #expect(coverage.kept.map(\.text) == ["2026-11-02"])
  }
}

@Suite struct `A day of the calendar` {
  @Test func `is counted on through leap years and months`() throws {
    var day = try #require(CalendarDay("1999-12-30"))
    for number in 1...1_000 {
      let next = day.adding(days: 1)
      #expect(day.days(until: next) == 1 && next.adding(days: -1) == day, "\(number)")
      day = next
    }
    #expect(day.text == "2002-09-25")
    #expect(CalendarDay("2024-02-10")?.lastOfMonth.text == "2024-02-29")
    #expect(CalendarDay("2026-12-31")?.lastOfMonth.text == "2026-12-31")
    #expect(CalendarDay("2026-12-31")?.firstOfMonth.text == "2026-12-01")
    #expect(CalendarDay.epoch.text == "1970-01-01")
  }
}
