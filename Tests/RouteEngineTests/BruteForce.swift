import RouteEngine

/// Every task that can make a difference to a policy of `RandomPolicy`, one by one.
///
/// Knows nothing of how proofs are made: each task is decided as a real one is.
struct BruteForce {
  let policy: Policy
  private let invariants: [Invariant]
  /// Without anything unavailable but what facts and payers say.
  private(set) var tasks: [Sized] = []

  struct Sized {
    let task: HermeticTask
    /// How much is out of the ordinary.
    let size: Int
    /// What is the same wherever it runs.
    let withoutPlace: HermeticTask
  }

  /// Nil when there are more tasks than that, each with every availability.
  ///
  /// The invariants are those that are asked about.
  init?(of policy: Policy, for invariants: [Invariant], atMost limit: Int = 250) {
    self.policy = policy
    self.invariants = invariants
    let situations = situations
    let labels = RandomPolicy.labels.filter { name in
      conditions.contains { $0.mentions(label: name) }
    }
    let sayings = sayings
    let findings = findings
    guard sayings.count * situations.count * findings.count << labels.count <= limit else {
      return nil
    }
    for saying in sayings {
      for labels in Self.subsets(of: labels) {
        for (facts, places) in situations {
          for measured in findings {
            add(saying, labels, facts, places, measured)
          }
        }
      }
    }
  }

  static func subsets<Value>(of values: [Value]) -> [[Value]] {
    values.reduce([[]]) { sets, value in sets + sets.map { $0 + [value] } }
  }

  private mutating func add(
    _ saying: Saying,
    _ labels: [String],
    _ facts: [FactName: FactState],
    _ places: Place,
    _ measured: SupposedTraits
  ) {
    var task = HermeticTask(text: saying.text, classes: saying.named, labels: labels)
    task.facts.sessionClasses = saying.session
    for (fact, state) in facts where Self.mustBeSaid(fact) || state != Self.usual(fact) {
      task.facts.values[fact] = state
    }
    let withoutPlace = task
    for (fact, state) in places.facts where state != Self.usual(fact) {
      task.facts.values[fact] = state
    }
    task.unavailable = Set(places.missing.map(Unavailable.credential))
    if facts[.environment("CHEAP_KEY")] == .absent {
      task.unavailable.insert(.credential(.environment("CHEAP_KEY")))
    }
    task.measured = measured
    let deviations = facts.merging(places.facts) { $1 }.filter { $1 != Self.usual($0) }.count
    let size =
      saying.size + labels.count + deviations + task.unavailable.count
      + measured.entries.count
    tasks.append(Sized(task: task, size: size, withoutPlace: withoutPlace))
  }

  /// Where no backend is taken from the task, and each availability of them.
  func availabilities(_ task: HermeticTask, but assumed: Set<String> = []) -> [HermeticTask] {
    let free = policy.backends.map(\.name).filter { !assumed.contains($0) }
    return Self.subsets(of: free).map { names in
      var task = task
      task.unavailable.formUnion(names.map(Unavailable.backend))
      return task
    }
  }

  func isEquipped(_ backend: String, in task: HermeticTask) -> Bool {
    policy.backend(named: backend)?.availability(with: task.inventory(for: policy)).payer != nil
  }

  // MARK: What is said of the classes

  private struct Saying {
    var named: [String] = []
    var session: [String] = []
    var sentences: [String] = []

    var text: String? { sentences.isEmpty ? nil : sentences.joined(separator: ". ") }
    var size: Int { named.count + session.count + sentences.count }
  }

  /// Others than the mentioned classes matter by being named only.
  private var sayings: [Saying] {
    let mentioned = mentionedClasses
    let hasPermissive = mentioned.contains { !$0.isProtective }
    var sayings = [Saying()]
    for taskClass in mentioned {
      sayings = sayings.flatMap { saying in
        var ways = [saying, saying]
        ways[1].named.append(taskClass.name)
        guard hasPermissive else { return ways }
        ways.append(saying)
        ways[2].session.append(taskClass.name)
        if taskClass.signals.contains(where: \.isPhrase) {
          ways.append(saying)
          ways[ways.count - 1].sentences.append("\(taskClass.name)sig")
        }
        if taskClass.unless.contains(where: \.isPhrase) {
          ways.append(saying)
          ways[ways.count - 1].sentences.append("\(taskClass.name)veto")
        }
        return ways
      }
    }
    if hasPermissive, let spare = policy.classes.first(where: { !mentioned.contains($0) }) {
      sayings.append(Saying(named: [spare.name]))
    }
    return sayings
  }

  // MARK: Facts and places

  private struct Place {
    var facts: [FactName: FactState] = [:]
    var missing: [CredentialSource] = []
  }

