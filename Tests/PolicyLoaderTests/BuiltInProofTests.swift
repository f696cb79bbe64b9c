import RouteEngine
import Testing

@Suite struct `Proofs of the built-in policy` {
  private static let origin = Origin(layer: .user, file: "proof", line: 1)
  private static let serious = Condition.any([
    .hasClass("production"), .hasClass("multi-agent"), .hasClass("extended-thinking"),
  ])
  private static let compliance = Condition.any([
    .hasLabel("compliance-aws"), .hasLabel("compliance-gcp"),
  ])

  private static func invariant(
    when: Condition = .all([]),
    assume: Set<String> = [],
    _ property: Invariant.Property
  ) -> Invariant {
    Invariant(
      name: "proof",
      when: when,
      assumedAvailable: assume,
      property: property,
      origin: origin
    )
  }

  private static func proves(_ invariant: Invariant, of policy: Policy) -> Bool {
    switch Prover(policy).verdict(on: invariant) {
    case .proved: true
    case .refuted, .undecided: false
    }
  }

  private static var foreign: Selector {
    var selector = Selector()
    selector.trust = [.cloud, .thirdParty]
    return selector
  }

  private static func kind(_ kind: Backend.Kind) -> Selector {
    var selector = Selector()
    selector.kind = [kind]
    return selector
  }

  @Test func `keep serious work on the native API`() throws {
    let when = Condition.all([Self.serious, .not(Self.compliance)])
    let invariant = Self.invariant(when: when, .never(Self.foreign))
    #expect(Self.proves(invariant, of: try BuiltIn.policy()))
  }

  @Test func `keep everything on one cloud where that is the rule`() throws {
    let policy = try BuiltIn.policy()
    let aws = Self.invariant(when: .hasLabel("compliance-aws"), .always(Self.kind(.bedrock)))
    let gcp = Self.invariant(when: .hasLabel("compliance-gcp"), .always(Self.kind(.vertex)))
    #expect(Self.proves(aws, of: policy))
    #expect(Self.proves(gcp, of: policy))
  }

  @Test func `decide everything while the native API is there and no cloud is a must`() throws {
    let decided = Self.invariant(
      when: .not(Self.compliance),
      assume: ["anthropic"],
      .outcome(.decided)
    )
    #expect(Self.proves(decided, of: try BuiltIn.policy()))
  }

  /// The route alone does not keep serious work off the gateway when a credential is missing.
  @Test func `need the constraint beside the route`() throws {
    let policy = try BuiltIn.policy(
      behind: """
        version: 1
        built-in: {without: [serious-work-stays-native]}
        default: [anthropic/default, openrouter/opus]

        """
    )
    let when = Condition.all([Self.serious, .not(Self.compliance)])
    let verdict = Prover(policy).verdict(on: Self.invariant(when: when, .never(Self.foreign)))
    guard case .refuted(let example) = verdict else {
      Issue.record("\(verdict)")
      return
    }
    #expect(
      example.task
        == HermeticTask(classes: ["extended-thinking"], unavailable: [.backend("anthropic")])
    )
    #expect(example.decision.chosen?.target.target.text == "openrouter/opus")
  }

  @Test func `find one dead end: two clouds at once`() throws {
    let findings = Prover(try BuiltIn.policy()).findings()
    #expect(
      findings.deadEnds.map(\.counterexample.task) == [
        HermeticTask(labels: ["compliance-aws", "compliance-gcp"])
      ]
    )
    #expect(findings.deadEnds.map { $0.constraints.map(\.name) } == [["only-aws", "only-gcp"]])
    #expect(findings.unreachableRoutes == [])
    #expect(findings.redundantConstraints == [])
    #expect(findings.constantConditions == [])
    // Five classes, three labels; four backends, each available or not.
    #expect(findings.stateCount == 1 << 12)
  }
}
