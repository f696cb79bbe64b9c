import Rendering
import RouteEngine
import Testing
import Usage

@Suite struct `A report as text` {
  @Test func `keeps what is billed and what is in a plan apart`() throws {
    #expect(
      ReportText(try ReportSample.solo()).text == """
        November 2026, days 1-22 · 37 sessions: 31 launched here, 6 not (plain `claude`)
          class        sessions  backend/model     in + cached   out  billed  in your plan (list price)
          bulk               14  openrouter/haiku   1.9M + 12M  310K   $0.49                          –
          prototyping         5  openrouter/haiku   800K +  5M  120K   $0.20                          –
          production         12  anthropic/opus     4.1M + 61M  402K       –                     $36.64
          not by us           6  anthropic/opus       1M +  9M   88K       –                      $7.56
          together           37                                        $0.69                     $44.20
        prices of 2026-11-22; list prices: compare with the invoice
        routing: 19 sessions left your plan; there they would have taken $22.80 of it (list price). You paid $0.69 for that.
        advice: you pay a flat rate, so a second backend saves limits, not dollars. No whole month is there yet to say whether $50 a month is billed.

        """
    )
  }

  @Test func `says whose the saving of a whole month is`() throws {
    #expect(
      ReportText(try ReportSample.team(), by: [.backend, .model]).text == """
        October 2026 · 4 people · 61 sessions: 58 launched here, 3 not (plain `claude`)
          backend/model               sessions  in + cached  out  billed  in a plan (list price)
          anthropic/opus                    25       2K + –  200  $63.60                       –
          openrouter/haiku                  21       1K + –  100   $0.69                       –
          anthropic/haiku                   12       1K + –  100   $0.34                       –
          anthropic/opus (not by us)         3       1K + –  100   $1.20                       –
          together                          61                    $65.83                       –
        prices of 2026-11-22; list prices: compare with the invoice
        routing: saved $33.17 (34 %): $33.21 by smaller models, −$0.04 by the other backend
        advice: below $50 billed a month ($65.83 in October 2026 for 4 people together, $16.46 each): a second backend is hardly worth its keep; the smaller model does the saving, not the backend.

        """
    )
  }

  /// The table of the first test is 95 columns wide, and 2 are between it and a bar; 0.20 is 0.408 of
  /// 0.49: 65 eighths of 20 columns, 33 of 10.
  @Test(arguments: [
    (nil, "", ""), (80, "", ""), (106, "", ""),
    (107, "██████████", "████▏"),
    (117, "████████████████████", "████████▏"),
    (500, "████████████████████", "████████▏"),
  ])
  func `has bars where there is room`(width: Int?, most: String, less: String) throws {
    let lines = ReportText(try ReportSample.solo(), width: width).text.split(separator: "\n")
    let ends = lines[1...6].map { $0.dropFirst(95).drop { $0 == " " } }
    #expect(ends == [most.isEmpty ? "" : "billed", most[...], less[...], "", "", ""])
  }

  @Test func `tells days and months in their order`() throws {
    let report = try ReportSample.report(
      "2026-10-01",
      "2026-11-22",
      [
        ReportSample.cell("2026-11-02", "bulk", ("o", "m"), .billed, cost: 9),
        ReportSample.cell("2026-10-31", "bulk", ("o", "m"), .billed, cost: 1),
      ]
    )
    let lines = ReportText(report, by: [.month, .project]).text.split(separator: "\n")
    #expect(
      lines[0...3] == [
        "2026-10-01 to 2026-11-22 · 2 sessions, all launched here",
        "  month     sessions  project  in + cached  out  billed  in your plan (list price)",
        "  2026-10          1  unknown       1K + –  100   $1.00                          –",
        "  2026-11          1  unknown       1K + –  100   $9.00                          –",
      ]
    )
    #expect(ReportText(report, by: []).text.split(separator: "\n")[2].hasPrefix("  launched here"))
  }

  @Test func `names what is in no sum`() throws {
    var reading = UsageReport.Reading()
    reading.lines = 12_000
    reading.unreadableLines = 3
    reading.unreadableLedgerLines = 1
    let report = try ReportSample.report(
      "2026-11-22",
      "2026-11-22",
      [
        ReportSample.cell(
          "2026-11-22",
          nil,
          (nil, "glm-5.3"),
          .unknown,
          usage: TokenUsage(input: 200_000, output: 30_000, cacheRead: 1_000_000),
          cost: nil
        ),
        ReportSample.cell("2026-11-22", nil, ("z.ai", "opus"), .unknown, cost: 7.56),
      ],
      isUTC: true,
      reading: reading
    )
    #expect(
      ReportText(report).text == """
        November 2026, day 22 (UTC) · 2 sessions, none launched here (plain `claude`)
          class      sessions  backend/model    in + cached  out  billed  in your plan (list price)
          not by us         1  z.ai/opus            1K +  –  100       –                          –
          not by us         1  unknown/glm-5.3    200K + 1M  30K       –                          –
          together          2                                          –                          –
        $7.56 at list price: nobody here can tell who paid
        no price for glm-5.3: 1.2M in, 30K out are in no sum
        3 of 12000 transcript lines and 1 ledger line could not be read and are left out
        prices of 2026-11-22; list prices: compare with the invoice
        advice: no whole month is there yet to say whether a second backend is worth its keep.

        """
    )
  }

  @Test func `says what was looked at when there is nothing`() throws {
    let nowhere = try ReportSample.report("2026-10-01", "2026-10-31", [])
    #expect(
      ReportText(nowhere).text
        == "October 2026: there is no transcript; launch a session with `claude-route … --` to see it here\n"
    )
    var reading = UsageReport.Reading()
    reading.files = 2
    reading.lines = 345
    let report = try ReportSample.report("2026-10-01", "2026-10-31", [], reading: reading)
    #expect(
      ReportText(report).text
        == "October 2026: 2 transcripts with 345 lines hold no reply; launch a session with `claude-route … --` to see it here\n"
    )
    #expect(
      ReportMarkdown(report).text
        == "October 2026: 2 transcripts with 345 lines hold no reply; launch a session with `claude-route … --` to see it here.\n"
    )
  }

  @Test func `says that replies are of another time`() throws {
    var reading = UsageReport.Reading()
    reading.files = 2
    reading.lines = 345
    reading.replies = 40
    let report = try ReportSample.report("2026-10-01", "2026-10-31", [], reading: reading)
    #expect(
      ReportText(report).text
        == "October 2026: no reply in this period (read: 2 transcripts with 345 lines); launch a session with `claude-route … --` to see it here\n"
    )
  }

  /// No transcript holds so many, and a report can still be put together from anybody's numbers.
  @Test func `holds sums of tokens that leave the range at its end`() throws {
    let usage = TokenUsage(input: .max, cacheWrite5m: .max, cacheRead: .max)
    let cell = try ReportSample.cell(
      "2026-11-02",
      "bulk",
      ("o", "m"),
      .billed,
      usage: usage,
      cost: nil
    )
    let report = try ReportSample.report("2026-11-01", "2026-11-22", [cell])
    let most = "9223372037G"
    let text = ReportText(report).text
    #expect(text.contains("  \(most) + \(most)  "))
    #expect(text.contains("no price for m: \(most) in, "))
    #expect(ReportMarkdown(report).text.contains("No price for m: \(most) in, "))
  }

  @Test func `shows no character that a terminal obeys, and breaks no line`() throws {
    let names = ["\u{1B}[2J\n", "evil\u{202E}", "a|b`c`<b>", "=cmd()\r", "\u{9B}31m", "語\u{7}"]
    let cells = try names.map { name in
      try ReportSample.cell(
        "2026-11-02",
        name,
        (name, name),
        .billed,
        cost: nil,
        project: name
      )
    }
    let report = try ReportSample.report("2026-11-01", "2026-11-22", cells)
    let dimensions = UsageDimension.allCases
    let texts = [
      ReportText(report, by: dimensions, width: 400).text,
      ReportMarkdown(report, by: dimensions).text,
      ReportCSV(report, by: dimensions).text.replacing("\r\n", with: "\n"),
      ReportJSON(report).text,
    ]
    for text in texts {
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        #expect(TerminalText(line).text == line)
      }
    }
    // A head, a table of 1 + 6 + 1 lines, 6 models, the prices' date and the advice.
    #expect(texts[0].split(separator: "\n").count == 17)
    let columns = texts[0].split(separator: "\n")[1...8].map { line in
      line.unicodeScalars.reduce(0) { $0 + ("語".unicodeScalars.contains($1) ? 2 : 1) }
    }
    #expect(Set(columns).count == 1)
  }

  @Test(arguments: [
    (0, "–"), (0.0000004, "<$0.001"), (0.0049, "$0.005"), (0.005, "$0.01"), (0.994, "$0.99"),
    (123_456.785, "$123456.79"), (1e9, "$1000000000.00"), (1e300, "$1000000000000.00"),
    (.infinity, "$1000000000000.00"), (.nan, "$0.00"),
  ])
  func `shows huge and tiny amounts`(cost: Double, text: String) throws {
    let cell = try ReportSample.cell("2026-11-02", "bulk", ("o", "m"), .billed, cost: cost)
    let report = try ReportSample.report("2026-11-01", "2026-11-22", [cell])
    let line = ReportText(report).text.split(separator: "\n")[2]
    #expect(line.split(separator: " ").suffix(2) == [text[...], "–"])
    #expect(ReportJSON(report).text.contains("inf") == false)
    #expect(!ReportMarkdown(report).text.isEmpty && !ReportCSV(report).text.isEmpty)
  }
}

