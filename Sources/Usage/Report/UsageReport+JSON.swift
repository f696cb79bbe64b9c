internal import JSONTree
internal import RouteEngine

extension UsageReport {
  /// Reads what `ReportJSON` writes.
  ///
  /// The file may be anybody's: every number is finite and within bounds, every day is in the period,
  /// and unknown keys are ignored. The sums are not read, since the cells say the same.
  package init(json bytes: [UInt8]) throws(Fault) {
    let root: JSONNode
    do {
      root = try JSONNode(parsing: bytes)
    } catch {
      throw Fault("it \(error.reason) (line \(error.line), column \(error.column))")
    }
    let document = ReportObject(node: root, path: "")
    guard root.members != nil else { throw Fault("it is no report: its value is no object") }
    let schema = root["schema"]
    guard schema == .number("1") else {
      throw Fault(
        schema == nil
          ? "it is no report: `schema` is missing"
          : "its `schema` is not 1, the only one known here"
      )
    }
    let period = try document.object("period").period()
    let coverage = try document.object("coverage")
    let cells = try document.cells(in: period)
    self.init(
      period: period,
      cells: UsageCell.merged(cells),
      coverage: Coverage(
        missing: try coverage.days("missing", in: period),
        kept: try coverage.days("kept", in: period)
      ),
      pricesDate: try document.isNull("prices-of") ? nil : document.day("prices-of"),
      people: try document.count("people", atMost: 1_000_000),
      reading: try document.object("reading").reading()
    )
  }
}

/// An object of the document, and where it is.
private struct ReportObject {
  typealias Fault = UsageReport.Fault

  /// With a thousand reports at most, no sum of counts leaves `Int`.
  static let maximumCount = 1_000_000_000_000_000
  /// With a thousand reports at most, a millionth of a dollar can still be told.
  static let maximumDollars = 1e9
  static let maximumNameBytes = 1_024

  let node: JSONNode
  let path: String

  func member(_ key: String) throws(Fault) -> JSONNode {
    guard let value = node[key] else { throw Fault("`\(path)\(key)` is missing") }
    return value
  }

  func isNull(_ key: String) throws(Fault) -> Bool { try member(key) == .null }

  func object(_ key: String) throws(Fault) -> ReportObject {
    let value = try member(key)
    guard value.members != nil else { throw Fault("`\(path)\(key)` is no object") }
    return ReportObject(node: value, path: "\(path)\(key).")
  }

  func list(_ key: String) throws(Fault) -> [JSONNode] {
    guard let elements = try member(key).elements else { throw Fault("`\(path)\(key)` is no list") }
    return elements
  }

  func name(_ key: String) throws(Fault) -> String {
    guard let text = try member(key).string, text.utf8.count <= Self.maximumNameBytes else {
      throw Fault("`\(path)\(key)` is no text of \(Self.maximumNameBytes) bytes or less")
    }
    return text
  }

  func truth(_ key: String) throws(Fault) -> Bool {
    guard case .truth(let value) = try member(key) else {
      throw Fault("`\(path)\(key)` is neither true nor false")
    }
    return value
  }

  func count(_ key: String, atMost maximum: Int = maximumCount) throws(Fault) -> Int {
    guard case .number(let literal) = try member(key), let value = Int(literal),
      (0...maximum).contains(value)
    else { throw Fault("`\(path)\(key)` is no whole number from 0 to \(maximum)") }
    return value
  }

  func dollars(_ key: String, isSigned: Bool = false) throws(Fault) -> Double {
    let least = isSigned ? -Self.maximumDollars : 0
    guard case .number(let literal) = try member(key), let value = Double(literal),
      (least...Self.maximumDollars).contains(value)
    else {
      throw Fault("`\(path)\(key)` is no amount from \(Int(least)) to \(Int(Self.maximumDollars))")
    }
    return value
  }

