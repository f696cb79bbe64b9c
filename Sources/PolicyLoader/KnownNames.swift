internal import RouteEngine

/// The names that may be used, by the layer that uses them.
struct KnownNames {
  /// A label is known when a condition of another layer than a repository's mentions it.
  let labels: Set<String>
  let models: Set<String>
  /// Those without ids.
  let modelNames: Set<String>
  /// Ids and names that every machine has.
  let builtInBackends: Set<String>
  private let classes: Set<String>
  private let repositoryClasses: Set<String>
  private let variables: Set<String>
  private let payers: [String: CredentialSource]
  private let routes: Set<String>
  private let constraints: Set<String>

  init(_ drafts: [LayerDraft], backends: [String: Backend]) {
    let settled = drafts.filter { $0.layer != .repository }
    let mentions = settled.flatMap(\.conditionMentions)
    labels = Set(mentions.filter { $0.kind == .label }.map(\.name))
    variables = Set(mentions.filter { $0.kind == .variable }.map(\.name))
    classes = Set(settled.flatMap(\.classes).map(\.name.value))
    repositoryClasses = Set(drafts.flatMap(\.classes).map(\.name.value))
    modelNames = Set(backends.values.flatMap { $0.models.map(\.name) })
      .union(Backend.familySlots).union(["default"])
    models = modelNames.union(backends.values.flatMap { $0.models.map(\.id) })
    let sources = backends.values.flatMap(\.credentials)
    payers = Dictionary(sources.map { ($0.text, $0) }) { first, _ in first }
    builtInBackends = Set(
      drafts.filter { $0.layer == .builtIn }.flatMap(\.backends).map(\.name)
    )
    routes = Set(drafts.flatMap(\.routes).map(\.name)).union(["default"])
    constraints = Set(drafts.flatMap(\.constraints).map(\.constraint.name))
  }

  /// What is known to a file of that layer, and what people call such a name.
  func known(_ kind: Mention.Kind, in layer: Layer, backends: Set<String>) -> Set<String> {
    switch kind {
    case .taskClass: layer == .repository ? repositoryClasses : classes
    case .label: labels
    case .backend: backends
    case .model: models
    case .payer: Set(payers.keys)
    case .variable: layer == .repository ? variables : []
    case .route: routes
    case .constraint: constraints
    }
  }

  func source(_ text: String) -> CredentialSource? { payers[text] }
}

extension LayerDraft {
  /// The names that its conditions and selectors use.
  var conditionMentions: [Mention] {
    routes.flatMap(\.mentions) + constraints.flatMap(\.mentions) + invariants.flatMap(\.mentions)
      + classes.flatMap(\.mentions)
  }
}

extension Mention.Kind {
  var words: String {
    switch self {
    case .taskClass: "class"
    case .label: "label"
    case .backend: "backend"
    case .model: "model"
    case .payer: "payer"
    case .variable: "variable"
    case .route: "route"
    case .constraint: "constraint"
    }
  }
}
