import RouteEngine
import Testing

/// What the built-in policy makes of plain tasks: mechanical and throwaway work goes where it is cheap,
/// serious work stays on Anthropic's own API with its own model.
@Suite struct `The built-in guidance` {
  struct Row: CustomStringConvertible {
    let task: String
    let classes: [String]
    var description: String { task }
  }

  private static func rows(_ classes: [String], _ tasks: [String]) -> [Row] {
    tasks.map { Row(task: $0, classes: classes) }
  }

  private static let keyed = CredentialInventory(present: [
    .login, .environment("OPENROUTER_API_KEY"), .environment("ANTHROPIC_API_KEY"),
  ])
  private static let loginOnly = CredentialInventory(present: [.login])

  /// `openrouter/haiku low`, `anthropic/default`, `denied`.
  private static func outcome(
    _ task: String?,
    labels: Set<String> = [],
    with inventory: CredentialInventory = keyed
  ) throws -> String {
    let request = RoutingRequest(facts: TaskFacts(text: task, labels: labels))
    return try BuiltIn.policy().decision(for: request, with: inventory).words
  }

  private static func classes(of task: String) throws -> [String] {
    try BuiltIn.policy().decision(
      for: RoutingRequest(facts: TaskFacts(text: task)),
      with: keyed
    )
    .classification.names
  }

  // MARK: Casual work

  private static let mechanical = rows(
    ["bulk"],
    [
      "license headers",
      "Add the Apache licence header to every file in src",
      "update the copyright year",
      "add SPDX identifiers everywhere",
      "rename UserManager to AccountManager",
      "find and replace colour by color in the docs",
      "reformat the whole tree with clang-format",
      "run gofmt over cmd/",
      "fix the indentation of the YAML files",
      "strip trailing whitespace",
      "sort the imports in every module",
      "fix all clippy warnings",
      "remove unused imports",
      "fix a typo in the README",
      "correct the spelling in the comments",
      "Bump version to 2.4.1",
      "bump serde from 1.0.203 to 1.0.204",
      "regenerate the lockfile",
      "convert the old string concatenation to f-strings",
      "translate the comments from German to English",
      "fix broken links in docs/",
      "update the changelog",
    ]
  )

  private static let exploring = rows(
    ["prototyping"],
    [
      "a quick demo for tomorrow's stand-up",
      "throwaway script that draws my bike rides on a map",
      "proof of concept for offline sync",
      "spike: could we use SQLite in the browser",
      "a todo list app to learn Vue",
      "play around with a toy ray tracer",
      "hackathon idea: postcards from satellite images",
      "tic-tac-toe in the terminal",
      "kata: bowling score",
      "my side project needs a landing page",
      "mock-up of the settings screen",
    ]
  )

  @Test(arguments: mechanical + exploring)
  func `casual work goes to the cheap backend, or without its key to the small native model`(
    _ row: Row
  ) throws {
    #expect(try Self.classes(of: row.task) == row.classes)
    #expect(try Self.outcome(row.task) == "openrouter/haiku low")
    #expect(try Self.outcome(row.task, with: Self.loginOnly) == "anthropic/haiku low")
  }

  // MARK: Serious work

  private static let production = rows(
    ["production"],
    [
      "implement refunds in the checkout",
      "deploy the new search service",
      "roll back yesterday's release",
      "write the database migration for invoices",
      "customers see an empty page after login",
      "add an endpoint for exporting orders",
      "refactor the billing module",
      "hotfix for the broken build",
      "raise the test coverage of the parser",
    ]
  )

  private static let agents = rows(
    ["multi-agent"],
    [
      "spawn four agents, one for each package",
      "orchestrate a team of agents that write and review",
      "use sub-agents to read the three services",
      "run several agents in parallel on the docs",
    ]
  )

  private static let thinking = rows(
    ["extended-thinking"],
    [
      "find the root cause of the memory leak",
      "the worker hangs now and then; debug it",
      "weigh the trade-offs of event sourcing",
      "security audit of the session handling",
      "why is the scheduler slow under load",
      "prove that the lock order excludes a deadlock",
      "review my changes",
      "design doc for the cache invalidation algorithm",
      "threat model of the upload service",
      "a flaky test that fails on Tuesdays",
    ]
  )

