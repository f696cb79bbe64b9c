internal import Diagnostics

extension TreeReader {
  /// The mapping that a file is, of which the items of some lists are handed out and not kept.
  mutating func rootMapping(
    from start: Event,
    handingOut lists: [String],
    _ receive: (String, YAMLNode) -> Void
  ) throws(Stop) -> YAMLNode {
    try count(start)
    try checkDepth(1, at: start)
    var keys = KeyIndex(first: 0)
    while true {
      let event = try next()
      if event.kind == .collectionEnd {
        return mapping(from: start, to: event, above: 0)
      }
      let key = try key(from: event, depth: 1)
      let valueStart = try next().leftOut(behind: event)
      // Of a key that is there twice, the first value counts.
      if let key, valueStart.kind == .sequenceStart, lists.contains(key.text),
        !entries.hold(key.text)
      {
        let list = try emptied(from: valueStart, depth: 2) { receive(key.text, $0) }
        add(key, event, list, &keys)
      } else {
        add(key, event, try node(from: valueStart, depth: 1), &keys)
      }
    }
  }

  /// A list without the items, which are handed out one by one.
  private mutating func emptied(
    from start: Event,
    depth: Int,
    _ receive: (YAMLNode) -> Void
  ) throws(Stop) -> YAMLNode {
    try count(start)
    try checkDepth(depth, at: start)
    var last: SourcePosition?
    while true {
      let event = try next()
      if event.kind == .collectionEnd {
        return YAMLNode(.sequence([]), at: start.range(to: event, behind: last))
      }
      if let item = try node(from: event, depth: depth) {
        receive(item)
        last = item.range.end
      }
    }
  }
}

extension Stack<YAMLEntry> {
  fileprivate borrowing func hold(_ key: String) -> Bool {
    (0..<count).contains { index in part({ $0.key == key }, of: index) }
  }
}
