internal import JSONTree

/// `{"set":{"NAME":"value"},"unset":["NAME"]}` on one line, each part in the order given.
package struct JSONEnvironmentText: Hashable, Sendable {
  /// Ends with a newline.
  package let text: String

  package init(_ changes: [ResolvedChange]) throws(PlainFault) {
    let named = changes.filter { ShellVariable.isName($0.name) }
    let sets = named.compactMap { change in
      change.value.map { JSONMember(key: change.name, value: .string($0)) }
    }
    let unsets = named.filter { $0.value == nil }.map { JSONNode.string($0.name) }
    let node = JSONNode.object([
      JSONMember(key: "set", value: .object(sets)),
      JSONMember(key: "unset", value: .array(unsets)),
    ])
    text = node.text + "\n"
  }
}
