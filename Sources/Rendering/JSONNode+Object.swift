internal import JSONTree

extension [(String, JSONNode)] {
  /// The object with these keys, in this order.
  var object: JSONNode {
    .object(map { JSONMember(key: $0.0, value: $0.1) })
  }
}
