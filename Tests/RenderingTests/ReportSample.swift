import RouteEngine
import Testing
import Usage

/// The reports of a solo developer with a plan, and of a team that pays by the token.
enum ReportSample {
  static func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

  static func report(
    _ first: String,
    _ last: String,
    _ cells: [UsageCell],
    isUTC: Bool = false,
    missing: [String] = [],
    kept: [String] = [],
    people: Int = 1,
    reading: UsageReport.Reading = UsageReport.Reading()
  ) throws -> UsageReport {
    UsageReport(
      period: UsageReport.Period(first: try day(first), last: try day(last), isUTC: isUTC),
      cells: UsageCell.merged(cells),
      coverage: UsageReport.Coverage(missing: try missing.map(day), kept: try kept.map(day)),
      pricesDate: try day("2026-11-22"),
      people: people,
      reading: reading
    )
  }

  static func cell(
    _ day: String,
    _ className: String?,
    _ target: (backend: String?, model: String),
    _ payment: UsageCell.Payment,
    sessions: Int = 1,
    usage: TokenUsage = TokenUsage(input: 1_000, output: 100),
    cost: Double?,
    base: UsageCell.Baseline? = nil,
    project: String? = nil
  ) throws -> UsageCell {
    UsageCell(
      key: UsageCell.Key(
        day: try Self.day(day),
        className: className,
        backend: target.backend,
        model: target.model,
        payment: payment,
        isLaunched: className != nil,
        project: project
      ),
      sessions: sessions,
      replies: sessions * 10,
      usage: usage,
      cost: cost,
      baseline: base
    )
  }

  static func base(
    _ cost: Double,
    isBilled: Bool,
    model: Double = 0,
    backend: Double = 0
  ) -> UsageCell.Baseline {
    UsageCell.Baseline(
      cost: cost,
      isBilled: isBilled,
      savedByModel: model,
      savedByBackend: backend
    )
  }

  /// 36.64 + 7.56 = 44.20 in the plan, 0.49 + 0.20 = 0.69 billed in place of 16.30 + 6.50 = 22.80.
  static func solo() throws -> UsageReport {
    try report(
      "2026-11-01",
      "2026-11-22",
      [
        cell(
          "2026-11-02",
          "production",
          ("anthropic", "opus"),
          .plan,
          sessions: 12,
          usage: TokenUsage(input: 4_100_000, output: 402_000, cacheRead: 61_000_000),
          cost: 36.64,
          base: base(36.64, isBilled: false)
        ),
        cell(
          "2026-11-03",
          "bulk",
          ("openrouter", "haiku"),
          .billed,
          sessions: 14,
          usage: TokenUsage(
            input: 1_500_000,
            output: 310_000,
            cacheWrite5m: 300_000,
            cacheWrite1h: 100_000,
            cacheRead: 12_000_000
          ),
          cost: 0.49,
          base: base(16.3, isBilled: false, model: 15.84, backend: -0.03)
        ),
        cell(
          "2026-11-04",
          "prototyping",
          ("openrouter", "haiku"),
          .billed,
          sessions: 5,
          usage: TokenUsage(input: 800_000, output: 120_000, cacheRead: 5_000_000),
          cost: 0.2,
          base: base(6.5, isBilled: false, model: 6.31, backend: -0.01)
        ),
        cell(
          "2026-11-05",
          nil,
          ("anthropic", "opus"),
          .plan,
          sessions: 6,
          usage: TokenUsage(input: 1_000_000, output: 88_000, cacheRead: 9_000_000),
          cost: 7.56
        ),
      ]
    )
  }

  /// 49.00 + 14.60 + 0.69 + 0.34 = 64.63 in place of 49.00 + 14.60 + 22.40 + 11.80 = 97.80.
  ///
  /// Of the 33.17 between them 21.75 + 11.46 = 33.21 are the model's. 1.20 was not launched here.
  static func team() throws -> UsageReport {
    try report(
      "2026-10-01",
      "2026-10-31",
      [
        cell(
          "2026-10-01",
          "production",
          ("anthropic", "opus"),
          .billed,
          sessions: 19,
          cost: 49,
          base: base(49, isBilled: true)
        ),
        cell(
          "2026-10-02",
          "extended-thinking",
          ("anthropic", "opus"),
          .billed,
          sessions: 6,
          cost: 14.6,
          base: base(14.6, isBilled: true)
        ),
        cell(
          "2026-10-03",
          "bulk",
          ("openrouter", "haiku"),
          .billed,
          sessions: 21,
          cost: 0.69,
          base: base(22.4, isBilled: true, model: 21.75, backend: -0.04)
        ),
        cell(
          "2026-10-31",
          "prototyping",
          ("anthropic", "haiku"),
          .billed,
          sessions: 12,
          cost: 0.34,
          base: base(11.8, isBilled: true, model: 11.46)
        ),
        cell("2026-10-31", nil, ("anthropic", "opus"), .billed, sessions: 3, cost: 1.2),
      ],
      people: 4
    )
  }
}
