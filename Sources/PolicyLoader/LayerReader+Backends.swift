internal import Diagnostics
internal import RouteEngine
internal import YAMLTree

extension LayerReader {
  /// A day; the client's variable counts in milliseconds.
  static let timeouts = 1...86_400_000

  mutating func backends(_ node: YAMLNode) -> [Backend] {
    guard let entries = node.entries else {
      wrongType(node, "`backends`", expected: "a mapping of names to backends")
      return []
    }
    return entries.compactMap { entry in
      guard let name = identifier(entry.key, entry.keyRange, "a backend") else { return nil }
      return backend(named: name, entry)
    }
  }

  private mutating func backend(named name: String, _ entry: YAMLEntry) -> Backend? {
    let title = Title(.backend, named: name)
    guard let given = section(entry.value, title, keys: PolicyKey.Backend.self) else { return nil }
    let section = withRecipe(given)
    let kind = required(section, "kind").flatMap { choice($0, "kind", of: Backend.Kind.self) }
    let url = baseURL(section)
    let credentials = credentials(section, kind: kind, hasBaseURL: url != nil)
    let models = models(section)
    guard let kind else { return nil }
    let isNative = kind == .anthropic && !section.has("base-url")
    checkSlots(models, section, isNative: isNative)
    if kind == .gateway, !section.has("base-url") {
      _ = required(section, "base-url")
    }
    return Backend(
      name: name,
      kind: kind,
      trust: trust(section, kind: kind, baseURL: url),
      mayRaiseTrust: layer == .managed,
      baseURL: url,
      credentials: credentials,
      credentialHeader: section["auth"]
        .flatMap { choice($0, "auth", of: Backend.CredentialHeader.self) }
        ?? (kind == .anthropic ? .apiKey : .bearer),
      region: placeName(section, "region"),
      project: placeName(section, "project"),
      profile: placeName(section, "profile"),
      models: isNative && !section.has("models") ? Backend.nativeModels : models,
      traits: traits(section, "traits", .traits),
      assumedTraits: traits(section, "assumed-traits", .assumedTraits),
      headers: headers(section),
      environment: environment(section),
      sendsTags: sendsTags(section, kind: kind),
      timeoutMilliseconds: section["timeout"]
        .flatMap { integer($0, "`timeout` (milliseconds)", in: Self.timeouts) },
      compatibility: Set(
        section["compatibility"]?.itemsOrSelf
          .compactMap { choice($0, "compatibility", of: Backend.Compatibility.self) } ?? []
      ),
      skipsAuthentication: section["skip-auth"].flatMap { boolean($0, "`skip-auth`") } ?? false,
      billing: section["billing"].flatMap { choice($0, "billing", of: Backend.Billing.self) },
      priceMultiplier: price(section),
      repositoryMayChoose: section["repository-may-choose"]
        .flatMap { choice($0, "repository-may-choose", of: Backend.RepositoryChoice.self) } ?? .ask,
      origin: origin(entry.keyRange),
      valueOrigins: valueOrigins(given)
    )
  }

  /// The backend's keys, and for those that are not given the recipe's.
  private mutating func withRecipe(_ section: Section) -> Section {
    guard let node = section["preset"], let name = string(node, "`preset`") else { return section }
    guard let recipe = presets.recipe(named: name) else {
      error(
        "unknown-name",
        node.range,
        "unknown preset `\(name)` in \(section.title)",
        help: Suggestion(for: name, among: presets.names).sentence
      )
      return section
    }
    return section.filled(from: recipe, at: node.range)
  }

  /// Where single values stand; a recipe's stand where it is named.
  private func valueOrigins(_ section: Section) -> Backend.ValueOrigins {
    var origins: [String: Origin] = [:]
    let recipe = section["preset"].map { origin($0.range) }
    for key in [
      "base-url", "credential", "region", "project", "profile", "headers", "env", "tags", "timeout",
      "compatibility", "skip-auth",
    ] {
      origins[key] = section[key].map { origin($0.range) } ?? recipe
    }
    // Recipes do not say it.
    origins["repository-may-choose"] = section["repository-may-choose"].map { origin($0.range) }
    for slot in Backend.familySlots {
      origins["models.\(slot)"] = recipe
    }
    if let entries = section["models"]?.entries {
      for entry in entries {
        origins["models.\(entry.key)"] = origin(entry.value.range)
      }
    }
    return Backend.ValueOrigins(origins)
  }

