internal import JSONTree
package import RouteEngine
package import Usage

/// What a policy would have made of past sessions, for programs; amounts are US dollars.
///
/// Keys and their order are stable; `schema` counts up when one changes its meaning. No path is in it,
/// and no text of a prompt unless it is asked for.
package struct ReplayJSON: Sendable {
  /// One document, ended by a line break.
  package let text: String

  /// Without `rows` the sessions are only counted; `day` tells the day of a time.
  package init(
    _ replay: Replay,
    under policy: Policy,
    detail: ReplayText.Detail = .classes,
    day: (Timestamp) -> CalendarDay
  ) {
    let unpriced = replay.unpriced
    var document: [(String, JSONNode)] = [
      ("schema", .number("1")),
      (
        "policy",
        [
          ("name", Self.optional(policy.layers.first?.name)), ("digest", .string(policy.digest)),
        ].object
      ),
      ("prices-of", Self.optional(policy.prices.date?.text)),
      (
        "period",
        [
          ("since", Self.optional(replay.period.since?.text)),
          ("until", Self.optional(replay.period.until?.text)),
          ("utc", .truth(replay.period.isUTC)),
        ].object
      ),
      ("sessions", Self.number(replay.sessions.count)),
      ("same", Self.number(replay.sameCount)),
      ("moved", Self.number(replay.movedCount)),
      ("denied", .array(replay.denials.map(Self.denial))),
      ("without-task", Self.number(replay.withoutTask)),
      ("unreadable-lines", Self.number(replay.unreadableLines)),
      (
        "unpriced",
        [
          ("sessions", Self.number(unpriced.sessions)),
          ("models", .array(unpriced.models.map(JSONNode.string))),
        ].object
      ),
      ("costs", Self.costs(replay.costs)),
      ("classes", .array(replay.rows.map(Self.row))),
    ]
    if detail != .classes {
      let rows = replay.sessions.map { session in
        Self.session(session, day: day(session.session.begin), showsPrompt: detail == .prompts)
      }
      document.append(("rows", .array(rows)))
    }
    text = document.object.prettyText + "\n"
  }

  private static func row(_ row: Replay.ClassRow) -> JSONNode {
    [
      ("class", .string(row.className)),
      ("sessions", number(row.sessions)),
      ("same", number(row.same)),
      ("denied", number(row.denied)),
      (
        "most-moves",
        row.move.map { move in
          [
            ("from", place(move.from)), ("to", .string(move.to)),
            ("sessions", number(move.sessions)),
          ].object
        } ?? .null
      ),
      ("unpriced", number(row.unpriced)),
      ("costs", costs(row.costs)),
    ].object
  }

  private static func session(
    _ session: ReplayedSession,
    day: CalendarDay,
    showsPrompt: Bool
  ) -> JSONNode {
    var row: [(String, JSONNode)] = [
      ("session", .string(session.session.id)),
      ("day", .string(day.text)),
      ("classes", .array(session.classes.map(JSONNode.string))),
      ("used", place(session.used)),
      ("target", optional(session.verdict.target?.text)),
      ("same", .truth(session.isSame)),
      ("denied", .truth(session.denial != nil)),
      ("constraint", session.denial.map(Self.constraint) ?? .null),
      ("unpriced", .array(session.unpriced.map(JSONNode.string))),
      ("costs", session.costs.map(costs) ?? .null),
    ]
    if showsPrompt {
      row.append(("text", .string(ReplayRows.beginning(of: session.session.prompt ?? ""))))
    }
    return row.object
  }

  private static func place(_ place: ReplayedSession.Place) -> JSONNode {
    [
      ("backend", optional(place.backend)), ("model", .string(place.model)),
      ("launched", .truth(place.isLaunched)),
    ].object
  }

  private static func denial(_ denial: ReplayedSession.Denial, _ sessions: Int) -> JSONNode {
    [("constraint", constraint(denial)), ("sessions", number(sessions))].object
  }

  /// Null where nothing is forbidden, and nothing available.
  private static func constraint(_ denial: ReplayedSession.Denial) -> JSONNode {
    switch denial {
    case .constraint(let name): .string(name)
    case .unavailable: .null
    }
  }

  /// By who pays; list prices of different payers are no sum that anybody pays.
  private static func costs(_ costs: ReplayCosts) -> JSONNode {
    UsageCell.Payment.allCases
      .map { payment in
        (
          payment.rawValue,
          [
            ("ran", amount(costs.ran[payment])), ("replayed", amount(costs.replayed[payment])),
          ].object
        )
      }
      .object
  }

  /// To a millionth of a dollar: nothing that is billed is smaller.
  private static func amount(_ dollars: Double) -> JSONNode {
    .number("\((dollars * 1_000_000).rounded() / 1_000_000)")
  }

  private static func number(_ count: Int) -> JSONNode { .number("\(count)") }

  private static func optional(_ text: String?) -> JSONNode { text.map(JSONNode.string) ?? .null }
}
