internal import Diagnostics
internal import RouteEngine

/// A backend and a model of it, as written.
struct TargetName: Equatable {
  let backend: String
  let model: String
}

/// Joins drafts, nearest first, and looks every name up.
struct Joining {
  let drafts: [LayerDraft]
  let backends: [String: Backend]
  let classes: [TaskClass]
  var names: KnownNames
  var diagnostics: [Diagnostic] = []
  /// Targets that were looked up and found.
  var knownTargets = FirstFew<TargetName, Target>()
  private let dropped: [DroppedConstraint]

  init(drafts all: [LayerDraft]) {
    let use = BuiltInUse(all)
    let drafts = all.map(use.remaining)
    self.drafts = drafts
    // The nearest definition of a backend stands whole.
    backends = Dictionary(drafts.flatMap(\.backends).map { ($0.name, $0) }) { near, _ in near }
    classes = Self.joinedClasses(drafts)
    names = KnownNames(drafts, backends: backends)
    dropped = all.flatMap { draft in Self.dropped(by: draft, from: all, use: use) }
    for draft in all {
      checkBuiltIn(draft, among: all)
    }
  }

  mutating func policy(prices: PriceList) -> Policy {
    checkAuthority()
    let classifier = joinedClassifier()
    checkMentions()
    checkAliases()
    var routes: [Route] = []
    routes.reserveCapacity(drafts.reduce(0) { $0 + $1.routes.rules.count })
    for draft in drafts {
      let rules = draft.routes.rules
      for index in rules.indices {
        routes.append(
          Route(
            name: rules[index].name,
            when: rules[index].when,
            targets: targets(rules[index].targets, in: draft),
            origin: rules[index].origin
          )
        )
      }
    }
    var constraints: [Constraint] = []
    constraints.reserveCapacity(drafts.reduce(0) { $0 + $1.constraints.rules.count })
    for draft in drafts {
      constraints += draft.constraints.rules
    }
    let defaults = drafts.compactMap { draft in draft.defaultTargets.map { (draft, $0) } }
    let defaultTargets = defaults.map { draft, written in
      targets(written.value, in: draft)
    }
    if defaults.isEmpty {
      reportMissingDefault()
    }
    return Policy(
      classes: classes,
      backends: backends.values.sorted { $0.name < $1.name },
      routes: routes,
      defaultTargets: defaultTargets.first ?? [],
      defaultOrigin: defaults.first.map { Origin(layer: $0.layer, $1.place) },
      constraints: constraints,
      labels: drafts.flatMap(\.labels),
      knownLabels: names.labels,
      invariants: drafts.flatMap(\.invariants).map(\.invariant),
      tests: drafts.flatMap(\.tests).map(resolved),
      aliases: joinedAliases(),
      droppedConstraints: dropped,
      client: Policy.ClientRequirement(
        path: drafts.compactMap(\.client.path).first,
        minimumVersion: drafts.compactMap(\.client.minimumVersion).first,
        wrap: drafts.compactMap(\.client.wrap).first
      ),
      keepsTaskText: drafts.compactMap(\.keepsTaskText).first ?? false,
      classifier: classifier,
      prices: prices.overridden(by: drafts.map(\.prices)),
      layers: drafts.map {
        Policy.LayerFile(layer: $0.layer, file: $0.file, name: $0.name, digest: $0.digest)
      }
    )
  }

  private mutating func reportMissingDefault() {
    guard let nearest = drafts.first else { return }
    diagnostics.append(
      Diagnostic(
        .error,
        "missing-key",
        at: SourcePlace(
          file: nearest.file,
          range: SourceRange(at: SourcePosition(line: 1, column: 1))
        ),
        "no layer has a `default`",
        help: "add `default: [anthropic/default]`"
      )
    )
  }

  /// What is unavailable in a test: a backend where one has that name, else a credential source.
  private func resolved(_ draft: TestDraft) -> PolicyTest {
    draft.test.with(
      unavailable: draft.unavailable.compactMap { name in
        if backends[name.value] != nil { return .backend(name.value) }
        return names.source(name.value).map(Unavailable.credential)
      }
    )
  }

  // MARK: Dropped constraints

  private static func dropped(
    by draft: LayerDraft,
    from all: [LayerDraft],
    use: BuiltInUse
  ) -> [DroppedConstraint] {
    guard case .without(let names)? = draft.builtIn else { return [] }
    let constraints = all.filter { $0.layer == .builtIn }.flatMap(\.constraints.rules)
    return names.compactMap { name in
      guard use.drops(constraint: name.value),
        let constraint = constraints.first(where: { $0.name == name.value })
      else { return nil }
      return DroppedConstraint(
        constraint: constraint,
        origin: Origin(layer: draft.layer, name.place)
      )
    }
  }

  private mutating func checkBuiltIn(_ draft: LayerDraft, among all: [LayerDraft]) {
    guard case .without(let dropped)? = draft.builtIn else { return }
    let known = Set(
      all.filter { $0.layer == .builtIn }.flatMap(\.constraints.rules).map(\.name)
    )
    for name in dropped where !known.contains(name.value) {
      unknownName("constraint", name.value, at: name.place, in: "`built-in`", among: known)
    }
  }
}
