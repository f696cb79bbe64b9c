internal import Diagnostics
internal import RouteEngine

extension Joining {
  mutating func checkMentions() {
    for draft in drafts {
      // The built-in policy's own tests run for it alone; whoever replaces a backend of it owes them
      // nothing.
      let tests = draft.layer == .builtIn && drafts.count > 1 ? [] : draft.tests
      // Thousands of rules use the same name one after another.
      var last: (kind: Mention.Kind, name: String)?
      draft.forEachConditionMention { mention in
        if let last, last.kind == mention.kind, last.name == mention.name { return }
        let isKnown = check(mention, in: draft.layer)
        last = isKnown ? (mention.kind, mention.name) : nil
      }
      for mention in draft.aliases.flatMap(\.mentions) + tests.flatMap(\.mentions) {
        _ = check(mention, in: draft.layer)
      }
      for label in draft.labels where !names.labels.contains(label.name) {
        unknownName(
          "label",
          label.name,
          at: label.origin.place,
          in: label.project == nil ? "`labels`" : "`projects`",
          among: names.labels
        )
      }
      for name in tests.flatMap(\.unavailable)
      where backends[name.value] == nil && names.source(name.value) == nil {
        unknownName(
          "backend",
          name.value,
          at: name.place,
          in: "`unavailable`",
          among: names.backends
        )
      }
      for name in tests.flatMap(\.measured) { checkMeasured(name) }
    }
  }

  /// `openrouter`, or `openrouter/haiku`.
  private mutating func checkMeasured(_ name: Positioned<String>) {
    let place = SupposedTraits.Place(name.value)
    guard let backend = backends[place.backend] else {
      unknownName(
        "backend",
        place.backend,
        at: name.place,
        in: "`measured`",
        among: names.backends
      )
      return
    }
    guard let model = place.model,
      backend.choice(of: model).map({ isKnown($0, on: backend) }) != true
    else { return }
    unknownName(
      "model",
      model,
      at: name.place,
      in: "backend `\(backend.name)`, `measured`",
      among: Set(backend.models.map(\.name)).union(["default"])
    )
  }

  /// Reports a name that is unknown; true when it is known.
  private mutating func check(_ mention: Mention, in layer: Layer) -> Bool {
    let known = names.known(mention.kind, in: layer)
    guard !known.contains(mention.name) else { return true }
    report(unknown: mention, among: known, in: layer)
    return false
  }

  private mutating func report(unknown mention: Mention, among known: Set<String>, in layer: Layer)
  {
    switch mention.kind {
    case .variable:
      guard layer == .repository else { return }
      report(undeclared: mention)
    case .model where mention.name.hasPrefix("claude-"):
      // An id of the native API need not be listed anywhere.
      return
    case .backend, .payer, .model:
      guard layer == .repository else { fallthrough }
      notHere(mention.kind.words, mention.name, at: mention.place, "nothing matches it here")
    case .taskClass, .label, .route, .constraint:
      unknownName(
        mention.kind.words,
        mention.name,
        at: mention.place,
        in: mention.context.description,
        among: known
      )
    }
  }

  private mutating func report(undeclared mention: Mention) {
    diagnostics.append(
      Diagnostic(
        .error,
        "repository-authority",
        at: mention.place,
        "a repository policy may not read the variable `\(mention.name)`",
        help:
          "a person declares it by a condition in their own policy; `ci` and `hook` are always there"
      )
    )
  }

  /// What this machine lacks: the repository is shared with machines that have it.
  private mutating func notHere(
    _ what: String,
    _ name: String,
    at place: SourcePlace,
    _ effect: String = "the target counts as unavailable here"
  ) {
    diagnostics.append(
      Diagnostic(
        .note,
        "backend-not-here",
        at: place,
        "\(what) `\(name)` is not defined on this machine; \(effect)"
      )
    )
  }

  mutating func unknownName(
    _ what: String,
    _ name: String,
    at place: SourcePlace,
    in context: @autoclosure () -> String,
    among known: Set<String>
  ) {
    // Thousands of names beside thousands must stay cheap to report.
    let isHelped = diagnostics.count < LayerReader.maximumDiagnostics
    diagnostics.append(
      Diagnostic(
        .error,
        "unknown-name",
        at: place,
        "unknown \(what) `\(name)` in \(context())",
        help: isHelped ? Suggestion(for: name, among: known).sentence : nil
      )
    )
  }

  // MARK: Targets

  /// The targets that there are; of the others it is reported.
  mutating func targets(_ drafts: [TargetDraft], in layer: LayerDraft) -> [Target] {
    var targets: [Target] = []
    targets.reserveCapacity(drafts.count)
    // A repository is told more, each time.
    let knows = layer.layer != .repository
    // By index and parts: to copy thousands of drafts takes its time.
    for index in drafts.indices {
      if knows, let known = knownTargets.value(where: { $0 == drafts[index].name }) {
        targets.append(
          Target(
            backend: known.backend,
            model: known.model,
            effort: drafts[index].effort,
            thinking: drafts[index].thinking,
            maximumBudgetUSD: drafts[index].maximumBudgetUSD
          )
        )
      } else if let target = checkedTarget(drafts[index], in: layer) {
        if knows { knownTargets.add(target, for: drafts[index].name) }
        targets.append(target)
      }
    }
    return targets
  }

  private mutating func checkedTarget(_ draft: TargetDraft, in layer: LayerDraft) -> Target? {
    let (name, model) = (draft.name.backend, draft.name.model)
    let isShared = layer.layer == .repository
    guard let backend = backends[name] else {
      let place = SourcePlace(file: layer.file, range: draft.backendRange)
      if isShared {
        notHere("backend", name, at: place)
      } else {
        unknownName(
          "backend",
          name,
          at: place,
          in: draft.context.description,
          among: names.backends
        )
      }
      return nil
    }
    let place = SourcePlace(file: layer.file, range: draft.modelRange)
    guard let choice = backend.choice(of: model), isKnown(choice, on: backend) else {
      if isShared, backend.origin.layer != .builtIn {
        notHere("model", "\(backend.name)/\(model)", at: place)
      } else {
        unknownName(
          "model",
          model,
          at: place,
          in: "backend `\(backend.name)`, \(draft.context)",
          among: Set(backend.models.map(\.name)).union(["default"])
        )
      }
      return nil
    }
    guard !isShared || isNamed(model, choice, on: backend) else {
      reportRawModel(
        model,
        at: place,
        named: ["default"] + backend.models.map(\.name).sorted()
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

  /// Somebody else's file must not choose among ids that it may have made up.
  mutating func reportRawModel(
    _ model: String,
    at place: SourcePlace,
    named names: [String]
  ) {
    diagnostics.append(
      Diagnostic(
        .error,
        "repository-authority",
        at: place,
        "a repository policy may not name the raw model id `\(model)`",
        help: "name a model of the backend: "
          + names.map { "`\($0)`" }.joined(separator: ", ")
      )
    )
  }

  /// On the native API any id of Anthropic's can be asked for; anything else is a slip.
  private func isKnown(_ choice: ModelChoice, on backend: Backend) -> Bool {
    switch choice {
    case .default, .named: true
    case .id(let id): id.hasPrefix("claude-")
    }
  }

  private func isNamed(_ text: String, _ choice: ModelChoice, on backend: Backend) -> Bool {
    switch choice {
    case .default: true
    case .named(let name): text == name || text == "default"
    case .id: false
    }
  }
}
