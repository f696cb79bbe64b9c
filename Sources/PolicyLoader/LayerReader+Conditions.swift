internal import Diagnostics
internal import RouteEngine
internal import YAMLTree

/// A name that a condition or selector uses, to be looked up when all layers are known.
struct Mention {
  enum Kind: CaseIterable {
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
  let context: Title
}

extension LayerReader {
  /// What counts and lengths are compared with.
  static let counts = 0...1_000_000_000

  /// Exactly one of `all`, `any`, `not`, `class`, `label`, or `fact` with one comparison.
  mutating func condition(
    _ node: YAMLNode,
    in context: Title,
    mentions: inout [Mention]
  ) -> Condition? {
    let title = context.part(.condition)
    guard let section = section(node, title, keys: PolicyKey.conditionKeys) else { return nil }
    guard let (key, value) = section.only(of: PolicyKey.conditionWords) else {
      let given = PolicyKey.Condition.allCases.filter { section.has($0.rawValue) }
      error(
        given.isEmpty ? "missing-key" : "wrong-type",
        node.range,
        given.isEmpty
          ? "the condition of \(context) says nothing"
          : "the condition of \(context) has \(given.map { "`\($0.rawValue)`" }.joined(separator: " and ")) side by side",
        help: given.isEmpty
          ? "write one of `all`, `any`, `not`, `class`, `label`, `fact`"
          : "join them: `all: [{…}, {…}]` or `any: [{…}, {…}]`"
      )
      return nil
    }
    if key != .fact {
      refuseComparison(in: section)
    }
    switch key {
    case .all, .any:
      let parts = list(value, "`\(key.rawValue)` in \(context)")
        .compactMap { condition($0, in: context, mentions: &mentions) }
      return key == .all ? .all(parts) : .any(parts)
    case .not:
      return condition(value, in: context, mentions: &mentions).map(Condition.not)
    case .class:
      guard let name = string(value, "`class`") else { return nil }
      mentions.append(
        Mention(kind: .taskClass, name: name, place: place(value.range), context: context)
      )
      return .hasClass(name)
    case .label:
      guard let name = string(value, "`label`") else { return nil }
      guard let name = identifier(name, value.range, "a label") else { return nil }
      mentions.append(
        Mention(kind: .label, name: name, place: place(value.range), context: context)
      )
      return .hasLabel(name)
    case .fact:
      guard let test = factTest(section, in: context) else { return nil }
      if case .environment(let name) = test.fact {
        mentions.append(
          Mention(kind: .variable, name: name, place: place(value.range), context: context)
        )
      }
      return .fact(test)
    }
  }

  /// A comparison needs a fact beside it.
  mutating func refuseComparison(in section: Section) {
    guard section.hasAny(of: PolicyKey.comparisonWords.set),
      let stray = PolicyKey.comparisonWords.words.first(where: section.has)
    else { return }
    error(
      "bad-operator",
      section.keyRange(stray) ?? section.range,
      "`\(stray)` compares facts, and there is no `fact` beside it"
    )
  }

  /// `fact: NAME` with exactly one comparison that fits the fact's type.
  mutating func factTest(_ section: Section, in context: Title) -> FactTest? {
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
    let fitting = Self.operators(for: fact.type)
    var fittingWords: String { fitting.map { "`\($0.rawValue)`" }.joined(separator: ", ") }
    guard let (key, value) = section.only(of: PolicyKey.comparisonWords) else {
      let isCompared = PolicyKey.Comparison.words.contains(where: section.has)
      error(
        "bad-operator",
        node.range,
        isCompared
          ? "`\(text)` in \(context) has more than one comparison"
          : "`\(text)` in \(context) is compared with nothing",
        help: !isCompared ? "add one of \(fittingWords)" : "join two tests with `all: [{…}, {…}]`"
      )
      return nil
    }
    guard fitting.contains(key) else {
      error(
        "bad-operator",
        section.keyRange(key.rawValue) ?? node.range,
        "`\(key.rawValue)` does not fit `\(text)`, which is \(fact.type.words)",
        help: "use one of \(fittingWords)"
      )
      return nil
    }
    return comparison(key, value, of: fact).map { FactTest(fact: fact, comparison: $0) }
  }

  static func operators(for type: FactType) -> [PolicyKey.Comparison] {
    switch type {
    case .text: [.equals, .in, .matches, .exists]
    case .number: [.equals, .in, .gt, .gte, .lt, .lte, .exists]
    case .truth: [.equals, .exists]
    }
  }

  private mutating func comparison(
    _ key: PolicyKey.Comparison,
    _ node: YAMLNode,
    of fact: FactName
  ) -> FactTest.Comparison? {
    switch key {
    case .equals: factValue(node, of: fact).map(FactTest.Comparison.equals)
    case .in: .isIn(list(node, "`in`").compactMap { factValue($0, of: fact) })
    case .matches: glob(node, for: .values).map(FactTest.Comparison.matches)
    case .exists: boolean(node, "`exists`").map(FactTest.Comparison.exists)
    case .gt: bound(key, node).map(FactTest.Comparison.greaterThan)
    case .gte: bound(key, node).map(FactTest.Comparison.atLeast)
    case .lt: bound(key, node).map(FactTest.Comparison.lessThan)
    case .lte: bound(key, node).map(FactTest.Comparison.atMost)
    }
  }

  private mutating func bound(_ key: PolicyKey.Comparison, _ node: YAMLNode) -> Int? {
    integer(node, "`\(key.rawValue)`", in: Self.counts)
  }

  mutating func factValue(_ node: YAMLNode, of fact: FactName) -> FactValue? {
    switch fact.type {
    case .text: string(node, "`\(fact.text)`").map(FactValue.text)
    case .number: integer(node, "`\(fact.text)`", in: Self.counts).map(FactValue.number)
    case .truth: boolean(node, "`\(fact.text)`").map(FactValue.truth)
    }
  }

  mutating func glob(_ node: YAMLNode, for subject: Glob.Subject = .paths) -> Glob? {
    guard let text = string(node, "a glob") else { return nil }
    do {
      return try Glob(text, for: subject)
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
