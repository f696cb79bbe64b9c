package import RouteEngine

/// What a session used of one model on one route in a quarter of an hour: what is kept of replies
/// when their transcript is gone.
///
/// A quarter of an hour lies within one day in every time zone.
package struct UsageTotal: Hashable, Sendable {
  package let session: String
  /// Since 1970-01-01 UTC.
  package let quarter: Int64
  package let model: String
  /// The longest prompt, in tokens, of those that some price begins above, that these replies' prompts
  /// were longer than; 0 when they were in every price's first tier.
  package let promptsAbove: Int
  /// Absent for what was not launched here.
  package var route: LaunchRoute?
  /// Whether it is what the client counts beyond the replies; see `BackgroundUse`.
  package let isBackground: Bool
  /// The working directory; absent when no line says so.
  package let project: String?
  package var replies: Int
  package var usage: TokenUsage

  /// From its parts.
  package init(
    session: String,
    quarter: Int64,
    model: String,
    promptsAbove: Int = 0,
    route: LaunchRoute?,
    isBackground: Bool = false,
    project: String?,
    replies: Int,
    usage: TokenUsage
  ) {
    self.session = session
    self.quarter = quarter
    self.model = model
    self.promptsAbove = promptsAbove
    self.route = route
    self.isBackground = isBackground
    self.project = project
    self.replies = replies
    self.usage = usage
  }

  /// In milliseconds.
  static let quarterLength: Int64 = 900_000

  /// When the quarter begins.
  package var begin: Timestamp { Timestamp(milliseconds: quarter * Self.quarterLength) }
}

extension [UsageTotal] {
  /// The replies of a book, each booked to the route that it ran on; background work is not in it.
  ///
  /// `prices` say from which lengths of prompts on they differ.
  package init(
    _ book: ReplyBook,
    ledger: LedgerBook,
    prices: PriceList
  ) {
    var totals: [UsageTotal] = []
    var places: [BookedKey: Int] = [:]
    let names = book.names
    for reply in book.replies {
      let model = names[reply.model]
      let session = names[reply.session]
      let key = BookedKey(
        session: reply.session,
        quarter: reply.time.quarter,
        model: reply.model,
        promptsAbove: prices.step(below: reply.usage.prompt),
        route: ledger.route(
          session: session,
          launch: reply.launch.map { names[$0] },
          at: reply.time
        )
      )
      if let place = places[key] {
        totals[place].replies += 1
        totals[place].usage += reply.usage
      } else {
        places[key] = totals.count
        totals.append(
          UsageTotal(
            session: session,
            quarter: key.quarter,
            model: model,
            promptsAbove: key.promptsAbove,
            route: key.route,
            project: reply.folder.map { names[$0] },
            replies: 1,
            usage: reply.usage
          )
        )
      }
    }
    self = totals
  }
}

extension Timestamp {
  /// Rounded down, also before 1970.
  var quarter: Int64 {
    let length = UsageTotal.quarterLength
    let rest = (milliseconds % length + length) % length
    return (milliseconds - rest) / length
  }
}

/// What replies of one total have in common.
private struct BookedKey: Hashable {
  let session: NameTable.ID
  let quarter: Int64
  let model: NameTable.ID
  let promptsAbove: Int
  let route: LaunchRoute?
}
