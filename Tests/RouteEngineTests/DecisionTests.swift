import RouteEngine
import Testing

/// A policy with a cheap gateway, the native API and a cloud, small enough to follow by hand.
private enum Sample {
  static let origin = Origin(layer: .user, file: "sample", line: 1)

  static func models(_ prefix: String) -> [Backend.Model] {
    Backend.familySlots.map { Backend.Model(name: $0, id: "\(prefix)-\($0)") }
  }

  static func backend(
    _ name: String,
    _ kind: Backend.Kind,
    credentials: [CredentialSource],
    region: String? = nil,
    models: [Backend.Model]
  ) throws -> Backend {
    Backend(
      name: name,
      kind: kind,
      baseURL: kind == .gateway ? try BaseURL("https://cheap.example") : nil,
      credentials: credentials,
      region: region,
      models: models,
      origin: origin
    )
  }

  static func backends() throws -> [Backend] {
    [
      try backend(
        "anthropic",
        .anthropic,
        credentials: [.login, .environment("ANTHROPIC_API_KEY")],
        models: models("claude")
      ),
      try backend(
        "bedrock",
        .bedrock,
        credentials: [.aws],
        models: Backend.familySlots.map { Backend.Model(name: $0, id: "anthropic.claude-\($0)") }
      ),
      try backend(
        "cheap",
        .gateway,
        credentials: [.environment("CHEAP_KEY")],
        models: models("cheap")
      ),
    ]
  }

  static func policy(constraints: [Constraint] = [], routes: [Route]? = nil) throws -> Policy {
    Policy(
      classes: [],
      backends: try backends(),
      routes: routes ?? [
        Route(
          name: "bulk",
          when: .hasClass("bulk"),
          targets: [
            Target(backend: "cheap", model: .named("haiku"), effort: .low),
            Target(backend: "anthropic", model: .named("haiku"), effort: .low),
          ],
          origin: origin
        )
      ],
      defaultTargets: [Target(backend: "anthropic", model: .default)],
      constraints: constraints,
      labels: [],
      knownLabels: ["aws"]
    )
  }

  static func constraint(
    when: Condition = .all([]),
    unless: Condition? = nil,
    _ effect: Constraint.Effect
  ) -> Constraint {
    Constraint(
      name: "rule",
      when: when,
      unless: unless,
      effect: effect,
      reason: nil,
      origin: origin
    )
  }

  static let keys = CredentialInventory(present: [
    .login, .environment("ANTHROPIC_API_KEY"), .environment("CHEAP_KEY"),
  ])

  static func classification(_ names: [String], truths: [String: Truth]? = nil) -> Classification {
    Classification(
      classes: names.map { ClassFinding(name: $0, isProtective: false, evidence: []) },
      setAside: [],
      constraintTruths: truths ?? Dictionary(uniqueKeysWithValues: names.map { ($0, .true) })
    )
  }
}

@Suite struct `Decision` {
  private func chosen(
    _ policy: Policy,
    _ request: RoutingRequest = RoutingRequest(facts: TaskFacts()),
    classes: [String] = [],
    truths: [String: Truth]? = nil,
    with inventory: CredentialInventory = Sample.keys
  ) -> String? {
    policy.decision(
      for: request,
      as: Sample.classification(classes, truths: truths),
      with: inventory
    )
    .chosen?.target.target.text
  }

  @Test func `takes the first target of the first matching route`() throws {
    #expect(chosen(try Sample.policy(), classes: ["bulk"]) == "cheap/haiku")
  }

  @Test func `falls back when no rule matches`() throws {
    #expect(chosen(try Sample.policy()) == "anthropic/default")
  }

  @Test func `falls to the next target when a credential is missing`() throws {
    let login = CredentialInventory(present: [.login])
    #expect(chosen(try Sample.policy(), classes: ["bulk"], with: login) == "anthropic/haiku")
  }

  @Test func `counts a missing login as unverified, since the client can ask`() throws {
    let decision = try Sample.policy().decision(
      for: RoutingRequest(facts: TaskFacts()),
      as: Sample.classification([]),
      with: CredentialInventory()
    )
    #expect(decision.chosen?.availability == .unverified(payer: .login))
  }

