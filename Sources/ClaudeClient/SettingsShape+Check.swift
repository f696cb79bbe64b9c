import JSONTree

extension SettingsShape {
  /// Where the first fault is, and what was expected there.
  typealias Fault = (key: String, expected: String)

  func fault(in node: JSONNode, at path: String) -> Fault? {
    switch (self, node) {
    case (.any, .array(let nodes)):
      return fault(ofElements: nodes, at: path)
    case (.any(let freedom), .object(let nodes)):
      return Self.fault(of: nodes, members: [], others: self, freedom: freedom, at: path)
    case (.list(let element), .array(let nodes)):
      return element.fault(ofElements: nodes, at: path)
    case (.object(let members, let others), .object(let nodes)):
      return Self.fault(of: nodes, members: members, others: others, freedom: .noHooks, at: path)
    case (.variants(let key, let members), .object):
      return Self.variant(of: node, by: key, members).fault(in: node, at: path)
    case (.either(let shapes), _):
      if shapes.contains(where: { $0.fault(in: node, at: path) == nil }) { return nil }
      // A user who wrote a list or an object meant that alternative.
      let meant = shapes.first { $0.isContainer(like: node) }
      return meant?.fault(in: node, at: path) ?? (path, text)
    default:
      return admits(node) ? nil : (path, text)
    }
  }

  private func fault(ofElements nodes: [JSONNode], at path: String) -> Fault? {
    if self == .any(.whatever) { return nil }
    for (index, node) in nodes.enumerated() {
      if let fault = fault(in: node, at: "\(path)[\(index)]") { return fault }
    }
    return nil
  }

  private static func fault(
    of nodes: [JSONMember],
    members: [Member],
    others: SettingsShape,
    freedom: Freedom,
    at path: String
  ) -> Fault? {
    if others == .any(.whatever), members.isEmpty { return nil }
    let prefix = path.isEmpty ? "" : "\(path)."
    for node in nodes {
      let known = members.first { node.hasKey($0.key) }
      if known == nil, !freedom.admits(node) {
        return (prefix + node.key, "put below `hooks`, in the list of an event")
      }
      if let fault = (known?.shape ?? others).fault(in: node.value, at: prefix + node.key) {
        return fault
      }
    }
    let missing = members.first { member in
      member.isRequired && !nodes.contains { $0.hasKey(member.key) }
    }
    return missing.map { (prefix + $0.key, $0.shape.text) }
  }

  /// The shape that the word under `key` asks for; without a word that is known, one without it.
  private static func variant(of node: JSONNode, by key: String, _ members: [Member]) -> Self {
    let word = node[key]?.string
    if let word, let member = members.first(where: { $0.key.utf8.elementsEqual(word.utf8) }) {
      return member.shape
    }
    let words = SettingsShape.choice(members.map(\.key))
    return .object([Member(key: key, shape: words, isRequired: true)], others: .any(.whatever))
  }

  private func isContainer(like node: JSONNode) -> Bool {
    switch (self, node) {
    case (.list, .array), (.object, .object): true
    default: false
    }
  }

  /// For values without parts.
  private func admits(_ node: JSONNode) -> Bool {
    switch (self, node) {
    case (.any, _), (.truth, .truth): true
    case (.scalar, .array), (.scalar, .object): false
    case (.scalar, _): true
    case (.string(let form), .string(let text)): form.admits(text)
    case (.choice(let words), .string(let text)):
      words.contains { $0.utf8.elementsEqual(text.utf8) }
    case (.number(let range, let isWhole), .number(let literal)):
      Double(literal).map { range.contains($0) && (!isWhole || $0 == $0.rounded()) } ?? false
    default: false
    }
  }
}
