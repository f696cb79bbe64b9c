import RouteEngine
import Testing
import Usage

@Suite struct `Reports of several people` {
  private func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

  private func report(
    _ first: String,
    _ last: String,
    _ cells: [UsageCell] = [],
    isUTC: Bool = false,
    missing: [String] = [],
    kept: [String] = [],
    prices: String = "2026-11-22"
  ) throws -> UsageReport {
    UsageReport(
      period: UsageReport.Period(first: try day(first), last: try day(last), isUTC: isUTC),
      cells: cells,
      coverage: UsageReport.Coverage(missing: try missing.map(day), kept: try kept.map(day)),
      pricesDate: try day(prices)
    )
  }

  private func cell(
    _ day: String = "2026-10-05",
    model: String = "haiku",
    payment: UsageCell.Payment = .billed,
    cost: Double? = 0.5,
    isBaselineBilled: Bool? = true,
    project: String? = nil
  ) throws -> UsageCell {
    UsageCell(
      key: UsageCell.Key(
        day: try self.day(day),
        className: "bulk",
        backend: "openrouter",
        model: model,
        payment: payment,
        isLaunched: true,
        project: project
      ),
      sessions: 1,
      replies: 2,
      usage: TokenUsage(input: 3, output: 4),
      cost: cost,
      baseline: isBaselineBilled.map {
        UsageCell.Baseline(cost: 2, isBilled: $0, savedByModel: 1.75, savedByBackend: -0.25)
      }
    )
  }

  @Test func `add up cells of one key, and all else`() throws {
    let other = try cell(model: "opus")
    let sum = try UsageReport.adding([
      report("2026-10-01", "2026-10-31", [cell(), other], prices: "2026-11-22"),
      report("2026-10-01", "2026-10-31", [cell()], prices: "2026-10-22"),
    ])
    let twice = UsageCell(
      key: try cell().key,
      sessions: 2,
      replies: 4,
      usage: TokenUsage(input: 6, output: 8),
      cost: 1,
      baseline: UsageCell.Baseline(
        cost: 4,
        isBilled: true,
        savedByModel: 3.5,
        savedByBackend: -0.5
      )
    )
    #expect(sum.cells == [twice, other])
    #expect(sum.people == 2)
    #expect(sum.pricesDate == (try day("2026-10-22")))
  }

  @Test func `keep apart what cannot be added`() throws {
    let cells = try [
      cell(), cell(isBaselineBilled: false), cell(isBaselineBilled: nil),
      cell(cost: nil, isBaselineBilled: nil), cell(payment: .plan),
    ]
    let reports = try cells.reversed().map { try report("2026-10-01", "2026-10-31", [$0]) }
    #expect(try UsageReport.adding(reports).cells == cells)
    #expect(UsageCell.merged(cells.reversed()) == cells)
  }

  @Test func `forget where people worked`() throws {
    let cells = try [cell(project: "/home/a"), cell(project: "/home/b")]
    let plain = try report("2026-10-01", "2026-10-31", cells).withoutProjects
    #expect(plain.cells.map(\.key) == [try cell().key])
    #expect(plain.cells[0].sessions == 2)
  }

  @Test func `miss a day that is missing in any, or that nobody looked at`() throws {
    let sum = try UsageReport.adding([
      report("2026-10-05", "2026-10-07", missing: ["2026-10-07"]),
      report("2026-10-01", "2026-10-02", missing: ["2026-10-01"], kept: ["2026-10-02"]),
      report("2026-10-06", "2026-10-09", kept: ["2026-10-07", "2026-10-08"]),
    ])
    #expect(sum.period.first.text == "2026-10-01")
    #expect(sum.period.last.text == "2026-10-09")
    #expect(
      sum.coverage.missing.map(\.text) == ["2026-10-01", "2026-10-03", "2026-10-04", "2026-10-07"]
    )
    #expect(sum.coverage.kept.map(\.text) == ["2026-10-02", "2026-10-08"])
  }

  @Test func `are refused where they have no common days`() throws {
    let local = try report("2026-10-01", "2026-10-31")
    let utc = try report("2026-10-01", "2026-10-31", isUTC: true)
    let old = try report("2006-10-01", "2006-10-31")
    func message(_ reports: [UsageReport]) -> String? {
      #expect(throws: UsageReport.Fault.self) { try UsageReport.adding(reports) }?.message
    }
    #expect(message([]) == "there is no report to add up")
    #expect(
      message([local, utc])
        == "some reports count UTC days and others local ones: make all with `--utc`, or none"
    )
    #expect(
      message([local, old])
        == "the reports lie more than ten years apart: 2006-10-01 to 2026-10-31"
    )
    #expect(
      message(Array(repeating: local, count: 1_001))
        == "more than 1000 reports cannot be added up at once"
    )
  }

  @Test func `have whole months`() throws {
    let cells = try [cell("2026-09-30"), cell("2026-10-01"), cell("2026-10-31", payment: .plan)]
    let months = try report("2026-08-02", "2026-12-30", cells, missing: ["2026-11-30"]).wholeMonths
    #expect(months.map(\.first.text) == ["2026-09-01", "2026-10-01"])
    #expect(months.map(\.billed) == [0.5, 0.5])
    #expect(try report("2028-02-01", "2028-02-28").wholeMonths == [])
    #expect(try report("2028-02-01", "2028-02-29").wholeMonths.count == 1)
    #expect(try report("9999-12-01", "9999-12-31").wholeMonths.count == 1)
  }
}

