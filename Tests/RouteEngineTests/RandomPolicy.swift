import RouteEngine
import TestSupport

/// Small policies with everything that a proof must get right, drawn at random.
struct RandomPolicy {
  private var random: SeededGenerator
  private let facts: [FactName]
  private let hasRegions: Bool
  private let hasPayers: Bool
  /// The one trait that selectors ask for; one at most, as each model doubles the tasks.
  private let trait: Backend.Trait?

  static let classes = ["alpha", "beta"]
  static let labels = ["eco", "vip"]
  static let globs = ["release/*", "*/hotfix", "**", "v[0-9]*"]

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    let all: [FactName] = [
      .branch, .ci, .filesCount, .projectPath, .environment("CHEAP_KEY"),
      .environment("AWS_REGION"), .environment("MODE"),
    ]
    facts = Array(all.shuffled(using: &random).prefix(Int.random(in: 0...2, using: &random)))
    hasRegions = Int.random(in: 0..<5, using: &random) == 0
    hasPayers = Int.random(in: 0..<5, using: &random) == 0
    trait = Int.random(in: 0..<2, using: &random) == 0 ? .tools : nil
  }

  mutating func policy() throws -> Policy {
    Policy(
      classes: try classes(),
      backends: try backends(),
      routes: try (0..<Int.random(in: 0...4, using: &random)).map { try route($0) },
      defaultTargets: chance(2, of: 3) ? [target()] : [],
      constraints: try (0..<Int.random(in: 0...4, using: &random)).map { try constraint($0) },
      labels: try policyLabels(),
      knownLabels: Set(Self.labels),
      invariants: try (0..<3).map { try invariant($0) },
      repositoryMayLift: chance(1, of: 2)
    )
  }

  /// The policy with a rule more, a rule less, or the rules in another order.
  mutating func variant(of policy: Policy) throws -> Policy {
    var (routes, constraints) = (policy.routes, policy.constraints)
    switch Int.random(in: 0..<5, using: &random) {
    case 0 where !constraints.isEmpty:
      constraints.remove(at: Int.random(in: 0..<constraints.count, using: &random))
    case 1: constraints.append(try constraint(constraints.count))
    case 2 where !constraints.isEmpty:
      constraints[Int.random(in: 0..<constraints.count, using: &random)] = try constraint(9)
    case 3: routes.insert(try route(9), at: 0)
    default: routes.shuffle(using: &random)
    }
    return policy.with(routes: routes, constraints: constraints)
  }

  // MARK: Parts

  private mutating func chance(_ count: Int, of total: Int) -> Bool {
    Int.random(in: 0..<total, using: &random) < count
  }

  private mutating func one<Value>(of values: [Value]) -> Value {
    values[Int.random(in: 0..<values.count, using: &random)]
  }

  private mutating func origin() -> Origin {
    Origin(layer: one(of: [.repository, .user, .managed, .builtIn]), file: "random", line: 1)
  }

  private mutating func classes() throws -> [TaskClass] {
    var classes = try Self.classes.map { name in
      var signals: [Signal] = []
      var unless: [Signal] = []
      if chance(1, of: 2) { signals.append(try phrase("\(name)sig")) }
      if chance(1, of: 4) { unless.append(try phrase("\(name)veto")) }
      if chance(1, of: 3), let test = try test() {
        signals.append(Signal(matcher: .fact(test), origin: origin()))
      }
      if chance(1, of: 4), let test = try test() {
        unless.append(Signal(matcher: .fact(test), origin: origin()))
      }
      return TaskClass(
        name: name,
        description: nil,
        isProtective: chance(1, of: 2),
        signals: signals,
        unless: unless
      )
    }
    if chance(1, of: 2) {
      let spare = TaskClass(
        name: "spare",
        description: nil,
        isProtective: false,
        signals: [],
        unless: []
      )
      classes.append(spare)
    }
    return classes
  }

  private mutating func phrase(_ text: String) throws -> Signal {
    Signal(matcher: .phrase(try Phrase(text)), origin: origin())
  }

  private mutating func backends() throws -> [Backend] {
    func models(_ prefix: String) -> [Backend.Model] {
      ["opus", "haiku"].map { Backend.Model(name: $0, id: "\(prefix)claude-\($0)-4") }
    }
    // What one of them leaves open a probe may find.
    let isOpen = [chance(2, of: 3), chance(1, of: 3)]
    let (cheap, cloud) = (grades(isOpen[0]), grades(isOpen[1]))
    return [
      Backend(
        name: "cheap",
        kind: .gateway,
        baseURL: try BaseURL("https://cheap.example"),
        credentials: chance(1, of: 2)
          ? [.environment("CHEAP_KEY")] : [.file("/key"), .environment("CHEAP_KEY")],
        models: models(""),
        traits: cheap.stated,
        assumedTraits: cheap.assumed,
        origin: origin()
      ),
      Backend(
        name: "cloud",
        kind: .bedrock,
        credentials: [.aws],
        region: chance(1, of: 3) ? "eu-west-1" : nil,
        models: models("anthropic."),
        traits: cloud.stated,
        assumedTraits: cloud.assumed,
        origin: origin()
      ),
      Backend(
        name: "native",
        kind: .anthropic,
        credentials: [.login, .environment("NATIVE_KEY")],
        models: models(""),
        traits: trait.map { [$0: .good] } ?? [:],
        origin: origin()
      ),
    ]
  }

  /// Of the one trait, stated or not; what is assumed says nothing where it is stated.
  private mutating func grades(
    _ isOpen: Bool
  ) -> (stated: SupposedTraits.Grades, assumed: SupposedTraits.Grades) {
    guard let trait else { return ([:], [:]) }
    let assumed = chance(1, of: 2) ? [trait: one(of: Backend.TraitGrade.allCases)] : [:]
    return (isOpen ? [:] : [trait: one(of: Backend.TraitGrade.allCases)], assumed)
  }

  private mutating func policyLabels() throws -> [PolicyLabel] {
    try Self.labels.filter { _ in chance(1, of: 3) }
      .map { name in
        let hasScope = facts.contains(.projectPath) && chance(1, of: 2)
        return PolicyLabel(
          name: name,
          project: hasScope ? .path(try Glob("/side/*")) : nil,
          origin: origin()
        )
      }
  }

  private mutating func target() -> Target {
    Target(
      backend: one(of: ["cheap", "cloud", "native"]),
      model: one(of: [.default, .named("opus"), .named("haiku")]),
      effort: one(of: [nil, nil, .low])
    )
  }

  private mutating func route(_ number: Int) throws -> Route {
    Route(
      name: "route-\(number)",
      when: try condition(),
      targets: chance(1, of: 3) ? [target(), target()] : [target()],
      origin: origin()
    )
  }

  private mutating func constraint(_ number: Int) throws -> Constraint {
    Constraint(
      name: "constraint-\(number)",
      when: try condition(),
      unless: chance(1, of: 3) ? try condition() : nil,
      effect: chance(2, of: 3) ? .forbid(selector()) : .require(selector()),
      reason: nil,
      origin: origin()
    )
  }

  private mutating func invariant(_ number: Int) throws -> Invariant {
    let properties: [Invariant.Property] = [
      .never(selector()), .always(selector()), .outcome(.decided), .outcome(.denied),
    ]
    return Invariant(
      name: "invariant-\(number)",
      when: try condition(),
      assumedAvailable: chance(1, of: 3) ? [one(of: ["cheap", "cloud", "native"])] : [],
      property: one(of: properties),
      origin: origin()
    )
  }

  private mutating func selector() -> Selector {
    var selector = Selector()
    switch Int.random(in: 0..<6, using: &random) {
    case 0: selector.backend = [one(of: ["cheap", "cloud", "native"])]
    case 1: selector.kind = [one(of: [.anthropic, .bedrock, .gateway])]
    case 2: selector.trust = [one(of: [.firstParty, .cloud, .thirdParty])]
    case 3: selector.model = [one(of: ["opus", "haiku", "eu.anthropic.claude-opus-4"])]
    case 4: selector.effort = [.low]
    default: break
    }
    if hasRegions, chance(1, of: 2) {
      if chance(1, of: 2) {
        selector.geography = [one(of: [.eu, .us, .apac])]
      } else {
        selector.region = ["eu-central-1"]
      }
    }
    if let trait, chance(2, of: 3) {
      let grades = Backend.TraitGrade.allCases.filter { _ in chance(1, of: 2) }
      selector.trait = [trait: Set(grades.isEmpty ? [.good] : grades)]
    }
    if hasPayers, chance(1, of: 2) {
      selector.payer = [one(of: ["login", "env:CHEAP_KEY", "file:/key"])]
    }
    return selector
  }

  private mutating func condition(depth: Int = 2) throws -> Condition {
    if depth > 0, chance(1, of: 2) {
      switch Int.random(in: 0..<3, using: &random) {
      case 0: return .not(try condition(depth: depth - 1))
      case 1: return .all([try condition(depth: depth - 1), try condition(depth: depth - 1)])
      default: return .any([try condition(depth: depth - 1), try condition(depth: depth - 1)])
      }
    }
    switch Int.random(in: 0..<7, using: &random) {
    case 0, 1: return .hasClass(one(of: Self.classes))
    case 2, 3: return .hasLabel(one(of: Self.labels))
    case 4, 5: return try test().map(Condition.fact) ?? .all([])
    default: return .all([])
    }
  }

  private mutating func test() throws -> FactTest? {
    guard !facts.isEmpty else { return nil }
    let fact = one(of: facts)
    let comparison: FactTest.Comparison
    switch fact.type {
    case .truth: comparison = .equals(.truth(chance(1, of: 2)))
    case .number:
      let bound = Int.random(in: 1...4, using: &random)
      comparison = one(of: [
        .greaterThan(bound), .atMost(bound), .equals(.number(bound)), .exists(true),
      ])
    case .text:
      let constants = fact == .environment("AWS_REGION") ? ["eu-west-1"] : ["main", "v2"]
      comparison = one(of: [
        .matches(try Glob(one(of: Self.globs))), .equals(.text(one(of: constants))),
        .isIn(constants.map(FactValue.text)), .exists(chance(1, of: 2)),
      ])
    }
    return FactTest(fact: fact, comparison: comparison)
  }
}

extension Policy {
  /// The same with other rules.
  func with(routes: [Route], constraints: [Constraint]) -> Policy {
    Policy(
      classes: classes,
      backends: backends,
      routes: routes,
      defaultTargets: defaultTargets,
      constraints: constraints,
      labels: labels,
      knownLabels: knownLabels,
      invariants: invariants,
      repositoryMayLift: repositoryMayLift
    )
  }
}
