import TestSupport

/// Makes valid policies of random layers from a seed.
///
/// Layers are made from the bottom up, so that each mentions only what the ones behind it and itself
/// define, and says only what its authority lets it say.
struct PolicyGenerator {
  /// What the generated policies may do.
  struct Limits {
    /// Layers to choose from, bottom first.
    var layers: [SpecLayer] = [.builtIn, .managed, .user, .repository]
    /// Whether a protective class may stand under `unless` or `not` of a constraint.
    var protectiveClassesMayLift = true
    var names = SpecNames.invented
  }

  var random: SeededGenerator
  let limits: Limits
  /// Everything that is known by now.
  var known = Known()

  /// What the files made so far define and mention.
  struct Known {
    var backends: [SpecBackend] = []
    var backendLayers: [String: SpecLayer] = [:]
    var classes: [String: Definition] = [:]
    /// Mentioned by a condition of any layer but the repository's.
    var labels: Set<String> = []
    var declaresTier = false
    var payers: Set<String> = []
    var mentionedIDs: Set<String> = []
    /// Under `unless` or `not` of a constraint.
    var liftingClasses: Set<String> = []
    var hasDefault = false

    static func modelIDs(of backends: [SpecBackend]) -> Set<String> {
      Set(backends.flatMap { $0.modelTable.map(\.id) })
    }
  }

  struct Definition {
    var isProtective: Bool
    var layer: SpecLayer
  }

  init(seed: UInt64, limits: Limits = Limits(), known: Known = Known()) {
    random = SeededGenerator(seed: seed)
    self.limits = limits
    self.known = known
  }

  mutating func policy() -> SpecPolicy {
    let layers = someLayers()
    var files: [SpecFile] = []
    let userKey = layers.contains(.user) ? builtInKey() : nil
    let managedKey = layers.contains(.managed) ? builtInKey() : nil
    for layer in layers {
      var file = SpecFile(layer)
      file.builtIn =
        switch layer {
        case .user: named(userKey, files)
        case .managed: named(managedKey, files)
        case .builtIn, .repository: nil
        }
      fill(&file, named: "\(layer.rawValue)-\(files.count)")
      files.append(file)
      if layer == .builtIn, userKey != nil || managedKey != nil {
        // A label whose only mention is dropped would be unknown.
        files[0].labels = []
        forgetDropped(files, user: named(userKey, files), managed: named(managedKey, files), layers)
      }
    }
    return SpecPolicy(files: files.reversed())
  }

  /// One to four layers, bottom first; not only the repository's.
  private mutating func someLayers() -> [SpecLayer] {
    var layers: [SpecLayer] = []
    while !layers.contains(where: { $0 != .repository }) {
      layers = limits.layers.filter { _ in random.chance(70) }
    }
    return layers
  }

  // MARK: The key `built-in`

  private mutating func builtInKey() -> SpecBuiltIn? {
    switch random.number(0...9) {
    case 0: .whole
    case 1: .nothing
    case 2: .classes
    case 3: .without([])
    default: nil
    }
  }

  private func named(_ key: SpecBuiltIn?, _ files: [SpecFile]) -> SpecBuiltIn? {
    let builtIn = files.first { $0.layer == .builtIn }
    if case .without = key {
      let name = limits.names.droppedConstraint ?? builtIn?.constraints.first?.name
      return name.map { .without([$0]) }
    }
    return key
  }

  /// What the built-in policy's dropped parts defined and mentioned is no longer known.
  private mutating func forgetDropped(
    _ files: [SpecFile],
    user: SpecBuiltIn?,
    managed: SpecBuiltIn?,
    _ layers: [SpecLayer]
  ) {
    var stubs = files
    if layers.contains(.managed) {
      var stub = SpecFile(.managed)
      stub.builtIn = managed
      stubs.append(stub)
    }
    if layers.contains(.user) {
      var stub = SpecFile(.user)
      stub.builtIn = user
      stubs.append(stub)
    }
    let rest = NaivePolicy(SpecPolicy(files: stubs.reversed()))
    let names = rest.classes.map(\.name)
    known.classes = known.classes.filter { names.contains($0.key) }
    known.hasDefault = !rest.defaults.isEmpty
    known.labels = []
    known.declaresTier = false
    known.liftingClasses = []
    for route in rest.routes {
      note(route.when, in: .builtIn, isLifting: nil)
    }
    for (layer, rule) in rest.constraints {
      note(rule.when, in: layer, isLifting: false)
      if let unless = rule.unless { note(unless, in: layer, isLifting: true) }
    }
  }

  /// Notes what a condition mentions; `isLifting` is nil outside constraints.
  mutating func note(_ condition: SpecCondition, in layer: SpecLayer, isLifting: Bool?) {
    switch condition {
    case .all(let parts), .any(let parts):
      for part in parts {
        note(part, in: layer, isLifting: isLifting)
      }
    case .not(let part):
      note(part, in: layer, isLifting: isLifting.map { _ in true })
    case .hasClass(let name):
      if isLifting == true { known.liftingClasses.insert(name) }
    case .hasLabel(let name):
      if layer != .repository { known.labels.insert(name) }
    case .fact(let test):
      if layer != .repository, test.fact == "env.TIER" { known.declaresTier = true }
    }
  }
}
