import RouteEngine
import Testing

/// What a selector and an explanation are told of a trait.
@Suite struct `What is known of a trait` {
  private static let origin = Origin(layer: .user, file: "traits", line: 1)

  private static func backend(
    stated: SupposedTraits.Grades = [:],
    assumed: SupposedTraits.Grades = [:]
  ) -> Backend {
    Backend(
      name: "gate",
      kind: .bedrock,
      credentials: [.none],
      region: "eu-west-1",
      models: [
        Backend.Model(name: "opus", id: "anthropic.claude-opus-4"),
        Backend.Model(name: "haiku", id: "anthropic.claude-haiku-4"),
        Backend.Model(name: "fable", id: "anthropic.claude-opus-4"),
      ],
      traits: stated,
      assumedTraits: assumed,
      origin: origin
    )
  }

  private static func measurement(
    _ grade: Backend.TraitGrade,
    of model: String? = "eu.anthropic.claude-opus-4",
    on backend: String = "gate",
    staleness: Measurement.Staleness? = nil
  ) throws -> Measurement {
    Measurement(
      backend: backend,
      modelID: model,
      grades: [.tools: grade],
      day: try #require(CalendarDay("2026-11-26")),
      staleness: staleness
    )
  }

  private static func finding(
    on backend: Backend,
    model: ModelChoice = .named("opus"),
    _ measurements: [Measurement],
    supposed: SupposedTraits = SupposedTraits(),
    of trait: Backend.Trait = .tools
  ) -> TraitFinding {
    let inventory = CredentialInventory(measurements: measurements, supposed: supposed)
    return backend.resolved(Target(backend: "gate", model: model), with: inventory)
      .finding(of: trait)
  }

  @Test func `is what the policy states, whatever was measured`() throws {
    let found = Self.finding(
      on: Self.backend(stated: [.tools: .unknown], assumed: [.tools: .good]),
      [try Self.measurement(.broken)]
    )
    #expect(found == TraitFinding(grade: .unknown, source: .stated))
  }

  @Test func `is else what was measured, by the id that is sent`() throws {
    let measured = try Self.measurement(.broken)
    let backend = Self.backend(assumed: [.tools: .good])
    let expected = TraitFinding(grade: .broken, source: .measured(measured))
    #expect(Self.finding(on: backend, [measured]) == expected)
    // Two names of one model.
    #expect(Self.finding(on: backend, model: .named("fable"), [measured]) == expected)
  }

  @Test func `is not what was measured of another model or another backend`() throws {
    let backend = Self.backend(assumed: [.tools: .degraded])
    let assumed = TraitFinding(grade: .degraded, source: .assumed)
    let others = [
      try Self.measurement(.broken, of: "us.anthropic.claude-opus-4"),
      try Self.measurement(.broken, of: nil), try Self.measurement(.broken, on: "other"),
    ]
    #expect(Self.finding(on: backend, others) == assumed)
    #expect(
      Self.finding(on: backend, model: .named("haiku"), [try Self.measurement(.good)]) == assumed
    )
  }

  @Test func `is what is assumed where the probe could not tell`() throws {
    let backend = Self.backend(assumed: [.thinking: .broken])
    let measured = [try Self.measurement(.unknown)]
    #expect(
      Self.finding(on: backend, measured, of: .thinking)
        == TraitFinding(grade: .broken, source: .assumed)
    )
    #expect(
      Self.finding(on: backend, measured) == TraitFinding(grade: .unknown, source: .nobody)
    )
  }

  @Test(arguments: [Measurement.Staleness.age(days: 31), .client])
  func `is only the worse part of a stale measurement`(staleness: Measurement.Staleness) throws {
    let backend = Self.backend()
    #expect(
      Self.finding(on: backend, [try Self.measurement(.good, staleness: staleness)])
        == TraitFinding(grade: .unknown, source: .nobody)
    )
    let degraded = try Self.measurement(.degraded, staleness: staleness)
    #expect(
      Self.finding(on: backend, [degraded])
        == TraitFinding(grade: .degraded, source: .measured(degraded))
    )
  }

  @Test func `of the client's own default is measured by itself`() throws {
    let native = Backend(
      name: "gate",
      kind: .anthropic,
      credentials: [.login],
      models: Backend.nativeModels,
      origin: Self.origin
    )
    let own = try Self.measurement(.good, of: nil)
    #expect(
      Self.finding(on: native, model: .default, [own])
        == TraitFinding(grade: .good, source: .measured(own))
    )
  }

  @Test func `is supposed for a model, else for all models of the backend`() throws {
    var supposed = SupposedTraits()
    supposed.suppose(.broken, of: .tools, at: SupposedTraits.Place("gate"))
    supposed.suppose(.good, of: .tools, at: SupposedTraits.Place("gate/fable"))
    supposed.suppose(.degraded, of: .streaming, at: SupposedTraits.Place("other"))
    let measured = [try Self.measurement(.degraded)]
    func grade(_ model: ModelChoice, _ trait: Backend.Trait = .tools) -> TraitFinding {
      Self.finding(on: Self.backend(), model: model, measured, supposed: supposed, of: trait)
    }
    // The model has two names, one id.
    #expect(grade(.named("opus")) == TraitFinding(grade: .good, source: .supposed))
    #expect(grade(.named("haiku")) == TraitFinding(grade: .broken, source: .supposed))
    #expect(grade(.named("opus"), .streaming).source == .nobody)
  }

  @Test func `is what selectors ask for`() throws {
    var selector = Selector()
    selector.trait = [.tools: [.broken]]
    let target = Target(backend: "gate", model: .named("opus"))
    let (before, after) = (
      CredentialInventory(), CredentialInventory(measurements: [try Self.measurement(.broken)])
    )
    func matches(_ inventory: CredentialInventory) -> Bool {
      selector.matches(
        Self.backend().resolved(target, with: inventory),
        payer: nil,
        everywhere: false
      )
    }
    #expect(!matches(before) && matches(after))
  }
}

@Suite struct `Places of what is supposed` {
  @Test(arguments: ["gate", "gate/opus", "gate/~vendor/model:free"])
  func `are written as they are read`(text: String) {
    #expect(SupposedTraits.Place(text).text == text)
  }

  @Test func `are listed in order with their traits together`() {
    var supposed = SupposedTraits()
    #expect(supposed.isEmpty)
    supposed.suppose(.good, of: .tools, at: .init("b"))
    supposed.suppose(.broken, of: .streaming, at: .init("b"))
    supposed.suppose(.good, of: .tools, at: .init("a/opus"))
    #expect(supposed.places.map(\.text) == ["a/opus", "b"])
    #expect(supposed.listing.map { $0.grades.map(\.trait) } == [[.tools], [.streaming, .tools]])
    #expect(supposed.entries.map(\.grade) == [.good, .broken, .good])
    #expect(!supposed.isEmpty)
  }
}