  @Test func `lets the first present credential pay`() throws {
    let decision = try Sample.policy().decision(
      for: RoutingRequest(facts: TaskFacts()),
      as: Sample.classification([]),
      with: CredentialInventory(present: [.environment("ANTHROPIC_API_KEY")])
    )
    #expect(decision.chosen?.availability.payer == .environment("ANTHROPIC_API_KEY"))
  }

  @Test func `drops duplicates and keeps the first reason`() throws {
    let route = Route(
      name: "again",
      when: .all([]),
      targets: [Target(backend: "anthropic", model: .default)],
      origin: Sample.origin
    )
    let decision = try Sample.policy(routes: [route, route]).decision(
      for: RoutingRequest(facts: TaskFacts()),
      as: Sample.classification([]),
      with: Sample.keys
    )
    #expect(decision.candidates.map(\.source) == [.route(name: "again", origin: Sample.origin)])
  }

  // MARK: Constraints

  struct Rule: CustomStringConvertible {
    let description: String
    let constraint: Constraint
    var truths: [String: Truth] = ["bulk": .true]
    var labels: Set<String> = []
    let expected: String?
  }

  static let thirdParty: Constraint.Effect = {
    var selector = Selector()
    selector.trust = [.thirdParty]
    return .forbid(selector)
  }()

  static func selecting(_ change: (inout Selector) -> Void) -> Selector {
    var selector = Selector()
    change(&selector)
    return selector
  }

  static let rules = [
    Rule(
      description: "forbid by trust",
      constraint: Sample.constraint(thirdParty),
      expected: "anthropic/haiku"
    ),
    Rule(
      description: "a class that is only unknown applies",
      constraint: Sample.constraint(when: .hasClass("secret"), thirdParty),
      truths: ["bulk": .true, "secret": .unknown],
      expected: "anthropic/haiku"
    ),
    Rule(
      description: "a class that is false does not",
      constraint: Sample.constraint(when: .hasClass("secret"), thirdParty),
      expected: "cheap/haiku"
    ),
    Rule(
      description: "unless lifts when it is true",
      constraint: Sample.constraint(unless: .hasLabel("aws"), thirdParty),
      labels: ["aws"],
      expected: "cheap/haiku"
    ),
    Rule(
      description: "an unknown unless does not lift",
      constraint: Sample.constraint(unless: .hasClass("secret"), thirdParty),
      truths: ["bulk": .true, "secret": .unknown],
      expected: "anthropic/haiku"
    ),
    Rule(
      description: "forbid a model's name on every backend",
      constraint: Sample.constraint(.forbid(selecting { $0.model = ["haiku"] })),
      expected: "anthropic/default"
    ),
    Rule(
      description: "forbid effort",
      constraint: Sample.constraint(.forbid(selecting { $0.effort = [.low] })),
      expected: "anthropic/default"
    ),
    Rule(
      description: "forbid needs every key",
      constraint: Sample.constraint(
        .forbid(
          selecting {
            $0.backend = ["cheap"]
            $0.effort = [.high]
          }
        )
      ),
      expected: "cheap/haiku"
    ),
    Rule(
      description: "require a kind nobody offers",
      constraint: Sample.constraint(.require(selecting { $0.kind = [.vertex] })),
      expected: nil
    ),
    Rule(
      description: "require a payer",
      constraint: Sample.constraint(.require(selecting { $0.payer = ["login"] })),
      expected: "anthropic/haiku"
    ),
    Rule(
      description: "require a geography that a target does not have",
      constraint: Sample.constraint(.require(selecting { $0.geography = [.eu] })),
      expected: nil
    ),
    Rule(
      description: "an unmeasured trait is unknown",
      constraint: Sample.constraint(
        .forbid(selecting { $0.trait = [.thinking: [.unknown]] })
      ),
      expected: nil
    ),
    Rule(
      description: "require thinking to be said",
      constraint: Sample.constraint(.require(selecting { $0.thinking = [true] })),
      expected: nil
    ),
    Rule(
      description: "require a region",
      constraint: Sample.constraint(.require(selecting { $0.region = ["eu-central-1"] })),
      expected: nil
    ),
  ]

  @Test(arguments: rules)
  func `obeys constraints`(_ rule: Rule) throws {
    let request = RoutingRequest(facts: TaskFacts(labels: rule.labels))
    let policy = try Sample.policy(constraints: [rule.constraint])
    #expect(chosen(policy, request, classes: ["bulk"], truths: rule.truths) == rule.expected)
  }

