import RouteEngine

/// The variables of a route while they are being collected.
struct RouteDraft {
  private var sets: [EnvironmentChange] = []
  /// Names outside the closed list whose values the route sends.
  private(set) var secretSources: [String] = []

  mutating func set(_ name: String, _ value: EnvironmentValue) {
    // The last word on a name counts.
    sets.removeAll { $0.name == name }
    sets.append(.set(name, value))
    for case .variable(let source) in value.parts {
      if !RoutingVariables.contains(source), !secretSources.contains(source) {
        secretSources.append(source)
      }
    }
  }

  func changes(keepingLogins: Bool, environment: AmbientEnvironment) -> [EnvironmentChange] {
    // The environment's order is nobody's.
    let names =
      RoutingVariables.names
      + environment.names.filter {
        RoutingVariables.contains($0) && !RoutingVariables.names.contains($0)
      }
      .sorted()
    let unsets = names.filter { name in
      !sets.contains { $0.name == name }
        && !(keepingLogins && RoutingVariables.logins.contains(name))
    }
    return sets.filter { $0.value?.plainText == nil } + sets.filter { $0.value?.plainText != nil }
      + unsets.map { .unset($0) }
  }

  // MARK: Models and traits

  mutating func addModels(of target: ResolvedTarget, isLogin: Bool) throws(RoutePlan.Fault) {
    if let id = target.modelID {
      set("ANTHROPIC_MODEL", EnvironmentValue(id))
    }
    // A login keeps the client's own ids for its aliases.
    guard !isLogin else { return }
    for family in Backend.familySlots {
      if let slot = target.slots.first(where: { $0.name == family }) {
        set(RoutingVariables.slot(family), EnvironmentValue(slot.id))
      } else if !target.backend.isNative {
        throw .unfilledSlot(backend: target.backend.name, slot: family)
      }
    }
  }

  mutating func addTraits(of target: ResolvedTarget, classes: [String]) {
    let backend = target.backend
    if let effort = target.target.effort {
      set("CLAUDE_CODE_EFFORT_LEVEL", EnvironmentValue(effort.rawValue))
    }
    if target.target.thinking == false || backend.compatibility.contains(.noThinking) {
      set("CLAUDE_CODE_DISABLE_THINKING", "1")
    }
    if backend.compatibility.contains(.noBetas) {
      set("CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS", "1")
    }
    for entry in backend.environment {
      set(entry.name, EnvironmentValue(entry.value))
    }
    if let timeout = backend.timeoutMilliseconds {
      set("API_TIMEOUT_MS", EnvironmentValue("\(timeout)"))
    }
    addHeaders(of: backend, classes: classes)
  }

  private mutating func addHeaders(of backend: Backend, classes: [String]) {
    var headers = backend.headers
    if backend.sendsTags, backend.kind == .gateway {
      headers.append(
        Backend.Header(name: ClassTag.headerName, value: .plain(ClassTag(classes).text))
      )
    }
    guard !headers.isEmpty else { return }
    var parts: [EnvironmentValue.Part] = []
    for (index, header) in headers.enumerated() {
      let start = (index == 0 ? "" : "\n") + "\(header.name): "
      switch header.value {
      case .plain(let text): parts.append(.text(start + text))
      case .variable(let name): parts += [.text(start), .variable(name)]
      }
    }
    set("ANTHROPIC_CUSTOM_HEADERS", EnvironmentValue(parts: parts))
  }

  mutating func addSurroundings(of target: ResolvedTarget, environment: AmbientEnvironment) {
    addProxyException(of: target, environment: environment)
    switch target.backend.kind {
    case .anthropic, .gateway: return
    case .bedrock, .mantle, .foundry: break
    case .vertex:
      // `GOOGLE_CLOUD_PROJECT` overrides `ANTHROPIC_VERTEX_PROJECT_ID`.
      for name in ["GOOGLE_CLOUD_PROJECT", "GCLOUD_PROJECT"] where environment.isFilled(name) {
        set(name, EnvironmentValue(target.project ?? ""))
      }
    }
    // The client leaves telemetry off with these providers, but not when it is host-managed.
    for name in ["DISABLE_TELEMETRY", "DISABLE_ERROR_REPORTING"] where !environment.isSet(name) {
      set(name, "1")
    }
  }

  /// Without encryption a proxy would read the credential: the address is asked directly.
  private mutating func addProxyException(
    of target: ResolvedTarget,
    environment: AmbientEnvironment
  ) {
    guard let url = target.backend.baseURL, url.isPlainHTTP else { return }
    let host = url.host.hasPrefix("[") ? String(url.host.dropFirst().dropLast()) : url.host
    for name in ["NO_PROXY", "no_proxy"] {
      let others = environment.connection[name] ?? ""
      // A route before this one may have named it already.
      let isNamed = others.split(separator: ",").contains { $0 == host }
      set(name, EnvironmentValue(isNamed ? others : others.isEmpty ? host : "\(others),\(host)"))
    }
  }

  // MARK: Marks

  mutating func addMarks(
    of target: ResolvedTarget,
    classes: [String],
    policyDigest: String,
    attributes: String?
  ) {
    let classText = classes.joined(separator: ",")
    let model = target.target.model.text
    set("CLAUDE_ROUTE_CLASS", EnvironmentValue(classText))
    set("CLAUDE_ROUTE_BACKEND", EnvironmentValue(target.backend.name))
    set("CLAUDE_ROUTE_MODEL", EnvironmentValue(model))
    set("CLAUDE_ROUTE_POLICY", EnvironmentValue(policyDigest))
    var items = (attributes ?? "").split(separator: ",").map(String.init).filter { item in
      !item.drop { $0 == " " || $0 == "\t" }.hasPrefix("route.")
    }
    if !classText.isEmpty {
      items.append("route.class=\(Self.percentEncoded(classText))")
    }
    items.append("route.backend=\(Self.percentEncoded(target.backend.name))")
    items.append("route.model=\(Self.percentEncoded(model))")
    set(
      AmbientEnvironment.openTelemetryName,
      EnvironmentValue(items.joined(separator: ","))
    )
  }

  /// Everything but unreserved characters (RFC 3986) as `%XX`, as OpenTelemetry's specification of
  /// the variable asks for.
  private static func percentEncoded(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        encoded += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }
    return encoded
  }
}

extension EnvironmentValue {
  init(_ text: Backend.ReferencedText) {
    switch text {
    case .plain(let text): self.init(text)
    case .variable(let name): self.init(parts: [.variable(name)])
    }
  }
}