  private var situations: [([FactName: FactState], Place)] {
    var facts: [[FactName: FactState]] = [[:]]
    for fact in mentionedFacts {
      facts = facts.flatMap { known in
        Self.states(of: fact).map { state in known.merging([fact: state]) { $1 } }
      }
    }
    var places = [Place()]
    let region = FactName.environment("AWS_REGION")
    if !mentionedFacts.contains(region), selectors.contains(where: \.asksForRegion) {
      places = Self.states(of: region).map { Place(facts: [region: $0]) }
    }
    if selectors.contains(where: { $0.payer != nil }) {
      let isSpoken = mentionedFacts.contains(.environment("CHEAP_KEY"))
      let sources = Set(
        policy.backends.filter { $0.credentials.count > 1 }.flatMap(\.credentials)
      )
      .filter { !(isSpoken && $0 == .environment("CHEAP_KEY")) }
      places = places.flatMap { place in
        Self.subsets(of: sources.sorted { $0.text < $1.text }).map { missing in
          Place(facts: place.facts, missing: missing)
        }
      }
    }
    return facts.flatMap { facts in places.map { (facts, $0) } }
  }

  /// What probes may find of each model, where a selector asks for it and the policy does not state it.
  private var findings: [SupposedTraits] {
    let traits = Set(selectors.flatMap { $0.trait.map { Array($0.keys) } ?? [] }).sorted()
    var findings = [SupposedTraits()]
    for backend in policy.backends {
      for trait in traits where backend.traits[trait] == nil {
        for model in backend.models {
          findings += findings.flatMap { known in
            [Backend.TraitGrade.good, .degraded, .broken].map { grade in
              var more = known
              more.suppose(grade, of: trait, at: .init(backend: backend.name, model: model.name))
              return more
            }
          }
        }
      }
    }
    return findings
  }

  private var conditions: [Condition] {
    policy.routes.map(\.when) + policy.constraints.map(\.when)
      + policy.constraints.compactMap(\.unless) + invariants.map(\.when)
  }

  private var mentionedClasses: [TaskClass] {
    policy.classes.filter { taskClass in
      conditions.contains { $0.mentions(class: taskClass.name) }
    }
  }

  private var mentionedFacts: Set<FactName> {
    let signals = mentionedClasses.flatMap { $0.signals + ($0.isProtective ? [] : $0.unless) }
    let scopes = policy.labels.compactMap(\.project?.fact)
    return Set(conditions.flatMap(\.facts) + signals.compactMap(\.fact) + scopes)
  }

  private var selectors: [Selector] {
    policy.constraints.map(\.selector)
      + invariants.compactMap { invariant in
        switch invariant.property {
        case .never(let selector), .always(let selector): selector
        case .outcome: nil
        }
      }
  }

  private static func usual(_ fact: FactName) -> FactState {
    fact == .environment("AWS_REGION")
      ? .value(.text("us-east-1")) : HermeticTask().facts.state(of: fact)
  }

  private static func mustBeSaid(_ fact: FactName) -> Bool { fact == .environment("AWS_REGION") }

  /// Enough of them to meet every combination of the tests that `RandomPolicy` draws.
  private static func states(of fact: FactName) -> [FactState] {
    let texts: [String]
    switch fact {
    case .ci: return [.value(.truth(false)), .value(.truth(true))]
    case .filesCount: return [.absent] + (0...5).map { .value(.number($0)) }
    case .environment("AWS_REGION"):
      texts = [
        "us-east-1", "eu-west-1", "eu-central-1", "ap-southeast-1", "sa-east-1", "v2", "x/y",
        "release/x", "x/hotfix", "release/hotfix",
      ]
    default:
      texts = [
        "main", "v2", "v1", "x", "x/y", "release/x", "x/hotfix", "release/hotfix", "/side/x",
        "/side/hotfix",
      ]
    }
    let mayBeUnknown = fact == .branch || fact == .projectPath
    return [.absent] + texts.map { .value(.text($0)) } + (mayBeUnknown ? [.unknown] : [])
  }
}

extension Signal {
  fileprivate var isPhrase: Bool {
    if case .phrase = matcher { true } else { false }
  }

  fileprivate var fact: FactName? {
    if case .fact(let test) = matcher { test.fact } else { nil }
  }
}

extension Condition {
  fileprivate func mentions(class name: String) -> Bool {
    switch self {
    case .all(let parts), .any(let parts): parts.contains { $0.mentions(class: name) }
    case .not(let part): part.mentions(class: name)
    case .hasClass(let other): other == name
    case .hasLabel, .fact: false
    }
  }

  fileprivate func mentions(label name: String) -> Bool {
    switch self {
    case .all(let parts), .any(let parts): parts.contains { $0.mentions(label: name) }
    case .not(let part): part.mentions(label: name)
    case .hasLabel(let other): other == name
    case .hasClass, .fact: false
    }
  }
}

extension Constraint {
  fileprivate var selector: Selector {
    switch effect {
    case .forbid(let selector), .require(let selector): selector
    }
  }
}

extension Selector {
  fileprivate var asksForRegion: Bool {
    region != nil || geography != nil || (model ?? []).contains { $0.hasPrefix("eu.") }
  }
}

extension Condition {
  /// Every fact asked for, in the order written.
  var facts: [FactName] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap(\.facts)
    case .not(let part): part.facts
    case .fact(let test): [test.fact]
    case .hasClass, .hasLabel: []
    }
  }
}
