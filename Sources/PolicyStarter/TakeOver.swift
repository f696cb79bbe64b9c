internal import RouteEngine

/// Earlier set-ups turned into backends and aliases, and what is said about each.
package struct TakeOver: Sendable {
  private(set) var backends: [TakenBackend] = []
  private(set) var aliases: [TakenAlias] = []
  /// What a settings file or a shell does for every session, as a default nobody is given unasked.
  private(set) var defaults: [TakenDefault] = []
  /// In the order of the set-ups.
  private(set) var entries: [Entry] = []
  /// Variables that keys were left behind for, in the order in which they came up.
  private(set) var keyVariables: [String] = []
  /// The set-ups that hold a key themselves.
  private(set) var literalPlaces: [String] = []

  /// What became of one set-up.
  struct Entry: Hashable {
    let place: String
    /// The first says what was made of it, the others what was corrected.
    let lines: [String]
  }

  struct TakenDefault: Hashable {
    let target: String
    let place: String
  }

  /// Reads them in their order; `today` is a date of the form `2026-11-22`.
  package init(of setups: [EarlierSetup], recipes: [Recipe], today: String) {
    for setup in setups {
      do {
        add(try SetupReading(setup, recipes: recipes, today: today), of: setup)
      } catch {
        entries.append(Entry(place: setup.title, lines: [error.reason]))
      }
    }
  }

  private mutating func add(_ reading: SetupReading, of setup: EarlierSetup) {
    let (backend, isNew) = placed(reading.backend, of: setup)
    let target = "\(backend)/\(reading.model ?? (reading.backend == nil ? "default" : "opus"))"
    for variable in reading.proposedVariables {
      literalPlaces.append(setup.place)
      guard setup.source != .shell || setup[variable] == nil, !keyVariables.contains(variable) else {
        continue
      }
      keyVariables.append(variable)
    }
    let line: String
    switch setup.source {
    case .alias(let name) where name != "claude":
      line = added(TakenAlias(called: name, backend: backend, reading), target: target)
    case .alias, .settings, .shell:
      if isNew {
        line = "backend `\(backend)`" + (reading.backend?.region.map { ", \($0)" } ?? "")
      } else {
        line = reading.backend == nil ? "the built-in `anthropic`, nothing added"
          : "same backend, nothing added"
      }
      if reading.backend != nil, !defaults.contains(where: { $0.target == target }) {
        defaults.append(TakenDefault(target: target, place: setup.place))
      }
    }
    let isKnown = !isNew && setup.source.isSilentWhenKnown
    entries.append(Entry(place: setup.title, lines: [line] + (isKnown ? [] : reading.corrections)))
  }

  /// The name under which a backend is written, and whether it was not yet.
  private mutating func placed(
    _ backend: TakenBackend?,
    of setup: EarlierSetup
  ) -> (name: String, isNew: Bool) {
    guard var backend else { return ("anthropic", false) }
    for index in backends.indices where backends[index].leadsWhere(backend) {
      if backends[index].credential == nil || backend.credential?.isProposed == true
        || backends[index].credential == backend.credential || backend.credential == nil
          && backends[index].credential?.isProposed == true
      {
        backends[index].join(backend)
        return (backends[index].name, false)
      }
      if backends[index].credential?.isProposed == true {
        backends[index].credential = backend.credential
        backends[index].join(backend)
        return (backends[index].name, false)
      }
    }
    let base = backend.name
    var number = 2
    while backends.contains(where: { $0.name == backend.name }) || backend.isOtherThanBuiltIn {
      backend.name = "\(base)-\(number)"
      number += 1
    }
    backends.append(backend)
    return (backend.name, true)
  }

  /// Adds an alias under a free name, and says what it is.
  private mutating func added(_ alias: TakenAlias, target: String) -> String {
    if let known = aliases.first(where: { $0.name == alias.name }), known == alias {
      return "same alias, nothing added"
    }
    var alias = alias
    let base = alias.name
    var number = 2
    while aliases.contains(where: { $0.name == alias.name }) {
      alias.name = "\(base)-\(number)"
      number += 1
    }
    aliases.append(alias)
    return "alias `\(alias.name)`: \(target)"
  }
}

/// An alias of the policy, made of an alias of the shell.
struct TakenAlias: Hashable, Sendable {
  var name: String
  let backend: String
  let model: String?
  let effort: Effort?

  /// `claude-cheap` becomes `cheap`: `shell-init` puts the word in front again.
  init(called name: String, backend: String, _ reading: SetupReading) {
    let short = name.hasPrefix("claude-") ? String(name.dropFirst("claude-".count)) : name
    let plain = short.map { character in
      character.isASCII && (character.isLetter || character.isNumber || "-_".contains(character))
        ? character : "-"
    }
    self.name = plain.isEmpty ? "claude" : String(String(plain).prefix(48))
    self.backend = backend
    model = reading.model
    effort = reading.effort
  }

  /// One line of YAML.
  var line: String {
    var keys = ["backend: \(backend)"]
    if let model {
      keys.append("model: \(YAMLText.scalar(model))")
    }
    if let effort {
      keys.append("effort: \(effort.rawValue)")
    }
    return "\(name): {\(keys.joined(separator: ", "))}"
  }
}

extension EarlierSetup {
  /// The place, and the alias there.
  var title: String {
    switch source {
    case .alias(let name): "\(place) \(name)"
    case .settings, .shell: place
    }
  }
}

extension EarlierSetup.Source {
  /// What was said about the backend once is not said again.
  fileprivate var isSilentWhenKnown: Bool {
    switch self {
    case .alias: false
    case .settings, .shell: true
    }
  }
}

extension TakenBackend {
  /// Adds the models that the other one has and this one lacks.
  fileprivate mutating func join(_ other: TakenBackend) {
    let known = Set(models.map(\.name))
    models += other.models.filter { !known.contains($0.name) }
  }

  /// A key of its own for the native API must not take the built-in backend's place.
  fileprivate var isOtherThanBuiltIn: Bool { name == "anthropic" }
}
