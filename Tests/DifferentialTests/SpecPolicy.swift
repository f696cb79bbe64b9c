/// Policy files in plain values of the test's own, nearest first.
///
/// Words are strings as a policy writes them: nothing here shares a type with the engine.
struct SpecPolicy {
  var files: [SpecFile]
}

enum SpecLayer: String {
  case repository
  case user
  case managed
  case builtIn = "built-in"

  /// Higher fixes what lower may say: the repository, then the user and the built-in, then managed.
  var authority: Int {
    switch self {
    case .repository: 0
    case .user, .builtIn: 1
    case .managed: 2
    }
  }
}

struct SpecFile {
  var layer: SpecLayer
  var labels: [String] = []
  var projects: [SpecProject] = []
  var backends: [SpecBackend] = []
  var classes: [SpecClass] = []
  var routes: [SpecRoute] = []
  /// Absent: the file has no `default`.
  var defaults: [SpecTarget]?
  var constraints: [SpecConstraint] = []
  /// The key `built-in`; absent is not the same as `true`.
  var builtIn: SpecBuiltIn?

  init(_ layer: SpecLayer) {
    self.layer = layer
  }
}

enum SpecBuiltIn {
  case whole
  case nothing
  case classes
  case without([String])
}

/// Labels for some of the user's projects.
struct SpecProject {
  /// `path` or `remote`.
  var key: String
  var glob: String
  var labels: [String]
}

struct SpecBackend {
  var name: String
  var kind: String
  var trust: String?
  var baseURL: String?
  var credentials: [String]
  var region: String?
  var project: String?
  /// Names and ids in file order; absent: the native API's own.
  var models: [(name: String, id: String)]?
  var traits: [String: String]
  /// The key `assumed-traits`.
  var assumedTraits: [String: String]
  /// Absent: `ask`.
  var repositoryMayChoose: String?
}

struct SpecClass {
  var name: String
  var protective: Bool?
  var signals: [SpecSignal]
  /// Absent: the file says nothing of it.
  var unless: [SpecSignal]?
}

enum SpecSignal {
  case phrases([String])
  case anyPath([String])
  case everyPath([String])
  case fact(SpecFactTest)
}

struct SpecRoute {
  var name: String
  var when: SpecCondition
  var targets: [SpecTarget]
}

struct SpecConstraint {
  var name: String
  var when: SpecCondition
  var unless: SpecCondition?
  var isForbid: Bool
  var selector: SpecSelector
}

indirect enum SpecCondition {
  case all([SpecCondition])
  case any([SpecCondition])
  case not(SpecCondition)
  case hasClass(String)
  case hasLabel(String)
  case fact(SpecFactTest)
}

/// `fact: NAME` with one comparison.
struct SpecFactTest {
  var fact: String
  var comparison: Comparison

  enum Comparison {
    case equals(SpecValue)
    case isIn([SpecValue])
    case matches(String)
    case greater(Int)
    case greaterOrEqual(Int)
    case less(Int)
    case lessOrEqual(Int)
    case exists(Bool)
  }
}

enum SpecValue: Equatable {
  case text(String)
  case number(Int)
  case truth(Bool)
}

/// Keys and the values each lists; `traits` is the key `trait`.
struct SpecSelector {
  var lists: [String: [String]] = [:]
  var traits: [String: [String]] = [:]
}

struct SpecTarget: Equatable {
  var backend: String
  var model: String
  var effort: String?
  var thinking: Bool?
}

/// One task with everything a decision may depend on.
struct SpecState {
  /// Sentences of words.
  var text: [[String]]?
  /// Whether the text is only part of the task, as that of a resumed session.
  var textIsPartial = false
  var files: [String]?
  /// A fact that is missing is absent.
  var facts: [String: SpecFact] = [:]
  var namedClasses: [String] = []
  var sessionClasses: [String] = []
  var labels: [String] = []
  var backend: String?
  var model: String?
  var effort: String?
  var present: Set<String> = []
  var unverified: Set<String> = []
  var places: [String: String] = [:]
  var missingBackends: Set<String> = []
  var missingCredentials: Set<String> = []
  /// One at most for each backend and id.
  var measurements: [SpecMeasurement] = []
}

/// What a probe wrote down.
struct SpecMeasurement {
  var backend: String
  /// As it was sent; absent for the client's own default.
  var id: String?
  var grades: [String: String]
  /// Of November 2026.
  var day: Int
  var isStale: Bool
  var isFailure: Bool
}

enum SpecFact {
  case value(SpecValue)
  case absent
  case unknown
}
