internal import JSONTree

/// What reports before this one counted, so that a transcript which the client deleted stays counted.
package struct KeptTotals: Hashable, Sendable {
  /// By session, then time, model and route.
  package private(set) var totals: [UsageTotal]
  /// The times that a report has seen the transcripts of, apart from each other and in order.
  package private(set) var spans: [Span]
  /// Lines that could not be understood, such as those of a newer version; they are written again.
  package let unreadableLines: [String]

  /// From a time up to another one.
  package struct Span: Hashable, Sendable {
    package let begin: Timestamp
    package let end: Timestamp

    /// From its parts.
    package init(begin: Timestamp, end: Timestamp) {
      self.begin = begin
      self.end = end
    }
  }

  /// Reads the file's lines; one that is there twice counts once.
  package init(parsing bytes: [UInt8]) {
    var totals: Set<UsageTotal> = []
    var spans: [Span] = []
    var unreadable: [String] = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let root = try? JSONNode(parsing: Array(line))
      if let total = root.flatMap(UsageTotal.init) {
        totals.insert(total)
      } else if let begin = root?["read-from"]?.string.flatMap({ Timestamp($0.utf8) }),
        let end = root?["read-to"]?.string.flatMap({ Timestamp($0.utf8) }), begin <= end
      {
        spans.append(Span(begin: begin, end: end))
      } else {
        unreadable.append(String(decoding: line, as: UTF8.self))
      }
    }
    self.totals = totals.sorted(by: Self.isBefore)
    self.spans = Self.joined(spans)
    unreadableLines = unreadable
  }

  /// The file: a line for each span and each total, then what was not understood.
  package var text: String {
    let spans = spans.map { span in
      JSONNode.object([
        JSONMember(key: "read-from", value: .string(span.begin.text)),
        JSONMember(key: "read-to", value: .string(span.end.text)),
      ])
      .text
    }
    return (spans + totals.map(\.line) + unreadableLines).map { $0 + "\n" }.joined()
  }

  /// Takes what the transcripts say now, which reach back over a span; without one nothing is known
  /// of the days before.
  ///
  /// Of one session, quarter of an hour and model the side that knows more replies counts as a whole:
  /// transcripts only grow, until they are deleted. With as many on both sides the transcripts count,
  /// unless the ledger has forgotten the launch.
  package mutating func take(
    _ fresh: [UsageTotal],
    background: BackgroundUse? = nil,
    span: Span?
  ) {
    let kept = Dictionary(grouping: totals.filter { !$0.isBackground }, by: Group.init)
    let new = Dictionary(grouping: fresh, by: Group.init)
    var result: [UsageTotal] = []
    for group in Set(kept.keys).union(new.keys) {
      let (old, now) = (kept[group] ?? [], new[group] ?? [])
      result += Self.isBetter(old, than: now) ? old : Self.remembered(now, old)
    }
    let rest = Self.background(kept: totals, fresh: fresh, merged: result, background)
    totals = (result + rest).sorted(by: Self.isBefore)
    spans = Self.joined(spans + [span].compactMap(\.self))
  }

  private static func isBetter(_ old: [UsageTotal], than now: [UsageTotal]) -> Bool {
    let counts = (old.reduce(0) { $0 + $1.replies }, now.reduce(0) { $0 + $1.replies })
    guard counts.0 == counts.1 else { return counts.0 > counts.1 }
    return launched(old) > launched(now)
  }

  /// New totals on the old ones' only route, where the ledger has forgotten it.
  private static func remembered(_ now: [UsageTotal], _ old: [UsageTotal]) -> [UsageTotal] {
    let routes = Set(old.map(\.route))
    guard let route = routes.first, routes.count == 1, launched(now) == 0 else { return now }
    return now.map { total in
      var total = total
      total.route = route
      return total
    }
  }

  private static func launched(_ totals: [UsageTotal]) -> Int {
    totals.reduce(0) { $0 + ($1.route == nil ? 0 : $1.replies) }
  }

  /// The client's count speaks of whole launches, so new background work stands for the old only
  /// where the transcripts still know every reply of the launch.
  private static func background(
    kept: [UsageTotal],
    fresh: [UsageTotal],
    merged: [UsageTotal],
    _ background: BackgroundUse?
  ) -> [UsageTotal] {
    var old = kept.filter(\.isBackground)
    guard let background else { return old }
    func replies(_ totals: [UsageTotal]) -> [String: Int] {
      totals.reduce(into: [:]) { $0[$1.session, default: 0] += $1.replies }
    }
    let (known, all) = (replies(fresh), replies(merged))
    var result: [UsageTotal] = []
    for sessions in background.launches
    where sessions.allSatisfy({ known[$0] ?? 0 >= all[$0] ?? 0 }) {
      let now = background.totals.filter { sessions.contains($0.session) }
      // A count may have been written since; it never gets smaller.
      guard !now.isEmpty else { continue }
      old.removeAll { sessions.contains($0.session) }
      result += now
    }
    return old + result
  }

  private struct Group: Hashable {
    let session: String
    let quarter: Int64
    let model: String

    init(_ total: UsageTotal) {
      (session, quarter, model) = (total.session, total.quarter, total.model)
    }
  }

  private static func isBefore(_ left: UsageTotal, _ right: UsageTotal) -> Bool {
    if left.session != right.session { return left.session < right.session }
    if left.quarter != right.quarter { return left.quarter < right.quarter }
    return left.line < right.line
  }

  private static func joined(_ spans: [Span]) -> [Span] {
    var result: [Span] = []
    for span in spans.sorted(by: { $0.begin < $1.begin }) {
      if let last = result.last, span.begin <= last.end {
        result[result.count - 1] = Span(begin: last.begin, end: max(last.end, span.end))
      } else {
        result.append(span)
      }
    }
    return result
  }
}