  private static let several = [
    Row(
      task: "fix the race in the payment worker, then deploy to production",
      classes: ["extended-thinking", "production"]
    ),
    Row(
      task: "rename the helpers, then deploy to production",
      classes: ["bulk", "production"]
    ),
    Row(
      task: "a throwaway demo of the race condition",
      classes: ["extended-thinking", "prototyping"]
    ),
    Row(
      task: "reformat the code and deploy to production",
      classes: ["bulk", "production"]
    ),
    Row(
      task: "add the license header to the payment module and implement refunds",
      classes: ["production"]
    ),
    Row(
      task: "two agents prepare the release and deploy to production",
      classes: ["multi-agent", "production"]
    ),
  ]

  @Test(arguments: production + agents + thinking + several)
  func `serious work stays native, with the client's own model`(_ row: Row) throws {
    #expect(Set(try Self.classes(of: row.task)).isSuperset(of: row.classes))
    #expect(try Self.outcome(row.task) == "anthropic/default")
    #expect(try Self.outcome(row.task, with: Self.loginOnly) == "anthropic/default")
    #expect(try Self.outcome(row.task, labels: ["cost-sensitive"]) == "anthropic/default")
  }

  @Test(arguments: production + agents + thinking + several)
  func `no flag sends serious work elsewhere, to haiku, or with low effort`(_ row: Row) throws {
    let policy = try BuiltIn.policy()
    for backend in [nil, "anthropic", "openrouter", "bedrock", "vertex"] {
      for model in [nil, "haiku", "claude-haiku-4-5", "opus", "sonnet"] {
        for effort in [nil, Effort.low, .high] {
          var request = RoutingRequest(facts: TaskFacts(text: row.task))
          (request.backend, request.model, request.effort) = (backend, model, effort)
          let decision = policy.decision(for: request, with: .everything)
          let isHarmless =
            backend ?? "anthropic" == "anthropic" && model?.contains("haiku") != true
            && effort != .low
          #expect((decision.chosen != nil) == isHarmless, "\(decision.words)")
        }
      }
    }
  }

  // MARK: Neither

  @Test(arguments: [
    "", "  \n", "continue", "what does the build script do", "write the user guide", "🙂",
    "how do I rename a branch?",
  ])
  func `a task of no class leaves the client's default untouched`(task: String) throws {
    #expect(try Self.classes(of: task) == [])
    #expect(try Self.outcome(task) == "anthropic/default")
    #expect(try Self.outcome(task, labels: ["cost-sensitive"]) == "anthropic/sonnet")
  }

  @Test func `nobody said what the task is: as if it had no class`() throws {
    #expect(try Self.outcome(nil) == "anthropic/default")
  }

  @Test func `a cost-sensitive project keeps the cheap way of casual work`() throws {
    #expect(
      try Self.outcome("license headers", labels: ["cost-sensitive"]) == "openrouter/haiku low"
    )
  }
}

/// What the compliance labels demand.
@Suite struct `Compliance` {
  struct Row: CustomStringConvertible {
    let task: String
    let model: String
    var description: String { task }
  }

  private static let tasks = [
    Row(task: "license headers", model: "haiku low"),
    Row(task: "a throwaway demo", model: "haiku low"),
    Row(task: "fix the race in the payment worker", model: "opus"),
    Row(task: "rename the helpers, then deploy to production", model: "opus"),
    Row(task: "spawn four agents, one for each package", model: "opus"),
    Row(task: "continue", model: "opus"),
  ]

  private func words(
    _ task: String,
    _ labels: Set<String>,
    with inventory: CredentialInventory
  ) throws -> String {
    let request = RoutingRequest(facts: TaskFacts(text: task, labels: labels))
    return try BuiltIn.policy().decision(for: request, with: inventory).words
  }

  @Test(arguments: tasks) func `for AWS only Bedrock`(_ row: Row) throws {
    let labels: Set = ["compliance-aws"]
    #expect(try words(row.task, labels, with: .everything) == "bedrock/\(row.model)")
    #expect(
      try words(row.task, labels.union(["cost-sensitive"]), with: .everything)
        == "bedrock/\(row.model)"
    )
    var without = CredentialInventory.everything
    without.present.remove(.aws)
    #expect(try words(row.task, labels, with: without) == "denied")
    without = .everything
    without.places["AWS_REGION"] = nil
    #expect(try words(row.task, labels, with: without) == "denied")
  }

  @Test(arguments: tasks) func `for Google only Vertex`(_ row: Row) throws {
    let labels: Set = ["compliance-gcp"]
    #expect(try words(row.task, labels, with: .everything) == "vertex/\(row.model)")
    var without = CredentialInventory.everything
    without.present.remove(.google)
    #expect(try words(row.task, labels, with: without) == "denied")
  }

  @Test(arguments: tasks) func `both at once permit nothing`(_ row: Row) throws {
    #expect(
      try words(row.task, ["compliance-aws", "compliance-gcp"], with: .everything) == "denied"
    )
  }
}

