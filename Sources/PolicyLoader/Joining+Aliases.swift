internal import Diagnostics
internal import RouteEngine

extension Joining {
  /// The nearest definition of an alias stands.
  func joinedAliases() -> [Alias] {
    let aliases = drafts.flatMap(\.aliases).map(\.alias)
    return Dictionary(aliases.map { ($0.name, $0) }) { near, _ in near }
      .values.sorted { $0.name < $1.name }
  }

  /// A model has to be one of the backend beside it, as in a target; a repository names no id.
  mutating func checkAliases() {
    for draft in drafts {
      for alias in draft.aliases {
        // What is known nowhere has been reported.
        guard let place = alias.model, let model = alias.alias.model,
          names.models.contains(model) || model.hasPrefix("claude-")
        else { continue }
        if let backend = alias.alias.backend {
          guard backends[backend] != nil else { continue }
          _ = target(
            TargetDraft(
              backend: Positioned(value: backend, place: place),
              model: Positioned(value: model, place: place),
              effort: nil,
              thinking: nil,
              maximumBudgetUSD: nil,
              context: "alias `\(alias.alias.name)`"
            ),
            in: draft.layer
          )
        } else if draft.layer == .repository, !names.modelNames.contains(model) {
          reportRawModel(model, at: place, named: names.modelNames.sorted())
        }
      }
    }
  }
}
