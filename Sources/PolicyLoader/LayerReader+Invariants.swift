internal import Diagnostics
internal import RouteEngine
internal import YAMLTree

/// An invariant with the names that are to be looked up.
struct InvariantDraft {
  let invariant: Invariant
  let mentions: [Mention]
}

extension LayerReader {
  mutating func invariants(_ node: YAMLNode) -> [InvariantDraft] {
    var names: [String: SourceRange] = [:]
    return list(node, "`invariants`").compactMap { item -> InvariantDraft? in
      guard let section = section(item, "an invariant", keys: PolicyKey.Invariant.self),
        let name = ruleName(section, "an invariant", seen: &names)
      else { return nil }
      let title = Title(.invariant, named: name)
      var mentions: [Mention] = []
      let when = condition(of: section, "when", title, mentions: &mentions)
      let assumed =
        section["assume"].map { assumedBackends($0, in: title, mentions: &mentions) } ?? []
      let property = promise(section.titled(title), mentions: &mentions)
      guard let when, let property else { return nil }
      let invariant = Invariant(
        name: name,
        when: when,
        assumedAvailable: assumed,
        property: property,
        origin: origin(item.range, named: section["name"]?.range)
      )
      return InvariantDraft(invariant: invariant, mentions: mentions)
    }
  }

  /// Reads `{available: [BACKEND]}`.
  private mutating func assumedBackends(
    _ node: YAMLNode,
    in title: Title,
    mentions: inout [Mention]
  ) -> Set<String> {
    guard let section = section(node, title.part(.assume), keys: PolicyKey.Assumption.self),
      let names = required(section, "available")
    else { return [] }
    var backends: Set<String> = []
    for item in names.itemsOrSelf {
      guard let name = string(item, "`available`") else { continue }
      backends.insert(name)
      mentions.append(
        Mention(kind: .backend, name: name, place: place(item.range), context: title)
      )
    }
    return backends
  }

  /// Exactly one of `never`, `always` and `outcome`.
  private mutating func promise(
    _ section: Section,
    mentions: inout [Mention]
  ) -> Invariant.Property? {
    let given = PolicyKey.Invariant.promises.map(\.rawValue).filter(section.has)
    guard let key = given.first, given.count == 1, let node = section[key] else {
      error(
        given.isEmpty ? "missing-key" : "wrong-type",
        SourceRange(at: section.range.start),
        given.isEmpty
          ? "\(section.title) promises nothing"
          : "\(section.title) has \(given.map { "`\($0)`" }.joined(separator: " and "))",
        help: given.isEmpty
          ? "write one of `never`, `always`, `outcome`" : "make an invariant of each"
      )
      return nil
    }
    let what: Title = "`\(key)` of \(section.title)"
    switch key {
    case "never": return selector(node, what, mentions: &mentions).map(Invariant.Property.never)
    case "always": return selector(node, what, mentions: &mentions).map(Invariant.Property.always)
    default:
      return choice(node, "outcome", of: Invariant.Outcome.self).map(Invariant.Property.outcome)
    }
  }
}
