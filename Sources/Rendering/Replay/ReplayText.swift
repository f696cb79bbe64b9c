package import RouteEngine
package import Usage

/// What a policy would have made of past sessions, as people read it.
package struct ReplayText: Sendable {
  /// Several lines, each ended by a line break.
  package let text: String

  /// How the sessions are told.
  package enum Detail: Hashable, Sendable {
    /// A table of classes.
    case classes
    /// One line for each session.
    case sessions
    /// The same, each with the beginning of its prompt.
    case prompts
  }

  /// `day` tells the day of a time.
  package init(
    _ replay: Replay,
    under policy: Policy,
    detail: Detail = .classes,
    day: (Timestamp) -> CalendarDay
  ) {
    var lines: [String] = []
    if !replay.sessions.isEmpty {
      switch detail {
      case .classes: lines += Self.table(replay)
      case .sessions: lines += ReplayRows(replay, showsPrompts: false, day: day).lines
      case .prompts: lines += ReplayRows(replay, showsPrompts: true, day: day).lines
      }
    }
    lines += Self.notes(replay)
    lines.append(replay.sessions.isEmpty ? Self.nothing(replay) : Self.totals(replay, policy))
    text = lines.map { $0.printable + "\n" }.joined()
  }

  // MARK: Table

  private static func table(_ replay: Replay) -> [String] {
    let payments = replay.costs.payments
    let hasDenied = replay.sessions.contains { $0.denial != nil }
    var cells = [
      ["class", "sessions", "as they ran"] + (hasDenied ? ["denied"] : [])
        + ["most of the others"] + payments.map(\.amountWords)
    ]
    cells += replay.rows.map { row in
      let move = row.move.map { "\($0.from.words) → \($0.to) (\($0.sessions))" }
      return [row.className, "\(row.sessions)", "\(row.same)"]
        + (hasDenied ? ["\(row.denied)"] : [])
        + [move ?? ""] + payments.map(row.costs.words)
    }
    return TextTable(cells).lines
  }

  // MARK: Notes

  private static func notes(_ replay: Replay) -> [String] {
    var lines = replay.denials.map { denial, sessions in
      "\(sessions.sessionWords) denied \(denial.words)"
    }
    let unpriced = replay.unpriced
    if unpriced.sessions > 0 {
      lines.append(
        "\(unpriced.sessions.sessionWords) in no amount, since a price is not known: \(unpriced.models.joined(separator: ", "))"
      )
    }
    if replay.withoutTask > 0, !replay.sessions.isEmpty {
      lines.append(
        "\(replay.withoutTask.sessionWords) left out: no prompt of theirs says what the task is"
      )
    }
    if replay.unreadableLines > 0 {
      let count = replay.unreadableLines
      lines.append(
        count == 1
          ? "1 line could not be read and was skipped"
          : "\(count) lines could not be read and were skipped"
      )
    }
    return lines
  }

  private static func nothing(_ replay: Replay) -> String {
    let period = replay.period
    let limits = [
      period.since.map { " since \($0.text)" }, period.until.map { " until \($0.text)" },
    ]
    let asked = limits.compactMap(\.self).joined()
    guard replay.withoutTask == 0 else {
      let count = replay.withoutTask
      return
        "nothing to replay\(asked): of \(count.sessionWords) no prompt says what the task is"
    }
    return asked.isEmpty
      ? "nothing to replay: the client keeps no session on this machine"
      : "nothing to replay\(asked): the client keeps no session of that time"
  }

  // MARK: Totals

  private static func totals(_ replay: Replay, _ policy: Policy) -> String {
    let counts = [
      (replay.sameCount, replay.sameCount == 1 ? "as it ran" : "as they ran"),
      (replay.movedCount, "elsewhere"),
      (replay.sessions.count { $0.denial != nil }, "denied"),
    ]
    let places = counts.enumerated().filter { $0.offset < 2 || $0.element.0 > 0 }
      .map { "\($0.element.0) \($0.element.1)" }
      .joined(separator: ", ")
    return
      "replayed \(replay.sessions.count.sessionWords) under \(policy.nearestWords): \(places)"
      + amounts(replay.costs)
  }

  /// What the tokens are worth, and behind it who pays: only the parts are on somebody's bill.
  private static func amounts(_ costs: ReplayCosts) -> String {
    func pair(_ ran: Double, _ replayed: Double) -> String {
      "\(Dollars(ran).text) then, \(Dollars(replayed).text) under it"
    }
    guard !costs.payments.isEmpty else { return "" }
    let change = costs.change.map { " (\(Percent($0).signedText))" } ?? ""
    let parts = costs.payments.map { payment in
      "\(payment.amountWords) \(pair(costs.ran[payment], costs.replayed[payment]))"
    }
    return "; at list price \(pair(costs.ran.listPrice, costs.replayed.listPrice))\(change): "
      + parts.joined(separator: "; ")
  }
}

/// Cells in columns, indented, three blanks between them.
struct TextTable {
  let lines: [String]

  /// Every row has as many cells as the first.
  init(_ rows: [[String]]) {
    let printed = rows.map { $0.map(\.printable) }
    let widths = (printed.first ?? []).indices.map { column in
      printed.map { $0[column].count }.max() ?? 0
    }
    lines = printed.map { row in
      var line = zip(row, widths).map { $0.padded(to: $1) }.joined(separator: "   ")
      while line.last == " " { line.removeLast() }
      return "  " + line
    }
  }
}
