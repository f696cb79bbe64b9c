import Rendering
import RouteEngine
import Testing
import Usage

@Suite struct `A report as Markdown` {
  @Test func `is a sheet for who pays`() throws {
    #expect(
      ReportMarkdown(try ReportSample.team()).text == """
        | class | sessions | backend / model | billed | on the default route |
        |---|--:|---|--:|--:|
        | production | 19 | anthropic / opus | $49.00 | $49.00 |
        | extended-thinking | 6 | anthropic / opus | $14.60 | $14.60 |
        | bulk | 21 | openrouter / haiku | $0.69 | $22.40 |
        | prototyping | 12 | anthropic / haiku | $0.34 | $11.80 |
        | together | 58 | | **$64.63** | $97.80 |

        Saved $33.17 (34 %): $33.21 by smaller models, −$0.04 by the other backend.
        October 2026: 4 people, 58 sessions launched here, 3 not counted by class ($1.20 billed). Prices of 2026-11-22. List prices: compare with the invoice.
        Below $50 billed a month ($65.83 in October 2026 for 4 people together, $16.46 each): a second backend is hardly worth its keep; the smaller model does the saving, not the backend.

        """
    )
  }

  @Test func `has a column of its own for each kind of amount`() throws {
    #expect(
      ReportMarkdown(try ReportSample.solo(), by: [.class]).text == """
        | class | sessions | billed | in your plan (list price) | on the default route, in your plan (list price) |
        |---|--:|--:|--:|--:|
        | bulk | 14 | $0.49 | – | $16.30 |
        | prototyping | 5 | $0.20 | – | $6.50 |
        | production | 12 | – | $36.64 | $36.64 |
        | together | 31 | **$0.69** | $36.64 | $59.44 |

        19 sessions left your plan; there they would have taken $22.80 of it (list price). You paid $0.69 for that.
        November 2026, days 1-22: 31 sessions launched here, 6 not counted by class ($7.56 in your plan at list price). Prices of 2026-11-22. List prices: compare with the invoice.
        You pay a flat rate, so a second backend saves limits, not dollars. No whole month is there yet to say whether $50 a month is billed.

        """
    )
  }

  @Test func `takes names for words only`() throws {
    let name = "a|b`c`\n<img src=x>&@team [x](http://e) *_~\\"
    let cell = try ReportSample.cell("2026-11-02", name, ("o", "glm|5"), .billed, cost: nil)
    let report = try ReportSample.report("2026-11-01", "2026-11-22", [cell])
    let lines = ReportMarkdown(report, by: [.class]).text.split(separator: "\n")
    #expect(
      lines[2]
        == #"| a\|b\`c\`\\n&lt;img src=x&gt;&amp;@team \[x\](http://e) \*\_\~\\ | 1 | – |"#
    )
    #expect(lines[5] == #"No price for glm\|5: 1K in, 100 out are in no sum."#)
  }

  /// As a character each of them is one with its accent, and none of those that are escaped.
  @Test func `takes names for words only, with accents on their marks`() throws {
    let name = "a|\u{301}b<\u{338}c&\u{301}`\u{301}"
    let cell = try ReportSample.cell("2026-11-02", name, ("o", "glm"), .billed, cost: 1)
    let report = try ReportSample.report("2026-11-01", "2026-11-22", [cell])
    let row = ReportMarkdown(report, by: [.class]).text.split(separator: "\n")[2]
    let expected = "| a\\|\u{301}b&lt;\u{338}c&amp;\u{301}\\`\u{301} | 1 | $1.00 |"
    #expect(Array(row.unicodeScalars) == Array(expected.unicodeScalars))
  }
}

@Suite struct `A report as CSV` {
  private let head =
    "launched,sessions,replies,input_tokens,output_tokens,cache_write_5m_tokens,cache_write_1h_tokens,cache_read_tokens,billed_usd,plan_usd,unknown_usd,baseline_usd,saved_by_model_usd,saved_by_backend_usd,unpriced_models"

  @Test func `is one line for each row`() throws {
    let lines = [
      "class,\(head)",
      "bulk,true,14,140,1500000,310000,300000,100000,12000000,0.490000,0.000000,0.000000,16.300000,15.840000,-0.030000,",
      "prototyping,true,5,50,800000,120000,0,0,5000000,0.200000,0.000000,0.000000,6.500000,6.310000,-0.010000,",
      "production,true,12,120,4100000,402000,0,0,61000000,0.000000,36.640000,0.000000,36.640000,0.000000,0.000000,",
      ",false,6,60,1000000,88000,0,0,9000000,0.000000,7.560000,0.000000,0.000000,0.000000,0.000000,",
    ]
    let text = ReportCSV(try ReportSample.solo(), by: [.class]).text
    #expect(text == lines.map { $0 + "\r\n" }.joined())
  }

  @Test(arguments: [
    ("=cmd()", "'=cmd()"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"),
    ("=a,\"b\"", "\"'=a,\"\"b\"\"\""), ("a\r\nb", "a\\r\\nb"), ("\t=1", "\\t=1"), ("＝1", "'＝1"),
    ("a-b", "a-b"), ("a;b", "\"a;b\""), ("=\u{301}1", "'=\u{301}1"), ("", ""),
  ])
  func `starts no formula and leaves no field`(name: String, field: String) throws {
    let cell = try ReportSample.cell("2026-11-02", name, ("o", "glm"), .billed, cost: nil)
    let report = try ReportSample.report("2026-11-01", "2026-11-22", [cell])
    // No amount is known, so none is zero.
    #expect(
      ReportCSV(report, by: [.class]).text
        == "class,\(head)\r\n\(field),true,1,10,1000,100,0,0,0,,,,,,,glm\r\n"
    )
  }
}

