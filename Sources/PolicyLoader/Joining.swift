internal import Diagnostics
internal import RouteEngine

/// Joins drafts, nearest first, and looks every name up.
struct Joining {
  private let drafts: [LayerDraft]
  private let backends: [String: Backend]
  private(set) var diagnostics: [Diagnostic] = []

  init(drafts: [LayerDraft]) {
    self.drafts = drafts
    // The nearest definition of a backend stands whole.
    backends = Dictionary(drafts.flatMap(\.backends).map { ($0.name, $0) }) { near, _ in near }
  }

  mutating func policy() -> Policy {
    let classes = joinedClasses()
    checkMentions(classes: Set(classes.map(\.name)))
    let routes = drafts.flatMap(\.routes).map { draft in
      Route(
        name: draft.name,
        when: draft.when,
        targets: draft.targets.compactMap { target($0) },
        origin: draft.origin
      )
    }
    let defaults = drafts.compactMap(\.defaultTargets)
    let resolvedDefaults = defaults.map { targets in targets.compactMap { target($0) } }
    if defaults.isEmpty, let nearest = drafts.first {
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
    return Policy(
      classes: classes,
      backends: backends.values.sorted { $0.name < $1.name },
      routes: routes,
      defaultTargets: resolvedDefaults.first ?? [],
      constraints: drafts.flatMap(\.constraints),
      labels: drafts.flatMap { draft in
        draft.labels.map { label in
          PolicyLabel(name: label.value, origin: Origin(layer: draft.layer, label.place))
        }
      },
      knownLabels: knownLabels,
      client: Policy.ClientRequirement(
        path: drafts.compactMap(\.client.path).first,
        minimumVersion: drafts.compactMap(\.client.minimumVersion).first
      ),
      layers: drafts.map {
        Policy.LayerFile(layer: $0.layer, file: $0.file, name: $0.name, digest: $0.digest)
      }
    )
  }

  private var mentions: [Mention] { drafts.flatMap(\.mentions) }

  /// A label is known when a condition mentions it.
  private var knownLabels: Set<String> {
    Set(mentions.filter { $0.kind == .label }.map(\.name))
  }

  // MARK: Classes

  /// Signals united; `protective`, `unless` and the description from the nearest layer that has them.
  private func joinedClasses() -> [TaskClass] {
    let byName = Dictionary(grouping: drafts.flatMap(\.classes), by: \.name.value)
    return byName.sorted { $0.key < $1.key }
      .map { name, drafts in
        TaskClass(
          name: name,
          description: drafts.compactMap(\.description).first,
          // A class that says nothing narrows what is permitted: doubt protects.
          isProtective: drafts.compactMap(\.isProtective).first ?? true,
          signals: drafts.flatMap(\.signals),
          unless: drafts.compactMap(\.unless).first ?? []
        )
      }
  }

  // MARK: Names

  private mutating func checkMentions(classes: Set<String>) {
    let models = Set(backends.values.flatMap { $0.models.flatMap { [$0.name, $0.id] } })
      .union(Backend.familySlots).union(["default"])
    let payers = Set(backends.values.flatMap { $0.credentials.map(\.text) })
    for mention in mentions {
      switch mention.kind {
      case .taskClass: check(mention, "class", among: classes)
      case .backend: check(mention, "backend", among: Set(backends.keys))
      case .payer: check(mention, "payer", among: payers)
      case .model:
        // An id of the native API need not be listed anywhere.
        if !mention.name.hasPrefix("claude-") {
          check(mention, "model", among: models)
        }
      case .label: break
      }
    }
    for label in drafts.flatMap(\.labels) where !knownLabels.contains(label.value) {
      unknownName("label", label.value, at: label.place, in: "`labels`", among: knownLabels)
    }
  }

  private mutating func check(_ mention: Mention, _ what: String, among known: Set<String>) {
    guard !known.contains(mention.name) else { return }
    unknownName(what, mention.name, at: mention.place, in: mention.context, among: known)
  }

  private mutating func unknownName(
    _ what: String,
    _ name: String,
    at place: SourcePlace,
    in context: String,
    among known: Set<String>
  ) {
    diagnostics.append(
      Diagnostic(
        .error,
        "unknown-name",
        at: place,
        "unknown \(what) `\(name)` in \(context)",
        help: Suggestion(for: name, among: known).sentence
      )
    )
  }

  private mutating func target(_ draft: TargetDraft) -> Target? {
    guard let backend = backends[draft.backend.value] else {
      unknownName(
        "backend",
        draft.backend.value,
        at: draft.backend.place,
        in: draft.context,
        among: Set(backends.keys)
      )
      return nil
    }
    let model = draft.model.value
    guard let choice = backend.choice(of: model), isKnown(choice, on: backend) else {
      unknownName(
        "model",
        model,
        at: draft.model.place,
        in: "backend `\(backend.name)`, \(draft.context)",
        among: Set(backend.models.map(\.name)).union(["default"])
      )
      return nil
    }
    return Target(
      backend: backend.name,
      model: choice,
      effort: draft.effort,
      thinking: draft.thinking,
      maximumBudgetUSD: draft.maximumBudgetUSD
    )
  }

  /// On the native API any id of Anthropic's can be asked for; anything else is a slip.
  private func isKnown(_ choice: ModelChoice, on backend: Backend) -> Bool {
    switch choice {
    case .default, .named: true
    case .id(let id): id.hasPrefix("claude-")
    }
  }
}
