internal import Diagnostics
internal import RouteEngine
internal import YAMLTree

/// An alias with the names that are to be looked up.
struct AliasDraft {
  let alias: Alias
  let mentions: [Mention]
}

extension LayerReader {
  /// A mapping of names to `{class, label, backend, model, effort}`.
  mutating func aliases(_ node: YAMLNode) -> [AliasDraft] {
    guard case .mapping(let entries) = node.content else {
      wrongType(node, "`aliases`", expected: "a mapping of names to aliases")
      return []
    }
    return entries.compactMap { entry in
      guard let name = identifier(entry.key, entry.keyRange, "an alias") else { return nil }
      let title = "alias `\(name)`"
      guard let section = section(entry.value, title, keys: PolicyKey.Alias.self) else {
        return nil
      }
      var mentions: [Mention] = []
      let alias = Alias(
        name: name,
        classes: words(section, "class", .taskClass, title, &mentions),
        labels: words(section, "label", .label, title, &mentions),
        backend: words(section, "backend", .backend, title, &mentions).first,
        model: words(section, "model", .model, title, &mentions).first,
        effort: section["effort"].flatMap { choice($0, "effort", of: Effort.self) },
        origin: origin(entry.keyRange)
      )
      return AliasDraft(alias: alias, mentions: mentions)
    }
  }

  /// The names under a key, one or a list of them where several make sense.
  mutating func words(
    _ section: Section,
    _ key: String,
    _ kind: Mention.Kind,
    _ context: String,
    _ mentions: inout [Mention]
  ) -> [String] {
    guard let node = section[key] else { return [] }
    let takesSeveral = kind == .taskClass || kind == .label
    let items = takesSeveral ? listOrOne(node) : [node]
    return items.compactMap { item in
      guard let name = string(item, "`\(key)`") else { return nil }
      mentions.append(Mention(kind: kind, name: name, place: place(item.range), context: context))
      return name
    }
  }
}
