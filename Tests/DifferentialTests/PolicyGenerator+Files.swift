/// What one file of a generated policy says.
extension PolicyGenerator {
  mutating func fill(_ file: inout SpecFile, named name: String) {
    if file.layer != .repository {
      file.backends = someBackends(in: file.layer)
    }
    file.classes = someClasses(in: file.layer)
    for index in 0..<random.number(0...3) {
      file.routes.append(route("\(name)-r\(index)", in: file.layer))
    }
    if !known.hasDefault && file.layer != .repository || random.chance(30) {
      file.defaults = targets(in: file.layer)
      known.hasDefault = true
    }
    for index in 0..<random.number(file.layer == .builtIn ? 1...3 : 0...2) {
      file.constraints.append(constraint("\(name)-k\(index)", in: file.layer))
    }
    let labels = known.labels.sorted()
    if random.chance(40) {
      file.labels = random.some(1...2, of: labels)
    }
    if !labels.isEmpty, file.layer == .user || file.layer == .managed,
      random.chance(40)
    {
      let (key, glob) = random.pick(SpecWorld.projectGlobs)
      file.projects = [SpecProject(key: key, glob: glob, labels: random.some(1...2, of: labels))]
    }
  }

  // MARK: Backends

  private mutating func someBackends(in layer: SpecLayer) -> [SpecBackend] {
    let count = known.backends.isEmpty ? random.number(2...4) : random.number(0...2)
    var backends: [SpecBackend] = []
    for name in random.some(count...count, of: limits.names.backends)
    where mayDefine(name, in: layer) {
      let backend = backend(name)
      let others = known.backends.filter { $0.name != name } + [backend]
      // A constraint behind this file may name a payer or an id; it must stay known.
      let ids = known.mentionedIDs.intersection(Known.modelIDs(of: known.backends))
      guard known.payers.isSubset(of: others.flatMap(\.credentials)),
        ids.isSubset(of: Known.modelIDs(of: others))
      else { continue }
      known.backends = others
      known.backendLayers[name] = layer
      backends.append(backend)
    }
    return backends
  }

  /// The user may redefine the built-in policy's backends, nobody the managed ones.
  private func mayDefine(_ name: String, in layer: SpecLayer) -> Bool {
    known.backendLayers[name] != .managed || layer == .managed
  }

  private mutating func backend(_ name: String) -> SpecBackend {
    let kind = random.pick(SpecWorld.kinds)
    let hasBaseURL = kind == "gateway" || random.chance(20)
    let computed =
      hasBaseURL ? "third-party" : kind == "anthropic" ? "first-party" : "cloud"
    let lower = SpecWorld.trusts.prefix((SpecWorld.trusts.firstIndex(of: computed) ?? 0) + 1)
    var traits: [String: String] = [:]
    for trait in random.some(0...2, of: SpecWorld.traits) {
      traits[trait] = random.pick(SpecWorld.grades)
    }
    var assumed: [String: String] = [:]
    for trait in random.some(0...2, of: SpecWorld.traits) {
      assumed[trait] = random.pick(SpecWorld.grades)
    }
    let isNative = kind == "anthropic" && !hasBaseURL
    return SpecBackend(
      name: name,
      kind: kind,
      trust: random.chance(20) ? random.pick(Array(lower)) : nil,
      baseURL: hasBaseURL ? "https://\(name).example" : nil,
      credentials: random.some(
        1...3,
        of: SpecWorld.credentials(of: kind, hasBaseURL: hasBaseURL)
      ),
      region: random.chance(40) ? random.pick(SpecWorld.regions) : nil,
      project: random.chance(30) ? "project-\(name)" : nil,
      models: isNative && !hasOwnModel(name) && random.chance(50) ? nil : models(of: name),
      traits: traits,
      assumedTraits: assumed,
      repositoryMayChoose: random.chance(60) ? nil : random.pick(["ask", "always", "never"])
    )
  }

  /// These backends know a model `fast` beside the four families, however they are redefined.
  func hasOwnModel(_ backend: String) -> Bool {
    backend == "two" || backend == "four"
  }

  private mutating func models(of backend: String) -> [(name: String, id: String)] {
    var names = SpecWorld.families
    if hasOwnModel(backend) { names.append("fast") }
    return names.map { name in
      var prefix = random.chance(20) ? random.pick(SpecWorld.geographies) + "." : ""
      if !prefix.isEmpty || random.chance(30) { prefix += "anthropic." }
      let id = random.chance(80) ? "claude-\(name)-5" : "vendor-\(name)"
      return (name, prefix + (name == "fast" ? "claude-haiku-4-5" : id))
    }
  }

