internal import Diagnostics
internal import JSONTree
internal import RouteEngine

/// What was read of a line so far.
struct TaskLineReading {
  let id: JSONNode?
  let reader: TaskLineReader
  var task: String?
  var files: [String]?
  var values: [FactName: FactState] = [:]
  var classes: [String] = []
  var sessionClasses: [String] = []
  var labels: [String] = []
  var unavailable: Set<Unavailable> = []
  var measured = SupposedTraits()
  var backend: String?
  var model: String?
  var effort: Effort?

  init(id: JSONNode?, reader: TaskLineReader) {
    self.id = id
    self.reader = reader
  }

  var line: TaskLine {
    var task = HermeticTask(
      text: task,
      files: files,
      classes: classes,
      labels: labels,
      values: values
    )
    task.facts.sessionClasses = sessionClasses
    return TaskLine(
      id: id,
      request: RoutingRequest(
        facts: task.facts,
        backend: backend,
        model: model,
        effort: effort
      ),
      unavailable: unavailable,
      measured: measured
    )
  }

  mutating func read(_ member: JSONMember) throws(TaskLine.Fault) {
    let value = member.value
    guard let key = TaskLine.Key(rawValue: member.key) else {
      throw fault(
        "unknown key `\(member.key)`",
        Suggestion(for: member.key, among: TaskLine.Key.allCases.map(\.rawValue)).sentence
      )
    }
    switch key {
    case .id: break
    case .task: task = try text(value, "`task`")
    case .class: classes = try known(words(value, "`class`"), "class", "class", reader.classes)
    case .labels: labels = try known(words(value, "`labels`"), "label", "labels", reader.labels)
    case .files: files = try list(value, "`files`")
    case .facts: values = try facts(value)
    case .unavailable: unavailable = Set(try missing(words(value, "`unavailable`")))
    case .measured: measured = try supposed(value)
    case .sessionClass:
      sessionClasses = try known(
        words(value, "`session-class`"),
        "class",
        "session-class",
        reader.classes
      )
    case .backend:
      let name = try text(value, "`backend`")
      backend = try known([name], "backend", "backend", reader.backends).first
    case .model: model = try modelName(value)
    case .effort: effort = try effort(value)
    }
  }

  // MARK: Values

  private func text(_ value: JSONNode, _ what: String) throws(TaskLine.Fault) -> String {
    guard let text = value.string else { throw fault("\(what) takes text, not \(value.kind)") }
    return text
  }

  private func list(_ value: JSONNode, _ what: String) throws(TaskLine.Fault) -> [String] {
    guard let elements = value.elements else {
      throw fault("\(what) takes a list of texts, not \(value.kind)", "put it in [ ]")
    }
    var texts: [String] = []
    for element in elements {
      texts.append(try text(element, "an item of \(what)"))
    }
    return texts
  }

  /// A list, or one text that stands for a list of one.
  private func words(_ value: JSONNode, _ what: String) throws(TaskLine.Fault) -> [String] {
    if case .array = value { return try list(value, what) }
    return [try text(value, what)]
  }

  private func known(
    _ names: [String],
    _ what: String,
    _ key: String,
    _ known: [String]
  ) throws(TaskLine.Fault) -> [String] {
    for name in names where !known.contains(name) {
      throw fault(
        "unknown \(what) `\(name)` in `\(key)`",
        Suggestion(for: name, among: known).sentence
      )
    }
    return names
  }

  /// Backends, else sources of credentials, as a test's `unavailable` names them.
  private func missing(_ names: [String]) throws(TaskLine.Fault) -> [Unavailable] {
    var result: [Unavailable] = []
    for name in names {
      if reader.backends.contains(name) {
        result.append(.backend(name))
      } else if let source = reader.sources[name] {
        result.append(.credential(source))
      } else {
        _ = try known([name], "backend", "unavailable", reader.backends)
      }
    }
    return result
  }