  @Test func `says which constraint stopped which candidate`() throws {
    let rule = Sample.constraint(Self.thirdParty)
    let decision = try Sample.policy(constraints: [rule]).decision(
      for: RoutingRequest(facts: TaskFacts()),
      as: Sample.classification(["bulk"]),
      with: Sample.keys
    )
    #expect(decision.candidates.map { $0.stops.map(\.constraint) } == [[rule], [], []])
    #expect(decision.chosenIndex == 1)
  }

  // MARK: Command line

  @Test(
    arguments: [
      (nil, nil, "cheap/haiku"), ("anthropic", nil, "anthropic/haiku"),
      ("bedrock", nil, nil), (nil, "sonnet", "cheap/sonnet"), (nil, "cheap-opus", "cheap/opus"),
      (nil, "claude-x", "anthropic/claude-x"), ("cheap", "opus", "cheap/opus"),
      ("cheap", "default", "cheap/opus"), ("cheap", "claude-x", nil),
      ("anthropic", "default", "anthropic/default"),
    ] as [(String?, String?, String?)]
  )
  func `bends to the command line`(backend: String?, model: String?, expected: String?) throws {
    let request = RoutingRequest(facts: TaskFacts(), backend: backend, model: model)
    #expect(chosen(try Sample.policy(), request, classes: ["bulk"]) == expected)
  }

  @Test func `a backend without a candidate gets its default, the opus slot`() throws {
    let request = RoutingRequest(facts: TaskFacts(), backend: "cheap")
    #expect(chosen(try Sample.policy(), request) == "cheap/opus")
  }

  struct Resumed: CustomStringConvertible {
    let description: String
    let session: RoutingRequest.SessionTarget
    var classes = ["bulk"]
    var backend: String?
    var model: String?
    let candidates: [String]
  }

  @Test(arguments: [
    Resumed(
      description: "goes on where it ran, before every route",
      session: .init(backend: "anthropic", model: "opus"),
      candidates: ["anthropic/opus", "cheap/haiku", "anthropic/haiku", "anthropic/default"]
    ),
    Resumed(
      description: "goes on there without a class, too",
      session: .init(backend: "cheap", model: "haiku"),
      classes: [],
      candidates: ["cheap/haiku", "anthropic/default"]
    ),
    Resumed(
      description: "goes on with an id that no name stands for",
      session: .init(backend: "anthropic", model: "claude-x"),
      classes: [],
      candidates: ["anthropic/claude-x", "anthropic/default"]
    ),
    Resumed(
      description: "is no longer there when its backend is not",
      session: .init(backend: "gone", model: "haiku"),
      classes: [],
      candidates: ["anthropic/default"]
    ),
    Resumed(
      description: "is no longer there when its model is not",
      session: .init(backend: "cheap", model: "gone"),
      classes: [],
      candidates: ["anthropic/default"]
    ),
    Resumed(
      description: "leaves when another backend is asked for",
      session: .init(backend: "cheap", model: "haiku"),
      classes: [],
      backend: "anthropic",
      candidates: ["anthropic/default"]
    ),
    Resumed(
      description: "keeps its backend when another model is asked for",
      session: .init(backend: "cheap", model: "haiku"),
      classes: [],
      model: "opus",
      candidates: ["cheap/opus", "anthropic/opus"]
    ),
    Resumed(
      description: "does not count beside a backend with a model",
      session: .init(backend: "cheap", model: "haiku"),
      backend: "anthropic",
      model: "sonnet",
      candidates: ["anthropic/sonnet"]
    ),
  ])
  func `a session that goes on`(_ row: Resumed) throws {
    let request = RoutingRequest(
      facts: TaskFacts(),
      backend: row.backend,
      model: row.model,
      session: row.session
    )
    let decision = try Sample.policy().decision(
      for: request,
      as: Sample.classification(row.classes),
      with: Sample.keys
    )
    #expect(decision.candidates.map(\.target.target.text) == row.candidates)
  }