  // MARK: Classes

  private mutating func someClasses(in layer: SpecLayer) -> [SpecClass] {
    let isFirst = known.classes.isEmpty
    var classes: [SpecClass] = []
    for name in random.some(isFirst ? 2...3 : 0...2, of: limits.names.classes) {
      let above = known.classes[name]
      if layer == .repository, known.liftingClasses.contains(name) { continue }
      var made = SpecClass(name: name, protective: nil, signals: signals(in: layer), unless: nil)
      if maySettle(layer, over: above?.layer) {
        let isFixed = known.liftingClasses.contains(name) && !limits.protectiveClassesMayLift
        if !isFixed, random.chance(85) { made.protective = random.chance(50) }
        if random.chance(50) { made.unless = signals(in: layer) }
      }
      known.classes[name] = Definition(
        isProtective: made.protective ?? above?.isProtective ?? true,
        layer: above.map { $0.layer.authority > layer.authority ? $0.layer : layer } ?? layer
      )
      classes.append(made)
    }
    return classes
  }

  /// Whether a layer may say `protective` and `unless` of a class that is defined behind it.
  private func maySettle(_ layer: SpecLayer, over other: SpecLayer?) -> Bool {
    switch (layer, other) {
    case (_, nil), (.managed, _): true
    case (.user, .builtIn): true
    case (.user, _), (.repository, _), (.builtIn, _): false
    }
  }

  private mutating func signals(in layer: SpecLayer) -> [SpecSignal] {
    (0..<random.number(0...3))
      .map { _ in
        switch random.number(0...6) {
        case 0, 1, 2: .phrases(random.some(1...2, of: limits.names.words))
        case 3: .anyPath(random.some(1...2, of: SpecWorld.pathGlobs))
        case 4: .everyPath(random.some(1...2, of: SpecWorld.pathGlobs))
        default: .fact(factTest(in: layer))
        }
      }
  }

  // MARK: Rules

  private mutating func route(_ name: String, in layer: SpecLayer) -> SpecRoute {
    let when = condition(depth: 3, in: layer, isLifting: nil)
    note(when, in: layer, isLifting: nil)
    return SpecRoute(name: name, when: when, targets: targets(in: layer))
  }

  mutating func constraint(_ name: String, in layer: SpecLayer) -> SpecConstraint {
    let when = condition(depth: 3, in: layer, isLifting: false)
    note(when, in: layer, isLifting: false)
    let unless = random.chance(40) ? condition(depth: 2, in: layer, isLifting: true) : nil
    if let unless { note(unless, in: layer, isLifting: true) }
    return SpecConstraint(
      name: name,
      when: when,
      unless: unless,
      isForbid: random.chance(60),
      selector: selector()
    )
  }

  private mutating func targets(in layer: SpecLayer) -> [SpecTarget] {
    (0..<random.number(1...3))
      .map { _ in
        let backend = random.pick(known.backends).name
        if layer == .repository, random.chance(10) {
          // This machine lacks the backend, or the backend the model.
          let isBuiltIn = known.backendLayers[backend] == .builtIn
          return random.chance(50) || isBuiltIn
            ? SpecTarget(backend: "elsewhere", model: "opus")
            : SpecTarget(backend: backend, model: "turbo")
        }
        var models = SpecWorld.families + ["default"]
        if hasOwnModel(backend) { models.append("fast") }
        return SpecTarget(
          backend: backend,
          model: random.pick(models),
          effort: random.chance(30) ? random.pick(SpecWorld.efforts) : nil,
          thinking: random.chance(20) ? random.chance(50) : nil
        )
      }
  }

  // MARK: Conditions

