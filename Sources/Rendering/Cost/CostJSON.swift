internal import JSONTree
internal import RouteEngine
package import Usage

/// The candidates of a task side by side, for programs; amounts are US dollars.
///
/// Keys and their order are stable; `schema` counts up when one changes its meaning.
package struct CostJSON: Sendable {
  /// One document, ended by a line break.
  package let text: String

  /// `classes` are the task's.
  package init(_ comparison: CostComparison, classes: [String]) {
    let shape = comparison.shape
    let document: JSONNode = [
      ("schema", .number("1")),
      ("classes", .array(classes.map(JSONNode.string))),
      (
        "session",
        [
          ("input", Self.range(shape.input)),
          ("output", Self.range(shape.output)),
          ("cached-share", .number("\(shape.cachedShare)")),
        ].object
      ),
      ("prices-of", comparison.prices.date.map { .string($0.text) } ?? .null),
      ("against", comparison.baseline.map { .string($0.target.target.text) } ?? .null),
      ("candidates", .array(comparison.rows.map(Self.row))),
    ].object
    text = document.prettyText + "\n"
  }

  private static func range(_ range: ClosedRange<Int>) -> JSONNode {
    .array([.number("\(range.lowerBound)"), .number("\(range.upperBound)")])
  }

  private static func row(_ row: CostComparison.Row) -> JSONNode {
    [
      ("backend", .string(row.target.backend.name)),
      ("model", .string(row.target.target.model.text)),
      ("model-id", row.target.pricedID.map(JSONNode.string) ?? .null),
      ("standing", .string(row.standing.rawValue)),
      ("billing", row.isMetered.map { .string($0 ? "metered" : "plan") } ?? .null),
      ("price", row.entry.map(price) ?? .null),
      ("multiplier", .number("\(row.target.priceMultiplier)")),
      ("low", row.cost.map { amount($0.low) } ?? .null),
      ("high", row.cost.map { amount($0.high) } ?? .null),
      ("change", row.change.map { .number("\(rounded($0, 10_000))") } ?? .null),
    ].object
  }

  private static func price(_ entry: PriceList.Entry) -> JSONNode {
    [
      ("input", .number("\(entry.price.input)")),
      ("output", .number("\(entry.price.output)")),
      ("cache-write-5m", optional(entry.price.cacheWrite5m)),
      ("cache-write-1h", optional(entry.price.cacheWrite1h)),
      ("cache-read", optional(entry.price.cacheRead)),
      ("date", entry.date.map { .string($0.text) } ?? .null),
      ("source", entry.source.map(JSONNode.string) ?? .null),
      ("override", .truth(entry.isOverride)),
    ].object
  }

  private static func optional(_ price: Double?) -> JSONNode {
    price.map { .number("\($0)") } ?? .null
  }

  /// To a millionth of a dollar: nothing that is billed is smaller.
  private static func amount(_ dollars: Double) -> JSONNode {
    .number("\(rounded(dollars, 1_000_000))")
  }

  private static func rounded(_ value: Double, _ scale: Double) -> Double {
    (value * scale).rounded() / scale
  }
}
