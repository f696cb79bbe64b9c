internal import Diagnostics

/// Events → nodes, with the mistakes that libyaml does not look for.
struct TreeReader: ~Copyable {
  private(set) var mistakes: [Diagnostic]

  var events: EventReader
  private let source: SourceText
  private let file: String
  private let budget: YAMLBudget
  let table: KeyTable
  private var nodeCount = 0
  /// What is being read: the document, or one item of a list that is handed out.
  var nodes = NodeStorage()

  /// Behind it, nothing more can or need be read; the mistake itself is noted already.
  struct Stop: Error {}

  init(_ source: SourceText, file: String, budget: YAMLBudget, keys table: KeyTable) {
    events = EventReader(source)
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
    do {
      return try readStream(handingOut: lists, receive) ? YAMLNode(nodes, at: 0) : nil
    } catch {
      return nil
    }
  }

  /// Adds the first document's nodes; false when there are none.
  private mutating func readStream(
    handingOut lists: [String],
    _ receive: (String, YAMLNode) -> Void
  ) throws(Stop) -> Bool {
    var hasRoot = false
    while true {
      let event = try next()
      switch event.kind {
      case .streamStart:
        break
      case .documentStart where !hasRoot:
        let start = try next()
        nodes.removeAll(from: 0)
        if start.kind == .mappingStart {
          try addRootMapping(from: start, handingOut: lists, receive)
        } else {
          _ = try addNode(from: start, depth: 0)
        }
        hasRoot = nodes.end > 0 && !nodes.isLeftOut
      case .documentEnd:
        switch source.sequel(after: events.characters, line: event.range.end.line) {
        case .document(let position)?:
          note(.secondDocument(at: place(SourceRange(at: position), length: 3)))
          return hasRoot
        case .directive(let position)?:
          note(.directive(at: place(SourceRange(at: position))))
          return hasRoot
        case nil:
          break
        }
      case .streamEnd:
        if !hasRoot, mistakes.isEmpty {
          note(.empty(file: file))
        }
        return hasRoot
      case .documentStart, .alias, .scalar, .sequenceStart, .mappingStart, .collectionEnd:
        note(.secondDocument(at: place(event.range)))
        return hasRoot
      }
    }
  }

  // MARK: - Nodes

  /// Adds the node that an event begins, and says where it stands; nothing where there is a mistake
  /// instead.
  mutating func addNode(from event: Event, depth: Int) throws(Stop) -> SourceRange? {
    try count(event)
    switch event.kind {
    case .scalar:
      let isPlain = event.style == .plain
      addText(NodeStorage.Record(kind: .scalar, isPlain: isPlain, range: event.range))
      checkText(of: event)
      return event.range
    case .sequenceStart:
      return try addList(from: event, depth: depth + 1)
    case .mappingStart:
      return try addMapping(from: event, depth: depth + 1)
    case .alias:
      note(.alias(events.anchor, at: place(event.range)))
      return nil
    case .streamStart, .streamEnd, .documentStart, .documentEnd, .collectionEnd:
      preconditionFailure("libyaml began a node with \(event.kind)")
    }
  }

  private mutating func addList(from start: Event, depth: Int) throws(Stop) -> SourceRange {
    try checkDepth(depth, at: start)
    let list = nodes.end
    nodes.append(NodeStorage.Record(kind: .sequence, range: start.range))
    var last: SourcePosition?
    while true {
      let event = try next()
      if event.kind == .collectionEnd {
        let range = start.range(to: event, behind: last)
        nodes.close(list, at: range)
        return range
      }
      last = try addNode(from: event, depth: depth)?.end ?? last
    }
  }

  private mutating func addMapping(from start: Event, depth: Int) throws(Stop) -> SourceRange {
    try checkDepth(depth, at: start)
    let mapping = nodes.end
    nodes.append(NodeStorage.Record(kind: .mapping, range: start.range))
    var keys = KeyIndex()
    var last: SourcePosition?
    while true {
      let event = try next()
      if event.kind == .collectionEnd {
        let range = start.range(to: event, behind: last)
        nodes.close(mapping, at: range)
        return range
      }
      let key = nodes.end
      let isKey = try addKey(from: event, depth: depth)
      let value = try addNode(from: try next().leftOut(behind: event), depth: depth)
      if isKey, let value, isNew(key, in: mapping, &keys) {
        last = value.end
      } else {
        nodes.removeAll(from: key)
      }
    }
  }

  // MARK: - Checks

  @inline(__always)
  mutating func count(_ event: Event) throws(Stop) {
    nodeCount += 1
    let isUsual = nodeCount <= budget.maximumNodes && !event.hasAnchor && !event.hasTag
    if !isUsual || mistakes.count >= YAMLDocument.maximumMistakes { try check(event) }
  }

  private mutating func check(_ event: Event) throws(Stop) {
    if nodeCount > budget.maximumNodes {
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

  /// Adds the last event, which is a scalar, with its text.
  func addText(_ record: NodeStorage.Record) {
    unsafe nodes.append(record, text: events.textBytes)
  }

  mutating func checkText(of event: Event) {
    if event.style == .escaped || source.mayHoldBidirectionalControls,
      !events.isTextPrintableASCII, let scalar = events.text.firstForbiddenScalar
    {
      note(.forbiddenCharacter(scalar, at: place(event.range)))
    }
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

extension NodeStorage {
  /// Whether there is nothing at all, as in a file that only says `---`.
  fileprivate var isLeftOut: Bool {
    let root = self[0]
    return root.kind == .scalar && root.isPlain && root.textLength == 0
  }
}
