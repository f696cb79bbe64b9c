internal import JSONTree
package import RouteEngine

/// Reads the tasks of a batch, each by itself, and holds their names against a policy.
package struct TaskLineReader: Sendable {
  let classes: [String]
  let labels: [String]
  let backends: [String]
  let sources: [String: CredentialSource]
  /// What each backend's models may be called; none for a backend that takes any id.
  let models: [String: Set<String>]

  package init(_ policy: Policy) {
    classes = policy.classes.map(\.name)
    labels = policy.knownLabels.sorted()
    backends = policy.backends.map(\.name)
    let mapped = policy.backends.filter { !$0.isNative }
      .map { backend in
        (backend.name, Set(backend.models.flatMap { [$0.name, $0.id] } + ["default"]))
      }
    models = Dictionary(uniqueKeysWithValues: mapped)
    sources = Dictionary(
      policy.backends.flatMap(\.credentials).map { ($0.text, $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// The task of one line, which has no line break in it.
  package func task(_ bytes: [UInt8]) throws(TaskLine.Fault) -> TaskLine {
    if let text = Self.onlyText(of: bytes) {
      let request = RoutingRequest(facts: HermeticTask(text: text).facts)
      return TaskLine(id: nil, request: request, unavailable: [], measured: SupposedTraits())
    }
    let members = try members(of: bytes)
    var reading = TaskLineReading(id: try id(among: members), reader: self)
    for member in members {
      try reading.read(member)
    }
    return reading.line
  }

  /// The text of a line that is `{"task": "…"}` without an escape, as most are; nil for any other.
  ///
  /// What is read here is what the tree would give, without one.
  private static func onlyText(of bytes: [UInt8]) -> String? {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      let beginning: StaticString = #"{"task":"#
      var start = beginning.utf8CodeUnitCount
      // The shortest has two quotation marks and a brace more.
      guard bytes.count >= start + 3,
        beginning.withUTF8Buffer({ unsafe bytes[..<start].elementsEqual($0) })
      else { return nil }
      if unsafe bytes[start] == UInt8(ascii: " ") { start += 1 }
      let end = bytes.count - 2
      guard start < end, unsafe bytes[start] == UInt8(ascii: "\""),
        unsafe bytes[end] == UInt8(ascii: "\""), unsafe bytes[end + 1] == UInt8(ascii: "}")
      else { return nil }
      let text = unsafe UnsafeBufferPointer(rebasing: bytes[(start + 1)..<end])
      return unsafe isPlain(text) ? String(validating: text, as: UTF8.self) : nil
    }
  }

  /// Whether there is no quotation mark, no backslash and no control character.
  private static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    let raw = UnsafeRawBufferPointer(text)
    // Eight bytes in one step.
    while index + 8 <= raw.count {
      let word = unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if word.mayHoldByte(below: 0x20) || (word ^ UInt64.each(0x22)).mayHoldByte(below: 1)
        || (word ^ UInt64.each(0x5C)).mayHoldByte(below: 1)
      {
        break
      }
      index += 8
    }
    while index < text.count {
      let byte = unsafe text[index]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { return false }
      index += 1
    }
    return true
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
}

extension UInt64 {
  fileprivate static func each(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// False only when no byte is less than the bound, which is at most 0x80 (Warren, "Hacker's
  /// Delight", section 6-1).
  fileprivate func mayHoldByte(below bound: UInt8) -> Bool {
    (self &- Self.each(bound)) & ~self & Self.each(0x80) != 0
  }
}

extension JSONNode {
  /// What a value is called in a sentence: its kind, and a scalar by its spelling.
  var kind: String {
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
