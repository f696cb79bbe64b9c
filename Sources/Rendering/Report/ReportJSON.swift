internal import JSONTree
internal import RouteEngine
package import Usage

/// What was used, for programs, and for adding up several people's; no path and no text is in it.
///
/// Keys and their order are stable; `schema` counts up when one changes its meaning. Amounts are US
/// dollars. `UsageReport(json:)` reads it back.
package struct ReportJSON: Sendable {
  /// One document, ended by a line break.
  package let text: String

  package init(_ report: UsageReport) {
    let report = report.withoutProjects
    let document: JSONNode = [
      "schema": 1,
      "period": [
        "first": .string(report.period.first.text),
        "last": .string(report.period.last.text),
        "utc": .truth(report.period.isUTC),
      ],
      "coverage": [
        "missing": .array(report.coverage.missing.map { .string($0.text) }),
        "kept": .array(report.coverage.kept.map { .string($0.text) }),
      ],
      "people": Self.count(report.people),
      "prices-of": Self.optional(report.pricesDate?.text),
      "reading": Self.reading(report.reading),
      "sums": Self.sums(report),
      "cells": .array(report.cells.map(Self.cell)),
    ]
    text = document.prettyText + "\n"
  }

  private static func reading(_ reading: UsageReport.Reading) -> JSONNode {
    [
      "files": count(reading.files),
      "bytes": count(reading.bytes),
      "lines": count(reading.lines),
      "unreadable-lines": count(reading.unreadableLines),
      "replies": count(reading.replies),
      "unreadable-ledger-lines": count(reading.unreadableLedgerLines),
    ]
  }

  private static func sums(_ report: UsageReport) -> JSONNode {
    let sums = report.sums
    let effect = report.routingEffect
    return [
      "sessions": count(sums.sessions),
      "replies": count(sums.replies),
      "tokens": tokens(sums.usage),
      "billed": amount(sums.billed),
      "plan": amount(sums.plan),
      "unknown": amount(sums.unknown),
      "unpriced-models": .array(sums.unpriced.map(JSONNode.string)),
      "routing": [
        "billed": part(effect.billed),
        "left-plan": part(effect.leftPlan),
        "joined-plan": part(effect.joinedPlan),
        "in-plan": part(effect.inPlan),
      ],
    ]
  }

  private static func part(_ part: RoutingEffect.Part) -> JSONNode {
    [
      "sessions": count(part.sessions),
      "replies": count(part.replies),
      "cost": amount(part.cost),
      "baseline": amount(part.baseline),
      "saved-by-model": amount(part.savedByModel),
      "saved-by-backend": amount(part.savedByBackend),
    ]
  }

  private static func cell(_ cell: UsageCell) -> JSONNode {
    [
      "day": .string(cell.key.day.text),
      "class": optional(cell.key.className),
      "backend": optional(cell.key.backend),
      "model": .string(cell.key.model),
      "payment": .string(cell.key.payment.rawValue),
      "launched": .truth(cell.key.isLaunched),
      "sessions": count(cell.sessions),
      "replies": count(cell.replies),
      "tokens": tokens(cell.usage),
      "cost": cell.cost.map(amount) ?? .null,
      "baseline": cell.baseline.map { base in
        [
          "cost": amount(base.cost),
          "billed": .truth(base.isBilled),
          "saved-by-model": amount(base.savedByModel),
          "saved-by-backend": amount(base.savedByBackend),
        ]
      } ?? .null,
    ]
  }

  private static func tokens(_ usage: TokenUsage) -> JSONNode {
    [
      "input": count(usage.input),
      "output": count(usage.output),
      "cache-write-5m": count(usage.cacheWrite5m),
      "cache-write-1h": count(usage.cacheWrite1h),
      "cache-read": count(usage.cacheRead),
    ]
  }

  private static func count(_ value: Int) -> JSONNode { .number("\(value)") }

  private static func optional(_ name: String?) -> JSONNode { name.map(JSONNode.string) ?? .null }

  /// To a thousand-millionth of a dollar, so that the order of adding does not show.
  private static func amount(_ dollars: Double) -> JSONNode {
    let value = (dollars.boundedDollars * 1e9).rounded() / 1e9
    // Zero has two signs.
    return .number("\(value == 0 ? 0.0 : value)")
  }
}
