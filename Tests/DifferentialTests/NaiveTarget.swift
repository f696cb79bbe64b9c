/// A target with what the machine makes of it (rules 10 and 12).
struct NaiveTarget {
  let target: SpecTarget
  let backend: SpecBackend
  let state: SpecState

  // MARK: Availability

  /// The first source that has a credential or may have one, and whether that is sure.
  ///
  /// A login that is not there yet is asked for only when nothing else pays.
  private var winner: (source: String, isSure: Bool)? {
    let sources = backend.credentials.filter { !state.missingCredentials.contains($0) }
    for source in sources {
      if source == "none" || state.present.contains(source) { return (source, true) }
      if state.unverified.contains(source) { return (source, false) }
    }
    return sources.contains("login") ? ("login", false) : nil
  }

  /// Nobody pays for what is not available.
  var payer: String? { availability == "unavailable" ? nil : winner?.source }

  var availability: String {
    if state.missingBackends.contains(backend.name) { return "unavailable" }
    guard let winner else { return "unavailable" }
    switch backend.kind {
    case "bedrock", "mantle":
      if region == nil { return "unavailable" }
    case "vertex":
      if region == nil || project == nil { return "unavailable" }
    default: break
    }
    return winner.isSure ? "available" : "unverified"
  }

  private var region: String? {
    if let region = backend.region { return region }
    switch backend.kind {
    case "bedrock", "mantle": return state.places["AWS_REGION"]
    case "vertex": return state.places["CLOUD_ML_REGION"]
    default: return nil
    }
  }

  private var project: String? { backend.project ?? state.places["GOOGLE_CLOUD_PROJECT"] }

  // MARK: What selectors ask

  private var trust: String {
    let computed =
      switch (backend.kind, backend.baseURL) {
      case ("anthropic", nil): "first-party"
      case ("bedrock", nil), ("mantle", nil), ("vertex", nil), ("foundry", nil): "cloud"
      default: "third-party"
      }
    let ranks = ["third-party", "cloud", "first-party"]
    guard let said = backend.trust, let low = ranks.firstIndex(of: said),
      let high = ranks.firstIndex(of: computed)
    else { return computed }
    return ranks[min(low, high)]
  }

  /// The names by which the model can be meant: its own, its id's, its family's.
  private var modelWords: Set<String> {
    var words: Set = [target.model]
    if let id = backend.id(of: target.model) {
      words.insert(id)
      // Bedrock is asked for the id of the region's own profile.
      if backend.kind == "bedrock", id.hasPrefix("anthropic."), regionGeography != "nowhere" {
        words.insert("\(regionGeography).\(id)")
      }
      words.formUnion(Self.families.filter { id.contains($0) })
    }
    return words
  }

  private static let families = ["opus", "sonnet", "haiku", "fable"]

  /// Where everything goes that the session may send: its model's requests and its slots'.
  private var geographies: Set<String> {
    let slots = Self.families.compactMap { backend.id(of: $0) }
    let own = target.model == "default" ? nil : backend.id(of: target.model)
    let ids = slots.map(Optional.some) + [own]
    return Set(ids.map { id in id.flatMap { Self.prefix(of: $0) } ?? regionGeography })
  }

  private static func prefix(of id: String) -> String? {
    ["eu", "us", "apac", "jp", "au", "global"].first { id.hasPrefix($0 + ".") }
  }

  private var regionGeography: String {
    guard let region else { return "nowhere" }
    if region == "global" { return "global" }
    if region.hasPrefix("eu") { return "eu" }
    if region.hasPrefix("us") { return "us" }
    if region.hasPrefix("ap") { return "apac" }
    return "nowhere"
  }

  /// With `whole` every geography must be listed, else one suffices: a session touches them all.
  func isMatched(by selector: SpecSelector, whole: Bool) -> Bool {
    for (key, list) in selector.lists {
      let isListed: Bool
      switch key {
      case "backend": isListed = list.contains(backend.name)
      case "kind": isListed = list.contains(backend.kind)
      case "trust": isListed = list.contains(trust)
      case "model": isListed = !modelWords.isDisjoint(with: list)
      case "effort": isListed = target.effort.map { list.contains($0) } ?? false
      case "thinking": isListed = target.thinking.map { list.contains("\($0)") } ?? false
      case "payer": isListed = payer.map { list.contains($0) } ?? false
      case "region": isListed = region.map { list.contains($0) } ?? false
      case "geography":
        isListed = whole ? geographies.isSubset(of: list) : !geographies.isDisjoint(with: list)
      default: preconditionFailure("the generator wrote the selector key `\(key)`")
      }
      if !isListed { return false }
    }
    return selector.traits.allSatisfy { trait, grades in
      grades.contains(grade(of: trait))
    }
  }

  // MARK: What probes found

  /// The id that a request carries; none for the client's own default.
  private var sentID: String? {
    guard let id = backend.id(of: target.model) else { return nil }
    let isProfile = backend.kind == "bedrock" && id.hasPrefix("anthropic.")
    return isProfile && regionGeography != "nowhere" ? "\(regionGeography).\(id)" : id
  }

  /// Stated, else measured of this id here, else assumed, else unknown.
  ///
  /// What could not be told is not measured, and neither is good what was good long ago.
  func grade(of trait: String) -> String {
    if let stated = backend.traits[trait] { return stated }
    let own = state.measurements.filter { $0.backend == backend.name && $0.id == sentID }
    if let record = own.first, let grade = record.grades[trait], grade != "unknown",
      !(record.isStale && grade == "good")
    {
      return grade
    }
    return backend.assumedTraits[trait] ?? "unknown"
  }

  /// Whether the backend gave no answer lately, and none of its models one on a later day.
  var isSilent: Bool {
    let own = state.measurements.filter { $0.backend == backend.name }
    return own.contains { failure in
      failure.isFailure && !failure.isStale
        && !own.contains { !$0.isFailure && $0.day > failure.day }
    }
  }
}
