internal import Diagnostics
internal import RouteEngine
internal import YAMLTree

/// One file, read but not yet joined with the others.
struct LayerDraft {
  let layer: Layer
  let file: String
  let digest: String
  var name: String?
  /// More files of the same layer, in the order written.
  var extensions: [ExtensionDraft] = []
  var labels: [PolicyLabel] = []
  var backends: [Backend] = []
  var classes: [ClassDraft] = []
  var classifier = ClassifierDraft()
  var routes = RuleList<RouteDraft>()
  /// Absent when the file has none.
  var defaultTargets: Positioned<[TargetDraft]>?
  var constraints = RuleList<Constraint>()
  var invariants: [InvariantDraft] = []
  var tests: [TestDraft] = []
  var aliases: [AliasDraft] = []
  var client = Policy.ClientRequirement()
  var prices = PricesDraft()
  /// `ledger: {text}`; absent when the file does not say.
  var keepsTaskText: Bool?
  /// Absent when the file does not say.
  var builtIn: BuiltInSetting?
}

extension LayerReader {
  /// Reads a whole file; the draft holds what could be understood even when there were mistakes.
  mutating func draft(of bytes: [UInt8]) -> LayerDraft {
    // A rule is read as soon as its lines are, so that no tree of thousands need be kept.
    let reader = LayerReader(layer: layer, file: file, presets: presets)
    let expected = bytes.count / Self.bytesOfRule
    var routes = RuleReading<RouteDraft>(reader, expected: expected)
    var constraints = RuleReading<Constraint>(reader, expected: expected)
    lazy var digest = SHA256.hexDigest(of: bytes)
    func takeDigest() { _ = digest }
    let document = YAMLDocument(
      parsing: bytes,
      file: file,
      budget: layer.budget,
      keys: PolicyKey.ruleTable,
      handingOut: ["routes", "constraints"],
      meanwhile: takeDigest
    ) { key, item in
      if key == "routes" {
        routes.read { $0.route(item, seen: &$1, mentions: &$2) }
      } else {
        constraints.read { $0.constraint(item, seen: &$1, mentions: &$2) }
      }
    }
    var draft = LayerDraft(layer: layer, file: file, digest: digest)
    for diagnostic in document.diagnostics {
      report(diagnostic)
    }
    guard let root = document.root else { return draft }
    let refused = refuseForeignKeys(root)
    let keys = PolicyKey.File.allowed(in: layer).map(\.rawValue) + refused
    guard let section = section(root, "the policy", keys: keys) else { return draft }
    checkVersion(section)
    draft.name = section["name"].flatMap { string($0, "`name`") }
    _ = section["description"].flatMap { string($0, "`description`") }
    let allowed = section.without(refused)
    draft.extensions = allowed["extends"].map { extensions($0) } ?? []
    draft.builtIn = allowed["built-in"].flatMap { builtIn($0) }
    readRules(allowed, routes, constraints, into: &draft)
    draft.labels = allowed["labels"].map { labels($0, "`labels`", of: nil) } ?? []
    draft.labels += allowed["projects"].map { projects($0) } ?? []
    draft.backends = allowed["backends"].map { backends($0) } ?? []
    draft.aliases = allowed["aliases"].map { aliases($0) } ?? []
    draft.client = allowed["client"].map { client($0) } ?? Policy.ClientRequirement()
    draft.prices = allowed["prices"].map { prices($0) } ?? PricesDraft()
    draft.keepsTaskText = allowed["ledger"].flatMap { ledger($0) }
    return draft
  }

  /// A guess, for how many rules there is room at first.
  private static let bytesOfRule = 256