@Suite struct `A report's file` {
  /// As `ReportJSON` writes it, shortened.
  private static let text = """
    {"schema": 1, "later": [1],
     "period": {"first": "2026-10-01", "last": "2026-10-31", "utc": false},
     "coverage": {"missing": ["2026-10-02"], "kept": []},
     "people": 2, "prices-of": null,
     "reading": {"files": 1, "bytes": 2, "lines": 3, "unreadable-lines": 4, "replies": 5,
      "unreadable-ledger-lines": 6},
     "cells": [{"day": "2026-10-05", "class": "bulk", "backend": null, "model": "haiku",
      "payment": "billed", "launched": true, "sessions": 7, "replies": 8,
      "tokens": {"input": 1, "output": 2, "cache-write-5m": 3, "cache-write-1h": 4,
       "cache-read": 5},
      "cost": 0.25, "baseline": {"cost": 1, "billed": true, "saved-by-model": 1,
       "saved-by-backend": -0.25}}]}
    """

  @Test func `is read whatever else is in it`() throws {
    let report = try UsageReport(json: Array(Self.text.utf8))
    var reading = UsageReport.Reading()
    reading.files = 1
    reading.bytes = 2
    reading.lines = 3
    reading.unreadableLines = 4
    reading.replies = 5
    reading.unreadableLedgerLines = 6
    let (first, last) = try (
      #require(CalendarDay("2026-10-01")), #require(CalendarDay("2026-10-31"))
    )
    let expected = UsageReport(
      period: UsageReport.Period(first: first, last: last, isUTC: false),
      cells: [
        UsageCell(
          key: UsageCell.Key(
            day: try #require(CalendarDay("2026-10-05")),
            className: "bulk",
            backend: nil,
            model: "haiku",
            payment: .billed,
            isLaunched: true
          ),
          sessions: 7,
          replies: 8,
          usage: TokenUsage(
            input: 1,
            output: 2,
            cacheWrite5m: 3,
            cacheWrite1h: 4,
            cacheRead: 5
          ),
          cost: 0.25,
          baseline: UsageCell.Baseline(
            cost: 1,
            isBilled: true,
            savedByModel: 1,
            savedByBackend: -0.25
          )
        )
      ],
      coverage: UsageReport.Coverage(missing: [try #require(CalendarDay("2026-10-02"))]),
      pricesDate: nil,
      people: 2,
      reading: reading
    )
    #expect(report == expected)
  }

  struct Fault: CustomStringConvertible {
    let old: String
    let new: String
    let message: String
    var description: String { new }
  }

  @Test(arguments: [
    Fault(old: "}]}", new: "}]", message: "it lacks `,` or `}` (line 12, column 32)"),
    Fault(old: #""schema": 1, "#, new: "", message: "it is no report: `schema` is missing"),
    Fault(
      old: #""schema": 1"#,
      new: #""schema": 2"#,
      message: "its `schema` is not 1, the only one known here"
    ),
    Fault(old: #""people": 2, "#, new: "", message: "`people` is missing"),
    Fault(
      old: #""people": 2"#,
      new: #""people": 2.5"#,
      message: "`people` is no whole number from 0 to 1000000"
    ),
    Fault(
      old: "2026-10-31",
      new: "2036-10-31",
      message: "`period` is no time of one day to ten years"
    ),
    Fault(
      old: "2026-10-31",
      new: "2026-09-30",
      message: "`period` is no time of one day to ten years"
    ),
    Fault(
      old: "2026-10-31",
      new: "2026-10-32",
      message: "`period.last` is no day such as 2026-06-15"
    ),
    Fault(
      old: #"["2026-10-02"]"#,
      new: #"["2026-10-02", "2026-10-02"]"#,
      message: "`coverage.missing` is no list of the period's days in their order"
    ),
    Fault(
      old: #""prices-of": null"#,
      new: #""prices-of": 1"#,
      message: "`prices-of` is no day such as 2026-06-15"
    ),
    Fault(old: "2026-10-05", new: "2026-11-05", message: "`cells[0].day` is not in the period"),
    Fault(
      old: #""billed", "#,
      new: #""gift", "#,
      message: "`cells[0].payment` is none of `billed`, `plan`, `unknown`"
    ),
    Fault(
      old: #""input": 1"#,
      new: #""input": -1"#,
      message: "`cells[0].tokens.input` is no whole number from 0 to 1000000000000000"
    ),
    Fault(
      old: #""input": 1, "output": 2, "cache-write-5m": 3"#,
      new: #""input": 900000000000000, "output": 2, "cache-write-5m": 900000000000000"#,
      message: "the sum of `cells` up to number 0 is beyond what can be true"
    ),
    Fault(
      old: "0.25, \"b",
      new: "1e999, \"b",
      message: "`cells[0].cost` is no amount from 0 to 1000000000"
    ),
    Fault(
      old: "-0.25",
      new: "-1e10",
      message: "`cells[0].baseline.saved-by-backend` is no amount from -1000000000 to 1000000000"
    ),
    Fault(
      old: #""launched": true"#,
      new: #""launched": 1"#,
      message: "`cells[0].launched` is neither true nor false"
    ),
    Fault(old: #""cells": [{"#, new: #""cells": [1, {"#, message: "`cells[0]` is no object"),
  ])
  func `is refused with its place`(fault: Fault) throws {
    let text = Self.text.replacing(fault.old, with: fault.new, maxReplacements: 1)
    #expect(text != Self.text)
    let thrown = #expect(throws: UsageReport.Fault.self) {
      try UsageReport(json: Array(text.utf8))
    }
    #expect(thrown?.message == fault.message)
  }

  @Test func `is read or refused, whatever is wrong with it`() throws {
    let bytes = Array(Self.text.utf8)
    for end in bytes.indices {
      #expect(throws: UsageReport.Fault.self) { try UsageReport(json: Array(bytes[..<end])) }
    }
    for place in bytes.indices {
      for byte in "9-\"}e".utf8 {
        var changed = bytes
        changed[place] = byte
        do {
          let report = try UsageReport(json: changed)
          #expect(report.cells.count == 1)
        } catch {
          #expect(!error.message.contains("\n"))
        }
      }
    }
  }

  @Test func `can be added up a thousand times at its bounds`() throws {
    let text = Self.text
      .replacing(#""input": 1, "output": 2"#, with: #""input": 999999999999988, "output": 2"#)
      .replacing("\"cost\": 0.25", with: "\"cost\": 1e9")
    let report = try UsageReport(json: Array(text.utf8))
    let sum = try UsageReport.adding(Array(repeating: report, count: 1_000))
    #expect(sum.sums.usage.prompt == 1_000_000_000_000_000_000)
    #expect(sum.sums.billed == 1e12)
    #expect(sum.people == 2_000)
  }

  @Test func `orders rows without a name before those with an empty one`() throws {
    let cells = try UsageReport(json: Array(Self.text.utf8)).cells
    let unnamed = cells[0]
    let key = UsageCell.Key(
      day: unnamed.key.day,
      className: "bulk",
      backend: "",
      model: "haiku",
      payment: .billed,
      isLaunched: true
    )
    let empty = UsageCell(key: key, cost: unnamed.cost)
    let period = UsageReport.Period(first: key.day, last: key.day, isUTC: true)
    for cells in [[unnamed, empty], [empty, unnamed]] {
      let report = UsageReport(
        period: period,
        cells: cells,
        coverage: UsageReport.Coverage(),
        pricesDate: nil
      )
      #expect(report.rows(by: [.backend]).map(\.labels) == [[nil], [""]])
    }
  }
}
