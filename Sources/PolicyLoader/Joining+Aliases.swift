internal import Diagnostics
internal import RouteEngine

extension Joining {
  /// A person's alias stands over a repository's of the same name: a function of a shell says it, and
  /// must mean the same everywhere.
  func joinedAliases() -> [Alias] {
    let own = drafts.filter { $0.layer != .repository } + drafts.filter { $0.layer == .repository }
    let aliases = own.flatMap(\.aliases).map(\.alias)
    return Dictionary(aliases.map { ($0.name, $0) }) { first, _ in first }
      .values.sorted { $0.name < $1.name }
  }

  /// A model has to be one of the backend beside it, as in a target; a repository names no id and no
  /// class.
  mutating func checkAliases() {
    for draft in drafts {
      for alias in draft.aliases {
        if draft.layer == .repository, !alias.alias.classes.isEmpty {
          diagnostics.append(
            Diagnostic(
              .error,
              "repository-authority",
              at: alias.place,
              "alias `\(alias.alias.name)` of a repository policy may not name a class: it would set aside what a task's text says",
              help:
                "name `backend`, `model`, `effort` or `label`; a person's own alias may name a class"
            )
          )
        }
        // What is known nowhere has been reported.
        guard let place = alias.model, let model = alias.alias.model,
          names.models.contains(model) || model.hasPrefix("claude-")
        else { continue }
        if let backend = alias.alias.backend {
          guard backends[backend] != nil else { continue }
          let target = TargetDraft(
            TargetName(backend: backend, model: model),
            at: place.range,
            in: Title(.alias, named: alias.alias.name)
          )
          _ = targets([target], in: draft)
        } else if draft.layer == .repository, !names.modelNames.contains(model) {
          reportRawModel(model, at: place, named: names.modelNames.sorted())
        }
      }
    }
  }
}
