/// A file of a policy as YAML: block style for the keys, flow style for the values.
extension SpecFile {
  var yaml: String {
    var lines = ["version: 1"]
    func list(_ key: String, _ items: [String]) {
      guard !items.isEmpty else { return }
      lines.append("\(key):")
      lines += items.map { "  - \($0)" }
    }
    switch builtIn {
    case nil: break
    case .whole: lines.append("built-in: true")
    case .nothing: lines.append("built-in: false")
    case .classes: lines.append("built-in: classes")
    case .without(let names): lines.append("built-in: {without: \(names.flow)}")
    }
    if !labels.isEmpty { lines.append("labels: \(labels.flow)") }
    list("projects", projects.map(\.yaml))
    if !backends.isEmpty { lines.append("backends:") }
    lines += backends.map { "  \($0.name): \($0.yaml)" }
    if !classes.isEmpty { lines.append("classes:") }
    lines += classes.map { "  \($0.name): \($0.yaml)" }
    list("routes", routes.map(\.yaml))
    if let defaults { lines.append("default: [\(defaults.map(\.yaml).joined(separator: ", "))]") }
    list("constraints", constraints.map(\.yaml))
    return lines.joined(separator: "\n") + "\n"
  }
}

extension [String] {
  fileprivate var flow: String { "[\(joined(separator: ", "))]" }
}

extension String {
  fileprivate var quoted: String { "\"\(self)\"" }
}

extension SpecProject {
  fileprivate var yaml: String { "{\(key): \(glob.quoted), labels: \(labels.flow)}" }
}

extension SpecBackend {
  fileprivate var yaml: String {
    var parts = ["kind: \(kind)"]
    if let trust { parts.append("trust: \(trust)") }
    if let baseURL { parts.append("base-url: \(baseURL)") }
    let sources = credentials.map { source in
      guard source.hasPrefix("command:") else { return source.quoted }
      return "{command: [\(source.dropFirst(8)), print]}"
    }
    parts.append("credential: \(sources.flow)")
    if let region { parts.append("region: \(region)") }
    if let project { parts.append("project: \(project)") }
    if let models {
      parts.append("models: {\(models.map { "\($0.name): \($0.id)" }.joined(separator: ", "))}")
    }
    if let repositoryMayChoose { parts.append("repository-may-choose: \(repositoryMayChoose)") }
    if !traits.isEmpty {
      let pairs = traits.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
      parts.append("traits: {\(pairs.joined(separator: ", "))}")
    }
    if !assumedTraits.isEmpty {
      let pairs = assumedTraits.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
      parts.append("assumed-traits: {\(pairs.joined(separator: ", "))}")
    }
    return "{\(parts.joined(separator: ", "))}"
  }
}

extension SpecClass {
  fileprivate var yaml: String {
    var parts: [String] = []
    if let protective { parts.append("protective: \(protective)") }
    parts.append("signals: \(signals.map(\.yaml).flow)")
    if let unless { parts.append("unless: \(unless.map(\.yaml).flow)") }
    return "{\(parts.joined(separator: ", "))}"
  }
}

extension SpecSignal {
  fileprivate var yaml: String {
    switch self {
    case .phrases(let phrases): "{phrases: \(phrases.flow)}"
    case .anyPath(let globs): "{any-path: \(globs.map(\.quoted).flow)}"
    case .everyPath(let globs): "{every-path: \(globs.map(\.quoted).flow)}"
    case .fact(let test): "{\(test.yaml)}"
    }
  }
}

extension SpecFactTest {
  fileprivate var yaml: String {
    let comparison =
      switch comparison {
      case .equals(let value): "equals: \(value.yaml)"
      case .isIn(let values): "in: \(values.map(\.yaml).flow)"
      case .matches(let glob): "matches: \(glob.quoted)"
      case .greater(let bound): "gt: \(bound)"
      case .greaterOrEqual(let bound): "gte: \(bound)"
      case .less(let bound): "lt: \(bound)"
      case .lessOrEqual(let bound): "lte: \(bound)"
      case .exists(let expected): "exists: \(expected)"
      }
    return "fact: \(fact), \(comparison)"
  }
}

extension SpecValue {
  fileprivate var yaml: String {
    switch self {
    case .text(let text): text.quoted
    case .number(let number): "\(number)"
    case .truth(let truth): "\(truth)"
    }
  }
}

extension SpecCondition {
  fileprivate var yaml: String {
    switch self {
    case .all(let parts): "{all: \(parts.map(\.yaml).flow)}"
    case .any(let parts): "{any: \(parts.map(\.yaml).flow)}"
    case .not(let part): "{not: \(part.yaml)}"
    case .hasClass(let name): "{class: \(name)}"
    case .hasLabel(let name): "{label: \(name)}"
    case .fact(let test): "{\(test.yaml)}"
    }
  }
}

extension SpecRoute {
  fileprivate var yaml: String {
    "{name: \(name), when: \(when.yaml), to: \(targets.map(\.yaml).flow)}"
  }
}

extension SpecTarget {
  fileprivate var yaml: String {
    if effort == nil, thinking == nil { return "\(backend)/\(model)" }
    var parts = ["backend: \(backend)", "model: \(model)"]
    if let effort { parts.append("effort: \(effort)") }
    if let thinking { parts.append("thinking: \(thinking)") }
    return "{\(parts.joined(separator: ", "))}"
  }
}

extension SpecConstraint {
  fileprivate var yaml: String {
    var parts = ["name: \(name)", "when: \(when.yaml)"]
    if let unless { parts.append("unless: \(unless.yaml)") }
    parts.append("\(isForbid ? "forbid" : "require"): \(selector.yaml)")
    return "{\(parts.joined(separator: ", "))}"
  }
}

extension SpecSelector {
  fileprivate var yaml: String {
    var parts = lists.sorted { $0.key < $1.key }
      .map { key, values in
        let isName = key != "thinking"
        return "\(key): \(values.map { isName ? $0.quoted : $0 }.flow)"
      }
    if !traits.isEmpty {
      let pairs = traits.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.flow)" }
      parts.append("trait: {\(pairs.joined(separator: ", "))}")
    }
    return "{\(parts.joined(separator: ", "))}"
  }
}
