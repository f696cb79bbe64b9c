internal import RouteEngine
internal import Usage

/// One line for each past session.
struct ReplayRows {
  private(set) var lines: [String] = []

  /// How much of a prompt tells a person which one it is, in characters of Unicode.
  private static let promptLength = 80

  init(_ replay: Replay, showsPrompts: Bool, day: (Timestamp) -> CalendarDay) {
    let payments = replay.costs.payments
    let rows = replay.sessions.map { session in
      [
        day(session.session.begin).text, session.session.shortID, session.className,
        session.verdictWords,
      ]
        + payments.map { payment in
          session.costs.map { $0.words(payment) } ?? (session.unpriced.isEmpty ? "" : "unknown")
        }
    }
    let header = ["began", "session", "class", "ran → would have run"]
    let table = TextTable([header + payments.map(\.amountWords)] + rows).lines
    lines = Array(table.prefix(1))
    for (line, session) in zip(table.dropFirst(), replay.sessions) {
      lines.append(line)
      if showsPrompts {
        lines.append("      " + Self.beginning(of: session.session.prompt ?? ""))
      }
    }
  }

  /// Scalars are counted: one character may be as long as somebody likes.
  static func beginning(of prompt: String) -> String {
    let scalars = prompt.unicodeScalars.drop(while: \.properties.isWhitespace)
    return String(String.UnicodeScalarView(scalars.prefix(promptLength))).printable
  }
}

extension ReplayedSession {
  fileprivate var verdictWords: String {
    switch verdict {
    case .same: "\(used.words), as it ran"
    case .moved(let target): "\(used.words) → \(target.text)"
    case .denied(let denial): "\(used.words) → denied \(denial.words)"
    }
  }
}

extension PastSession {
  /// Enough of the id to find it; an id that is no UUID is cut.
  fileprivate var shortID: String { SessionID(id)?.shortText ?? String(id.prefix(7)) }
}
