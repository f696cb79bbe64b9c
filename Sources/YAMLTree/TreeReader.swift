internal import Diagnostics

/// Events → tree, with the mistakes that libyaml does not look for.
struct TreeReader: ~Copyable {
  private(set) var mistakes: [Diagnostic]

  var events: EventReader
  private let source: SourceText
  private let file: String
  private let budget: YAMLBudget
  let table: KeyTable
  private var nodes = 0
  /// The items and entries of all lists and mappings that are open, the innermost last: each list
  /// of them is allocated once, when its length is known.
  private var items = Stack<YAMLNode>()
  var entries = Stack<YAMLEntry>()

  /// Behind it, nothing more can or need be read; the mistake itself is noted already.
  struct Stop: Error {}

  /// The bytes are those of the source, which stay there as long as the reader.
  init(
    _ source: SourceText,
    at bytes: UnsafeBufferPointer<UInt8>,
    file: String,
    budget: YAMLBudget,
    keys table: KeyTable
  ) {
    events = unsafe EventReader(bytes)
    mistakes = source.mistakes
    self.source = source
    self.file = file
    self.budget = budget
    self.table = table
  }

  /// The root of the first document; absent when reading it had to stop.
  ///
  /// The items of the lists under some of its keys are handed out and not kept.
  mutating func document(
    handingOut lists: [String],
    _ receive: (String, YAMLNode) -> Void
  ) -> YAMLNode? {
    var root: YAMLNode?
    do {
      try readStream(&root, handingOut: lists, receive)
      return root
    } catch {
      return nil
    }
  }

  private mutating func readStream(
    _ root: inout YAMLNode?,
    handingOut lists: [String],
    _ receive: (String, YAMLNode) -> Void
  ) throws(Stop) {
    while true {
      let event = try next()
      switch event.kind {
      case .streamStart:
        break
      case .documentStart where root == nil:
        let start = try next()
        let node =
          start.kind == .mappingStart
          ? try rootMapping(from: start, handingOut: lists, receive)
          : try node(from: start, depth: 0)
        root = node.flatMap { $0.isLeftOut ? nil : $0 }
      case .documentEnd:
        switch source.sequel(after: events.characters, line: event.range.end.line) {
        case .document(let position)?:
          return note(.secondDocument(at: place(SourceRange(at: position), length: 3)))
        case .directive(let position)?:
          return note(.directive(at: place(SourceRange(at: position))))
        case nil:
          break
        }
      case .streamEnd:
        if root == nil, mistakes.isEmpty {
          note(.empty(file: file))
        }
        return
      case .documentStart, .alias, .scalar, .sequenceStart, .mappingStart, .collectionEnd:
        return note(.secondDocument(at: place(event.range)))
      }
    }
  }

  // MARK: - Nodes

  /// The node that an event begins; absent where there is a mistake instead.
  mutating func node(from event: Event, depth: Int) throws(Stop) -> YAMLNode? {
    try count(event)
    switch event.kind {
    case .scalar:
      let text = checkedText(of: event)
      let scalar = YAMLScalar(text, isPlain: event.style == .plain)
      return YAMLNode(.scalar(scalar), at: event.range)
    case .sequenceStart:
      return try sequence(from: event, depth: depth + 1)
    case .mappingStart:
      return try mapping(from: event, depth: depth + 1)
    case .alias:
      note(.alias(events.anchor, at: place(event.range)))
      return nil
    case .streamStart, .streamEnd, .documentStart, .documentEnd, .collectionEnd:
      preconditionFailure("libyaml began a node with \(event.kind)")
    }
  }

  private mutating func sequence(from start: Event, depth: Int) throws(Stop) -> YAMLNode {
    try checkDepth(depth, at: start)
    let first = items.count
    while true {
      let event = try next()
      if event.kind == .collectionEnd {
        let last = items.count > first ? items.part({ $0.range.end }, of: items.count - 1) : nil
        let range = start.range(to: event, behind: last)
        return YAMLNode(.sequence(items.removeAll(above: first)), at: range)
      }
      if let item = try node(from: event, depth: depth) {
        items.append(item)
      }
    }
  }

  private mutating func mapping(from start: Event, depth: Int) throws(Stop) -> YAMLNode {
    try checkDepth(depth, at: start)
    let first = entries.count
    var keys = KeyIndex(first: first)
    while true {
      let event = try next()
      if event.kind == .collectionEnd {
        return mapping(from: start, to: event, above: first)
      }
      let key = try key(from: event, depth: depth)
      let value = try node(from: try next().leftOut(behind: event), depth: depth)
      add(key, event, value, &keys)
    }
  }

  mutating func mapping(from start: Event, to end: Event, above first: Int) -> YAMLNode {
    let last =
      entries.count > first ? entries.part({ $0.value.range.end }, of: entries.count - 1) : nil
    let range = start.range(to: end, behind: last)
    return YAMLNode(.mapping(entries.removeAll(above: first)), at: range)
  }

  // MARK: - Checks

  mutating func count(_ event: Event) throws(Stop) {
    nodes += 1
    if nodes > budget.maximumNodes {
      try stop(.tooManyNodes(budget, at: place(event.range)))
    }
    if event.hasAnchor {
      let anchor = events.anchor
      note(.anchor(anchor, at: place(event.range, length: event.hasTag ? 0 : anchor.count + 1)))
    }
    if event.hasTag {
      note(.tag(at: place(event.range, length: 0)))
    }
    if mistakes.count >= YAMLDocument.maximumMistakes {
      throw Stop()
    }
  }

  /// The text of the last event, which is a scalar.
  mutating func checkedText(of event: Event) -> String {
    let text = events.text
    if event.style == .escaped || source.mayHoldBidirectionalControls,
      let scalar = text.firstForbiddenScalar
    {
      note(.forbiddenCharacter(scalar, at: place(event.range)))
    }
    return text
  }

  mutating func checkDepth(_ depth: Int, at start: Event) throws(Stop) {
    if depth > budget.maximumDepth {
      try stop(.tooDeep(budget, at: place(start.range)))
    }
  }

  mutating func next() throws(Stop) -> Event {
    do {
      return try events.next()
    } catch {
      note(.syntax(error, in: SourceFile(name: file, bytes: source.bytes)))
      throw Stop()
    }
  }

  mutating func note(_ mistake: Diagnostic) {
    mistakes.append(mistake)
  }

  private mutating func stop(_ mistake: Diagnostic) throws(Stop) -> Never {
    note(mistake)
    throw Stop()
  }

  func place(_ range: SourceRange, length: Int? = nil) -> SourcePlace {
    let end = length.map {
      SourcePosition(line: range.start.line, column: range.start.column + $0)
    }
    return SourcePlace(file: file, range: SourceRange(start: range.start, end: end ?? range.end))
  }
}

extension YAMLNode {
  /// Whether there is nothing at all, as in a file that only says `---`.
  fileprivate var isLeftOut: Bool {
    content == .scalar(YAMLScalar("", isPlain: true))
  }
}
