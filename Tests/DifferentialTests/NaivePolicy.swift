/// All files of a policy as one, by the table of the policy language and nothing cleverer.
struct NaivePolicy {
  var classes: [SpecClass] = []
  var backends: [SpecBackend] = []
  var routes: [SpecRoute] = []
  var defaults: [SpecTarget] = []
  var constraints: [(layer: SpecLayer, rule: SpecConstraint)] = []
  var labels: [SetLabel] = []

  /// A label and who sets it; with a project, only there.
  struct SetLabel {
    let name: String
    let layer: SpecLayer
    let project: SpecFactTest?
  }

  init(_ policy: SpecPolicy) {
    let files = Self.withoutDroppedParts(policy.files)
    backends = Self.backends(files)
    classes = Self.classes(files)
    for file in files {
      routes += file.routes.map { here($0, in: file) }
      constraints += file.constraints.map { (file.layer, $0) }
      labels += file.labels.map { SetLabel(name: $0, layer: file.layer, project: nil) }
      for project in file.projects {
        let test = SpecFactTest(fact: "project.\(project.key)", comparison: .matches(project.glob))
        labels += project.labels.map { SetLabel(name: $0, layer: file.layer, project: test) }
      }
    }
    if let nearest = files.first(where: { $0.defaults != nil }) {
      defaults = targetsHere(nearest.defaults ?? [], in: nearest)
    }
  }

  /// A repository may name backends that this machine lacks; they are left out.
  private func targetsHere(_ targets: [SpecTarget], in file: SpecFile) -> [SpecTarget] {
    guard file.layer == .repository else { return targets }
    return targets.filter { target in
      guard let backend = backends.first(where: { $0.name == target.backend }) else { return false }
      return target.model == "default"
        || backend.modelTable.contains { $0.name == target.model }
    }
  }

  private func here(_ route: SpecRoute, in file: SpecFile) -> SpecRoute {
    SpecRoute(name: route.name, when: route.when, targets: targetsHere(route.targets, in: file))
  }

  // MARK: The built-in policy

  /// What is left of the built-in policy when the user's and the managed file's `built-in` were heard.
  private static func withoutDroppedParts(_ files: [SpecFile]) -> [SpecFile] {
    let user = files.first { $0.layer == .user && $0.builtIn != nil }?.builtIn
    let managed = files.first { $0.layer == .managed && $0.builtIn != nil }?.builtIn
    let hasManaged = files.contains { $0.layer == .managed }
    return files.map { file in
      guard file.layer == .builtIn else { return file }
      var rest = file
      rest.constraints = file.constraints.filter { constraint in
        if hasManaged {
          return !(drops(managed, constraint.name) && !isWhole(user))
        }
        return !drops(user, constraint.name)
      }
      if dropsPreferences(user) || dropsPreferences(managed) {
        rest.routes = []
        rest.defaults = nil
      }
      // A constraint that stays needs the classes it speaks of.
      if dropsClasses(user) || dropsClasses(managed), rest.constraints.isEmpty {
        rest.classes = []
      }
      return rest
    }
  }

  private static func isWhole(_ key: SpecBuiltIn?) -> Bool {
    if case .whole = key { return true }
    return false
  }

  private static func drops(_ key: SpecBuiltIn?, _ constraint: String) -> Bool {
    switch key {
    case nil, .whole: false
    case .nothing, .classes: true
    case .without(let names): names.contains(constraint)
    }
  }

  private static func dropsPreferences(_ key: SpecBuiltIn?) -> Bool {
    switch key {
    case nil, .whole, .without: false
    case .nothing, .classes: true
    }
  }

  private static func dropsClasses(_ key: SpecBuiltIn?) -> Bool {
    if case .nothing = key { return true }
    return false
  }

  // MARK: Parts

  /// The nearest definition of a backend stands whole.
  private static func backends(_ files: [SpecFile]) -> [SpecBackend] {
    var found: [SpecBackend] = []
    for backend in files.flatMap(\.backends)
    where !found.contains(where: { $0.name == backend.name }) {
      found.append(backend)
    }
    return found
  }

  /// Signals united; the rest is fixed by the highest authority that says it.
  private static func classes(_ files: [SpecFile]) -> [SpecClass] {
    let highestFirst = [SpecLayer.managed, .user, .builtIn, .repository]
      .flatMap { layer in files.filter { $0.layer == layer } }
    var names: [String] = []
    for name in files.flatMap(\.classes).map(\.name) where !names.contains(name) {
      names.append(name)
    }
    return names.sorted().map { name in
      let parts = highestFirst.flatMap(\.classes).filter { $0.name == name }
      return SpecClass(
        name: name,
        protective: parts.compactMap(\.protective).first ?? true,
        signals: parts.flatMap(\.signals),
        unless: parts.compactMap(\.unless).first ?? []
      )
    }
  }
}

extension SpecBackend {
  private static let nativeModels = [
    (name: "opus", id: "claude-opus-5-5"), (name: "sonnet", id: "claude-sonnet-5-5"),
    (name: "haiku", id: "claude-haiku-5-5"), (name: "fable", id: "claude-fable-5-2"),
  ]

  var modelTable: [(name: String, id: String)] { models ?? Self.nativeModels }

  private var isNative: Bool { kind == "anthropic" && baseURL == nil }

  /// The model that a name or an id asks for; off the native API the client's default is its opus.
  func meaning(of word: String) -> String? {
    if word == "default" { return isNative ? "default" : "opus" }
    if let model = modelTable.first(where: { $0.name == word || $0.id == word }) {
      return model.name
    }
    return isNative ? word : nil
  }

  /// What is sent for a model; the native API takes any id.
  func id(of model: String) -> String? {
    if model == "default" { return nil }
    return modelTable.first { $0.name == model }?.id ?? (isNative ? model : nil)
  }
}
