internal import JSONTree
internal import RouteEngine

extension PolicySchema {
  static var taskClass: Shape {
    .section(PolicyKey.Class.self) { key in
      switch key {
      case .description: .text.described("What the class means.")
      case .protective:
        .boolean
          .described("Whether doubt counts as evidence; without it, yes.")
      case .signals: reference(.signals).described("Any of them is evidence.")
      case .unless: reference(.signals).described("What takes the evidence away.")
      case .examples:
        .list(of: example).described("Tasks that are of the class; what is much like one is, too.")
      case .counterExamples:
        .list(of: example)
          .described("Tasks that are not of the class, although they look like it.")
      }
    }
  }

  private static let example = Shape.textOrNothing.with(
    "maxLength",
    .number("\(LayerReader.maximumExampleLength)")
  )

  // MARK: Signals

  static var signals: Shape {
    let properties = PolicyKey.Signal.allCases.map { key in
      (key: key.rawValue, value: value(of: key))
    }
    return .list(
      of: .section(properties + comparisons)
        .havingExactlyOne(of: PolicyKey.Signal.allCases)
        .comparingFacts
    )
  }

  private static func value(of key: PolicyKey.Signal) -> Shape {
    switch key {
    case .phrases:
      .list(of: .textOrNothing)
        .described("Words of the task's text, in any inflection; `=word` is exact, `...` a gap.")
    case .anyPath: .list(of: .text).described("Globs; one of the task's files matches one of them.")
    case .everyPath:
      .list(of: .text)
        .described("Globs; every one of the task's files matches one of them.")
    case .fact: fact
    }
  }

  static var condition: Shape {
    let properties = PolicyKey.Condition.allCases.map { key in
      (key: key.rawValue, value: value(of: key))
    }
    return Shape.section(properties + comparisons)
      .havingExactlyOne(of: PolicyKey.Condition.allCases)
      .comparingFacts
  }

  private static func value(of key: PolicyKey.Condition) -> Shape {
    switch key {
    case .all: .list(of: reference(.condition)).described("Every one of them holds.")
    case .any: .list(of: reference(.condition)).described("One of them holds.")
    case .not: reference(.condition).described("It does not hold.")
    case .class: .text.described("The task has the class.")
    case .label: .text(matching: TextPattern.identifier).described("The task has the label.")
    case .fact: fact
    }
  }

  // MARK: Facts

  private static let fact = facts(FactName.fixed, variables: true)
    .described("A fact about the task's surroundings, with one comparison beside it.")

  private static func facts(_ names: [FactName], variables: Bool) -> Shape {
    let fixed = Shape.oneOf(names.map(\.text))
    return variables ? .any([fixed, .string(matching: TextPattern.variableFact)]) : fixed
  }

  /// The keys beside `fact`, whatever the fact is.
  private static var comparisons: [(key: String, value: Shape)] {
    PolicyKey.Comparison.allCases.map { key in
      let shape: Shape =
        switch key {
        case .equals: .anything.described("The fact is this.")
        case .in: Shape(["type": "array"]).described("The fact is one of these.")
        case .matches: .text.described("A glob on the whole of the fact, case-sensitive.")
        case .gt: .integer(in: LayerReader.counts).described("The number is greater.")
        case .gte: .integer(in: LayerReader.counts).described("The number is that or greater.")
        case .lt: .integer(in: LayerReader.counts).described("The number is less.")
        case .lte: .integer(in: LayerReader.counts).described("The number is that or less.")
        case .exists: .boolean.described("Whether the fact has a value.")
        }
      return (key: key.rawValue, value: shape)
    }
  }

  /// A fact of that type with exactly one comparison that fits it.
  fileprivate static func comparison(of type: FactType) -> Shape {
    let names = FactName.fixed.filter { $0.type == type }
    let hasVariables = FactName.environment("X").type == type
    let fitting = LayerReader.operators(for: type)
    let properties = PolicyKey.Comparison.allCases.compactMap { key -> JSONMember? in
      guard fitting.contains(key) else { return JSONMember(key: key.rawValue, value: false) }
      return switch key {
      case .equals: JSONMember(key: key.rawValue, value: value(of: type).node)
      case .in: JSONMember(key: key.rawValue, value: Shape.list(of: value(of: type)).node)
      case .matches, .gt, .gte, .lt, .lte, .exists: nil
      }
    }
    return .when(
      .has(PolicyKey.Condition.fact, facts(names, variables: hasVariables)),
      Shape(["properties": .object(properties)]).havingExactlyOne(of: fitting)
    )
  }

  static func value(of type: FactType) -> Shape {
    switch type {
    case .text: .text
    case .number: .integer(in: LayerReader.counts)
    case .truth: .boolean
    }
  }
}

extension Shape {
  /// With the rules about `fact` and its comparisons.
  fileprivate var comparingFacts: Shape {
    let needed = PolicyKey.Comparison.allCases.map { key in
      JSONMember(key: key.rawValue, value: [.string(PolicyKey.Condition.fact.rawValue)])
    }
    let types: [FactType] = [.text, .number, .truth]
    return with("dependencies", .object(needed))
      .with("allOf", .array(types.map { PolicySchema.comparison(of: $0).node }))
  }
}
