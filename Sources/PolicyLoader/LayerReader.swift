internal import Diagnostics
internal import RouteEngine
internal import YAMLTree

/// Reads one file of a policy, collecting every mistake on the way.
///
/// Values that can be judged alone become model values at once; names are noted with their places and
/// looked up when all layers are known.
struct LayerReader {
  let layer: Layer
  let file: String
  let presets: PresetBook
  private(set) var diagnostics: [Diagnostic] = []
  private var omittedCount = 0
  /// Targets by how they are written.
  var targetNames = FirstFew<String, TargetName>()
  private var namesAlone = FirstFew<String, Set<String>>()

  /// More than anybody mends in one go; a file full of mistakes must stay cheap to report.
  static let maximumDiagnostics = 200

  init(layer: Layer, file: String, presets: PresetBook) {
    self.layer = layer
    self.file = file
    self.presets = presets
  }

  /// The set of one name.
  mutating func names(alone name: String) -> Set<String> {
    if let known = namesAlone.value(where: { $0 == name }) { return known }
    let set: Set = [name]
    namesAlone.add(set, for: name)
    return set
  }

  func place(_ range: SourceRange) -> SourcePlace {
    SourcePlace(file: file, range: range)
  }

  func origin(_ range: SourceRange) -> Origin {
    Origin(layer: layer, place(range))
  }

  /// A rule counts as written where it starts; findings point at its name.
  func origin(_ range: SourceRange, named name: SourceRange?) -> Origin {
    Origin(layer: layer, file: file, line: range.start.line, range: name ?? range)
  }

  mutating func report(_ diagnostic: Diagnostic) {
    if isFull {
      omittedCount += 1
    } else {
      diagnostics.append(diagnostic)
    }
  }

  /// Reports what another reader of the same file found.
  mutating func report(_ other: LayerReader) {
    for diagnostic in other.diagnostics {
      report(diagnostic)
    }
    omittedCount += other.omittedCount
  }

  /// Whether further mistakes are only counted.
  var isFull: Bool { diagnostics.count >= Self.maximumDiagnostics }

  /// What was reported, and how much was not.
  var report: [Diagnostic] {
    guard omittedCount > 0 else { return diagnostics }
    let rest = Diagnostic(.note, "more", at: nil, "\(omittedCount) more mistakes in `\(file)`")
    return diagnostics + [rest]
  }

  mutating func error(
    _ id: String,
    _ range: SourceRange,
    _ message: String,
    notes: [Diagnostic.Note] = [],
    help: String? = nil,
    concealsSource: Bool = false
  ) {
    report(
      Diagnostic(
        .error,
        id,
        at: place(range),
        message,
        notes: notes,
        help: help,
        concealsSource: concealsSource
      )
    )
  }

  /// The value is of another type than the key takes.
  mutating func wrongType(_ node: YAMLNode, _ what: String, expected: String, help: String? = nil) {
    error(
      "wrong-type",
      node.range,
      "\(what) takes \(expected), not \(node.typeName)",
      help: help
    )
  }
}

extension Origin {
  init(layer: Layer, _ place: SourcePlace) {
    self.init(layer: layer, file: place.file, line: place.range.start.line, range: place.range)
  }
}

/// A value that keeps its place until the last check that could complain about it.
struct Positioned<Value> {
  let value: Value
  let place: SourcePlace
}

/// A mapping of the file with its keys checked.
struct Section {
  /// For messages.
  let title: Title
  let range: SourceRange
  /// Each key once.
  ///
  /// Not in a dictionary: most sections have two or three, and each is asked for a few
  /// keys that the program knows, however many `x-` keys there are.
  private let entries: YAMLEntries

  init(title: Title, range: SourceRange, entries: YAMLEntries) {
    self.title = title
    self.range = range
    self.entries = entries
  }

  subscript(key: String) -> YAMLNode? { entry(key)?.value }

  func keyRange(_ key: String) -> SourceRange? { entry(key)?.keyRange }

  func has(_ key: String) -> Bool { entry(key) != nil }

  private func entry(_ key: String) -> YAMLEntry? { entries[key] }

  /// The one key of a set that is there, with its value; absent when there is none, or several.
  func only<Key>(of set: KeyWords<Key>) -> (key: Key, value: YAMLNode)? {
    if let numbers = entries.numbers, numbers & set.set.numbers == 0 { return nil }
    var found: (key: Key, value: YAMLNode)?
    for entry in entries {
      guard let key = set.key(of: entry) else { continue }
      guard found == nil else { return nil }
      found = (key, entry.value)
    }
    return found
  }

  /// Whether a key of the set is there.
  func hasAny(of set: KeySet) -> Bool {
    if let numbers = entries.numbers { return numbers & set.numbers != 0 }
    return entries.contains { set.holds($0) }
  }

  /// The section with the keys of another mapping that it does not have; `models` are united.
  ///
  /// What comes from there counts as written at `place`.
  func filled(from recipe: YAMLEntries, at place: SourceRange) -> Section {
    let entries = entries.filled(from: recipe, at: place, joining: "models")
    return Section(title: title, range: range, entries: entries)
  }

  /// The same section as if some keys had not been given.
  func without(_ keys: [String]) -> Section {
    keys.isEmpty ? self : Section(title: title, range: range, entries: entries.without(keys))
  }

  /// The same section under a name that messages can use.
  func titled(_ title: Title) -> Section {
    Section(title: title, range: range, entries: entries)
  }
}

extension YAMLNode {
  /// "text", "a list", "a mapping": what a person calls it.
  var typeName: String {
    switch content {
    case .scalar: "one value"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
