/// Makes a failing pair smaller, piece by piece, as long as it still fails.
struct Shrinking {
  private(set) var spec: SpecPolicy
  private(set) var state: SpecState
  private let fails: (SpecPolicy, SpecState) -> Bool

  init(
    _ spec: SpecPolicy,
    _ state: SpecState,
    while fails: @escaping (SpecPolicy, SpecState) -> Bool
  ) {
    self.spec = spec
    self.state = state
    self.fails = fails
    while shrinkOnce() {}
  }

  private mutating func shrinkOnce() -> Bool {
    for smaller in Self.smaller(state) where fails(spec, smaller) {
      state = smaller
      return true
    }
    for smaller in Self.smaller(spec) where fails(smaller, state) {
      spec = smaller
      return true
    }
    return false
  }

  private static func smaller(_ state: SpecState) -> [SpecState] {
    var results: [SpecState] = []
    func attempt(_ isThere: Bool, _ change: (inout SpecState) -> Void) {
      guard isThere else { return }
      var copy = state
      change(&copy)
      results.append(copy)
    }
    attempt(state.text != nil) { $0.text = nil }
    attempt(state.textIsPartial) { $0.textIsPartial = false }
    attempt(state.files != nil) { $0.files = nil }
    attempt(!state.namedClasses.isEmpty) { $0.namedClasses.removeLast() }
    attempt(!state.sessionClasses.isEmpty) { $0.sessionClasses.removeLast() }
    attempt(!state.labels.isEmpty) { $0.labels.removeLast() }
    attempt(state.backend != nil) { $0.backend = nil }
    attempt(state.model != nil) { $0.model = nil }
    attempt(state.effort != nil) { $0.effort = nil }
    attempt(!state.missingBackends.isEmpty) { $0.missingBackends = [] }
    attempt(!state.missingCredentials.isEmpty) { $0.missingCredentials = [] }
    for index in state.measurements.indices {
      attempt(true) { $0.measurements.remove(at: index) }
    }
    for name in state.facts.keys.sorted() {
      attempt(true) { $0.facts[name] = nil }
    }
    return results
  }

  private static func smaller(_ spec: SpecPolicy) -> [SpecPolicy] {
    var results: [SpecPolicy] = []
    for index in spec.files.indices {
      var without = spec
      without.files.remove(at: index)
      results.append(without)
      for file in smaller(spec.files[index]) {
        var copy = spec
        copy.files[index] = file
        results.append(copy)
      }
    }
    return results
  }

  private static func smaller(_ file: SpecFile) -> [SpecFile] {
    var results: [SpecFile] = []
    func dropEach<Item>(_ list: WritableKeyPath<SpecFile, [Item]>) {
      for index in file[keyPath: list].indices {
        var copy = file
        copy[keyPath: list].remove(at: index)
        results.append(copy)
      }
    }
    dropEach(\.constraints)
    dropEach(\.routes)
    dropEach(\.classes)
    dropEach(\.backends)
    dropEach(\.labels)
    dropEach(\.projects)
    for index in file.classes.indices {
      dropEach(\.classes[index].signals)
      if file.classes[index].unless != nil {
        var copy = file
        copy.classes[index].unless = nil
        results.append(copy)
      }
    }
    for index in file.constraints.indices {
      for condition in smaller(file.constraints[index].when) {
        var copy = file
        copy.constraints[index].when = condition
        results.append(copy)
      }
      if file.constraints[index].unless != nil {
        var copy = file
        copy.constraints[index].unless = nil
        results.append(copy)
      }
    }
    for index in file.routes.indices {
      for condition in smaller(file.routes[index].when) {
        var copy = file
        copy.routes[index].when = condition
        results.append(copy)
      }
      if file.routes[index].targets.count > 1 { dropEach(\.routes[index].targets) }
    }
    return results
  }

  private static func smaller(_ condition: SpecCondition) -> [SpecCondition] {
    switch condition {
    case .all(let parts), .any(let parts): parts
    case .not(let part): [part]
    case .hasClass, .hasLabel, .fact: []
    }
  }
}
