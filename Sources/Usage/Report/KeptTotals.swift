internal import JSONTree

/// What reports before this one counted, so that a transcript which the client deleted stays counted.
package struct KeptTotals: Hashable, Sendable {
  /// By session, then time, model and route.
  package private(set) var totals: [UsageTotal]
  /// The times that a report has seen the transcripts of, apart from each other and in order.
  package private(set) var spans: [Span]
  /// Lines that could not be understood.
  package let unreadableLines: Int

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

  /// Reads the file's lines.
  package init(parsing bytes: [UInt8]) {
    var totals: [UsageTotal] = []
    var spans: [Span] = []
    var unreadable = 0
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let root = try? JSONNode(parsing: Array(line))
      if let total = root.flatMap(UsageTotal.init) {
        totals.append(total)
      } else if let begin = root?["read-from"]?.string.flatMap({ Timestamp($0.utf8) }),
        let end = root?["read-to"]?.string.flatMap({ Timestamp($0.utf8) }), begin <= end
      {
        spans.append(Span(begin: begin, end: end))
      } else {
        unreadable += 1
      }
    }
    self.totals = totals
    self.spans = Self.joined(spans)
    unreadableLines = unreadable
  }

  /// The file: a line for each span and each total.
  package var text: String {
    let spans = spans.map { span in
      JSONNode.object([
        JSONMember(key: "read-from", value: .string(span.begin.text)),
        JSONMember(key: "read-to", value: .string(span.end.text)),
      ])
      .text
    }
    return (spans + totals.map(\.line)).map { $0 + "\n" }.joined()
  }

  /// Takes what the transcripts say now, which reach back over a span.
  ///
  /// Of one session, quarter of an hour and model the side that knows more replies counts as a whole:
  /// transcripts only grow, until they are deleted. With as many on both sides the transcripts count,
  /// unless the ledger has forgotten the launch.
  package mutating func take(_ fresh: [UsageTotal], span: Span) {
    let kept = Dictionary(grouping: totals, by: Group.init)
    let new = Dictionary(grouping: fresh, by: Group.init)
    var result: [UsageTotal] = []
    for group in Set(kept.keys).union(new.keys) {
      let (old, now) = (kept[group] ?? [], new[group] ?? [])
      result += Self.isBetter(old, than: now) ? old : now
    }
    totals = result.sorted(by: Self.isBefore)
    spans = Self.joined(spans + [span])
  }

  private static func isBetter(_ old: [UsageTotal], than now: [UsageTotal]) -> Bool {
    let counts = (old.reduce(0) { $0 + $1.replies }, now.reduce(0) { $0 + $1.replies })
    guard counts.0 == counts.1 else { return counts.0 > counts.1 }
    func launched(_ totals: [UsageTotal]) -> Int {
      totals.reduce(0) { $0 + ($1.route == nil ? 0 : $1.replies) }
    }
    return launched(old) > launched(now)
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