  private mutating func condition(
    depth: Int,
    in layer: SpecLayer,
    isLifting: Bool?
  ) -> SpecCondition {
    if depth > 0 {
      switch random.number(0...9) {
      case 0, 1: return .all(conditions(depth - 1, layer, isLifting))
      case 2, 3: return .any(conditions(depth - 1, layer, isLifting))
      case 4:
        return .not(condition(depth: depth - 1, in: layer, isLifting: isLifting.map { _ in true }))
      default: break
      }
    }
    switch random.number(0...9) {
    case 0...4:
      let names = known.classes.filter { _, definition in
        isLifting != true || limits.protectiveClassesMayLift || !definition.isProtective
      }
      if !names.isEmpty { return .hasClass(random.pick(names.keys.sorted())) }
    case 5, 6, 7:
      let labels = layer == .repository ? known.labels.sorted() : limits.names.labels
      if !labels.isEmpty { return .hasLabel(random.pick(labels)) }
    default: break
    }
    return .fact(factTest(in: layer))
  }

  private mutating func conditions(
    _ depth: Int,
    _ layer: SpecLayer,
    _ isLifting: Bool?
  ) -> [SpecCondition] {
    let count = random.chance(5) ? 0 : random.number(1...3)
    return (0..<count).map { _ in condition(depth: depth, in: layer, isLifting: isLifting) }
  }

  private mutating func factTest(in layer: SpecLayer) -> SpecFactTest {
    if random.chance(10) {
      let names = SpecWorld.numberFacts + SpecWorld.truthFacts + ["branch"]
      return SpecFactTest(fact: random.pick(names), comparison: .exists(random.chance(50)))
    }
    switch random.number(0...3) {
    case 0:
      let comparison = SpecFactTest.Comparison.equals(.truth(random.chance(50)))
      return SpecFactTest(fact: random.pick(SpecWorld.truthFacts), comparison: comparison)
    case 1:
      return SpecFactTest(fact: random.pick(SpecWorld.numberFacts), comparison: numberComparison())
    default:
      let facts = SpecWorld.textFacts
        .filter { layer != .repository || known.declaresTier || $0 != "env.TIER" }
      return SpecFactTest(fact: random.pick(facts), comparison: textComparison())
    }
  }

  private mutating func numberComparison() -> SpecFactTest.Comparison {
    let number = random.pick(SpecWorld.numbers)
    return switch random.number(0...5) {
    case 0: .equals(.number(number))
    case 1: .isIn(random.some(0...2, of: SpecWorld.numbers).map(SpecValue.number))
    case 2: .greater(number)
    case 3: .greaterOrEqual(number)
    case 4: .less(number)
    default: .lessOrEqual(number)
    }
  }

  private mutating func textComparison() -> SpecFactTest.Comparison {
    switch random.number(0...2) {
    case 0: .equals(.text(random.pick(SpecWorld.texts)))
    case 1: .isIn(random.some(1...2, of: SpecWorld.texts).map(SpecValue.text))
    default: .matches(random.pick(SpecWorld.textGlobs))
    }
  }

  // MARK: Selectors

  private mutating func selector() -> SpecSelector {
    var selector = SpecSelector()
    let keys = [
      "backend", "kind", "trust", "model", "effort", "thinking", "trait", "payer", "region",
      "geography",
    ]
    for key in random.some(1...2, of: keys) {
      switch key {
      case "backend": selector.lists[key] = random.some(1...3, of: known.backends.map(\.name))
      case "kind": selector.lists[key] = random.some(1...4, of: SpecWorld.kinds)
      case "trust": selector.lists[key] = random.some(1...2, of: SpecWorld.trusts)
      case "model":
        selector.lists[key] = random.some(1...3, of: modelWords)
        known.mentionedIDs.formUnion(selector.lists[key] ?? [])
      case "effort": selector.lists[key] = random.some(1...3, of: SpecWorld.efforts)
      case "thinking": selector.lists[key] = random.some(1...2, of: ["true", "false"])
      case "payer":
        let payers = Set(known.backends.flatMap(\.credentials)).sorted()
        selector.lists[key] = random.some(1...3, of: payers)
        known.payers.formUnion(selector.lists[key] ?? [])
      case "region": selector.lists[key] = random.some(1...3, of: SpecWorld.regions)
      case "geography": selector.lists[key] = random.some(1...3, of: SpecWorld.geographies)
      default:
        selector.traits[random.pick(SpecWorld.traits)] = random.some(1...3, of: SpecWorld.grades)
      }
    }
    return selector
  }

  private var modelWords: [String] {
    let hasFast = known.backends.contains { hasOwnModel($0.name) }
    return SpecWorld.families + ["default", "claude-other-9"]
      + Known.modelIDs(of: known.backends).sorted().prefix(4)
      + (hasFast ? ["fast"] : [])
  }
}
