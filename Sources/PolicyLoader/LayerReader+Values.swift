internal import Diagnostics
internal import RouteEngine
internal import YAMLTree

extension LayerReader {
  /// A mapping whose keys are all known; keys that begin with `x-` are free.
  mutating func section(_ node: YAMLNode, _ title: Title, keys: [String]) -> Section? {
    section(node, title, keys) { entry in keys.contains(where: entry.isKey) }
  }

  /// The same for a set that rules are written with.
  mutating func section(_ node: YAMLNode, _ title: Title, keys: KeySet) -> Section? {
    if let entries = node.entries, let numbers = entries.numbers, numbers & ~keys.numbers == 0 {
      return Section(title: title, range: node.range, entries: entries)
    }
    return section(node, title, keys.words, isKnown: keys.holds)
  }

  private mutating func section(
    _ node: YAMLNode,
    _ title: Title,
    _ keys: [String],
    isKnown: (YAMLEntry) -> Bool
  ) -> Section? {
    guard let entries = node.entries else {
      wrongType(node, "\(title)", expected: "a mapping")
      return nil
    }
    for entry in entries where !isKnown(entry) {
      let key = entry.key
      if key.hasPrefix("x-") { continue }
      // The nearest key is worth its time only where it is shown.
      error(
        "unknown-key",
        entry.keyRange,
        "unknown key `\(key)` in \(title)",
        help: isFull ? nil : Suggestion(for: key, among: keys).sentence
      )
    }
    return Section(title: title, range: node.range, entries: entries)
  }

  /// A mapping with the keys that loader and schema share.
  mutating func section<Key: RawRepresentable & CaseIterable>(
    _ node: YAMLNode,
    _ title: Title,
    keys: Key.Type
  ) -> Section? where Key.RawValue == String {
    section(node, title, keys: Key.words)
  }

  mutating func list(_ node: YAMLNode, _ what: @autoclosure () -> String) -> YAMLItems {
    guard let items = node.items else {
      wrongType(node, what(), expected: "a list", help: "put it in `[ ]`")
      return node.itemsOrSelf.none
    }
    return items
  }

  mutating func string(_ node: YAMLNode, _ what: @autoclosure () -> String) -> String? {
    guard node.isScalar else {
      wrongType(node, what(), expected: "text")
      return nil
    }
    guard !node.isVoid else {
      error("wrong-type", node.range, "\(what()) is empty")
      return nil
    }
    return node.scalar?.text
  }

  mutating func boolean(_ node: YAMLNode, _ what: String) -> Bool? {
    if let scalar = node.scalar, scalar.isPlain {
      if scalar.text == "true" { return true }
      if scalar.text == "false" { return false }
    }
    guard case .scalar = node.content else {
      wrongType(node, what, expected: "`true` or `false`")
      return nil
    }
    error("wrong-type", node.range, "\(what) takes `true` or `false`")
    return nil
  }

  mutating func integer(_ node: YAMLNode, _ what: String, in bounds: ClosedRange<Int>) -> Int? {
    if let scalar = node.scalar, scalar.isPlain, let number = Int(scalar.text),
      bounds.contains(number)
    {
      return number
    }
    error(
      "wrong-type",
      node.range,
      "\(what) takes a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
    )
    return nil
  }

  /// More is a slip, and sums of amounts must stay numbers.
  static let maximumAmount = 1_000_000

  /// An amount or a factor.
  mutating func positiveNumber(_ node: YAMLNode, _ what: String) -> Double? {
    if let scalar = node.scalar, scalar.isPlain, let number = Double(scalar.text),
      number > 0, number <= Double(Self.maximumAmount)
    {
      return number
    }
    error("wrong-type", node.range, "\(what) takes a number above 0, at most \(Self.maximumAmount)")
    return nil
  }

  /// A decimal from 0 to 1, in thousandths.
  mutating func thousandths(_ node: YAMLNode, _ what: String) -> Int? {
    if let scalar = node.scalar, scalar.isPlain, let number = Double(scalar.text),
      (0...1).contains(number)
    {
      return Int((number * 1000).rounded())
    }
    error("wrong-type", node.range, "\(what) takes a number from 0 to 1")
    return nil
  }

  /// One word of a fixed set.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ node: YAMLNode,
    _ what: String,
    of type: Choice.Type
  ) -> Choice? where Choice.RawValue == String {
    guard let text = string(node, what) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let known = Choice.words
    error(
      "unknown-name",
      node.range,
      "unknown \(what) `\(text)`",
      help: Suggestion(for: text, among: known).sentence
    )
    return nil
  }

  mutating func required(_ section: Section, _ key: String) -> YAMLNode? {
    if let node = section[key] { return node }
    error(
      "missing-key",
      SourceRange(at: section.range.start),
      "\(section.title) has no `\(key)`",
      help: "add `\(key):`"
    )
    return nil
  }

  /// A name that people will type: letters, digits, `-`, `_` and `.`, at most 64.
  mutating func identifier(_ text: String, _ range: SourceRange, _ what: String) -> String? {
    let isPlain = text.utf8.allSatisfy {
      $0.isVariableNameByte || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
    }
    guard !text.isEmpty, isPlain, text.utf8.count <= 64 else {
      error(
        "wrong-type",
        range,
        "the name of \(what) has other characters than letters, digits, `-`, `_` and `.`, or more than 64"
      )
      return nil
    }
    return text
  }
}
