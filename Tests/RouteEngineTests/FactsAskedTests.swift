import RouteEngine
import TestSupport
import Testing

/// The facts that a policy asks for: nothing else is found out about a machine.
@Suite struct `The facts that a policy asks for` {
  private static let origin = Origin(layer: .user, file: "sample", line: 1)

  private static func fact(_ name: FactName) -> Condition {
    .fact(FactTest(fact: name, comparison: .exists(true)))
  }

  @Test func `stand in routes, constraints, projects and signals`() throws {
    let policy = Policy(
      classes: [
        TaskClass(
          name: "bulk",
          description: nil,
          isProtective: false,
          signals: [
            Signal(
              matcher: .fact(FactTest(fact: .filesCount, comparison: .atLeast(20))),
              origin: Self.origin
            )
          ],
          unless: [],
          origins: [Self.origin]
        )
      ],
      backends: [],
      routes: [
        Route(
          name: "nested",
          when: .all([.hasClass("bulk"), .any([.not(Self.fact(.ci)), .hasLabel("aws")])]),
          targets: [],
          origin: Self.origin
        )
      ],
      defaultTargets: [],
      constraints: [
        Constraint(
          name: "rule",
          when: Self.fact(.branch),
          unless: Self.fact(.environment("STAGE")),
          effect: .forbid(Selector()),
          reason: nil,
          origin: Self.origin
        )
      ],
      labels: [
        PolicyLabel(name: "aws", project: .remote(try Glob("**")), origin: Self.origin)
      ],
      knownLabels: ["aws"]
    )
    #expect(
      policy.factsAsked == [.filesCount, .ci, .branch, .environment("STAGE"), .projectRemote]
    )
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `are all that a decision depends on`(seed: UInt64) throws {
    var source = RandomPolicy(seed: seed)
    let policy = try source.policy()
    let asked = policy.factsAsked
    var random = SeededGenerator(seed: seed &+ 1_000)
    for _ in 0..<20 {
      let chosen = Self.states.filter { _ in Bool.random(using: &random) }
      let task = HermeticTask(
        classes: RandomPolicy.classes.filter { _ in Bool.random(using: &random) },
        values: chosen.reduce(into: [:]) { $0[$1.0] = $1.1 }
      )
      let inventory = task.inventory(for: policy)
      var request = RoutingRequest(facts: task.facts)
      let expected = policy.decision(for: request, with: inventory)
      request.facts.values = request.facts.values.filter { asked.contains($0.key) }
      #expect(policy.decision(for: request, with: inventory) == expected)
    }
  }

  private static let states: [(FactName, FactState)] = [
    (.branch, .value(.text("main"))), (.branch, .value(.text("x/hotfix"))), (.branch, .unknown),
    (.ci, .value(.truth(true))), (.hook, .value(.truth(true))), (.interactive, .unknown),
    (.projectPath, .value(.text("/side/x"))), (.projectRemote, .value(.text("h/o/n"))),
    (.os, .absent), (.environment("CHEAP_KEY"), .value(.text("main"))),
    (.environment("AWS_REGION"), .value(.text("eu-west-1"))),
  ]
}
