internal import Diagnostics
internal import RouteEngine
internal import YAMLTree

extension LayerReader {
  /// At least one key; each takes a list, or one value that stands for a list of one.
  mutating func selector(
    _ node: YAMLNode,
    _ what: Title,
    mentions: inout [Mention]
  ) -> Selector? {
    let keys = PolicyKey.selectorWords.set
    guard let section = section(node, what, keys: keys) else { return nil }
    guard section.hasAny(of: keys) else {
      error(
        "missing-key",
        node.range,
        "\(what) selects nothing",
        help: "name at least one of "
          + keys.words.map { "`\($0)`" }.joined(separator: ", ")
      )
      return nil
    }
    var selector = Selector()
    selector.backend = names(section, "backend", .backend, &mentions)
    selector.model = names(section, "model", .model, &mentions)
    selector.payer = names(section, "payer", .payer, &mentions)
    selector.kind = choices(section, "kind", of: Backend.Kind.self)
    selector.trust = choices(section, "trust", of: Backend.Trust.self)
    selector.effort = choices(section, "effort", of: Effort.self)
    selector.geography = choices(section, "geography", of: Geography.self)
    selector.thinking = section["thinking"].map { node in
      Set(node.itemsOrSelf.compactMap { boolean($0, "`thinking`") })
    }
    selector.region = section["region"].map { node in
      Set(node.itemsOrSelf.compactMap { string($0, "`region`") })
    }
    selector.trait = section["trait"].map { traitSelector($0) }
    return selector
  }

  private mutating func names(
    _ section: Section,
    _ key: String,
    _ kind: Mention.Kind,
    _ mentions: inout [Mention]
  ) -> Set<String>? {
    guard let node = section[key] else { return nil }
    var names: Set<String> = []
    for item in node.itemsOrSelf {
      guard let name = string(item, "`\(key)`") else { continue }
      if names.isEmpty { names = self.names(alone: name) } else { names.insert(name) }
      mentions.append(
        Mention(kind: kind, name: name, place: place(item.range), context: section.title)
      )
    }
    return names
  }

  private mutating func choices<Choice: RawRepresentable & CaseIterable & Hashable>(
    _ section: Section,
    _ key: String,
    of type: Choice.Type
  ) -> Set<Choice>? where Choice.RawValue == String {
    guard let node = section[key] else { return nil }
    return Set(node.itemsOrSelf.compactMap { choice($0, key, of: type) })
  }

  /// Reads `{thinking: [broken, degraded]}`.
  private mutating func traitSelector(
    _ node: YAMLNode
  ) -> [Backend.Trait: Set<Backend.TraitGrade>] {
    var result: [Backend.Trait: Set<Backend.TraitGrade>] = [:]
    guard let section = section(node, "`trait`", keys: Backend.Trait.self) else { return [:] }
    for trait in Backend.Trait.allCases {
      result[trait] = choices(section, trait.rawValue, of: Backend.TraitGrade.self)
    }
    return result
  }
}
