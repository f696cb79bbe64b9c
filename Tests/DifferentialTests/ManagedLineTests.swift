import BuiltInPolicy
import PolicyLoader
import RouteEngine
import Testing

/// A managed file of one line over the built-in policy, against whatever a user and a repository say.
@Suite struct `A managed line` {
  private static let managed = PolicyFile(
    layer: .managed,
    name: "managed",
    bytes: Array("version: 1\nlabels: [compliance-aws]\n".utf8)
  )
  private static let builtIn = PolicyFile(
    layer: .builtIn,
    name: BuiltInPolicy.name,
    bytes: BuiltInPolicy.bytes
  )
  /// Names that the built-in policy has, and some of the user's own.
  private static let names = SpecNames(
    classes: ["bulk", "prototyping", "production", "multi-agent", "amber"],
    labels: ["compliance-aws", "compliance-gcp", "cost-sensitive", "lime"],
    backends: ["anthropic", "openrouter", "bedrock", "vertex", "two"],
    words: ["walrus", "teapot", "granite", "boilerplate", "prototype", "production", "swarm"],
    droppedConstraint: "only-aws"
  )

  /// What the generator has to know of the built-in policy.
  private static func known(userDropsPreferences: Bool) throws -> PolicyGenerator.Known {
    let policy = try #require(PolicyAssembly(of: [builtIn]).policy)
    var known = PolicyGenerator.Known()
    for backend in policy.backends {
      known.backends.append(
        SpecBackend(
          name: backend.name,
          kind: backend.kind.rawValue,
          baseURL: backend.baseURL?.text,
          credentials: backend.credentials.map(\.text),
          models: backend.models.map { ($0.name, $0.id) },
          traits: [:],
          assumedTraits: [:]
        )
      )
      known.backendLayers[backend.name] = .builtIn
    }
    for taskClass in policy.classes {
      known.classes[taskClass.name] = PolicyGenerator.Definition(
        isProtective: taskClass.isProtective,
        layer: .builtIn
      )
    }
    known.labels = ["compliance-aws", "compliance-gcp"]
    if !userDropsPreferences { known.labels.insert("cost-sensitive") }
    known.hasDefault = !userDropsPreferences
    return known
  }

  @Test func `keeps everything on Bedrock`() throws {
    let whole = try Self.known(userDropsPreferences: false)
    let dropped = try Self.known(userDropsPreferences: true)
    var loaded = 0
    var decided = 0
    var refused = 0
    var seed: UInt64 = 0
    while loaded < Scale.managedPolicyCount {
      seed += 1
      try #require(seed < 4 * UInt64(Scale.managedPolicyCount), "\(refused) policies were refused")
      let files = Self.files(seed: seed, whole: whole, dropped: dropped)
      guard let engine = try? Engine(files: files.policy) else {
        refused += 1
        continue
      }
      loaded += 1
      var generator = files.generator
      for _ in 0..<Scale.tasksPerManagedPolicy {
        let state = generator.state()
        let decision = engine.decision(in: state, repositoryMayLift: generator.random.chance(50))
        guard let chosen = decision.chosen else { continue }
        decided += 1
        let backend = chosen.target.backend
        guard [.bedrock, .mantle].contains(backend.kind), backend.trust == .cloud else {
          Issue.record(
            """
            seed \(seed): \(chosen.target.target.text) is chosen
            \(files.text)
            \(state)
            """
          )
          return
        }
      }
    }
    #expect(
      decided * 2 > Scale.managedPolicyCount,
      "\(decided) of \(loaded) policies' tasks were decided"
    )
  }

  private static func files(
    seed: UInt64,
    whole: PolicyGenerator.Known,
    dropped: PolicyGenerator.Known
  ) -> (policy: [PolicyFile], text: String, generator: PolicyGenerator) {
    var user = SpecFile(.user)
    user.builtIn =
      switch seed % 5 {
      case 0: .whole
      case 1: .nothing
      case 2: .classes
      case 3: .without(["only-aws"])
      default: nil
      }
    var generator = PolicyGenerator(
      seed: seed,
      limits: PolicyGenerator.Limits(names: names),
      known: [1, 2].contains(seed % 5) ? dropped : whole
    )
    var repository = SpecFile(.repository)
    let hasUser = generator.random.chance(90)
    let hasRepository = generator.random.chance(70)
    if hasUser { generator.fill(&user, named: "user") }
    if hasRepository { generator.fill(&repository, named: "repository") }
    let spec = SpecPolicy(files: (hasRepository ? [repository] : []) + (hasUser ? [user] : []))
    return (Engine.files(of: spec) + [managed, builtIn], spec.text, generator)
  }
}