  func day(_ key: String) throws(Fault) -> CalendarDay {
    guard let day = try member(key).string.flatMap({ CalendarDay($0) }) else {
      throw Fault("`\(path)\(key)` is no day such as 2026-06-15")
    }
    return day
  }

  func days(_ key: String, in period: UsageReport.Period) throws(Fault) -> [CalendarDay] {
    var days: [CalendarDay] = []
    for element in try list(key) {
      guard let day = element.string.flatMap({ CalendarDay($0) }), period.contains(day),
        days.last.map({ $0 < day }) ?? true
      else { throw Fault("`\(path)\(key)` is no list of the period's days in their order") }
      days.append(day)
    }
    return days
  }
}

extension ReportObject {
  func period() throws(Fault) -> UsageReport.Period {
    let period = UsageReport.Period(
      first: try day("first"),
      last: try day("last"),
      isUTC: try truth("utc")
    )
    guard (1...UsageReport.maximumDays).contains(period.dayCount) else {
      throw Fault("`period` is no time of one day to ten years")
    }
    return period
  }

  func reading() throws(Fault) -> UsageReport.Reading {
    var reading = UsageReport.Reading()
    reading.files = try count("files")
    reading.bytes = try count("bytes")
    reading.lines = try count("lines")
    reading.unreadableLines = try count("unreadable-lines")
    reading.replies = try count("replies")
    reading.unreadableLedgerLines = try count("unreadable-ledger-lines")
    return reading
  }

  /// Each value is bounded, and so is their sum.
  func cells(in period: UsageReport.Period) throws(Fault) -> [UsageCell] {
    var cells: [UsageCell] = []
    var count = 0
    var dollars = 0.0
    for (index, element) in try list("cells").enumerated() {
      let cell = try ReportObject(node: element, path: "cells[\(index)].").cell()
      guard period.contains(cell.key.day) else {
        throw Fault("`cells[\(index)].day` is not in the period")
      }
      count += max(cell.usage.prompt, cell.usage.output, cell.sessions, cell.replies)
      dollars += max(
        cell.cost ?? 0,
        cell.baseline?.cost ?? 0,
        cell.baseline?.savedByModel.magnitude ?? 0,
        cell.baseline?.savedByBackend.magnitude ?? 0
      )
      guard count <= Self.maximumCount, dollars <= Self.maximumDollars else {
        throw Fault("the sum of `cells` up to number \(index) is beyond what can be true")
      }
      cells.append(cell)
    }
    return cells
  }

  private func cell() throws(Fault) -> UsageCell {
    guard node.members != nil else { throw Fault("`\(path.dropLast())` is no object") }
    guard let payment = UsageCell.Payment(rawValue: try name("payment")) else {
      let known = UsageCell.Payment.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      throw Fault("`\(path)payment` is none of \(known)")
    }
    let tokens = try object("tokens")
    return UsageCell(
      key: UsageCell.Key(
        day: try day("day"),
        className: try isNull("class") ? nil : name("class"),
        backend: try isNull("backend") ? nil : name("backend"),
        model: try name("model"),
        payment: payment,
        isLaunched: try truth("launched")
      ),
      sessions: try count("sessions"),
      replies: try count("replies"),
      usage: TokenUsage(
        input: try tokens.count("input"),
        output: try tokens.count("output"),
        cacheWrite5m: try tokens.count("cache-write-5m"),
        cacheWrite1h: try tokens.count("cache-write-1h"),
        cacheRead: try tokens.count("cache-read")
      ),
      cost: try isNull("cost") ? nil : dollars("cost"),
      baseline: try isNull("baseline") ? nil : object("baseline").baseline()
    )
  }

  private func baseline() throws(Fault) -> UsageCell.Baseline {
    UsageCell.Baseline(
      cost: try dollars("cost"),
      isBilled: try truth("billed"),
      savedByModel: try dollars("saved-by-model", isSigned: true),
      savedByBackend: try dollars("saved-by-backend", isSigned: true)
    )
  }
}