  private mutating func baseURL(_ section: Section) -> BaseURL? {
    let allowsPlainHTTP =
      section["plain-http"].flatMap { boolean($0, "`plain-http`") } ?? false
    guard let node = section["base-url"], let text = string(node, "`base-url`") else { return nil }
    do {
      let url = try BaseURL(text, allowsPlainHTTP: allowsPlainHTTP)
      if url.path.split(separator: "/").contains(where: { SecretShape.matches($0) }) {
        literalSecret(node.range, "the path of the base URL of \(section.title)")
        return nil
      }
      return url
    } catch {
      // The address itself is not repeated: user info in it may be a secret.
      self.error(
        "bad-url",
        node.range,
        "the base URL of \(section.title) \(error.reason)",
        help: error.help,
        concealsSource: error.mayHoldSecret
      )
      return nil
    }
  }

  private mutating func trust(
    _ section: Section,
    kind: Backend.Kind,
    baseURL: BaseURL?
  ) -> Backend.Trust? {
    guard let node = section["trust"],
      let trust = choice(node, "trust", of: Backend.Trust.self)
    else { return nil }
    let computed = Backend.trust(of: kind, baseURL: baseURL)
    if trust > computed, layer != .managed {
      error(
        "managed-authority",
        node.range,
        "`trust: \(trust.rawValue)` is more than \(section.title) has",
        notes: [Diagnostic.Note("by kind and address it is `\(computed.rawValue)`")],
        help: "leave it out; only the managed policy may raise it"
      )
    }
    return trust
  }

  /// A region, a project or a profile: letters, digits, `-`, `_`, `.` and `:`.
  private mutating func placeName(_ section: Section, _ key: String) -> String? {
    guard let node = section[key], let text = string(node, "`\(key)`") else { return nil }
    let isPlain = text.utf8.allSatisfy {
      $0.isVariableNameByte || "-.:".utf8.contains($0)
    }
    guard isPlain else {
      error(
        "wrong-type",
        node.range,
        "`\(key)` of \(section.title) has other characters than letters, digits, `-`, `_`, `.` and `:`"
      )
      return nil
    }
    return text
  }

  // MARK: Models

