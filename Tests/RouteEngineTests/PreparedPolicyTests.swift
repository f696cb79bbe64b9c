import TestSupport
import Testing

@testable import RouteEngine

/// What a prepared policy decides is what the policy itself does.
@Suite struct `A prepared policy` {
  @Test(arguments: 0..<60 as Range<UInt64>)
  func `decides as the policy does`(seed: UInt64) throws {
    var source = RandomPolicy(seed: seed)
    let policy = try source.policy()
    let prepared = PreparedPolicy(policy)
    var random = SeededGenerator(seed: seed &+ 1_000)
    var memory = WordMemory(count: 4)
    var words = WordMemory(count: 64)
    var decisions = DecisionMemory(limit: 8)
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
      // Twice, so that the second time it may be known.
      for _ in 0..<2 {
        let known = prepared.decision(
          for: request,
          unavailable: unavailable,
          measured: measured,
          remembering: &words,
          and: &decisions
        )
        #expect(known == expected, "\(request)")
      }
      #expect(decisions.count <= 8)
    }
  }

  /// Tasks that differ in one thing only, each after the others.
  @Test func `remembers no decision for a task that differs`() throws {
    var source = RandomPolicy(seed: 3)
    let policy = try source.policy()
    let prepared = PreparedPolicy(policy)
    var words = WordMemory(count: 64)
    var decisions = DecisionMemory(limit: 256)
    let texts = [nil, "other", "alphasig", "betasig", "alphasig betasig", "alphasig alphaveto"]
    let states: [FactState?] = [
      nil, .absent, .unknown, .value(.text("main")), .value(.text("release/1")),
    ]
    let labels = [[]] + RandomPolicy.labels.map { [$0] }
    let missing: [Set<Unavailable>] = [[], [.backend("cheap")], [.backend("native")]]
    for round in 0..<2 {
      for text in texts {
        for state in states {
          for label in labels {
            for unavailable in missing {
              var task = HermeticTask(text: text, labels: label, unavailable: unavailable)
              task.facts.values[.branch] = state
              task.facts.values[.projectPath] = state
              let request = RoutingRequest(facts: task.facts)
              let decision = prepared.decision(
                for: request,
                unavailable: unavailable,
                remembering: &words,
                and: &decisions
              )
              #expect(decision == task.decision(under: policy), "\(round): \(request)")
            }
          }
        }
      }
    }
    #expect(decisions.count > 0)
  }

  @Test func `keeps no more decisions than it may, and no long values`() throws {
    var counts: Set<[Int]> = []
    for seed in UInt64(0)..<30 {
      var source = RandomPolicy(seed: seed)
      let prepared = PreparedPolicy(try source.policy())
      var words = WordMemory()
      var decisions = DecisionMemory(limit: 3)
      func decide(onBranch branch: String) -> Int {
        let task = HermeticTask(values: [.branch: .value(.text(branch))])
        _ = prepared.decision(
          for: RoutingRequest(facts: task.facts),
          unavailable: [],
          remembering: &words,
          and: &decisions
        )
        return decisions.count
      }
      let long = (65..<80).map { decide(onBranch: String(repeating: "x", count: $0)) }
      let short = (0..<20).map { decide(onBranch: "b\($0)") }
      counts.insert([long.last ?? -1, short.last ?? -1])
    }
    // Of policies that ask for the branch, and of those that do not.
    #expect(counts == [[0, 3], [1, 1]])
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
