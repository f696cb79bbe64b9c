internal import Diagnostics
internal import RouteEngine

extension LayerDraft: Prepared {
  func write(to writer: inout PreparedWriter) {
    writer.text(digest)
    writer.optionalText(name)
    writer.list(backends)
    classifier.write(to: &writer)
    writer.list(classes)
    writer.list(routes)
    writer.flag(defaultTargets != nil)
    if let defaultTargets {
      writer.range(defaultTargets.place.range)
      writer.list(defaultTargets.value)
    }
    writer.list(constraints)
    writer.list(invariants)
    writer.list(tests)
    let isWhole =
      extensions.isEmpty && labels.isEmpty && aliases.isEmpty && prices.entries.isEmpty
      && prices.retirements.isEmpty && prices.date == nil && keepsTaskText == nil
      && client == Policy.ClientRequirement() && builtIn == nil
    if !isWhole { writer.refuse() }
  }

  init(from reader: inout PreparedReader) {
    self.init(layer: .builtIn, file: Layer.builtIn.rawValue, digest: reader.text())
    name = reader.optionalText()
    backends = reader.list()
    classifier = ClassifierDraft(from: &reader)
    classes = reader.list()
    routes = reader.rules()
    if reader.flag() {
      let place = reader.place()
      defaultTargets = Positioned(value: reader.list(), place: place)
    }
    constraints = reader.rules()
    invariants = reader.list()
    tests = reader.list()
  }
}

extension ClassifierDraft: Prepared {
  func write(to writer: inout PreparedWriter) {
    writer.flag(model != nil)
    if let model {
      writer.range(model.place.range)
      writer.flag(model.value == .builtIn)
    }
    if mayAssign != nil || !thresholds.isEmpty || negationWindow != nil { writer.refuse() }
  }

  init(from reader: inout PreparedReader) {
    self.init()
    guard reader.flag() else { return }
    let place = reader.place()
    model = Positioned(value: reader.flag() ? .builtIn : .off, place: place)
  }
}

extension ClassDraft: Prepared {
  func write(to writer: inout PreparedWriter) {
    writer.range(name.place.range)
    writer.text(name.value)
    writer.optionalText(description)
    writer.flag(isProtective != nil)
    if let isProtective {
      writer.range(isProtective.place.range)
      writer.flag(isProtective.value)
    }
    writer.range(signals.place.range)
    writer.list(signals.value)
    writer.flag(unless != nil)
    if let unless {
      writer.range(unless.place.range)
      writer.list(unless.value)
    }
    for examples in [examples, counterExamples] {
      writer.range(examples.place.range)
      writer.list(examples.value)
    }
  }

  init(from reader: inout PreparedReader) {
    let place = reader.place()
    name = Positioned(value: reader.text(), place: place)
    layer = .builtIn
    description = reader.optionalText()
    isProtective =
      reader.flag() ? Positioned(place: reader.place(), value: reader.flag()) : nil
    signals = Positioned(place: reader.place(), value: reader.list())
    unless = reader.flag() ? Positioned(place: reader.place(), value: reader.list()) : nil
    examples = Positioned(place: reader.place(), value: reader.list())
    counterExamples = Positioned(place: reader.place(), value: reader.list())
  }
}

extension RouteDraft: Prepared {
  func write(to writer: inout PreparedWriter) {
    origin.write(to: &writer)
    writer.text(name)
    when.write(to: &writer)
    writer.list(targets)
  }

  init(from reader: inout PreparedReader) {
    origin = Origin(from: &reader)
    name = reader.text()
    when = Condition(from: &reader)
    targets = reader.list()
  }
}

extension TargetDraft: Prepared {
  func write(to writer: inout PreparedWriter) {
    context.write(to: &writer)
    writer.range(backendRange)
    writer.text(name.backend)
    writer.range(modelRange)
    writer.text(name.model)
    writer.optionalText(effort?.rawValue)
    if thinking != nil || maximumBudgetUSD != nil { writer.refuse() }
  }

  init(from reader: inout PreparedReader) {
    context = Title(from: &reader)
    backendRange = reader.range()
    let backend = reader.text()
    modelRange = reader.range()
    name = TargetName(backend: backend, model: reader.text())
    effort = reader.optionalText().flatMap(Effort.init(rawValue:))
    thinking = nil
    maximumBudgetUSD = nil
  }
}

extension InvariantDraft: Prepared {
  func write(to writer: inout PreparedWriter) {
    invariant.write(to: &writer)
    writer.list(mentions)
  }

  init(from reader: inout PreparedReader) {
    invariant = Invariant(from: &reader)
    mentions = reader.list()
  }
}

extension TestDraft: Prepared {
  func write(to writer: inout PreparedWriter) {
    test.write(to: &writer)
    for names in [unavailable, measured] {
      writer.count(names.count)
      for name in names {
        writer.position(name)
      }
    }
    writer.list(mentions)
  }

  init(from reader: inout PreparedReader) {
    test = PolicyTest(from: &reader)
    unavailable = reader.positions()
    measured = reader.positions()
    mentions = reader.list()
  }
}

extension Mention: Prepared {
  func write(to writer: inout PreparedWriter) {
    writer.count(Array(Kind.allCases).firstIndex(of: kind) ?? 0)
    context.write(to: &writer)
    writer.range(place.range)
    writer.text(name)
  }

  init(from reader: inout PreparedReader) {
    let index = reader.count()
    if !Kind.allCases.indices.contains(index) { reader.breakOff() }
    kind = Kind.allCases.indices.contains(index) ? Kind.allCases[index] : .label
    context = Title(from: &reader)
    place = reader.place()
    name = reader.text()
  }
}

// MARK: - Pieces

extension Positioned {
  /// In the order in which the two are written.
  fileprivate init(place: SourcePlace, value: Value) {
    self.init(value: value, place: place)
  }
}

extension PreparedWriter {
  fileprivate mutating func list(_ values: [some Prepared]) {
    count(values.count)
    for value in values {
      value.write(to: &self)
    }
  }

  fileprivate mutating func list(_ list: RuleList<some Prepared>) {
    count(list.rules.count)
    for index in list.rules.indices {
      list.rules[index].write(to: &self)
      self.list(Array(list.mentions(of: index)))
    }
  }

  fileprivate mutating func position(_ text: Positioned<String>) {
    range(text.place.range)
    self.text(text.value)
  }
}

extension PreparedReader {
  fileprivate mutating func list<Value: Prepared>() -> [Value] {
    let count = length()
    var values: [Value] = []
    values.reserveCapacity(count)
    for _ in 0..<count {
      values.append(Value(from: &self))
    }
    return values
  }

  fileprivate mutating func rules<Rule: Prepared>() -> RuleList<Rule> {
    var rules = RuleList<Rule>()
    for _ in 0..<length() {
      let rule = Rule(from: &self)
      let mentions: [Mention] = list()
      rules.append { found in
        found += mentions
        return rule
      }
    }
    return rules
  }

  fileprivate mutating func place() -> SourcePlace {
    SourcePlace(file: Layer.builtIn.rawValue, range: range())
  }

  fileprivate mutating func positions() -> [Positioned<String>] {
    var positions: [Positioned<String>] = []
    for _ in 0..<length() {
      positions.append(position())
    }
    return positions
  }

  fileprivate mutating func position() -> Positioned<String> {
    Positioned(place: place(), value: text())
  }
}