  private mutating func readRules(
    _ section: Section,
    _ routes: RuleReading<RouteDraft>,
    _ constraints: RuleReading<Constraint>,
    into draft: inout LayerDraft
  ) {
    draft.classes = section["classes"].map { classes($0) } ?? []
    draft.classifier = section["classifier"].map { classifier($0) } ?? ClassifierDraft()
    draft.routes = section["routes"].map { rules(of: $0, "`routes`", routes) } ?? RuleList()
    draft.defaultTargets = section["default"]
      .map { node in
        let keyRange = section.keyRange("default") ?? node.range
        return Positioned(
          value: targets(node, in: "the default", list: "`default`"),
          place: place(keyRange)
        )
      }
    draft.constraints =
      section["constraints"].map { rules(of: $0, "`constraints`", constraints) } ?? RuleList()
    draft.invariants = section["invariants"].map { invariants($0) } ?? []
    draft.tests = section["tests"].map { tests($0) } ?? []
  }

  /// What was read of a list before, with its mistakes, which are reported in the order of the keys.
  private mutating func rules<Rule>(
    of node: YAMLNode,
    _ what: String,
    _ reading: RuleReading<Rule>
  ) -> RuleList<Rule> {
    // What is no list was not read.
    _ = list(node, what)
    report(reading.reader)
    return reading.rules
  }

  private mutating func checkVersion(_ section: Section) {
    guard let node = required(section, "version") else { return }
    if let scalar = node.scalar, scalar.isPlain, scalar.text == "1" { return }
    error("wrong-type", node.range, "this program reads `version: 1`", help: "write `version: 1`")
  }

  // MARK: Authority

  /// What only a file of more authority may say, with where it belongs.
  private static let authoritativeKeys = [
    (
      "backends",
      "put it in a file people `extends:` from their own policy, or in the managed policy; here only name it"
    ),
    ("extends", "write the rules out here"),
    ("projects", "a repository speaks of itself only; set `labels` here"),
    ("client", "leave the program to the person who runs it"),
    ("prices", "leave them to the person who pays"),
    ("ledger", "what is recorded on a machine is for its owner to say"),
    ("built-in", "constraints are dropped by people for themselves"),
  ]

  /// Reports what a repository may not define, and returns those keys.
  private mutating func refuseForeignKeys(_ root: YAMLNode) -> [String] {
    guard layer == .repository, let entries = root.entries else { return [] }
    var refused: [String] = []
    for entry in entries {
      guard let help = Self.authoritativeKeys.first(where: { $0.0 == entry.key })?.1 else {
        continue
      }
      refused.append(entry.key)
      var ranges = [entry.keyRange]
      if entry.key == "backends", let backends = entry.value.entries,
        !backends.isEmpty
      {
        ranges = backends.map(\.keyRange)
      }
      for range in ranges {
        error(
          "repository-authority",
          range,
          "a repository policy may not define `\(entry.key)`",
          help: help
        )
      }
    }
    return refused
  }

  private mutating func client(_ node: YAMLNode) -> Policy.ClientRequirement {
    var client = Policy.ClientRequirement()
    guard let section = section(node, "`client`", keys: PolicyKey.Client.self) else {
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
      if parts.allSatisfy(Self.isVersionPart) {
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
    client.wrap = section["wrap"].flatMap { boolean($0, "`wrap`") }
    return client
  }

  /// At most nine digits, so that any whole number of 32 bits holds it.
  private static func isVersionPart(_ part: Substring) -> Bool {
    (1...9).contains(part.utf8.count)
      && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}

/// The rules of one list, read one by one.
private struct RuleReading<Rule> {
  /// Holds the mistakes.
  private(set) var reader: LayerReader
  private(set) var rules = RuleList<Rule>()
  private var names: [String: SourceRange] = [:]

  init(_ reader: LayerReader, expected: Int) {
    self.reader = reader
    names.reserveCapacity(expected)
    rules.reserveCapacity(expected)
  }

  mutating func read(
    _ rule: (inout LayerReader, inout [String: SourceRange], inout [Mention]) -> Rule?
  ) {
    rules.append { rule(&reader, &names, &$0) }
  }
}