  @Test func `a session goes on as the policy has that target today`() throws {
    let request = RoutingRequest(
      facts: TaskFacts(),
      session: .init(backend: "anthropic", model: "haiku")
    )
    let decision = try Sample.policy().decision(
      for: request,
      as: Sample.classification(["bulk"]),
      with: Sample.keys
    )
    #expect(decision.chosen?.source == .session)
    #expect(decision.chosen?.target.target.effort == .low)
  }

  @Test func `a session does not go on where a constraint forbids it`() throws {
    var cloudless = Selector()
    cloudless.backend = ["cheap"]
    let rule = Sample.constraint(.forbid(cloudless))
    let request = RoutingRequest(
      facts: TaskFacts(),
      session: .init(backend: "cheap", model: "haiku")
    )
    #expect(chosen(try Sample.policy(constraints: [rule]), request) == "anthropic/default")
  }

  @Test func `effort and budget replace the candidates' own`() throws {
    let request = RoutingRequest(facts: TaskFacts(), effort: .max, maximumBudgetUSD: 0.5)
    let target = try Sample.policy().decision(
      for: request,
      as: Sample.classification(["bulk"]),
      with: Sample.keys
    )
    .chosen?.target.target
    #expect(
      target
        == Target(
          backend: "cheap",
          model: .named("haiku"),
          effort: .max,
          maximumBudgetUSD: 0.5
        )
    )
  }

  @Test(arguments: ["best", "opusplan", "opus[1m]", "claude-opus-4-8"])
  func `a family rule holds for the client's own aliases`(model: String) throws {
    let rule = Sample.constraint(.forbid(Self.selecting { $0.model = ["opus"] }))
    let request = RoutingRequest(facts: TaskFacts(), model: model)
    #expect(chosen(try Sample.policy(constraints: [rule]), request) == nil)
  }

  /// Rule 10: what is sent to Bedrock has the region's prefix, what the policy says has none.
  @Test(arguments: ["anthropic.claude-opus", "us.anthropic.claude-opus", "opus"])
  func `a rule about an id holds for it as written and as sent`(model: String) throws {
    let rule = Sample.constraint(.forbid(Self.selecting { $0.model = [model] }))
    let inventory = CredentialInventory(present: [.aws], places: ["AWS_REGION": "us-east-1"])
    let request = RoutingRequest(facts: TaskFacts(), backend: "bedrock", model: "opus")
    #expect(chosen(try Sample.policy(), request, with: inventory) == "bedrock/opus")
    #expect(chosen(try Sample.policy(constraints: [rule]), request, with: inventory) == nil)
  }

  @Test func `a family rule holds for ids that no name stands for`() throws {
    let rule = Sample.constraint(.forbid(Self.selecting { $0.model = ["haiku"] }))
    let request = RoutingRequest(facts: TaskFacts(), model: "claude-haiku-4-5")
    #expect(chosen(try Sample.policy(constraints: [rule]), request) == nil)
  }
}

@Suite struct `Regions` {
  @Test(
    arguments: [
      ("eu-central-1", Geography.eu), ("us-east-1", .us), ("us-gov-west-1", .us),
      ("ap-south-1", .apac), ("ap-northeast-1", .jp), ("ap-southeast-2", .au), ("global", .global),
      ("europe-west1", .eu), ("us-east5", .us), ("asia-southeast1", .apac), ("eu", .eu),
      ("us", .us),
      ("asia-northeast1", .jp), ("australia-southeast1", .au), ("ca-central-1", nil),
      ("sa-east-1", nil), ("", nil),
    ] as [(String, Geography?)]
  )
  func `belong to a geography`(region: String, expected: Geography?) {
    #expect(Geography(region: region) == expected)
  }

  private func resolved(region: String?, places: [String: String]) throws -> ResolvedTarget {
    let backend = try Sample.backend(
      "bedrock",
      .bedrock,
      credentials: [.aws],
      region: region,
      models: Backend.familySlots.map { Backend.Model(name: $0, id: "anthropic.claude-\($0)") }
    )
    return backend.resolved(
      Target(backend: "bedrock", model: .named("opus")),
      with: CredentialInventory(places: places)
    )
  }

  @Test func `give Bedrock's ids their prefix`() throws {
    let target = try resolved(region: "eu-central-1", places: ["AWS_REGION": "us-east-1"])
    #expect(target.modelID == "eu.anthropic.claude-opus")
    #expect(target.slots.map(\.id).allSatisfy { $0.hasPrefix("eu.anthropic.") })
    #expect(target.geography == .eu)
    #expect(target.region == "eu-central-1")
  }

