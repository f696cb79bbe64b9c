internal import Diagnostics
internal import RouteEngine
internal import YAMLTree

/// One file, read but not yet joined with the others.
struct LayerDraft {
  let layer: Layer
  let file: String
  let digest: String
  var name: String?
  var labels: [Positioned<String>] = []
  var backends: [Backend] = []
  var classes: [ClassDraft] = []
  var routes: [RouteDraft] = []
  /// Absent when the layer has none.
  var defaultTargets: [TargetDraft]?
  var constraints: [Constraint] = []
  var client = Policy.ClientRequirement()
  /// Names that conditions and selectors use.
  var mentions: [Mention] = []
}

extension LayerReader {
  private static let policyKeys = [
    "version", "name", "description", "labels", "backends", "classes", "routes", "default",
    "constraints", "client",
  ]

  /// Reads a whole file; the draft holds what could be understood even when there were mistakes.
  mutating func draft(of bytes: [UInt8], budget: YAMLBudget) -> LayerDraft {
    var draft = LayerDraft(layer: layer, file: file, digest: SHA256.hexDigest(of: bytes))
    let document = YAMLDocument(parsing: bytes, file: file, budget: budget)
    for diagnostic in document.diagnostics {
      report(diagnostic)
    }
    guard let root = document.root,
      let section = section(root, "the policy", keys: Self.policyKeys)
    else { return draft }
    checkVersion(section)
    draft.name = section["name"].flatMap { string($0, "`name`") }
    _ = section["description"].flatMap { string($0, "`description`") }
    draft.labels = (section["labels"].map { list($0, "`labels`") } ?? [])
      .compactMap { node in
        string(node, "a label").flatMap { identifier($0, node.range, "a label") }
          .map { Positioned(value: $0, place: place(node.range)) }
      }
    draft.backends = section["backends"].map { backends($0) } ?? []
    draft.classes = section["classes"].map { classes($0) } ?? []
    draft.routes = section["routes"].map { routes($0, mentions: &draft.mentions) } ?? []
    draft.defaultTargets = section["default"].map { targets($0, in: Self.defaultTitle) }
    draft.constraints =
      section["constraints"].map { constraints($0, mentions: &draft.mentions) } ?? []
    draft.client = section["client"].map { client($0) } ?? Policy.ClientRequirement()
    return draft
  }

  private mutating func checkVersion(_ section: Section) {
    guard let node = required(section, "version") else { return }
    if case .scalar(let scalar) = node.content, scalar.isPlain, scalar.text == "1" { return }
    error("wrong-type", node.range, "this program reads `version: 1`", help: "write `version: 1`")
  }

  private mutating func client(_ node: YAMLNode) -> Policy.ClientRequirement {
    var client = Policy.ClientRequirement()
    guard let section = section(node, "`client`", keys: ["path", "minimum-version"]) else {
      return client
    }
    if let node = section["path"], let path = string(node, "`path`") {
      if path.hasPrefix("/") || path.hasPrefix("~/") {
        client.path = path
      } else {
        error(
          "wrong-type",
          node.range,
          "`path` of the client is relative",
          help: "write a path from `/` or `~/`"
        )
      }
    }
    if let node = section["minimum-version"], let version = string(node, "`minimum-version`") {
      let parts = version.split(separator: ".", omittingEmptySubsequences: false)
      if parts.allSatisfy({ UInt32($0) != nil }) {
        client.minimumVersion = version
      } else {
        error(
          "wrong-type",
          node.range,
          "`minimum-version` is no dotted number",
          help: "write `minimum-version: 2.1.330`"
        )
      }
    }
    return client
  }
}
