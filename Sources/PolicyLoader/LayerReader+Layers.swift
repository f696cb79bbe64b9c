internal import Diagnostics
internal import RouteEngine
internal import YAMLTree

/// One entry of `extends`.
struct ExtensionDraft {
  let path: Positioned<String>
  /// SHA-256 of the bytes, in lower-case hexadecimal; absent when the entry does not fix them.
  let digest: String?
}

/// What a file makes of the built-in policy.
enum BuiltInSetting {
  case all
  case nothing
  /// The classes stay; routes, default and constraints do not.
  case classes
  /// Everything but these constraints.
  case without([Positioned<String>])

  /// Whether routes and default stay.
  var keepsPreferences: Bool {
    switch self {
    case .all, .without: true
    case .nothing, .classes: false
    }
  }

  var keepsClasses: Bool {
    switch self {
    case .all, .without, .classes: true
    case .nothing: false
    }
  }

  func drops(constraint name: String) -> Bool {
    switch self {
    case .all: false
    case .nothing, .classes: true
    case .without(let names): names.contains { $0.value == name }
    }
  }
}

extension LayerReader {
  /// A path, a mapping with `path` and `sha256`, or a list of these.
  mutating func extensions(_ node: YAMLNode) -> [ExtensionDraft] {
    node.itemsOrSelf.compactMap { item in
      guard case .mapping = item.content else {
        return string(item, "`extends`")
          .map {
            ExtensionDraft(path: Positioned(value: $0, place: place(item.range)), digest: nil)
          }
      }
      guard let section = section(item, "an entry of `extends`", keys: PolicyKey.Extension.self),
        let pathNode = required(section, "path"), let path = string(pathNode, "`path`")
      else { return nil }
      let digest = section["sha256"].flatMap { sha256($0) }
      return ExtensionDraft(
        path: Positioned(value: path, place: place(pathNode.range)),
        digest: digest
      )
    }
  }

  private mutating func sha256(_ node: YAMLNode) -> String? {
    guard let text = string(node, "`sha256`") else { return nil }
    let isDigest =
      text.utf8.count == 64
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        default: false
        }
      }
    guard isDigest else {
      error("wrong-type", node.range, "`sha256` takes 64 lower-case hexadecimal digits")
      return nil
    }
    return text
  }

  /// `true`, `false`, `classes` or `{without: [NAME…]}`.
  mutating func builtIn(_ node: YAMLNode) -> BuiltInSetting? {
    if let scalar = node.scalar {
      switch scalar.text {
      case "true" where scalar.isPlain: return .all
      case "false" where scalar.isPlain: return .nothing
      case "classes": return .classes
      default: break
      }
    } else if case .mapping = node.content {
      guard let section = section(node, "`built-in`", keys: PolicyKey.BuiltIn.self),
        let names = required(section, "without")
      else { return nil }
      return .without(
        list(names, "`without`").compactMap { item in
          string(item, "a constraint's name").map {
            Positioned(value: $0, place: place(item.range))
          }
        }
      )
    }
    error(
      "wrong-type",
      node.range,
      "`built-in` takes `true`, `false`, `classes` or `{without: [CONSTRAINT]}`"
    )
    return nil
  }

  /// `{text: BOOL}`.
  mutating func ledger(_ node: YAMLNode) -> Bool? {
    section(node, "`ledger`", keys: PolicyKey.Ledger.self)
      .flatMap { $0["text"] }
      .flatMap { boolean($0, "`text` of the ledger") }
  }

  // MARK: Labels

  mutating func labels(_ node: YAMLNode, _ what: String, of project: ProjectScope?) -> [PolicyLabel]
  {
    list(node, what)
      .compactMap { item in
        string(item, "a label").flatMap { identifier($0, item.range, "a label") }
          .map { PolicyLabel(name: $0, project: project, origin: origin(item.range)) }
      }
  }

  /// A list of `{path or remote, labels}`.
  mutating func projects(_ node: YAMLNode) -> [PolicyLabel] {
    list(node, "`projects`").flatMap { projectLabels($0) }
  }

  private mutating func projectLabels(_ item: YAMLNode) -> [PolicyLabel] {
    let title: Title = "an entry of `projects`"
    guard let section = section(item, title, keys: PolicyKey.Project.self) else { return [] }
    let scope: ProjectScope?
    switch (section["path"], section["remote"]) {
    case (let node?, nil): scope = glob(node, for: .values).map(ProjectScope.path)
    case (nil, let node?): scope = glob(node, for: .values).map(ProjectScope.remote)
    case (_?, _?), (nil, nil):
      error(
        section.has("path") ? "wrong-type" : "missing-key",
        section.range,
        section.has("path")
          ? "\(title) has `path` and `remote`" : "\(title) has neither `path` nor `remote`",
        help: section.has("path")
          ? "make two entries of it" : "add `path: \"/home/me/side/**\"`, for example"
      )
      return []
    }
    guard let labels = required(section, "labels"), let scope else { return [] }
    return self.labels(labels, "`labels` of \(title)", of: scope)
  }
}
