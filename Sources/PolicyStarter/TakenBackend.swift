internal import RouteEngine

/// A backend as it will be written, made of an earlier set-up.
struct TakenBackend: Hashable, Sendable {
  var name: String
  /// The recipe that it starts from.
  var preset: String?
  /// Written only where there is no recipe.
  var kind: Backend.Kind
  /// Written only where the recipe has none or another.
  var baseURL: String?
  var isPlainHTTP = false
  /// Absent: the recipe's.
  var credential: TakenCredential?
  var isKeyHeader = false
  var region: String?
  var profile: String?
  var project: String?
  /// What the recipe lacks or has otherwise.
  var models: [Backend.Model] = []
  var timeoutMilliseconds: Int?
  var compatibility: [Backend.Compatibility] = []
  var environment: [Backend.EnvironmentEntry] = []
  var skipsAuthentication = false

  /// Whether both lead to the same address, whoever pays.
  func leadsWhere(_ other: TakenBackend) -> Bool {
    preset == other.preset && kind == other.kind && baseURL == other.baseURL
      && region == other.region && profile == other.profile && project == other.project
  }

  /// YAML, not indented: the name, and its keys two spaces in.
  var lines: [String] {
    var keys: [String] = []
    if let preset {
      keys.append("preset: \(preset)")
    } else {
      keys.append("kind: \(kind.rawValue)")
    }
    func add(_ key: String, _ value: String?) {
      if let value { keys.append("\(key): \(YAMLText.scalar(value))") }
    }
    add("base-url", baseURL)
    if isPlainHTTP { keys.append("plain-http: true") }
    if let credential { keys.append("credential: \(credential.yaml)") }
    if isKeyHeader { keys.append("auth: api-key") }
    add("region", region)
    add("profile", profile)
    add("project", project)
    if !models.isEmpty {
      keys.append("models:")
      keys += models.map { "  \($0.name): \(YAMLText.scalar($0.id))" }
    }
    if let timeoutMilliseconds { keys.append("timeout: \(timeoutMilliseconds)") }
    if !compatibility.isEmpty {
      keys.append("compatibility: [\(compatibility.map(\.rawValue).joined(separator: ", "))]")
    }
    if skipsAuthentication { keys.append("skip-auth: true") }
    if !environment.isEmpty {
      keys.append("env:")
      keys += environment.map { "  \($0.name): \(YAMLText.quoted($0.value.text))" }
    }
    return ["\(name):"] + keys.map { "  \($0)" }
  }
}

/// Where the credential of a taken backend will come from.
struct TakenCredential: Hashable, Sendable {
  let source: CredentialSource
  /// The set-up holds the key itself; the source is a proposal, and the key was not copied.
  let isProposed: Bool

  /// As a value in YAML.
  var yaml: String {
    guard case .command(let words) = source else { return YAMLText.scalar(source.text) }
    return "{command: [\(words.map(YAMLText.quoted).joined(separator: ", "))]}"
  }
}

extension Backend.ReferencedText {
  fileprivate var text: String {
    switch self {
    case .plain(let text): text
    case .variable(let name): "env:\(name)"
    }
  }
}
