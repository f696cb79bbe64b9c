/// Tasks for the policy that was made last.
extension PolicyGenerator {
  mutating func state() -> SpecState {
    var state = SpecState()
    if random.chance(85) {
      state.text = (0..<random.number(1...3)).map { _ in sentence() }
    }
    if random.chance(60) {
      state.files = random.some(0...3, of: SpecWorld.files)
    }
    addFacts(to: &state)
    let classes = known.classes.keys.sorted()
    if random.chance(25) {
      state.namedClasses = random.some(1...2, of: classes)
    }
    if random.chance(10) {
      state.sessionClasses = random.some(1...2, of: classes)
      state.textIsPartial = true
    }
    if random.chance(40) {
      state.labels = random.some(1...2, of: known.labels.sorted())
    }
    if random.chance(15) {
      state.backend = random.pick(known.backends).name
    }
    if random.chance(15) {
      state.model = random.pick(
        SpecWorld.families + SpecWorld.families + ["default", "fast", "claude-other-9"]
          + Known.modelIDs(of: known.backends).sorted().prefix(3)
      )
    }
    if random.chance(10) {
      state.effort = random.pick(SpecWorld.efforts)
    }
    addMachine(to: &state)
    return state
  }

  private mutating func sentence() -> [String] {
    (0..<random.number(1...4))
      .map { _ in random.pick(random.chance(60) ? SpecWorld.filler : limits.names.words) }
  }

  private mutating func addFacts(to state: inout SpecState) {
    for name in SpecWorld.textFacts {
      state.facts[name] = fact(.text(random.pick(SpecWorld.texts)))
    }
    for name in SpecWorld.numberFacts {
      state.facts[name] = fact(.number(random.pick(SpecWorld.numbers + [1, 8])))
    }
    for name in SpecWorld.truthFacts {
      state.facts[name] = fact(.truth(random.chance(50)))
    }
    state.facts["project.path"] = fact(.text(random.pick(SpecWorld.projectPaths)))
    state.facts["project.remote"] = fact(.text(random.pick(SpecWorld.projectRemotes)))
  }

  private mutating func fact(_ value: SpecValue) -> SpecFact {
    switch random.number(0...9) {
    case 0, 1: .unknown
    case 2, 3: .absent
    default: .value(value)
    }
  }

  private mutating func addMachine(to state: inout SpecState) {
    for source in Set(known.backends.flatMap(\.credentials)).sorted() where source != "none" {
      if source.hasPrefix("command:") || source.hasPrefix("keychain:") {
        if random.chance(70) { state.unverified.insert(source) }
      } else if random.chance(70) {
        state.present.insert(source)
      }
    }
    if random.chance(70) { state.places["AWS_REGION"] = random.pick(SpecWorld.regions) }
    if random.chance(70) { state.places["CLOUD_ML_REGION"] = random.pick(SpecWorld.regions) }
    if random.chance(70) { state.places["GOOGLE_CLOUD_PROJECT"] = "project" }
    if random.chance(10) {
      state.missingBackends = [random.pick(known.backends).name]
    }
    if random.chance(10) {
      state.missingCredentials = Set(random.some(1...1, of: SpecWorld.environment))
    }
    for backend in known.backends {
      for id in random.some(0...2, of: sentIDs(of: backend)) {
        state.measurements.append(measurement(of: id, on: backend.name))
      }
    }
  }

  /// Ids that a request to the backend may carry, and some that none does.
  private func sentIDs(of backend: SpecBackend) -> [String?] {
    let written = backend.modelTable.map(\.id)
    let profiles = backend.kind == "bedrock" ? ["eu.", "us."] : []
    let ids = Set(written + profiles.flatMap { prefix in written.map { prefix + $0 } })
    return [nil] + ids.sorted().map(Optional.some)
  }

  private mutating func measurement(of id: String?, on backend: String) -> SpecMeasurement {
    let isFailure = random.chance(20)
    var grades: [String: String] = [:]
    for trait in random.some(isFailure ? 0...0 : 1...4, of: SpecWorld.traits) {
      grades[trait] = random.pick(SpecWorld.grades)
    }
    return SpecMeasurement(
      backend: backend,
      id: id,
      grades: grades,
      day: random.number(20...23),
      isStale: random.chance(25),
      isFailure: isFailure
    )
  }
}
