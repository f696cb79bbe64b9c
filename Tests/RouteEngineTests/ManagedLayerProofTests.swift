import RouteEngine
import Testing

@Suite struct `The managed layer alone` {
  typealias Sample = ProofSample

  private static let aws = Sample.constraint(
    "only-aws",
    when: .hasLabel("aws"),
    .require(.kind(.bedrock)),
    layer: .builtIn
  )
  private static let onlyBedrock = Sample.invariant(.always(.kind(.bedrock)))

  private func implies(
    _ invariant: Invariant,
    _ change: (inout ProofSample) throws -> Void
  ) throws -> Bool {
    Prover(try ProofSample(change).policy).managedLayerImplies(invariant)
  }

  @Test func `needs one line to keep everything on one kind of backend`() throws {
    let isKept = try implies(Self.onlyBedrock) {
      $0.constraints = [Self.aws]
      $0.labels = [Sample.label("aws", by: .managed)]
    }
    #expect(isKept)
  }

  @Test(arguments: [Layer.user, .repository])
  func `is not helped by a label of a layer below`(layer: Layer) throws {
    let isKept = try implies(Self.onlyBedrock) {
      $0.constraints = [Self.aws]
      $0.labels = [Sample.label("aws", by: layer), Sample.label("eco", by: .managed)]
    }
    #expect(!isKept)
  }

  @Test(arguments: [Layer.managed, .builtIn])
  func `is lifted by a user's label only where it does not speak itself`(layer: Layer) throws {
    let rule = Sample.constraint(
      "rule",
      unless: .hasLabel("eco"),
      .forbid(.trust(.thirdParty)),
      layer: layer
    )
    let isKept = try implies(Sample.invariant(.never(.trust(.thirdParty)))) {
      $0.constraints = [rule]
      $0.labels = [Sample.label("gcp", by: .managed)]
    }
    #expect(isKept == (layer == .managed))
  }

  @Test func `cannot speak for names that a user gives`() throws {
    let rule = Sample.constraint("rule", .forbid(.backend("cheap")), layer: .managed)
    // A user's backend of another name may be the same place.
    #expect(
      try !implies(Sample.invariant(.never(.trust(.thirdParty)))) { $0.constraints = [rule] }
    )
    #expect(try implies(Sample.invariant(.never(.backend("cheap")))) { $0.constraints = [rule] })
  }

  @Test func `takes the backends that it defines for what they are`() throws {
    let rule = Sample.constraint("rule", .require(.backend("ours")), layer: .managed)
    let isKept = try implies(Sample.invariant(.never(.trust(.thirdParty)))) {
      $0.constraints = [rule]
      $0.backends.append(
        Backend(
          name: "ours",
          kind: .bedrock,
          credentials: [.aws],
          models: [],
          origin: Origin(layer: .managed, file: "managed", line: 1)
        )
      )
    }
    #expect(isKept)
  }

  @Test func `takes no measurement for granted`() throws {
    var broken = Selector()
    broken.trait = [.thinking: [.broken]]
    var good = Selector()
    good.trait = [.thinking: [.good]]
    func isKept(
      stated: SupposedTraits.Grades,
      assumed: SupposedTraits.Grades,
      _ promise: Invariant.Property
    ) throws -> Bool {
      try implies(Sample.invariant(promise)) {
        $0.constraints = [Sample.constraint("rule", .require(.backend("ours")), layer: .managed)]
        $0.backends.append(
          Backend(
            name: "ours",
            kind: .bedrock,
            credentials: [.aws],
            models: [],
            traits: stated,
            assumedTraits: assumed,
            origin: Origin(layer: .managed, file: "managed", line: 1)
          )
        )
      }
    }
    #expect(try isKept(stated: [.thinking: .good], assumed: [:], .never(broken)))
    #expect(try isKept(stated: [.thinking: .good], assumed: [.thinking: .broken], .always(good)))
    #expect(try !isKept(stated: [:], assumed: [.thinking: .good], .never(broken)))
    #expect(try !isKept(stated: [:], assumed: [.thinking: .good], .always(good)))
  }

  @Test func `does not trust a model's name`() throws {
    let rule = Sample.constraint("rule", .require(.model("opus", "sonnet")), layer: .managed)
    // A user may call a backend's smallest model `opus`.
    #expect(try !implies(Sample.invariant(.never(.model("haiku")))) { $0.constraints = [rule] })
    let forbidden = Sample.constraint("rule", .forbid(.model("haiku")), layer: .managed)
    #expect(
      try implies(Sample.invariant(.never(.model("haiku")))) { $0.constraints = [forbidden] }
    )
  }

  @Test func `says nothing where there is none`() throws {
    #expect(try !implies(Self.onlyBedrock) { $0.constraints = [Self.aws] })
    #expect(
      try !implies(Sample.invariant(.outcome(.decided))) {
        $0.labels = [Sample.label("aws", by: .managed)]
      }
    )
  }
}