@Suite struct `A report as JSON` {
  @Test func `holds no project and every key`() throws {
    var reading = UsageReport.Reading()
    reading.files = 2
    reading.bytes = 3_000
    reading.lines = 40
    reading.unreadableLines = 1
    reading.replies = 20
    reading.unreadableLedgerLines = 5
    let base = ReportSample.base(0.75, isBilled: true, model: 0.5, backend: -0.05)
    let cells = try ["/home/a/x", "/home/a/y"].map { project in
      try ReportSample.cell(
        "2026-10-05",
        "bulk",
        ("openrouter", "haiku"),
        .billed,
        usage: TokenUsage(input: 1, output: 2, cacheWrite5m: 3, cacheWrite1h: 4, cacheRead: 5),
        cost: 0.1 + 0.2,
        base: base,
        project: project
      )
    }
    let report = try ReportSample.report(
      "2026-10-01",
      "2026-10-31",
      cells,
      missing: ["2026-10-02"],
      kept: ["2026-10-01"],
      reading: reading
    )
    // Two cells of 0.3 become one of 0.6.
    #expect(ReportJSON(report).text == Self.expected)
  }

  private static let expected = """
    {
      "schema": 1,
      "period": {
        "first": "2026-10-01",
        "last": "2026-10-31",
        "utc": false
      },
      "coverage": {
        "missing": [
          "2026-10-02"
        ],
        "kept": [
          "2026-10-01"
        ]
      },
      "people": 1,
      "prices-of": "2026-11-22",
      "reading": {
        "files": 2,
        "bytes": 3000,
        "lines": 40,
        "unreadable-lines": 1,
        "replies": 20,
        "unreadable-ledger-lines": 5
      },
      "sums": {
        "sessions": 2,
        "replies": 20,
        "tokens": {
          "input": 2,
          "output": 4,
          "cache-write-5m": 6,
          "cache-write-1h": 8,
          "cache-read": 10
        },
        "billed": 0.6,
        "plan": 0.0,
        "unknown": 0.0,
        "unpriced-models": [],
        "routing": {
          "billed": {
            "sessions": 2,
            "replies": 20,
            "cost": 0.6,
            "baseline": 1.5,
            "saved-by-model": 1.0,
            "saved-by-backend": -0.1
          },
          "left-plan": {
            "sessions": 0,
            "replies": 0,
            "cost": 0.0,
            "baseline": 0.0,
            "saved-by-model": 0.0,
            "saved-by-backend": 0.0
          },
          "joined-plan": {
            "sessions": 0,
            "replies": 0,
            "cost": 0.0,
            "baseline": 0.0,
            "saved-by-model": 0.0,
            "saved-by-backend": 0.0
          },
          "in-plan": {
            "sessions": 0,
            "replies": 0,
            "cost": 0.0,
            "baseline": 0.0,
            "saved-by-model": 0.0,
            "saved-by-backend": 0.0
          }
        }
      },
      "cells": [
        {
          "day": "2026-10-05",
          "class": "bulk",
          "backend": "openrouter",
          "model": "haiku",
          "payment": "billed",
          "launched": true,
          "sessions": 2,
          "replies": 20,
          "tokens": {
            "input": 2,
            "output": 4,
            "cache-write-5m": 6,
            "cache-write-1h": 8,
            "cache-read": 10
          },
          "cost": 0.6,
          "baseline": {
            "cost": 1.5,
            "billed": true,
            "saved-by-model": 1.0,
            "saved-by-backend": -0.1
          }
        }
      ]
    }

    """

  @Test func `is read back as it was`() throws {
    var reports = [try ReportSample.solo(), try ReportSample.team()]
    let hostile = try ["=\"\u{1B}\u{202E}\n", "語\\", ""].map { name in
      try ReportSample.cell("2026-10-05", name, (name, name), .unknown, cost: nil)
    }
    reports.append(
      try ReportSample.report(
        "2026-10-01",
        "2026-10-31",
        hostile + [
          ReportSample.cell("2026-10-05", nil, (nil, "m"), .plan, cost: 1e-9),
          ReportSample.cell("2026-10-06", nil, (nil, "m"), .plan, cost: 987_654_321.5),
        ],
        isUTC: true,
        missing: ["2026-10-01", "2026-10-31"],
        kept: ["2026-10-02"]
      )
    )
    for report in reports {
      let text = ReportJSON(report).text
      let again = try UsageReport(json: Array(text.utf8))
      #expect(again == report)
      #expect(ReportJSON(again).text == text)
    }
  }

  @Test func `of two people added up is what their cells are together`() throws {
    let reports = try [ReportSample.team(), ReportSample.team()].map { report in
      try UsageReport(json: Array(ReportJSON(report).text.utf8))
    }
    let together = try UsageReport.adding(reports)
    let lines = ReportMarkdown(together).text.split(separator: "\n")
    #expect(lines[6] == "| together | 116 | | **$129.26** | $195.60 |")
    #expect(lines[8].hasPrefix("October 2026: 8 people, 116 sessions launched here, 6 not counted"))
    #expect(together.coverageSentence == "October 2026: complete (31 of 31 days)")
  }
}