  @Test func `come from the environment when the policy has none`() throws {
    #expect(try resolved(region: nil, places: ["AWS_DEFAULT_REGION": "us-west-2"]).geography == .us)
  }

  /// Background work and sub-agents use the slots.
  @Test func `hold for every slot when they are required, and for one when forbidden`() throws {
    let backend = try Sample.backend(
      "bedrock",
      .bedrock,
      credentials: [.aws],
      region: "eu-central-1",
      models: [
        Backend.Model(name: "opus", id: "eu.anthropic.claude-opus"),
        Backend.Model(name: "haiku", id: "us.anthropic.claude-haiku"),
      ]
    )
    let target = backend.resolved(
      Target(backend: "bedrock", model: .named("opus")),
      with: CredentialInventory()
    )
    func permits(_ effect: Constraint.Effect) -> Bool {
      Sample.constraint(effect).permits(target, payer: .aws)
    }
    var europe = Selector()
    europe.geography = [.eu]
    var states = Selector()
    states.geography = [.us]
    var both = Selector()
    both.geography = [.eu, .us]
    #expect(target.geography == .eu)
    #expect(!permits(.require(europe)))
    #expect(permits(.require(both)))
    #expect(!permits(.forbid(states)))
    #expect(!permits(.forbid(europe)))
  }

  /// Rule 10: a prefix counts wherever it is written.
  @Test(arguments: [Backend.Kind.anthropic, .gateway, .mantle, .vertex, .foundry])
  func `give way to a model id's prefix on every kind of backend`(kind: Backend.Kind) throws {
    let backend = try Sample.backend(
      "backend",
      kind,
      credentials: [.none],
      region: "us-east-1",
      models: Backend.familySlots.map { Backend.Model(name: $0, id: "eu.anthropic.claude-\($0)") }
    )
    let target = backend.resolved(
      Target(backend: "backend", model: .named("opus")),
      with: CredentialInventory()
    )
    #expect(target.geography == .eu)
    #expect(target.allGeographies == [.eu])
  }

  @Test func `outside every geography leave the id as it is`() throws {
    let target = try resolved(region: "ca-central-1", places: [:])
    #expect(target.modelID == "anthropic.claude-opus")
    #expect(target.geography == nil)
  }

  @Test func `missing make a cloud unavailable`() throws {
    let bedrock = try Sample.backend("bedrock", .bedrock, credentials: [.aws], models: [])
    #expect(
      bedrock.availability(with: CredentialInventory(present: [.aws]))
        == .unavailable(.region(variables: ["AWS_REGION", "AWS_DEFAULT_REGION"]))
    )
    let vertex = try Sample.backend(
      "vertex",
      .vertex,
      credentials: [.google],
      region: "global",
      models: []
    )
    #expect(
      vertex.availability(with: CredentialInventory(present: [.google]))
        == .unavailable(
          .project(variables: ["GOOGLE_CLOUD_PROJECT", "ANTHROPIC_VERTEX_PROJECT_ID"])
        )
    )
    #expect(
      vertex.availability(with: CredentialInventory(places: ["GOOGLE_CLOUD_PROJECT": "p"]))
        == .unavailable(.credential([.google]))
    )
  }
}

@Suite struct `Trust` {
  @Test(arguments: Backend.Kind.allCases)
  func `is lost behind somebody else's address`(kind: Backend.Kind) throws {
    #expect(Backend.trust(of: kind, baseURL: try BaseURL("https://x.example")) == .thirdParty)
  }

  @Test func `is computed from kind and address, and may only be lowered`() {
    #expect(Backend.trust(of: .anthropic, baseURL: nil) == .firstParty)
    #expect(Backend.trust(of: .vertex, baseURL: nil) == .cloud)
    let lowered = Backend(
      name: "a",
      kind: .anthropic,
      trust: .thirdParty,
      credentials: [.login],
      models: [],
      origin: Sample.origin
    )
    #expect(lowered.trust == .thirdParty)
    let raised = Backend(
      name: "b",
      kind: .bedrock,
      trust: .firstParty,
      credentials: [.aws],
      models: [],
      origin: Sample.origin
    )
    #expect(raised.trust == .cloud)
  }
}