@Suite struct `The sentences of a report` {
  @Test(arguments: [
    (
      "2026-10-01", "2026-10-31", [], (1...22).map { $0 < 10 ? "2026-10-0\($0)" : "2026-10-\($0)" },
      "October 2026: complete (31 of 31 days; 22 days from kept totals, transcripts are deleted)"
    ),
    (
      "2026-09-01", "2026-10-31", [], [], "September 2026 to October 2026: complete (61 of 61 days)"
    ),
    (
      "2026-10-01", "2026-10-31",
      ["2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04", "2026-10-09"], [],
      "October 2026: 26 of 31 days; days 1-4 and 9 are missing: no report has seen their transcripts"
    ),
    (
      "2026-11-01", "2026-11-22", ["2026-11-09"], ["2026-11-10"],
      "November 2026, days 1-22: 21 of 22 days; 1 day from kept totals, transcripts are deleted; day 9 is missing: no report has seen its transcripts"
    ),
    (
      "2026-09-30", "2026-11-02", ["2026-09-30", "2026-10-01", "2026-11-01", "2026-11-02"], [],
      "2026-09-30 to 2026-11-02: 30 of 34 days; day 30 of September 2026, day 1 of October 2026 and days 1-2 of November 2026 are missing: no report has seen their transcripts"
    ),
  ])
  func `say which days are known`(
    first: String,
    last: String,
    missing: [String],
    kept: [String],
    sentence: String
  ) throws {
    let report = try ReportSample.report(first, last, [], missing: missing, kept: kept)
    #expect(report.coverageSentence == sentence)
  }

