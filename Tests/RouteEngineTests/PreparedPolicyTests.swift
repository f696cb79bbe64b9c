import RouteEngine
import TestSupport
import Testing

/// What a prepared policy decides is what the policy itself does.
@Suite struct `A prepared policy` {
  @Test(arguments: 0..<60 as Range<UInt64>)
  func `decides as the policy does`(seed: UInt64) throws {
    var source = RandomPolicy(seed: seed)
    let policy = try source.policy()
    let prepared = PreparedPolicy(policy)
    var random = SeededGenerator(seed: seed &+ 1_000)
    var memory = WordMemory(count: 4)
    for _ in 0..<40 {
      var task = RandomTask(random: random)
      let request = task.request()
      let unavailable = task.unavailable()
      let measured = task.measured()
      random = task.random
      var hermetic = HermeticTask(unavailable: unavailable, measured: measured)
      hermetic.facts = request.facts
      let inventory = hermetic.inventory(for: policy)
      let found = prepared.inventory(
        for: request,
        unavailable: unavailable,
        measured: measured
      )
      #expect(found == inventory)
      let expected = policy.decision(for: request, with: inventory)
      let decision = prepared.decision(
        for: request,
        unavailable: unavailable,
        measured: measured
      )
      #expect(decision == expected, "\(request)")
      let remembered = prepared.decision(
        for: request,
        unavailable: unavailable,
        measured: measured,
        remembering: &memory
      )
      #expect(remembered == expected, "\(request)")
    }
  }

  /// A task that has now and then something of everything.
  private struct RandomTask {
    var random: SeededGenerator

    mutating func chance(_ total: Int) -> Bool { Int.random(in: 0..<total, using: &random) == 0 }

    mutating func some<Value>(of values: [Value]) -> [Value] {
      values.filter { _ in chance(3) }
    }

    mutating func request() -> RoutingRequest {
      let words = ["alphasig", "betasig", "alphaveto", "betaveto", "not", "other"]
      var values: [FactName: FactState] = [:]
      if chance(2) { values[.branch] = state(["main", "v2", "release/1", "x/hotfix"].map(text)) }
      if chance(3) { values[.ci] = state([.truth(true), .truth(false)]) }
      if chance(3) { values[.projectPath] = state([text("/side/x"), text("/other")]) }
      if chance(6) { values[.environment("CHEAP_KEY")] = state([text("main")]) }
      if chance(6) { values[.environment("AWS_REGION")] = state([text("eu-west-1")]) }
      var task = HermeticTask(
        text: chance(4) ? nil : some(of: words).joined(separator: " "),
        files: chance(3) ? some(of: ["a", "b", "c", "d"]) : nil,
        classes: chance(4) ? some(of: RandomPolicy.classes) : [],
        labels: some(of: RandomPolicy.labels),
        values: values
      )
      if chance(6) { task.facts.sessionClasses = some(of: RandomPolicy.classes) }
      var request = RoutingRequest(facts: task.facts)
      if chance(6) { request.backend = "cloud" }
      if chance(6) { request.model = "opus" }
      if chance(8) { request.effort = .high }
      if chance(8) { request.maximumBudgetUSD = 1 }
      if chance(8) { request.session = .init(backend: "native", model: "opus") }
      return request
    }

    mutating func measured() -> SupposedTraits {
      var measured = SupposedTraits()
      if chance(4) {
        let place = SupposedTraits.Place(chance(2) ? "cheap" : "cloud/haiku")
        measured.suppose(chance(2) ? .good : .broken, of: .tools, at: place)
      }
      return measured
    }

    private func text(_ text: String) -> FactValue { .text(text) }

    private mutating func state(_ values: [FactValue]) -> FactState {
      if chance(5) { return .absent }
      if chance(5) { return .unknown }
      return .value(values[Int.random(in: 0..<values.count, using: &random)])
    }

    mutating func unavailable() -> Set<Unavailable> {
      guard chance(4) else { return [] }
      return Set(
        some(of: [
          .backend("cheap"), .backend("native"), .credential(.aws),
          .credential(.environment("CHEAP_KEY")),
        ])
      )
    }
  }

  @Test(arguments: [
    ([], nil),
    (["bulk"], "bulk"),
    (["bulk", "prototyping"], "bulk"),
    (["bulk", "careful!"], "careful"),
    (["bulk", "careful!", "production!"], "production"),
    (["extended-thinking!", "multi-agent!", "production!"], "multi-agent"),
    (["own", "prototyping"], "prototyping"),
    (["one", "two"], "one"),
  ])
  func `calls the most serious class the primary one`(names: [String], primary: String?) {
    let classes = names.map { name in
      ClassFinding(
        name: name.filter { $0 != "!" },
        isProtective: name.hasSuffix("!"),
        evidence: [Evidence(signal: .given, pattern: "--class", text: "x")]
      )
    }
    let found = Classification(classes: classes, setAside: [], constraintTruths: [:])
    #expect(found.primary?.name == primary)
  }
}
