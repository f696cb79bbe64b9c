import PolicyCheck
import RouteEngine
import Testing

@Suite struct `The finding dropped-constraint` {
  typealias Sample = LintSample

  private func policy(_ effect: Constraint.Effect, reason: String?, at origin: Origin) -> Policy {
    let constraint = Constraint(
      name: "c",
      when: .hasLabel("x"),
      unless: nil,
      effect: effect,
      reason: reason,
      origin: Sample.builtIn(9)
    )
    return Policy(
      classes: [],
      backends: [],
      routes: [],
      defaultTargets: [],
      constraints: [],
      knownLabels: [],
      droppedConstraints: [DroppedConstraint(constraint: constraint, origin: origin)]
    )
  }

  @Test func `says what is no longer forbidden or required`() throws {
    var forbidden = Selector()
    forbidden.trust = [.thirdParty, .cloud]
    forbidden.trait = [.thinking: [.unknown, .broken], .streaming: [.broken]]
    #expect(
      try Sample.findings(
        "dropped-constraint",
        in: policy(.forbid(forbidden), reason: "it stays native", at: Sample.here(2))
      ) == """
        team.yaml:2: note: without `c`, `trust: [cloud, third-party]` with `streaming: [broken]` \
        with `thinking: [broken, unknown]` is no longer forbidden
          note: its reason was: it stays native built-in:9

        """
    )
    var required = Selector()
    required.backend = ["b"]
    required.kind = [.bedrock]
    required.model = ["opus"]
    required.effort = [.low, .high]
    required.thinking = [true]
    required.payer = ["env:KEY"]
    required.region = ["eu-central-1"]
    required.geography = [.eu]
    #expect(
      try Sample.findings(
        "dropped-constraint",
        in: policy(.require(required), reason: nil, at: Sample.here(2))
      ) == """
        team.yaml:2: note: without `c`, `backend: [b]` with `kind: [bedrock]` with `model: [opus]` \
        with `effort: [high, low]` with `thinking: [true]` with `payer: [env:KEY]` with \
        `region: [eu-central-1]` with `geography: [eu]` is no longer required
          note: it stands here built-in:9

        """
    )
  }

  @Test func `is silent about files that are not checked`() throws {
    let policy = policy(.forbid(Selector()), reason: nil, at: Sample.builtIn(2))
    #expect(try Sample.findings("dropped-constraint", in: policy) == "")
  }
}
