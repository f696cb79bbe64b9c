internal import Diagnostics
internal import JSONTree
package import RouteEngine

/// Reads the tasks of a batch, each by itself, and holds their names against a policy.
package struct TaskLineReader: Sendable {
  private let classes: [String]
  private let labels: [String]
  private let backends: [String]
  private let sources: [String: CredentialSource]

  package init(_ policy: Policy) {
    classes = policy.classes.map(\.name)
    labels = policy.knownLabels.sorted()
    backends = policy.backends.map(\.name)
    sources = Dictionary(
      policy.backends.flatMap(\.credentials).map { ($0.text, $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// The task of one line, which has no line break in it.
  package func task(_ bytes: [UInt8]) throws(TaskLine.Fault) -> TaskLine {
    let members = try members(of: bytes)
    var reading = Reading(id: try id(among: members), reader: self)
    for member in members {
      try reading.read(member)
    }
    return reading.line
  }

  private func members(of bytes: [UInt8]) throws(TaskLine.Fault) -> [JSONMember] {
    let example = #"write {"task": "license headers"}"#
    let node: JSONNode
    do {
      node = try JSONNode(parsing: bytes)
    } catch {
      guard bytes.contains(where: { $0 > 0x20 }) else {
        throw TaskLine.Fault(reason: "the line is empty", help: example)
      }
      throw TaskLine.Fault(
        reason: "the line \(error.reason), at character \(error.column)",
        help: "a task is one JSON object on one line: \(example)"
      )
    }
    guard let members = node.members else {
      throw TaskLine.Fault(reason: "the line is \(node.kind), not an object", help: example)
    }
    return members
  }

  private func id(among members: [JSONMember]) throws(TaskLine.Fault) -> JSONNode? {
    guard let member = members.first(where: { $0.hasKey(TaskLine.Key.id.rawValue) }) else {
      return nil
    }
    switch member.value {
    case .string, .number: return member.value
    case .null, .truth, .array, .object:
      throw TaskLine.Fault(reason: "`id` takes text or a number, not \(member.value.kind)")
    }
  }

  /// What was read of a line so far.
  private struct Reading {
    let id: JSONNode?
    let reader: TaskLineReader
    var task: String?
    var files: [String]?
    var values: [FactName: FactState] = [:]
    var classes: [String] = []
    var sessionClasses: [String] = []
    var labels: [String] = []
    var unavailable: Set<Unavailable> = []
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
        unavailable: unavailable
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

extension JSONNode {
  /// What a value is called in a sentence: its kind, and a scalar by its spelling.
  fileprivate var kind: String {
    switch self {
    case .null: "null"
    case .truth(let value): "\(value)"
    case .number(let literal): "the number \(literal)"
    case .string: "text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}