/// 2,000 combinations of classes, labels, credentials and flags.
@Suite struct `Whatever is asked for` {
  private static let classNames = [
    "bulk", "prototyping", "production", "multi-agent", "extended-thinking",
  ]
  private static let protective: Set = ["production", "multi-agent", "extended-thinking"]
  private static let compliance: Set = ["compliance-aws", "compliance-gcp"]

  @Test func `serious work is first-party, not haiku, not of low effort`() throws {
    let policy = try BuiltIn.policy()
    var random = Generator(state: 20_261_122)
    var routed = 0
    for _ in 0..<2_000 {
      let request = Self.request(&random)
      let inventory = Self.inventory(&random)
      let decision = policy.decision(for: request, with: inventory)
      let isSerious = !Self.protective.isDisjoint(with: decision.classification.names)
      #expect(isSerious == !Self.protective.isDisjoint(with: request.facts.namedClasses))
      guard let chosen = decision.chosen, isSerious,
        request.facts.labels.isDisjoint(with: Self.compliance)
      else { continue }
      routed += 1
      #expect(chosen.target.backend.trust == .firstParty, "\(request)")
      #expect(!chosen.target.modelNames.contains("haiku"), "\(request)")
      #expect(chosen.target.target.effort != .low, "\(request)")
    }
    // Roughly 7/8 are serious, 1/4 of those free of compliance, 1/3 of those asked for nothing that
    // is forbidden; far fewer would mean that the property holds of nothing.
    #expect(routed > 50)
  }

  @Test func `work for a cloud goes to that cloud or nowhere`() throws {
    let policy = try BuiltIn.policy()
    var random = Generator(state: 42)
    var routed = 0
    for _ in 0..<2_000 {
      let request = Self.request(&random)
      let labels = request.facts.labels.intersection(Self.compliance)
      guard !labels.isEmpty else { continue }
      let decision = policy.decision(for: request, with: Self.inventory(&random))
      guard let chosen = decision.chosen else { continue }
      routed += 1
      #expect(labels.count == 1)
      let kind: Backend.Kind = labels.contains("compliance-aws") ? .bedrock : .vertex
      #expect(chosen.target.backend.kind == kind, "\(request)")
    }
    #expect(routed > 50)
  }

  private static func request(_ random: inout Generator) -> RoutingRequest {
    let labels = ["cost-sensitive", "compliance-aws", "compliance-gcp"].filter { _ in
      random.next() % 2 == 0
    }
    var facts = TaskFacts(labels: Set(labels))
    facts.namedClasses = classNames.filter { _ in random.next() % 2 == 0 }
    var request = RoutingRequest(facts: facts)
    request.backend =
      [nil, nil, "anthropic", "openrouter", "bedrock", "vertex"].randomElement(using: &random)
      ?? nil
    request.model =
      [nil, nil, "haiku", "opus", "sonnet", "fable", "default", "claude-haiku-4-5"]
      .randomElement(using: &random) ?? nil
    request.effort = ([nil, nil] + Effort.allCases).randomElement(using: &random) ?? nil
    return request
  }

  private static func inventory(_ random: inout Generator) -> CredentialInventory {
    var inventory = CredentialInventory.everything
    for source in CredentialInventory.everySource where random.next() % 3 == 0 {
      inventory.present.remove(source)
    }
    return inventory
  }
}

/// Knuth's MMIX generator: the same sequence on every machine.
private struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    // The low bits of such a generator have short periods.
    return state >> 33 | state << 31
  }
}

extension CredentialInventory {
  fileprivate static let everySource: [CredentialSource] = [
    .login, .environment("ANTHROPIC_API_KEY"), .environment("OPENROUTER_API_KEY"), .aws,
    .environment("AWS_BEARER_TOKEN_BEDROCK"), .google,
  ]

  /// Every credential, region and project that the built-in policy may ask for, but for Bedrock's
  /// own key.
  fileprivate static let everything = CredentialInventory(
    present: Set(everySource).subtracting([.environment("AWS_BEARER_TOKEN_BEDROCK")]),
    places: [
      "AWS_REGION": "eu-central-1", "CLOUD_ML_REGION": "europe-west1",
      "GOOGLE_CLOUD_PROJECT": "team-1",
    ]
  )
}

extension Decision {
  /// `openrouter/haiku low`, `anthropic/default`, `denied`.
  fileprivate var words: String {
    guard let target = chosen?.target.target else { return "denied" }
    return target.text + (target.effort.map { " \($0.rawValue)" } ?? "")
  }
}
