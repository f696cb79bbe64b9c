/// What the rules of some policies ask for; nothing else about a task can change what they decide.
struct Mentions {
  private(set) var classes: Set<String> = []
  private(set) var labels: Set<String> = []
  private(set) var tests: Set<FactTest> = []
  private(set) var selectors: [Selector] = []

  init(in policies: [Policy], conditions: [Condition], selectors: [Selector]) {
    self.selectors = selectors
    for policy in policies {
      for route in policy.routes {
        add(route.when)
      }
      for constraint in policy.constraints {
        add(constraint)
      }
    }
    for condition in conditions {
      add(condition)
    }
    for label in policies.flatMap(\.labels) where labels.contains(label.name) {
      if let test = label.project?.test { tests.insert(test) }
    }
  }

  /// Backends' regions, and what follows from them.
  var askForRegions: Bool {
    selectors.contains { selector in
      selector.region != nil || selector.geography != nil
        || selector.namesRegionalModel
    }
  }

  var askForPayers: Bool { selectors.contains { $0.payer != nil } }

  var regions: Set<String> { Set(selectors.flatMap { $0.region ?? [] }) }

  private mutating func add(_ constraint: Constraint) {
    add(constraint.when)
    if let unless = constraint.unless { add(unless) }
    selectors.append(constraint.effect.selector)
  }

  private mutating func add(_ condition: Condition) {
    switch condition {
    case .all(let parts), .any(let parts):
      for part in parts {
        add(part)
      }
    case .not(let part): add(part)
    case .hasClass(let name): classes.insert(name)
    case .hasLabel(let name): labels.insert(name)
    case .fact(let test): tests.insert(test)
    }
  }
}

extension Selector {
  /// Whether it names the id of an inference profile, whose geography may come from the region.
  var namesRegionalModel: Bool {
    (model ?? []).contains { name in
      name.split(separator: ".").first.flatMap { Geography(rawValue: String($0)) } != nil
    }
  }
}

extension ProjectScope {
  /// The comparison that it stands for.
  var test: FactTest {
    switch self {
    case .path(let glob), .remote(let glob): FactTest(fact: fact, comparison: .matches(glob))
    }
  }
}

extension TaskClass {
  var signalTests: [FactTest] { signals.compactMap(\.matcher.test) }

  /// Only a permissive class is vetoed by facts.
  var vetoTests: [FactTest] { isProtective ? [] : unless.compactMap(\.matcher.test) }

  /// Whether a text or a path may tell it, or what the learned model and examples make of a text.
  func isToldFreely(by settings: ClassifierSettings) -> Bool {
    if signals.contains(where: { $0.matcher.test == nil }) { return true }
    switch settings.mayAssign {
    case .none: return false
    case .protective where !isProtective: return false
    case .protective, .any: break
    }
    let isKnownToModel = LinearModel.Outcome.allCases.contains { $0.className == name }
    return !examples.isEmpty || settings.usesModel && isKnownToModel
  }

  /// Whether a text or a path may veto it.
  var hasFreeVeto: Bool { !isProtective && unless.contains { $0.matcher.test == nil } }
}

extension Signal.Matcher {
  fileprivate var test: FactTest? {
    switch self {
    case .fact(let test): test
    case .phrase, .anyPath, .everyPath: nil
    }
  }
}
