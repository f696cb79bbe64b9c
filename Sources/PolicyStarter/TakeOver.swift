package import RouteEngine

/// Earlier set-ups turned into backends and aliases, and what is said about each.
package struct TakeOver: Sendable {
  private(set) var backends: [TakenBackend] = []
  private(set) var aliases: [TakenAlias] = []
  /// What a settings file or a shell does for every session, as a default nobody is given unasked.
  private(set) var defaults: [TakenDefault] = []
  /// In the order of the set-ups.
  private(set) var entries: [Entry] = []
  /// Variables of clouds and of the native API whose keys were written out.
  private var ownVariables: [String] = []
  /// What beats or hides the policy after it is written, one sentence each.
  private(set) var obstacles: [String] = []
  private let reserved: Set<String>

  /// Variables into which keys have to be put that were written out, each once.
  var keyVariables: [String] {
    let proposed = backends.compactMap { backend -> String? in
      guard backend.credential.isProposed, case .environment(let name) = backend.credential?.source
      else { return nil }
      return name
    }
    var names: [String] = []
    for name in proposed + ownVariables where !names.contains(name) {
      names.append(name)
    }
    return names
  }

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

  /// Reads them in their order; `prices` say when models are retired, `today` is the day that this is
  /// judged by, and `reserved` are backends that somebody else has defined.
  package init(
    of setups: [EarlierSetup],
    recipes: [Recipe],
    prices: PriceList,
    today: CalendarDay,
    reserved: Set<String> = []
  ) {
    // A key of its own for the native API must not take the built-in backend's place.
    self.reserved = reserved.union(["anthropic"])
    for setup in setups {
      do {
        add(try SetupReading(setup, recipes: recipes, prices: prices, today: today), of: setup)
      } catch {
        entries.append(Entry(place: setup.title, lines: [error.reason]))
        addObstacle(of: setup, alias: nil, advice: "")
      }
    }
  }

  private mutating func add(_ reading: SetupReading, of setup: EarlierSetup) {
    let (backend, isNew) = placed(reading.backend, of: setup)
    let target = reading.model.map { "\(backend)/\($0)" } ?? backend
    let isLiteral = !reading.proposedVariables.isEmpty
    let advice =
      isLiteral
      ? "; delete it there, and make a new key: this one was written down" : "; delete it there"
    if reading.backend?.credential == nil, setup.source != .shell {
      ownVariables += reading.proposedVariables
    }
    let line: String
    switch setup.source {
    case .alias(let name) where name != "claude":
      let alias = TakenAlias(called: name, backend: backend, reading)
      line = added(alias, target: target)
      addObstacle(of: setup, alias: alias, advice: advice)
    case .alias, .settings, .shell:
      if setup.source != .shell || reading.backend != nil {
        addObstacle(of: setup, alias: nil, advice: advice)
      }
      if isNew {
        line = "backend `\(backend)`" + (reading.backend?.region.map { ", \($0)" } ?? "")
      } else {
        line =
          reading.backend == nil
          ? "the built-in `anthropic`, nothing added"
          : "same backend, nothing added"
      }
      let whole = reading.model == nil ? "\(backend)/opus" : target
      if reading.backend != nil, !defaults.contains(where: { $0.target == whole }) {
        defaults.append(TakenDefault(target: whole, place: setup.place))
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
      let known = backends[index].credential
      guard known == backend.credential || known.isProposed || backend.credential.isProposed else {
        continue
      }
      // A reference is better than a proposal.
      backends[index].credential = known.isProposed ? backend.credential : known
      backends[index].join(backend)
      return (backends[index].name, false)
    }
    let base = backend.name
    var number = 2
    while backends.contains(where: { $0.name == backend.name }) || reserved.contains(backend.name) {
      backend.name = "\(base)-\(number)"
      number += 1
    }
    backends.append(backend)
    return (backend.name, true)
  }

  private mutating func addObstacle(of setup: EarlierSetup, alias: TakenAlias?, advice: String) {
    switch setup.source {
    case .settings:
      obstacles.append(
        "\(setup.place) beats your shell: a launch cancels it, plain `claude` obeys it\(advice)"
      )
    case .shell:
      obstacles.append(
        "exported variables of this shell: a launch removes them, plain `claude` obeys them"
      )
    case .alias(let name):
      let isHidden = alias.map { "claude-\($0.name)" == name } ?? false
      obstacles.append(
        isHidden
          ? "\(setup.place) hides the `\(name)` that `shell-init` makes\(advice)"
          : "\(setup.place) `\(name)` starts the client past the policy\(advice)"
      )
    }
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
    // What the policy takes for a name: it becomes a part of a function's.
    let plain = short.lowercased().map { character in
      character.isASCII && (character.isLetter || character.isNumber) ? character : "-"
    }
    let named = String(String(plain.drop { $0 == "-" }).prefix(48))
    self.name = named.isEmpty ? "claude" : named == "route" ? "route-2" : named
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
}

extension TakenCredential? {
  /// A recipe's own credential is a reference, and no proposal.
  fileprivate var isProposed: Bool { self?.isProposed == true }
}
