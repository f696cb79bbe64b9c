/// List prices of models: those that are compiled in, and what the user's and the managed policy say
/// over them.
package struct PriceList: Hashable, Sendable {
  /// By the model's bare name, or by an id as it is written.
  private var entries: [String: Entry]
  /// When models are switched off, by the model's bare name with hyphens only.
  package let retirements: [String: Retirement]
  /// Of the prices that are compiled in; absent without them.
  package let date: CalendarDay?
  /// From which lengths of prompts on prices differ, each once and in order.
  private let steps: [Int]

  /// The prices of one model.
  package struct Entry: Hashable, Sendable {
    /// As the list has it.
    package let name: String
    package let price: ModelPrice
    /// What prompts of more than so many tokens cost; absent when there is one price.
    package let longPrompt: LongPrompt?
    /// The day they were true, and who says so.
    package let date: CalendarDay?
    package let source: String?
    /// Not for what is compiled in.
    package let isOverride: Bool

    /// From its parts.
    package init(
      name: String,
      price: ModelPrice,
      longPrompt: LongPrompt? = nil,
      date: CalendarDay? = nil,
      source: String? = nil,
      isOverride: Bool = false
    ) {
      self.name = name
      self.price = price
      self.longPrompt = longPrompt
      self.date = date
      self.source = source
      self.isOverride = isOverride
    }

    /// What holds for a prompt of so many tokens, cached ones included.
    package func price(ofPrompt tokens: Int) -> ModelPrice {
      guard let longPrompt, tokens > longPrompt.above else { return price }
      return longPrompt.price
    }
  }

  /// When a model is switched off; absent where no day is known.
  package struct Retirement: Hashable, Sendable {
    /// Of the vendor's own API, of Foundry, and of gateways, which forward to it.
    package let api: CalendarDay?
    package let bedrock: CalendarDay?
    package let vertex: CalendarDay?

    /// From its parts.
    package init(
      api: CalendarDay? = nil,
      bedrock: CalendarDay? = nil,
      vertex: CalendarDay? = nil
    ) {
      self.api = api
      self.bedrock = bedrock
      self.vertex = vertex
    }
  }

  /// A tier by the length of the prompt.
  package struct LongPrompt: Hashable, Sendable {
    /// In tokens; a prompt of just as many has the other price.
    package let above: Int
    package let price: ModelPrice

    /// From its parts.
    package init(above: Int, price: ModelPrice) {
      self.above = above
      self.price = price
    }
  }

  /// From entries; of two with one name the first counts.
  package init(
    _ entries: [Entry] = [],
    retirements: [String: Retirement] = [:],
    date: CalendarDay? = nil
  ) {
    self.retirements = retirements
    self.entries = Dictionary(entries.map { ($0.name, $0) }) { first, _ in first }
    self.date = date
    steps = Set(entries.compactMap { $0.longPrompt?.above }).sorted()
  }

  /// The longest prompt, in tokens, that some model's other price begins above and that this one is
  /// longer than; 0 for one that is in the first tier of every model.
  package func step(below prompt: Int) -> Int { steps.last { $0 < prompt } ?? 0 }

  /// In order of name.
  package var all: [Entry] { entries.values.sorted { $0.name < $1.name } }

  /// The prices of the model that an id names on any backend; absent when they are not known.
  ///
  /// Geography prefixes (`eu.`), vendor prefixes (`anthropic.`, `anthropic/`, `~anthropic/`), dates
  /// and Bedrock's `-v1:0` do not change which model it is; an id that the list has as it is written
  /// comes first.
  package func entry(ofID id: String) -> Entry? {
    entries[id] ?? entries[Self.bareName(of: id)]
  }

  /// The model that an id names, without what platforms put around its name.
  package static func bareName(of id: String) -> String {
    var name = Substring(id)
    if let start = name.firstIndex(of: "claude-") {
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
  fileprivate func firstIndex(of needle: String) -> Index? {
    indices.first { self[$0...].hasPrefix(needle) }
  }
}