  /// An object of backends, or models of them, with the grades of their traits.
  private func supposed(_ value: JSONNode) throws(TaskLine.Fault) -> SupposedTraits {
    guard let members = value.members else {
      throw fault("`measured` takes an object, not \(value.kind)")
    }
    var supposed = SupposedTraits()
    for member in members {
      let place = SupposedTraits.Place(member.key)
      _ = try known([place.backend], "backend", "measured", reader.backends)
      if let model = place.model, reader.models[place.backend]?.contains(model) == false {
        throw fault("backend `\(place.backend)` does not map the model `\(model)` of `measured`")
      }
      guard let grades = member.value.members else {
        throw fault("`\(member.key)` takes an object of traits, not \(member.value.kind)")
      }
      for grade in grades {
        let found: Backend.TraitGrade = try choice(grade.value, of: "grade", grade.key)
        supposed.suppose(found, of: try trait(grade.key), at: place)
      }
    }
    return supposed
  }

  private func trait(_ name: String) throws(TaskLine.Fault) -> Backend.Trait {
    guard let trait = Backend.Trait(rawValue: name) else {
      throw fault(
        "unknown trait `\(name)` in `measured`",
        Suggestion(for: name, among: Backend.Trait.allCases.map(\.rawValue)).sentence
      )
    }
    return trait
  }

  private func choice<Choice: RawRepresentable & CaseIterable>(
    _ value: JSONNode,
    of what: String,
    _ key: String
  ) throws(TaskLine.Fault) -> Choice where Choice.RawValue == String {
    let text = try text(value, "`\(key)`")
    guard let choice = Choice(rawValue: text) else {
      throw fault(
        "unknown \(what) `\(text)` in `\(key)`",
        Suggestion(for: text, among: Choice.allCases.map(\.rawValue)).sentence
      )
    }
    return choice
  }

  private func modelName(_ value: JSONNode) throws(TaskLine.Fault) -> String {
    let text = try text(value, "`model`")
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw fault("`model` takes the name or the id of a model")
    }
    return text
  }

  private func effort(_ value: JSONNode) throws(TaskLine.Fault) -> Effort {
    let text = try text(value, "`effort`")
    guard let effort = Effort(rawValue: text) else {
      throw fault(
        "unknown effort `\(text)`",
        Suggestion(for: text, among: Effort.allCases.map(\.rawValue)).sentence
      )
    }
    return effort
  }

  // MARK: Facts

  private func facts(_ value: JSONNode) throws(TaskLine.Fault) -> [FactName: FactState] {
    guard let members = value.members else {
      throw fault("`facts` takes an object of facts and values, not \(value.kind)")
    }
    var facts: [FactName: FactState] = [:]
    for member in members {
      guard let fact = FactName(member.key) else {
        let names = FactName.fixed.map(\.text) + ["env.NAME"]
        throw fault(
          "unknown fact `\(member.key)` in `facts`",
          Suggestion(for: member.key, among: names).sentence
        )
      }
      facts[fact] = try state(of: fact, member.value)
    }
    return facts
  }

  private func state(of fact: FactName, _ value: JSONNode) throws(TaskLine.Fault) -> FactState {
    if let members = value.members {
      guard members.count == 1, let member = members.first, member.hasKey("is"),
        let absence = member.value.string.flatMap(FactAbsence.init(rawValue:))
      else {
        throw fault(
          "the fact `\(fact.text)` has no such state",
          #"write {"is": "absent"} or {"is": "unknown"}"#
        )
      }
      switch absence {
      case .absent: return .absent
      case .unknown: return .unknown
      }
    }
    switch (fact.type, value) {
    case (.text, .string(let text)): return .value(.text(text))
    case (.truth, .truth(let truth)): return .value(.truth(truth))
    case (.number, .number(let literal)):
      guard let number = Int(literal), LayerReader.counts.contains(number) else { break }
      return .value(.number(number))
    case (.text, _), (.truth, _), (.number, _): break
    }
    throw fault("the fact `\(fact.text)` takes \(fact.type.words), not \(value.kind)")
  }

  private func fault(_ reason: String, _ help: String? = nil) -> TaskLine.Fault {
    TaskLine.Fault(id: id, reason: reason, help: help)
  }
}

extension FactType {
  /// What a JSON value of it is called.
  fileprivate var words: String {
    switch self {
    case .text: "text"
    case .number: "a whole number from 0 to \(LayerReader.counts.upperBound)"
    case .truth: "true or false"
    }
  }
}
