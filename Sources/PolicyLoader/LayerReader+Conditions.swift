internal import Diagnostics
internal import RouteEngine
internal import YAMLTree

/// A name that a condition or selector uses, to be looked up when all layers are known.
struct Mention {
  enum Kind {
    case taskClass
    case label
    case backend
    case model
    case payer
    /// `env.NAME`
    case variable
    case route
    case constraint
  }

  let kind: Kind
  let name: String
  let place: SourcePlace
  /// For the message: "route `serious`".
  let context: String
}

extension LayerReader {
  private static let conditionKeys = ["all", "any", "not", "class", "label", "fact"]
  private static let comparisonKeys = [
    "equals", "in", "matches", "gt", "gte", "lt", "lte", "exists",
  ]

  /// Exactly one of `all`, `any`, `not`, `class`, `label`, or `fact` with one comparison.
  mutating func condition(
    _ node: YAMLNode,
    in context: String,
    mentions: inout [Mention]
  ) -> Condition? {
    let keys = Self.conditionKeys + Self.comparisonKeys
    guard let section = section(node, "the condition of \(context)", keys: keys) else { return nil }
    let given = Self.conditionKeys.filter(section.has)
    guard let key = given.first, given.count == 1, let value = section[key] else {
      error(
        given.isEmpty ? "missing-key" : "wrong-type",
        node.range,
        given.isEmpty
          ? "the condition of \(context) says nothing"
          : "the condition of \(context) has \(given.map { "`\($0)`" }.joined(separator: " and ")) side by side",
        help: given.isEmpty
          ? "write one of `all`, `any`, `not`, `class`, `label`, `fact`"
          : "join them: `all: [{…}, {…}]` or `any: [{…}, {…}]`"
      )
      return nil
    }
    if key != "fact", let stray = Self.comparisonKeys.first(where: section.has) {
      error(
        "bad-operator",
        section.keyRange(stray) ?? node.range,
        "`\(stray)` compares facts, and there is no `fact` beside it"
      )
    }
    switch key {
    case "all", "any":
      let parts = list(value, "`\(key)` in \(context)")
        .compactMap { condition($0, in: context, mentions: &mentions) }
      return key == "all" ? .all(parts) : .any(parts)
    case "not":
      return condition(value, in: context, mentions: &mentions).map(Condition.not)
    case "class":
      guard let name = string(value, "`class`") else { return nil }
      mentions.append(
        Mention(kind: .taskClass, name: name, place: place(value.range), context: context)
      )
      return .hasClass(name)
    case "label":
      guard let name = string(value, "`label`") else { return nil }
      guard let name = identifier(name, value.range, "a label") else { return nil }
      mentions.append(
        Mention(kind: .label, name: name, place: place(value.range), context: context)
      )
      return .hasLabel(name)
    default:
      guard let test = factTest(section, in: context) else { return nil }
      if case .environment(let name) = test.fact {
        mentions.append(
          Mention(kind: .variable, name: name, place: place(value.range), context: context)
        )
      }
      return .fact(test)
    }
  }

  /// `fact: NAME` with exactly one comparison that fits the fact's type.
  mutating func factTest(_ section: Section, in context: String) -> FactTest? {
    guard let node = section["fact"], let text = string(node, "`fact`") else { return nil }
    guard let fact = FactName(text) else {
      error(
        "unknown-name",
        node.range,
        "unknown fact `\(text)` in \(context)",
        help: Suggestion(for: text, among: FactName.fixed.map(\.text) + ["env.NAME"]).sentence
      )
      return nil
    }
    let given = Self.comparisonKeys.filter(section.has)
    guard let key = given.first, given.count == 1, let value = section[key] else {
      let fitting = Self.operators(for: fact.type).map { "`\($0)`" }.joined(separator: ", ")
      error(
        "bad-operator",
        node.range,
        given.isEmpty
          ? "`\(text)` in \(context) is compared with nothing"
          : "`\(text)` in \(context) has more than one comparison",
        help: given.isEmpty ? "add one of \(fitting)" : "join two tests with `all: [{…}, {…}]`"
      )
      return nil
    }
    guard Self.operators(for: fact.type).contains(key) else {
      let fitting = Self.operators(for: fact.type).map { "`\($0)`" }.joined(separator: ", ")
      error(
        "bad-operator",
        section.keyRange(key) ?? node.range,
        "`\(key)` does not fit `\(text)`, which is \(fact.type.words)",
        help: "use one of \(fitting)"
      )
      return nil
    }
    return comparison(key, value, of: fact).map { FactTest(fact: fact, comparison: $0) }
  }

  private static func operators(for type: FactType) -> [String] {
    switch type {
    case .text: ["equals", "in", "matches", "exists"]
    case .number: ["equals", "in", "gt", "gte", "lt", "lte", "exists"]
    case .truth: ["equals", "exists"]
    }
  }

  private mutating func comparison(
    _ key: String,
    _ node: YAMLNode,
    of fact: FactName
  ) -> FactTest.Comparison? {
    switch key {
    case "equals":
      return factValue(node, of: fact).map(FactTest.Comparison.equals)
    case "in":
      let values = list(node, "`in`").compactMap { factValue($0, of: fact) }
      return .isIn(values)
    case "matches":
      return glob(node).map(FactTest.Comparison.matches)
    case "exists":
      return boolean(node, "`exists`").map(FactTest.Comparison.exists)
    default:
      guard let bound = integer(node, "`\(key)`", in: 0...1_000_000_000) else { return nil }
      switch key {
      case "gt": return .greaterThan(bound)
      case "gte": return .atLeast(bound)
      case "lt": return .lessThan(bound)
      default: return .atMost(bound)
      }
    }
  }

  mutating func factValue(_ node: YAMLNode, of fact: FactName) -> FactValue? {
    switch fact.type {
    case .text: string(node, "`\(fact.text)`").map(FactValue.text)
    case .number: integer(node, "`\(fact.text)`", in: 0...1_000_000_000).map(FactValue.number)
    case .truth: boolean(node, "`\(fact.text)`").map(FactValue.truth)
    }
  }

  mutating func glob(_ node: YAMLNode) -> Glob? {
    guard let text = string(node, "a glob") else { return nil }
    do {
      return try Glob(text)
    } catch {
      self.error("bad-glob", node.range, "`\(text)` is no glob: \(error.reason)")
      return nil
    }
  }
}

extension FactType {
  fileprivate var words: String {
    switch self {
    case .text: "text"
    case .number: "a number"
    case .truth: "true or false"
    }
  }
}