  private mutating func models(_ section: Section) -> [Backend.Model] {
    guard let node = section["models"] else { return [] }
    guard let entries = node.entries else {
      wrongType(node, "`models` of \(section.title)", expected: "a mapping of names to ids")
      return []
    }
    return entries.compactMap { entry in
      guard let name = identifier(entry.key, entry.keyRange, "a model") else { return nil }
      guard let id = string(entry.value, "the id of `\(name)`") else { return nil }
      guard id.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
        error(
          "wrong-type",
          entry.value.range,
          "the id of `\(name)` has a space or a non-ASCII character"
        )
        return nil
      }
      if name == "default" {
        error(
          "wrong-type",
          entry.keyRange,
          "`default` is no model's name: it stands for the client's own default"
        )
        return nil
      }
      return Backend.Model(name: name, id: id)
    }
  }

  /// Off the native API a sub-agent asks for whatever its slot says, so none may be empty.
  private mutating func checkSlots(
    _ models: [Backend.Model],
    _ section: Section,
    isNative: Bool
  ) {
    let names = Set(models.map(\.name))
    let missing = Backend.familySlots.filter { !names.contains($0) }
    guard !isNative, !missing.isEmpty else { return }
    error(
      "unfilled-slot",
      section.keyRange("models") ?? SourceRange(at: section.range.start),
      "\(section.title) has no model for " + missing.map { "`\($0)`" }.joined(separator: ", "),
      help: "the client asks for all four; several may have the same id: "
        + missing.map { "`\($0): ID`" }.joined(separator: ", ")
    )
  }

  private mutating func traits(
    _ section: Section,
    _ key: String,
    _ what: Title.Part
  ) -> [Backend.Trait: Backend.TraitGrade] {
    section[key].map { grades($0, section.title.part(what)) } ?? [:]
  }

  /// Reads `{thinking: good}`.
  mutating func grades(
    _ node: YAMLNode,
    _ what: Title
  ) -> [Backend.Trait: Backend.TraitGrade] {
    guard let traits = self.section(node, what, keys: Backend.Trait.self) else { return [:] }
    var result: [Backend.Trait: Backend.TraitGrade] = [:]
    for trait in Backend.Trait.allCases {
      result[trait] = traits[trait.rawValue]
        .flatMap { choice($0, trait.rawValue, of: Backend.TraitGrade.self) }
    }
    return result
  }

  /// Reads `price: {multiplier: 1.055}`.
  private mutating func price(_ section: Section) -> Double? {
    guard let node = section["price"],
      let price = self.section(node, "`price` of \(section.title)", keys: PolicyKey.Price.self)
    else { return nil }
    return price["multiplier"].flatMap { positiveNumber($0, "`multiplier`") }
  }

  // MARK: Headers and variables

  private mutating func headers(_ section: Section) -> [Backend.Header] {
    entries(section, "headers").compactMap { entry in
      let isToken = entry.key.utf8.allSatisfy {
        $0.isVariableNameByte || $0 == UInt8(ascii: "-")
      }
      guard isToken, !entry.key.isEmpty else {
        error("wrong-type", entry.keyRange, "`\(entry.key)` is no header's name")
        return nil
      }
      return referencedText(entry).map { Backend.Header(name: entry.key, value: $0) }
    }
  }

  /// Only a gateway is told what a task is; Anthropic and the clouds have no use for it.
  private mutating func sendsTags(_ section: Section, kind: Backend.Kind) -> Bool {
    guard let node = section["tags"], boolean(node, "`tags`") == true else { return false }
    guard kind == .gateway else {
      error(
        "wrong-type",
        node.range,
        "`tags: true` does not fit \(section.title) of kind `\(kind.rawValue)`",
        help: "the classes of a task are told to a `kind: gateway` only"
      )
      return false
    }
    if let own = entries(section, "headers")
      .first(where: { $0.key.lowercased() == ClassTag.headerName })
    {
      error(
        "wrong-type",
        own.keyRange,
        "`headers` of \(section.title) sets `\(own.key)`, which `tags: true` sets",
        help: "leave one of the two out"
      )
      return false
    }
    return true
  }

  private mutating func environment(_ section: Section) -> [Backend.EnvironmentEntry] {
    entries(section, "env").compactMap { entry in
      guard Backend.settableVariables.contains(entry.key) else {
        error(
          "unknown-name",
          entry.keyRange,
          "`env` of \(section.title) may not set `\(entry.key)`",
          help: Suggestion(for: entry.key, among: Backend.settableVariables).sentence
        )
        return nil
      }
      return referencedText(entry).map { Backend.EnvironmentEntry(name: entry.key, value: $0) }
    }
  }

  private mutating func entries(_ section: Section, _ key: String) -> [YAMLEntry] {
    guard let node = section[key] else { return [] }
    guard let entries = node.entries else {
      wrongType(node, "`\(key)` of \(section.title)", expected: "a mapping")
      return []
    }
    return Array(entries)
  }

  /// A plain value without line breaks, or `env:NAME`.
  private mutating func referencedText(_ entry: YAMLEntry) -> Backend.ReferencedText? {
    guard let text = string(entry.value, "`\(entry.key)`") else { return nil }
    if text.hasPrefix("env:") {
      let name = text.dropFirst(4)
      guard VariableName.isValid(name) else {
        error("wrong-type", entry.value.range, "`\(entry.key)` names no variable after `env:`")
        return nil
      }
      return .variable(String(name))
    }
    guard !SecretShape.matches(text) else {
      literalSecret(entry.value.range, "`\(entry.key)`")
      return nil
    }
    guard !text.unicodeScalars.contains("\n") else {
      error("wrong-type", entry.value.range, "`\(entry.key)` has a line break")
      return nil
    }
    return .plain(text)
  }

  mutating func literalSecret(_ range: SourceRange, _ what: String) {
    error(
      "literal-secret",
      range,
      "\(what) holds what looks like a secret itself",
      help:
        "put it in a variable and write `env:NAME`; then make a new one, this one was written down",
      concealsSource: true
    )
  }
}
