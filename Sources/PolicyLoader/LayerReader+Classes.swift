internal import Diagnostics
internal import RouteEngine
internal import YAMLTree

/// A class as one layer defines or extends it.
struct ClassDraft {
  let name: Positioned<String>
  let layer: Layer
  let description: String?
  /// Absent when the file says nothing about it, as is `unless`.
  let isProtective: Positioned<Bool>?
  /// At the key's place.
  let signals: Positioned<[Signal]>
  let unless: Positioned<[Signal]>?
  /// At the key's place, as are the counter-examples.
  let examples: Positioned<[TaskExample]>
  let counterExamples: Positioned<[TaskExample]>

  /// The variables that its signals read.
  var mentions: [Mention] {
    [signals.value, unless?.value ?? []].flatMap(mentions)
  }

  private func mentions(in signals: [Signal]) -> [Mention] {
    signals.indices.compactMap { index in
      guard case .fact(let test) = signals[index].matcher,
        case .environment(let variable) = test.fact
      else { return nil }
      return Mention(
        kind: .variable,
        name: variable,
        place: signals[index].origin.place,
        context: Title(.class, named: name.value)
      )
    }
  }
}

extension LayerReader {
  mutating func classes(_ node: YAMLNode) -> [ClassDraft] {
    guard let entries = node.entries else {
      wrongType(node, "`classes`", expected: "a mapping of names to classes")
      return []
    }
    return entries.compactMap { entry in
      guard let name = identifier(entry.key, entry.keyRange, "a class") else { return nil }
      let title = Title(.class, named: name)
      guard let section = section(entry.value, title, keys: PolicyKey.Class.self) else {
        return nil
      }
      return ClassDraft(
        name: Positioned(value: name, place: place(entry.keyRange)),
        layer: layer,
        description: section["description"].flatMap { string($0, "`description`") },
        isProtective: section["protective"]
          .flatMap { node in
            boolean(node, "`protective`")
              .map { Positioned(value: $0, place: place(node.range)) }
          },
        signals: Positioned(
          value: section["signals"].map { signals($0, "`signals` of \(title)") } ?? [],
          place: place(section.keyRange("signals") ?? entry.keyRange)
        ),
        unless: section["unless"]
          .map { node in
            Positioned(
              value: signals(node, "`unless` of \(title)"),
              place: place(section.keyRange("unless") ?? node.range)
            )
          },
        examples: examples(section, .examples, of: title, entry.keyRange),
        counterExamples: examples(section, .counterExamples, of: title, entry.keyRange)
      )
    }
  }

  // MARK: Examples

  /// In Unicode scalar values, as a schema counts.
  static let maximumExampleLength = 2_000

  private mutating func examples(
    _ section: Section,
    _ key: PolicyKey.Class,
    of title: Title,
    _ range: SourceRange
  ) -> Positioned<[TaskExample]> {
    let what = "`\(key.rawValue)` of \(title)"
    let texts = section[key.rawValue].map { list($0, what) }
    return Positioned(
      value: texts?.compactMap { example($0, "an entry of \(what)") } ?? [],
      place: place(section.keyRange(key.rawValue) ?? range)
    )
  }

  private mutating func example(_ node: YAMLNode, _ what: String) -> TaskExample? {
    guard let scalar = node.scalar else {
      wrongType(node, what, expected: "text")
      return nil
    }
    guard scalar.text.unicodeScalars.count <= Self.maximumExampleLength else {
      error(
        "wrong-type",
        node.range,
        "\(what) has more than \(Self.maximumExampleLength) characters",
        help: "keep the sentences that tell what the task is"
      )
      return nil
    }
    guard TaskExample.hasWord(scalar.text) else {
      error("empty-phrase", node.range, "`\(scalar.text)` is no example: it has no word")
      return nil
    }
    return TaskExample(text: scalar.text, origin: origin(node.range))
  }

  // MARK: Signals

  /// A list whose entries each have one of `phrases`, `any-path`, `every-path` or `fact`.
  private mutating func signals(_ node: YAMLNode, _ what: String) -> [Signal] {
    var signals: [Signal] = []
    for entry in list(node, what) {
      let more = signal(entry, what)
      // The first is not copied; it may be all.
      if signals.isEmpty { signals = more } else { signals += more }
    }
    return signals
  }

  private mutating func signal(_ node: YAMLNode, _ what: String) -> [Signal] {
    let title = Title(stringLiteral: what).part(.entry)
    guard let section = section(node, title, keys: PolicyKey.signalKeys) else { return [] }
    let given = PolicyKey.Signal.allCases.filter { section.has($0.rawValue) }
    guard let key = given.first, given.count == 1, let value = section[key.rawValue]
    else {
      error(
        given.isEmpty ? "missing-key" : "wrong-type",
        node.range,
        given.isEmpty
          ? "an entry of \(what) says nothing"
          : "an entry of \(what) has \(given.map { "`\($0.rawValue)`" }.joined(separator: " and ")) side by side",
        help: given.isEmpty
          ? "write one of `phrases`, `any-path`, `every-path`, `fact`"
          : "write each as an entry of its own: any of them suffices"
      )
      return []
    }
    if key != .fact {
      refuseComparison(in: section)
    }
    switch key {
    case .phrases:
      return list(value, "`phrases`").compactMap { phrase($0) }
    case .anyPath:
      return list(value, "`any-path`").compactMap { item in
        glob(item).map { Signal(matcher: .anyPath($0), origin: origin(item.range)) }
      }
    case .everyPath:
      let globs = list(value, "`every-path`").compactMap { glob($0) }
      return globs.isEmpty ? [] : [Signal(matcher: .everyPath(globs), origin: origin(value.range))]
    case .fact:
      return factTest(section, in: Title(stringLiteral: what))
        .map { [Signal(matcher: .fact($0), origin: origin(node.range))] } ?? []
    }
  }

  private mutating func phrase(_ node: YAMLNode) -> Signal? {
    guard let scalar = node.scalar else {
      wrongType(node, "a phrase", expected: "text")
      return nil
    }
    do {
      return Signal(matcher: .phrase(try Phrase(scalar.text)), origin: origin(node.range))
    } catch {
      self.error("empty-phrase", node.range, "`\(scalar.text)` is no phrase: \(error.reason)")
      return nil
    }
  }
}
