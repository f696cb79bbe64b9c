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
  let backends: Set<String>
  private let payers: [String: CredentialSource]
  private let payerNames: Set<String>
  private let drafts: [LayerDraft]
  // Only tests speak of rules by name.
  private lazy var routes = Set(drafts.flatMap(\.routes.rules).map(\.name)).union(["default"])
  private lazy var constraints = Set(drafts.flatMap(\.constraints.rules).map(\.name))

  init(_ drafts: [LayerDraft], backends: [String: Backend]) {
    self.drafts = drafts
    let settled = drafts.filter { $0.layer != .repository }
    var labels: Set<String> = []
    var variables: Set<String> = []
    for draft in settled {
      draft.forEachConditionMention { mention in
        if mention.kind == .label {
          labels.insert(mention.name)
        } else if mention.kind == .variable {
          variables.insert(mention.name)
        }
      }
    }
    (self.labels, self.variables) = (labels, variables)
    self.backends = Set(backends.keys)
    classes = Set(settled.flatMap(\.classes).map(\.name.value))
    repositoryClasses = Set(drafts.flatMap(\.classes).map(\.name.value))
    modelNames = Set(backends.values.flatMap { $0.models.map(\.name) })
      .union(Backend.familySlots).union(["default"])
    models = modelNames.union(backends.values.flatMap { $0.models.map(\.id) })
    let sources = backends.values.flatMap(\.credentials)
    payers = Dictionary(sources.map { ($0.text, $0) }) { first, _ in first }
    payerNames = Set(payers.keys)
    builtInBackends = Set(
      drafts.filter { $0.layer == .builtIn }.flatMap(\.backends).map(\.name)
    )
  }

  /// What is known to a file of that layer, and what people call such a name.
  mutating func known(_ kind: Mention.Kind, in layer: Layer) -> Set<String> {
    switch kind {
    case .taskClass: layer == .repository ? repositoryClasses : classes
    case .label: labels
    case .backend: backends
    case .model: models
    case .payer: payerNames
    case .variable: layer == .repository ? variables : []
    case .route: routes
    case .constraint: constraints
    }
  }

  func source(_ text: String) -> CredentialSource? { payers[text] }
}

extension LayerDraft {
  /// Goes through the names that its conditions and selectors use.
  func forEachConditionMention(_ body: (Mention) -> Void) {
    routes.mentions.forEach(body)
    constraints.mentions.forEach(body)
    for invariant in invariants { invariant.mentions.forEach(body) }
    for taskClass in classes { taskClass.mentions.forEach(body) }
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
