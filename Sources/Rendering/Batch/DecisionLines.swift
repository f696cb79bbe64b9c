package import JSONTree
package import RouteEngine

/// The answers to a batch of tasks: one JSON object on one line for each, in the words of
/// `explain --json`.
///
/// Keys and their order are stable. Nothing is built but the bytes, since there are many answers.
package struct DecisionLines: Sendable {
  /// What was written and not taken yet, UTF-8.
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// Hands over what was written, and goes on with nothing.
  package mutating func take() -> [UInt8] {
    let taken = bytes
    bytes.removeAll(keepingCapacity: true)
    return taken
  }

  /// Lines are counted from 1.
  package mutating func append(_ decision: Decision, line: Int, id: JSONNode?) {
    begin(line, id)
    let classification = decision.classification
    member(#","primary":"#, classification.primary?.name)
    list(#","classes":["#, classification.classes) { $0.bytes.appendQuoted($1.name) }
    if let index = decision.chosenIndex {
      // Value by value: a whole candidate is much to copy.
      member(#","outcome":"routed","backend":"#, decision.candidates[index].target.target.backend)
      member(#","model":"#, decision.candidates[index].target.target.model.text)
      member(#","model-id":"#, decision.candidates[index].target.modelID)
      member(#","effort":"#, decision.candidates[index].target.target.effort?.rawValue)
      member(#","route":"#, decision.candidates[index].source.routeName)
    } else {
      write(#","outcome":"denied","backend":null,"model":null,"model-id":null,"effort":null"#)
      write(#","route":null"#)
    }
    list(#","stops":["#, decision.determiningConstraints) { $0.stop($1) }
    list(#","unavailable":["#, decision.passedOver) { $0.bytes.appendQuoted($1) }
    write("}\n")
  }

  /// A line that is no task, with what would be right.
  package mutating func append(fault reason: String, help: String?, line: Int, id: JSONNode?) {
    begin(line, id)
    write(#","outcome":"invalid""#)
    member(#","error":"#, reason)
    member(#","help":"#, help)
    write("}\n")
  }

  /// The whole explanation of a decision.
  package mutating func append(_ explanation: ExplanationJSON, line: Int, id: JSONNode?) {
    begin(line, id)
    let text = explanation.compactText
    bytes.append(UInt8(ascii: ","))
    bytes.append(contentsOf: text.utf8.dropFirst())
    write("\n")
  }

  // MARK: Parts

  private mutating func begin(_ line: Int, _ id: JSONNode?) {
    write(#"{"line":"#)
    bytes.append(contentsOf: String(line).utf8)
    guard let id else { return }
    write(#","id":"#)
    bytes.append(contentsOf: id.text.utf8)
  }

  private mutating func stop(_ constraint: Constraint) {
    write(#"{"constraint":"#)
    bytes.appendQuoted(constraint.name)
    member(#","origin":"#, constraint.origin.label)
    member(#","layer":"#, constraint.origin.layer.rawValue)
    member(#","reason":"#, constraint.reason)
    write("}")
  }

  private mutating func member(_ key: StaticString, _ value: String?) {
    write(key)
    if let value { bytes.appendQuoted(value) } else { write("null") }
  }

  private mutating func list<Element>(
    _ key: StaticString,
    _ elements: [Element],
    _ append: (inout DecisionLines, Element) -> Void
  ) {
    write(key)
    for (index, element) in elements.enumerated() {
      if index > 0 { write(",") }
      append(&self, element)
    }
    write("]")
  }

  private mutating func write(_ text: StaticString) {
    text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
  }
}

extension Decision {
  /// How many candidates were preferred to the chosen one; all of them when the task is denied.
  private var passedCount: Int { chosenIndex ?? candidates.count }

  /// The constraints that stopped one of them, each once.
  fileprivate var determiningConstraints: [Constraint] {
    var constraints: [Constraint] = []
    for index in 0..<passedCount {
      for stop in candidates[index].stops
      where !constraints.contains(where: { $0.origin == stop.constraint.origin }) {
        constraints.append(stop.constraint)
      }
    }
    return constraints
  }

  /// The backends of those that are permitted and cannot be used, each once.
  fileprivate var passedOver: [String] {
    var names: [String] = []
    for index in 0..<passedCount where candidates[index].stops.isEmpty {
      let name = candidates[index].target.target.backend
      if !names.contains(name) { names.append(name) }
    }
    return names
  }
}
