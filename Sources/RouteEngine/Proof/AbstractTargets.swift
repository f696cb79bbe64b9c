/// Targets that some user's or repository's policy could have, one for each way in which the given
/// selectors can see them.
struct AbstractTargets {
  private let selectors: [Selector]
  /// Those that nobody below the managed layer may define otherwise.
  private let fixed: [Backend]

  /// Combinations that are looked at; more are not worth the words they buy.
  static let limit = 200_000

  /// A target and who pays.
  struct Seen {
    let target: ResolvedTarget
    let payer: CredentialSource?
  }

  init(seenBy selectors: [Selector], fixed: [Backend]) {
    self.selectors = selectors
    self.fixed = fixed
  }

  /// Nil when there are too many, or when a selector names an id with a geography in front: such a
  /// target may go by two ids.
  func all() -> [Seen]? {
    guard !selectors.contains(where: \.namesRegionalModel) else { return nil }
    let backends = backends
    let places = places
    let count = [
      backends.count, anyModels.count, efforts.count, thinking.count, payers.count, places.count,
    ]
    .reduce(1) { $0.timesOrMaximum($1) }
    guard count <= Self.limit else { return nil }
    return backends.flatMap { backend in
      models(of: backend).flatMap { model in
        efforts.flatMap { effort in
          thinking.flatMap { thinking in
            places.flatMap { place in
              let target = resolved(backend, model, effort, thinking, place)
              return payers.map { Seen(target: target, payer: $0) }
            }
          }
        }
      }
    }
  }

  private typealias Model = (choice: ModelChoice, id: String?)
  private typealias Place = (region: String?, geographies: Set<Geography?>)

  private func resolved(
    _ backend: Backend,
    _ model: Model,
    _ effort: Effort?,
    _ thinking: Bool?,
    _ place: Place
  ) -> ResolvedTarget {
    ResolvedTarget(
      target: Target(
        backend: backend.name,
        model: model.choice,
        effort: effort,
        thinking: thinking
      ),
      backend: backend,
      modelID: model.id,
      slots: [],
      region: place.region,
      project: nil,
      geography: nil,
      allGeographies: place.geographies
    )
  }

  // MARK: The values of each key

  /// The fixed ones as they are, and of every other name every kind of backend.
  private var backends: [Backend] {
    let fixedNames = Set(fixed.map(\.name))
    let named = Set(selectors.flatMap { $0.backend ?? [] }).subtracting(fixedNames).sorted()
    // No policy can name a backend so.
    let names = named + ["\u{0}"]
    let origin = Origin(layer: .user, file: "", line: 1)
    return fixed.flatMap(measured)
      + names.flatMap { name in
        kinds.flatMap { kind, trust in
          traits.map { traits in
            Backend(
              name: name,
              kind: kind,
              trust: trust,
              credentials: [.none],
              models: [],
              traits: traits,
              origin: origin
            )
          }
        }
      }
  }

  /// A fixed backend with all that a probe may find of what it does not state.
  private func measured(_ backend: Backend) -> [Backend] {
    traits.map { grades in
      var measured = backend
      for (trait, grade) in grades where backend.traits[trait] == nil {
        measured.traits[trait] = grade == .unknown ? backend.assumedTraits[trait] ?? grade : grade
      }
      return measured
    }
  }

  /// Trust is computed from the kind and may only be lowered.
  private var kinds: [(Backend.Kind, Backend.Trust)] {
    Backend.Kind.allCases.flatMap { kind in
      Backend.Trust.allCases.filter { $0 <= Backend.trust(of: kind, baseURL: nil) }
        .map { (kind, $0) }
    }
  }

  private var traits: [[Backend.Trait: Backend.TraitGrade]] {
    let asked = Set(selectors.flatMap { $0.trait.map { Array($0.keys) } ?? [] }).sorted()
    return asked.reduce([[:]]) { sets, trait in
      sets.flatMap { set in
        Backend.TraitGrade.allCases.map { grade in set.merging([trait: grade]) { $1 } }
      }
    }
  }

  /// Every name with every id: what a model is called does not tell what it is.
  private var anyModels: [Model] {
    let names = Set(selectors.flatMap { $0.model ?? [] }).sorted()
    guard !names.isEmpty else { return [(.default, nil)] }
    let families = Backend.familySlots.filter { family in names.contains(family) }
    let mixed = families.reduce([""]) { ids, family in ids + ids.map { "\($0)\(family)-" } }
    // The client's aliases stand for families too.
    let ids = names + mixed.map { "model-\($0)" } + ["best", "opusplan"]
    return [(.default, nil)]
      + (names + ["\u{0}"]).flatMap { name in
        ids.map { (ModelChoice.named(name), Optional($0)) }
      }
  }

  /// A fixed backend has its own models; the native API also takes any id.
  private func models(of backend: Backend) -> [Model] {
    guard fixed.contains(where: { $0.name == backend.name }) else { return anyModels }
    let own = backend.models.map { (ModelChoice.named($0.name), Optional($0.id)) }
    let ids =
      backend.isNative ? anyModels.compactMap(\.id).map { (ModelChoice.id($0), Optional($0)) } : []
    return [(.default, nil)] + own + ids + (regional(backend))
  }

  /// The ids with every geography in front, as the region may add it.
  private func regional(_ backend: Backend) -> [Model] {
    guard backend.kind == .bedrock else { return [] }
    return backend.models.flatMap { model in
      Geography.allCases.map { (.named(model.name), Optional("\($0.rawValue).\(model.id)")) }
    }
  }

  private var efforts: [Effort?] {
    let asked = selectors.flatMap { $0.effort ?? [] }
    return [nil] + Effort.allCases.filter(asked.contains).map(Optional.some)
  }

  private var thinking: [Bool?] {
    selectors.contains { $0.thinking != nil } ? [nil, false, true] : [nil]
  }

  private var payers: [CredentialSource?] {
    let asked = Set(selectors.flatMap { $0.payer ?? [] }).sorted()
    return [nil] + asked.map { CredentialSource.keychain(written: $0) }
  }

  /// Regions and geographies apart: a model's id may name another geography than the region.
  private var places: [Place] {
    let regions = [nil] + Set(selectors.flatMap { $0.region ?? [] }).sorted().map(Optional.some)
    let asked = Set(selectors.flatMap { $0.geography ?? [] })
    let geographies = [nil] + Geography.allCases.filter(asked.contains).map(Optional.some)
    let sets = geographies.reduce([Set<Geography?>()]) { sets, one in
      sets + sets.map { $0.union([one]) }
    }
    return regions.flatMap { region in sets.filter { !$0.isEmpty }.map { (region, $0) } }
  }
}

extension CredentialSource {
  /// A source that selectors see under that name.
  fileprivate static func keychain(written text: String) -> CredentialSource {
    switch text {
    case "login": .login
    case "none": .none
    case "aws": .aws
    case "google": .google
    default: text.hasPrefix("env:") ? .environment(String(text.dropFirst(4))) : .written(text)
    }
  }

  private static func written(_ text: String) -> CredentialSource {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return .command([text]) }
    switch parts[0] {
    case "file": return .file(parts[1])
    case "keychain": return .keychain(parts[1])
    default: return .command([parts[1]])
    }
  }
}
