import RouteEngine

/// A policy with three backends, small enough to follow by hand.
struct ProofSample {
  var classes: [TaskClass] = [
    taskClass("bulk", isProtective: false), taskClass("production", isProtective: true),
  ]
  var routes: [Route] = []
  var defaultTargets = [target("native")]
  var constraints: [Constraint] = []
  var labels: [PolicyLabel] = []
  var invariants: [Invariant] = []
  var backends: [Backend]
  var classifier = ClassifierSettings()

  static let origin = Origin(layer: .user, file: "sample", line: 1)

  init() throws {
    let models = Backend.familySlots.map { Backend.Model(name: $0, id: "claude-\($0)-5") }
    backends = [
      Backend(
        name: "cheap",
        kind: .gateway,
        baseURL: try BaseURL("https://cheap.example"),
        credentials: [.environment("CHEAP_KEY")],
        models: models,
        origin: Self.origin
      ),
      Backend(
        name: "cloud",
        kind: .bedrock,
        credentials: [.aws],
        models: Backend.familySlots.map {
          Backend.Model(name: $0, id: "anthropic.claude-\($0)-5")
        },
        origin: Self.origin
      ),
      Backend(
        name: "native",
        kind: .anthropic,
        credentials: [.login, .environment("NATIVE_KEY")],
        models: models,
        origin: Self.origin
      ),
    ]
  }

  init(_ change: (inout ProofSample) throws -> Void) throws {
    try self.init()
    try change(&self)
  }

  var policy: Policy {
    Policy(
      classes: classes,
      backends: backends,
      routes: routes,
      defaultTargets: defaultTargets,
      constraints: constraints,
      labels: labels,
      knownLabels: ["aws", "gcp", "eco"],
      invariants: invariants,
      classifier: classifier
    )
  }

  // MARK: Parts

  static func target(_ backend: String, _ model: String? = nil, _ effort: Effort? = nil) -> Target {
    Target(backend: backend, model: model.map(ModelChoice.named) ?? .default, effort: effort)
  }

  static func taskClass(
    _ name: String,
    isProtective: Bool,
    signals: [Signal.Matcher] = [],
    unless: [Signal.Matcher] = [],
    examples: [String] = []
  ) -> TaskClass {
    TaskClass(
      name: name,
      description: nil,
      isProtective: isProtective,
      signals: signals.map { Signal(matcher: $0, origin: origin) },
      unless: unless.map { Signal(matcher: $0, origin: origin) },
      examples: examples.map { TaskExample(text: $0, origin: origin) }
    )
  }

  static func route(_ name: String, when: Condition = .all([]), to targets: Target...) -> Route {
    Route(name: name, when: when, targets: targets, origin: origin)
  }

  static func constraint(
    _ name: String,
    when: Condition = .all([]),
    unless: Condition? = nil,
    _ effect: Constraint.Effect,
    layer: Layer = .user
  ) -> Constraint {
    Constraint(
      name: name,
      when: when,
      unless: unless,
      effect: effect,
      reason: nil,
      origin: Origin(layer: layer, file: "sample", line: 1)
    )
  }

  static func label(_ name: String, in project: ProjectScope? = nil, by layer: Layer) -> PolicyLabel
  {
    PolicyLabel(
      name: name,
      project: project,
      origin: Origin(layer: layer, file: "sample", line: 1)
    )
  }

  static func invariant(
    when: Condition = .all([]),
    assume: Set<String> = [],
    _ property: Invariant.Property
  ) -> Invariant {
    Invariant(
      name: "invariant",
      when: when,
      assumedAvailable: assume,
      property: property,
      origin: origin
    )
  }

  static func fact(_ fact: FactName, _ comparison: FactTest.Comparison) -> Condition {
    .fact(FactTest(fact: fact, comparison: comparison))
  }
}

extension Selector {
  static func backend(_ names: String...) -> Selector {
    var selector = Selector()
    selector.backend = Set(names)
    return selector
  }

  static func trust(_ trust: Backend.Trust...) -> Selector {
    var selector = Selector()
    selector.trust = Set(trust)
    return selector
  }

  static func kind(_ kinds: Backend.Kind...) -> Selector {
    var selector = Selector()
    selector.kind = Set(kinds)
    return selector
  }

  static func model(_ names: String...) -> Selector {
    var selector = Selector()
    selector.model = Set(names)
    return selector
  }

  static func payer(_ sources: String...) -> Selector {
    var selector = Selector()
    selector.payer = Set(sources)
    return selector
  }

  static func geography(_ geographies: Geography...) -> Selector {
    var selector = Selector()
    selector.geography = Set(geographies)
    return selector
  }
}
