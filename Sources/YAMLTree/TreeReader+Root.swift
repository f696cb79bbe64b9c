internal import Diagnostics

extension TreeReader {
  /// Adds the mapping that a file is, of which the items of some lists are handed out and not kept.
  mutating func addRootMapping(
    from start: Event,
    handingOut lists: [String],
    _ receive: (String, YAMLNode) -> Void
  ) throws(Stop) {
    try count(start)
    try checkDepth(1, at: start)
    let mapping = nodes.end
    nodes.append(NodeStorage.Record(kind: .mapping, range: start.range))
    var keys = KeyIndex()
    var last: SourcePosition?
    while true {
      let event = try next()
      if event.kind == .collectionEnd {
        return nodes.close(mapping, at: start.range(to: event, behind: last))
      }
      let key = nodes.end
      let isKey = try addKey(from: event, depth: 1)
      let valueStart = try next().leftOut(behind: event)
      let value: SourceRange?
      if isKey, valueStart.kind == .sequenceStart,
        let list = lists.first(where: { nodes.isText($0, at: key) }),
        // Of a key that is there twice, the first value counts.
        nodes.key(list, in: mapping + 1..<key) == nil
      {
        value = try addEmptiedList(from: valueStart, depth: 2) { receive(list, $0) }
      } else {
        value = try addNode(from: valueStart, depth: 1)
      }
      if isKey, let value, isNew(key, in: mapping, &keys) {
        last = value.end
      } else {
        nodes.removeAll(from: key)
      }
    }
  }

  /// Adds a list without the items, which are handed out one by one.
  private mutating func addEmptiedList(
    from start: Event,
    depth: Int,
    _ receive: (YAMLNode) -> Void
  ) throws(Stop) -> SourceRange {
    try count(start)
    try checkDepth(depth, at: start)
    let kept = nodes
    nodes = NodeStorage()
    var last: SourcePosition?
    while true {
      let event = try next()
      if event.kind == .collectionEnd {
        let range = start.range(to: event, behind: last)
        nodes = kept
        nodes.append(NodeStorage.Record(kind: .sequence, range: range))
        return range
      }
      if isKnownUniquelyReferenced(&nodes) {
        nodes.removeAll(from: 0)
      } else {
        nodes = NodeStorage()
      }
      if let item = try addNode(from: event, depth: depth) {
        receive(YAMLNode(nodes, at: 0))
        last = item.end
      }
    }
  }
}
