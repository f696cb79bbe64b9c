/// List prices of Anthropic's models in US dollars per million tokens.
///
/// What the real client 2.1.330 charged for 1,000 tokens of each kind, times 1,000, measured on
/// 2026-11-22 on the native API; haiku's second tier is from the vendor's page of the same day.
package struct ModelPrice: Hashable, Sendable {
  package let input: Double
  package let output: Double
  /// What prompts of more than `tierTokens` cost; absent when there is one price.
  package let longPrompt: LongPrompt?

  package struct LongPrompt: Hashable, Sendable {
    package let tierTokens: Int
    package let input: Double
    package let output: Double
  }

  private init(_ input: Double, _ output: Double, longPrompt: LongPrompt? = nil) {
    self.input = input
    self.output = output
    self.longPrompt = longPrompt
  }

  /// The day the table was measured.
  package static let date = "2026-11-22"

  /// The price of the model that an id names on any backend; absent for a model that is not in the
  /// table.
  ///
  /// Geography prefixes (`eu.`), vendor prefixes (`anthropic.`, `anthropic/`, `~anthropic/`), dates
  /// and Bedrock's `-v1:0` do not change which model it is; `claude-haiku-latest` is the newest.
  package init?(modelID: String) {
    guard let price = Self.table[Self.bareName(of: modelID)] else { return nil }
    self = price
  }

  private static let haiku5 = ModelPrice(
    0.10,
    0.50,
    longPrompt: LongPrompt(tierTokens: 100_000, input: 0.50, output: 2.50)
  )

  private static let table: [String: ModelPrice] = [
    "claude-opus-5-5": ModelPrice(4, 20),
    "claude-opus-latest": ModelPrice(4, 20),
    "claude-sonnet-5-5": ModelPrice(2, 10),
    "claude-sonnet-latest": ModelPrice(2, 10),
    "claude-haiku-5-5": haiku5,
    "claude-haiku-latest": haiku5,
    "claude-fable-5-2": ModelPrice(8, 40),
    "claude-fable-latest": ModelPrice(8, 40),
    "claude-opus-5": ModelPrice(5, 25),
    "claude-opus-4-8": ModelPrice(5, 25),
    "claude-sonnet-5": ModelPrice(2, 10),
    "claude-sonnet-4-6": ModelPrice(3, 15),
    "claude-haiku-4-5": ModelPrice(1, 5),
  ]

  private static func bareName(of id: String) -> String {
    var name = Substring(id)
    if let start = name.firstRange(of: "claude-")?.lowerBound {
      name = name[start...]
    }
    name = name.prefix { $0 != "@" && $0 != ":" && $0 != "[" }
    if name.hasSuffix("-v1") {
      name = name.dropLast(3)
    }
    let parts = name.split(separator: "-")
    if let last = parts.last, last.count == 8, last.allSatisfy(\.isNumber) {
      name = name.dropLast(9)
    }
    return String(name)
  }
}

extension Substring {
  fileprivate func firstRange(of needle: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(needle) {
        return start..<index(start, offsetBy: needle.count)
      }
      formIndex(after: &start)
    }
    return nil
  }
}
