import RouteEngine
import Testing

/// What no rule proposes costs a proof nothing.
@Suite struct `Backends that nothing proposes` {
  private static let origin = Origin(layer: .user, file: "sample", line: 1)

  private static func backend(_ name: String, _ credentials: [CredentialSource]) -> Backend {
    Backend(
      name: name,
      kind: .bedrock,
      credentials: credentials,
      models: Backend.familySlots.map { Backend.Model(name: $0, id: "anthropic.claude-\($0)") },
      origin: origin
    )
  }

  private static func policy(others: [Backend]) -> Policy {
    Policy(
      classes: [],
      backends: [backend("used", [.aws, .environment("KEY")])] + others,
      routes: [],
      defaultTargets: [Target(backend: "used", model: .named("opus"))],
      constraints: [],
      knownLabels: []
    )
  }

  @Test func `add no states, wherever they run and whoever would pay`() {
    var selector = Selector()
    selector.payer = ["env:OTHER"]
    selector.geography = [.eu]
    let invariant = Invariant(name: "i", property: .never(selector), origin: Self.origin)
    let other = Self.backend("other", [.file("/key"), .environment("OTHER")])
    let alone = Prover(Self.policy(others: [])).verdict(on: invariant)
    #expect(Prover(Self.policy(others: [other])).verdict(on: invariant) == alone)
    guard case .proved = alone else {
      Issue.record("\(alone)")
      return
    }
  }
}
