/// Every layer, merged: what decides.
package struct Policy: Hashable, Sendable {
  /// In order of name.
  package internal(set) var classes: [TaskClass]
  /// In order of name.
  package internal(set) var backends: [Backend]
  /// Nearest layer first, in file order.
  package internal(set) var routes: [Route]
  /// The default of the nearest layer that has one.
  package internal(set) var defaultTargets: [Target]
  /// Where that default stands; absent in policies that were not read from text.
  package let defaultOrigin: Origin?
  package internal(set) var constraints: [Constraint]
  /// Attributes that the policy sets.
  package internal(set) var labels: [PolicyLabel]
  /// Every label that a condition mentions; others are unknown names.
  package let knownLabels: Set<String>
  /// Nearest layer first.
  package let invariants: [Invariant]
  /// Those of every file; `test` runs the ones of the files it was given.
  package let tests: [PolicyTest]
  /// In order of name.
  package let aliases: [Alias]
  /// Built-in constraints that single names took out.
  package let droppedConstraints: [DroppedConstraint]
  /// Whether labels of a repository's file may lift constraints.
  ///
  /// A label may always make a constraint apply; whether a lifting counts is asked when the
  /// repository's consent is.
  package var repositoryMayLift: Bool
  package let client: ClientRequirement
  /// Whether the ledger of launches keeps what the tasks were, in their own words.
  package let keepsTaskText: Bool
  package let classifier: ClassifierSettings
  package let prices: PriceList
  /// Nearest first.
  package let layers: [LayerFile]

  /// What the policy says about the client program.
  package struct ClientRequirement: Hashable, Sendable {
    package var path: String?
    /// Dotted numbers, compared part by part.
    package var minimumVersion: String?
    /// Whether `shell-init` makes `claude` itself a function, unless a flag says otherwise.
    package var wrap: Bool?

    package init(path: String? = nil, minimumVersion: String? = nil, wrap: Bool? = nil) {
      self.path = path
      self.minimumVersion = minimumVersion
      self.wrap = wrap
    }
  }

  /// One file that was read.
  package struct LayerFile: Hashable, Sendable {
    package let layer: Layer
    package let file: String
    package let name: String?
    /// SHA-256 of the bytes, in hexadecimal.
    package let digest: String

    package init(layer: Layer, file: String, name: String?, digest: String) {
      self.layer = layer
      self.file = file
      self.name = name
      self.digest = digest
    }
  }

  package init(
    classes: [TaskClass],
    backends: [Backend],
    routes: [Route],
    defaultTargets: [Target],
    defaultOrigin: Origin? = nil,
    constraints: [Constraint],
    labels: [PolicyLabel] = [],
    knownLabels: Set<String>,
    invariants: [Invariant] = [],
    tests: [PolicyTest] = [],
    aliases: [Alias] = [],
    droppedConstraints: [DroppedConstraint] = [],
    repositoryMayLift: Bool = true,
    client: ClientRequirement = ClientRequirement(),
    keepsTaskText: Bool = false,
    classifier: ClassifierSettings = ClassifierSettings(),
    prices: PriceList = PriceList(),
    layers: [LayerFile] = []
  ) {
    self.classes = classes
    self.backends = backends
    self.routes = routes
    self.defaultTargets = defaultTargets
    self.defaultOrigin = defaultOrigin
    self.constraints = constraints
    self.labels = labels
    self.knownLabels = knownLabels
    self.invariants = invariants
    self.tests = tests
    self.aliases = aliases
    self.droppedConstraints = droppedConstraints
    self.repositoryMayLift = repositoryMayLift
    self.client = client
    self.keepsTaskText = keepsTaskText
    self.classifier = classifier
    self.prices = prices
    self.layers = layers
  }

  /// The layers' digests, nearest first, each cut to 12 digits: `sha256:71aa0e…+sha256:9d41c2…`.
  package var digest: String {
    Self.digest(of: layers)
  }

  /// The same of the repository's files alone; absent when there are none.
  package var repositoryDigest: String? {
    let files = layers.filter { $0.layer == .repository }
    return files.isEmpty ? nil : Self.digest(of: files)
  }

  private static func digest(of files: [LayerFile]) -> String {
    files.map { "sha256:" + $0.digest.prefix(12) }.joined(separator: "+")
  }

  package func backend(named name: String) -> Backend? {
    backends.first { $0.name == name }
  }

  /// Absent when no layer has it, and without a name.
  package func alias(named name: String?) -> Alias? {
    aliases.first { $0.name == name }
  }

  package func taskClass(named name: String) -> TaskClass? {
    classes.first { $0.name == name }
  }
}
