import PolicyCheck
import RouteEngine
import Testing

@Suite struct `The mutants of a policy` {
  private func mutants(
    routes: [Route] = [],
    constraints: [Constraint] = [],
    classes: [TaskClass] = []
  ) throws -> [Mutant] {
    // The default lies in `team.yaml`, the rules in `x.yaml`.
    try CheckSample.policy(classes: classes, routes: routes, constraints: constraints)
      .mutants(ofRulesIn: ["x.yaml"])
  }

  private let origin = Origin(layer: .user, file: "x.yaml", line: 1)

  private func constraint(
    when: Condition = .all([]),
    _ effect: (Selector) -> Constraint.Effect,
    _ select: (inout Selector) -> Void
  ) -> Constraint {
    var selector = Selector()
    select(&selector)
    return Constraint(
      name: "c",
      when: when,
      unless: nil,
      effect: effect(selector),
      reason: nil,
      origin: origin
    )
  }

  @Test func `leave one target and what always holds alone`() throws {
    let route = Route(
      name: "r",
      when: .all([]),
      targets: [Target(backend: "anthropic", model: .default)],
      origin: origin
    )
    #expect(
      try mutants(
        routes: [route],
        constraints: [constraint(Constraint.Effect.require) { $0.kind = [.bedrock] }]
      )
      .map(\.mutation.words) == [
        "route `r` deleted", "constraint `c` deleted", "`require` of `c` made `forbid`",
      ]
    )
  }

  @Test func `do not swap equal targets`() throws {
    let target = Target(backend: "anthropic", model: .named("opus"))
    let cheap = Target(backend: "anthropic", model: .named("haiku"))
    let route = Route(
      name: "r",
      when: .hasLabel("other"),
      targets: [target, target, cheap],
      origin: origin
    )
    let mutants = try mutants(routes: [route])
    #expect(
      mutants.map(\.mutation.words) == [
        "route `r` deleted", "`when` of route `r` negated",
        "target `anthropic/opus` of route `r` deleted",
        "target `anthropic/opus` of route `r` deleted",
        "target `anthropic/haiku` of route `r` deleted",
        "targets `anthropic/opus` and `anthropic/haiku` of route `r` swapped",
      ]
    )
    #expect(
      mutants.map { $0.policy.routes.first?.targets } == [
        nil, [target, target, cheap], [target, cheap], [target, cheap], [target, target],
        [target, cheap, target],
      ]
    )
  }

  @Test func `take a negation off instead of doubling it`() throws {
    let mutants = try mutants(constraints: [
      constraint(when: .not(.hasLabel("aws")), Constraint.Effect.forbid) { $0.kind = [.bedrock] }
    ])
    let negated = mutants.first { $0.mutation.words == "`when` of `c` negated" }
    #expect(negated?.policy.constraints.map(\.when) == [.hasLabel("aws")])
  }

  @Test func `drop each key and each of several values of a selector`() throws {
    let full = constraint(Constraint.Effect.forbid) {
      $0.backend = ["a"]
      $0.kind = [.bedrock]
      $0.trust = [.cloud]
      $0.model = ["opus", "haiku"]
      $0.effort = [.max]
      $0.thinking = [true, false]
      $0.trait = [.thinking: [.broken, .unknown], .streaming: [.degraded]]
      $0.payer = ["login"]
      $0.region = ["eu-central-1"]
      $0.geography = [.eu, .us]
    }
    #expect(
      try mutants(constraints: [full]).dropFirst(2).map(\.mutation.words)
        == [
          "`backend`", "`kind`", "`trust`", "`model`", "`haiku` in `model`", "`opus` in `model`",
          "`effort`", "`thinking`", "`false` in `thinking`", "`true` in `thinking`",
          "`trait.thinking`", "`broken` in `trait.thinking`", "`unknown` in `trait.thinking`",
          "`trait.streaming`", "`payer`", "`region`", "`geography`", "`eu` in `geography`",
          "`us` in `geography`",
        ]
        .map { "\($0) of `c` dropped" }
    )
  }

  @Test func `drop what they say they drop`() throws {
    let two = constraint(Constraint.Effect.require) {
      $0.model = ["opus", "haiku"]
      $0.trait = [.thinking: [.good]]
    }
    let selectors = try mutants(constraints: [two]).dropFirst(2)
      .map { mutant -> Selector? in
        guard case .require(let selector) = mutant.policy.constraints.first?.effect else {
          return nil
        }
        return selector
      }
    var withoutModel = Selector()
    withoutModel.trait = [.thinking: [.good]]
    var withoutHaiku = withoutModel
    withoutHaiku.model = ["opus"]
    var withoutOpus = withoutModel
    withoutOpus.model = ["haiku"]
    var withoutTrait = Selector()
    withoutTrait.model = ["opus", "haiku"]
    #expect(selectors == [withoutModel, withoutHaiku, withoutOpus, withoutTrait])
  }

  @Test(arguments: [
    ([Layer.repository], true), ([.user], true), ([.repository, .builtIn], false),
    ([.user, .builtIn], true), ([.user, .managed], false),
  ])
  func `flip a class where it is decided whether it is protective`(
    layers: [Layer],
    isFlipped: Bool
  ) throws {
    let origins = layers.enumerated().map { index, layer in
      Origin(layer: layer, file: index == 0 ? "x.yaml" : "y.yaml", line: 1)
    }
    let taskClass = TaskClass(
      name: "k",
      description: "d",
      isProtective: true,
      signals: [],
      unless: [],
      examples: [TaskExample(text: "like this", origin: CheckSample.team(2))],
      counterExamples: [TaskExample(text: "unlike this", origin: CheckSample.team(3))],
      origins: origins
    )
    let mutants = try mutants(classes: [taskClass])
    #expect(mutants.map(\.mutation.words) == (isFlipped ? ["class `k` made permissive"] : []))
    for mutant in mutants {
      let expected = TaskClass(
        name: "k",
        description: "d",
        isProtective: false,
        signals: [],
        unless: [],
        examples: taskClass.examples,
        counterExamples: taskClass.counterExamples,
        origins: origins
      )
      #expect(mutant.policy.classes == [expected])
    }
  }

  @Test func `change nothing but the rule`() throws {
    let policy = try CheckSample.policy()
    for mutant in policy.mutants(ofRulesIn: ["team.yaml"]) {
      let restored = mutant.policy.replacing(
        classes: policy.classes,
        routes: policy.routes,
        defaultTargets: policy.defaultTargets,
        constraints: policy.constraints,
        labels: policy.labels
      )
      #expect(mutant.policy != policy, "\(mutant.mutation.words)")
      #expect(restored == policy, "\(mutant.mutation.words)")
    }
  }
}
