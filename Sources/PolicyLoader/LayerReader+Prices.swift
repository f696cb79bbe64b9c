internal import Diagnostics
internal import RouteEngine
internal import YAMLTree

/// `prices` as one file has it.
struct PricesDraft {
  var date: CalendarDay?
  var entries: [PriceList.Entry] = []
  var retirements: [String: PriceList.Retirement] = [:]
}

extension LayerReader {
  /// In tokens; no model's context is longer.
  static let promptLengths = 1...100_000_000

  mutating func prices(_ node: YAMLNode) -> PricesDraft {
    var draft = PricesDraft()
    guard let section = section(node, "`prices`", keys: PolicyKey.Prices.self) else { return draft }
    draft.date = section["date"].flatMap { day($0, "`date` of `prices`") }
    let source = section["source"].flatMap { string($0, "`source` of `prices`") }
    draft.retirements = section["retirements"].map { retirements($0) } ?? [:]
    guard let models = section["models"] else { return draft }
    guard let entries = models.entries else {
      wrongType(models, "`models` of `prices`", expected: "a mapping of model ids to prices")
      return draft
    }
    draft.entries = entries.compactMap { entry in
      let title = Title(.price, named: entry.key)
      guard entry.key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !entry.key.isEmpty else {
        error("wrong-type", entry.keyRange, "`\(entry.key)` is no model's id")
        return nil
      }
      guard let keys = self.section(entry.value, title, keys: PolicyKey.ModelPrices.self),
        let price = modelPrice(keys)
      else { return nil }
      return PriceList.Entry(
        name: entry.key,
        price: price,
        longPrompt: keys["long-prompt"].flatMap { longPrompt($0, title) },
        date: draft.date,
        source: source,
        isOverride: layer != .builtIn
      )
    }
    return draft
  }

  private mutating func retirements(_ node: YAMLNode) -> [String: PriceList.Retirement] {
    guard let entries = node.entries else {
      wrongType(node, "`retirements` of `prices`", expected: "a mapping of models to days")
      return [:]
    }
    var retirements: [String: PriceList.Retirement] = [:]
    for entry in entries {
      let title = Title(.retirement, named: entry.key)
      guard let section = section(entry.value, title, keys: PolicyKey.Retirement.self) else {
        continue
      }
      retirements[entry.key] = PriceList.Retirement(
        api: section["api"].flatMap { day($0, "`api` of \(title)") },
        bedrock: section["bedrock"].flatMap { day($0, "`bedrock` of \(title)") },
        vertex: section["vertex"].flatMap { day($0, "`vertex` of \(title)") }
      )
    }
    return retirements
  }

  private mutating func modelPrice(_ section: Section) -> ModelPrice? {
    let input = required(section, "input").flatMap { dollars($0, "`input`") }
    let output = required(section, "output").flatMap { dollars($0, "`output`") }
    let cacheWrite5m = section["cache-write-5m"].flatMap { dollars($0, "`cache-write-5m`") }
    let cacheWrite1h = section["cache-write-1h"].flatMap { dollars($0, "`cache-write-1h`") }
    let cacheRead = section["cache-read"].flatMap { dollars($0, "`cache-read`") }
    guard let input, let output else { return nil }
    return ModelPrice(
      input: input,
      output: output,
      cacheWrite5m: cacheWrite5m,
      cacheWrite1h: cacheWrite1h,
      cacheRead: cacheRead
    )
  }

  private mutating func longPrompt(_ node: YAMLNode, _ title: Title) -> PriceList.LongPrompt? {
    guard
      let section = section(node, "`long-prompt` of \(title)", keys: PolicyKey.LongPrompt.self),
      let above = required(section, "above")
        .flatMap({ integer($0, "`above`", in: Self.promptLengths) }),
      let price = modelPrice(section)
    else { return nil }
    return PriceList.LongPrompt(above: above, price: price)
  }

  private mutating func day(_ node: YAMLNode, _ what: String) -> CalendarDay? {
    guard let text = string(node, what) else { return nil }
    if let day = CalendarDay(text) { return day }
    error("wrong-type", node.range, "\(what) takes a day like `2026-11-22`")
    return nil
  }

  /// Free is a price.
  private mutating func dollars(_ node: YAMLNode, _ what: String) -> Double? {
    if let scalar = node.scalar, scalar.isPlain, let number = Double(scalar.text),
      (0...Double(Self.maximumAmount)).contains(number)
    {
      return number
    }
    error(
      "wrong-type",
      node.range,
      "\(what) takes dollars per million tokens, a number from 0 to \(Self.maximumAmount)"
    )
    return nil
  }
}
