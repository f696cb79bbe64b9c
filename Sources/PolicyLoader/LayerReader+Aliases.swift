internal import Diagnostics
internal import RouteEngine
internal import YAMLTree

/// An alias with the names that are to be looked up.
struct AliasDraft {
  let alias: Alias
  let mentions: [Mention]
  let place: SourcePlace
  /// Where its model stands; absent when it names none.
  let model: SourcePlace?
}

extension LayerReader {
  /// A mapping of names to `{class, label, backend, model, effort}`.
  mutating func aliases(_ node: YAMLNode) -> [AliasDraft] {
    guard let entries = node.entries else {
      wrongType(node, "`aliases`", expected: "a mapping of names to aliases")
      return []
    }
    return entries.compactMap { entry in
      guard let name = functionName(entry.key, entry.keyRange) else { return nil }
      let title = Title(.alias, named: name)
      guard let section = section(entry.value, title, keys: PolicyKey.Alias.self) else {
        return nil
      }
      if !PolicyKey.Alias.words.contains(where: { section[$0] != nil }) {
        error(
          "missing-key",
          entry.keyRange,
          "\(title) asks for nothing",
          help: "add `class`, `label`, `backend`, `model` or `effort`"
        )
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
      return AliasDraft(
        alias: alias,
        mentions: mentions,
        place: place(entry.keyRange),
        model: section["model"].map { place($0.range) }
      )
    }
  }

  /// A name that can follow `claude-` in the name of a shell function.
  private mutating func functionName(_ text: String, _ range: SourceRange) -> String? {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
      default: byte == UInt8(ascii: "-")
      }
    }
    guard !text.isEmpty, isPlain, !text.hasPrefix("-"), text.utf8.count <= 64 else {
      error(
        "wrong-type",
        range,
        "the name of an alias has other characters than `a` to `z`, digits and `-`, begins with `-`, or has more than 64"
      )
      return nil
    }
    guard text != "route" else {
      error(
        "wrong-type",
        range,
        "an alias `route` would be a shell function `claude-route`, and hide this program"
      )
      return nil
    }
    return text
  }

  /// The names under a key, one or a list of them where several make sense.
  mutating func words(
    _ section: Section,
    _ key: String,
    _ kind: Mention.Kind,
    _ context: Title,
    _ mentions: inout [Mention]
  ) -> [String] {
    guard let node = section[key] else { return [] }
    let takesSeveral = kind == .taskClass || kind == .label
    let items = takesSeveral ? node.itemsOrSelf : node.alone
    return items.compactMap { item in
      guard let name = string(item, "`\(key)`") else { return nil }
      mentions.append(Mention(kind: kind, name: name, place: place(item.range), context: context))
      return name
    }
  }
}