  @Test func `say the same of days that several people's reports do not know`() throws {
    let report = try ReportSample.report(
      "2026-10-01",
      "2026-10-31",
      [],
      missing: ["2026-10-09"],
      people: 2
    )
    #expect(
      report.coverageSentence
        == "October 2026: 30 of 31 days; day 9 is missing for one person or more: no report has seen its transcripts"
    )
  }

  /// The odd days of October are 16, and those of both months 31.
  @Test(arguments: [
    (
      "2026-10-31",
      "days 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23 and 4 more days are missing: no report"
    ),
    (
      "2026-11-30",
      "days 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21 and 23 of October 2026 and 19 more days are missing: no report"
    ),
  ])
  func `list twelve ranges of missing days at most`(last: String, words: String) throws {
    let days = ["2026-10", "2026-11"].flatMap { month in
      stride(from: 1, through: 31, by: 2).map { "\(month)-\($0 < 10 ? "0" : "")\($0)" }
    }
    .filter { $0 <= last && $0 != "2026-11-31" }
    let report = try ReportSample.report("2026-10-01", last, [], missing: days)
    #expect(report.coverageSentence.contains("; \(words)"))
  }

  private func lines(
    _ first: String,
    _ last: String,
    missing: [String] = [],
    _ cells: [(UsageCell.Payment, Double, UsageCell.Baseline)]
  ) throws -> [String] {
    let cells = try cells.map { payment, cost, base in
      try ReportSample.cell("2026-10-05", "bulk", ("o", "m"), payment, cost: cost, base: base)
    }
    let report = try ReportSample.report(first, last, cells, missing: missing)
    return ReportText(report).text.split(separator: "\n").map(String.init)
      .filter { $0.hasPrefix("routing: ") || $0.hasPrefix("advice: ") }
  }

  private typealias Sample = ReportSample

  @Test func `say what routing made of each case by itself`() throws {
    let lines = try lines(
      "2026-10-01",
      "2026-10-31",
      [
        (.billed, 12, Sample.base(10, isBilled: true, model: -2.5, backend: 0.5)),
        (.billed, 1, Sample.base(4, isBilled: false, model: 3)),
        (.plan, 1.5, Sample.base(3, isBilled: true, model: 1.5)),
        (.plan, 2, Sample.base(5, isBilled: false, model: 3)),
      ]
    )
    #expect(
      lines == [
        "routing: cost $2.00 more than the default route (20 %): $2.50 by larger models, −$0.50 by the other backend",
        "routing: 1 session left your plan; there it would have taken $4.00 of it (list price). You paid $1.00 for that.",
        "routing: 1 session ran in your plan; on the default route it would have been billed $3.00, now took $1.50 of it (list price)",
        "routing: 1 session in your plan took $2.00 of it where the default route would have taken $5.00 (list price): that saves limits, not dollars",
        "advice: below $50 billed a month ($13.00 in October 2026): a second backend is hardly worth its keep; the other backend saved $0.50.",
      ]
    )
  }

  @Test(arguments: [
    (
      60, 40, 0, "saved $40.00 (40 %): all of it by smaller models",
      "above $50 billed a month ($60.00 in October 2026): a second backend is worth its keep, but here the smaller model does it, not the backend."
    ),
    (
      50, 0, 50, "saved $50.00 (50 %): all of it by the other backend",
      "at $50 billed a month ($50.00 in October 2026): a second backend is worth its keep, and here the backend does it, not the model."
    ),
    (
      60, 10, 30, "saved $40.00 (40 %): $10.00 by smaller models, $30.00 by the other backend",
      "above $50 billed a month ($60.00 in October 2026): a second backend is worth its keep, and here the backend does most of it, not the model."
    ),
    (
      96, 2.5, 1.5, "saved $4.00 (4 %): $2.50 by smaller models, $1.50 by the other backend",
      "above $50 billed a month ($96.00 in October 2026): a second backend is worth its keep, but here the smaller model does most of it, not the backend."
    ),
    (
      100, 0, 0, nil,
      "above $50 billed a month ($100.00 in October 2026): a second backend is worth its keep, but here routing saved nothing."
    ),
    (
      49.99, 50.01, 0, "saved $50.01 (50 %): all of it by smaller models",
      "below $50 billed a month ($49.99 in October 2026): a second backend is hardly worth its keep; the smaller model does the saving, not the backend."
    ),
  ])
  func `give one piece of advice`(
    cost: Double,
    model: Double,
    backend: Double,
    routing: String?,
    advice: String
  ) throws {
    let base = Sample.base(100, isBilled: true, model: model, backend: backend)
    let lines = try lines("2026-10-01", "2026-10-31", [(.billed, cost, base)])
    #expect(lines == (routing.map { ["routing: \($0)"] } ?? []) + ["advice: \(advice)"])
  }

  @Test func `speak of nobody's plan for several people`() throws {
    let cells = try ReportSample.solo().cells
    let report = try ReportSample.report("2026-11-01", "2026-11-22", cells, people: 2)
    let lines = ReportText(report).text.split(separator: "\n")
    #expect(lines[0].hasPrefix("November 2026, days 1-22 · 2 people · 37 sessions: 31 launched"))
    #expect(lines[1].hasSuffix("  billed  in a plan (list price)"))
    #expect(
      lines[8]
        == "routing: 19 sessions left a plan; there they would have taken $22.80 of it (list price). They paid $0.69 for that."
    )
  }

  @Test func `name no part of a saving that cents do not show`() throws {
    let base = Sample.base(10, isBilled: true, model: 0.004, backend: 0.004)
    #expect(
      try lines("2026-10-02", "2026-10-31", [(.billed, 9.992, base)]).first
        == "routing: saved $0.01 (0.1 %)"
    )
  }

  @Test func `take whole months only, and their average`() throws {
    let cell = (
      UsageCell.Payment.billed, 300.0, Sample.base(300, isBilled: true)
    )
    #expect(
      try lines("2026-08-15", "2026-11-22", [cell]) == [
        "advice: above $50 billed a month ($150.00 on average over 2 whole months): a second backend is worth its keep, but here routing saved nothing."
      ]
    )
  }

  /// What a part of a month cost is the least that the month did.
  @Test func `say above of a part of a month, and never below`() throws {
    func advice(
      _ cost: Double,
      _ first: String = "2026-10-02",
      _ last: String = "2026-10-31",
      missing: [String] = []
    ) throws -> String? {
      let cell = (UsageCell.Payment.billed, cost, Sample.base(cost, isBilled: true))
      return try lines(first, last, missing: missing, [cell]).last
    }
    #expect(
      try advice(50.01)
        == "advice: above $50 billed a month ($50.01 in a part of October 2026): a second backend is worth its keep, but here routing saved nothing."
    )
    let none =
      "advice: no whole month is there yet to say whether a second backend is worth its keep"
    #expect(try advice(49.99) == none + ": report one with `claude-route report --month 2026-10`.")
    #expect(try advice(49.99, "2026-10-01", "2026-10-30") == none + ".")
    #expect(try advice(49.99, "2026-10-01", missing: ["2026-10-17"]) == none + ".")
  }

  @Test func `add no two parts of months`() throws {
    let cells = try ["2026-10-20", "2026-11-03"].map { day in
      try Sample.cell(day, "bulk", ("o", "m"), .billed, cost: 30)
    }
    let report = try Sample.report("2026-10-15", "2026-11-22", cells, isUTC: true)
    #expect(ReportText(report).text.contains("advice: no whole month is there yet"))
    let over = try Sample.report("2026-10-15", "2026-11-30", cells, missing: ["2026-11-09"])
    #expect(!ReportText(over).text.contains("--month"))
    let utc = try Sample.report("2026-10-15", "2026-10-31", [cells[0]], isUTC: true)
    #expect(ReportText(utc).text.hasSuffix("with `claude-route report --month 2026-10 --utc`.\n"))
  }

  @Test(arguments: [
    (
      "2026-10-01", 13, 60, 1,
      "nobody here can tell who paid $60.00 of $73.00 in October 2026, and that decides whether $50 a month is billed."
    ),
    (
      "2026-10-02", 13, 60, 1,
      "nobody here can tell who paid $60.00 of $73.00 in a part of October 2026, and that decides whether $50 a month is billed."
    ),
    (
      "2026-10-01", 13, 60, 2,
      "below $50 billed a month ($13.00 in October 2026 for 2 people together, $6.50 each): a second backend is hardly worth its keep; routing saved nothing."
    ),
    (
      "2026-10-01", 60, 60, 2,
      "nobody here can tell who paid $60.00 of $120.00 in October 2026 for 2 people together, $60.00 each, and that decides whether $50 a month is billed."
    ),
    (
      "2026-10-01", 100, 60, 2,
      "at $50 billed a month ($100.00 in October 2026 for 2 people together, $50.00 each): a second backend is worth its keep, but here routing saved nothing."
    ),
    (
      "2026-10-01", 60, 60, 1,
      "above $50 billed a month ($60.00 in October 2026): a second backend is worth its keep, but here routing saved nothing."
    ),
  ])
  func `judge one person, and only where the payer is known`(
    first: String,
    billed: Double,
    unknown: Double,
    people: Int,
    advice: String
  ) throws {
    let cells = try [
      Sample.cell("2026-10-05", "bulk", ("o", "m"), .billed, cost: billed),
      Sample.cell("2026-10-05", "bulk", ("o", "m"), .unknown, cost: unknown),
    ]
    let report = try Sample.report(first, "2026-10-31", cells, people: people)
    #expect(ReportText(report).text.hasSuffix("\nadvice: \(advice)\n"))
  }

  @Test func `compare a flat rate with no dollars`() throws {
    let flat = "advice: you pay a flat rate, so a second backend saves limits, not dollars."
    let base = Sample.base(10, isBilled: false)
    #expect(try lines("2026-10-02", "2026-10-31", [(.plan, 10, base)]) == [flat])
    #expect(
      try lines("2026-10-01", "2026-10-31", [(.billed, 60, base)]).last
        == flat + " Above $50 billed a month: compare that with a larger plan."
    )
    #expect(
      try lines("2026-10-01", "2026-10-31", [(.billed, 6, base)]).last
        == flat + " Below $50 billed a month: keep it only if you meet the limits."
    )
    #expect(
      try lines("2026-10-02", "2026-10-31", [(.billed, 60, base)]).last
        == flat + " Above $50 billed a month: compare that with a larger plan."
    )
    #expect(
      try lines("2026-10-01", "2026-10-31", [(.billed, 6, base), (.unknown, 60, base)]).last
        == flat
        + " Nobody here can tell who paid $60.00 of $66.00 in October 2026, and that decides whether $50 a month is billed."
    )
    let cell = try Sample.cell("2026-10-05", "bulk", ("o", "m"), .billed, cost: 60, base: base)
    let team = try Sample.report("2026-10-01", "2026-10-31", [cell], people: 2)
    #expect(
      ReportText(team).text.hasSuffix(
        "advice: they pay a flat rate, so a second backend saves limits, not dollars. Below $50 billed a month ($60.00 in October 2026 for 2 people together, $30.00 each): keep it only if they meet the limits.\n"
      )
    )
  }
}
