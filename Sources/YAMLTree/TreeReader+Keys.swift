internal import Diagnostics

/// The keys of mappings.
extension TreeReader {
  /// Adds a key; false where there is a mistake instead.
  mutating func addKey(from event: Event, depth: Int) throws(Stop) -> Bool {
    let mark = nodes.end
    switch event.kind {
    case .scalar:
      try count(event)
      let number = events.number(in: table)
      addText(NodeStorage.Record(kind: .key, number: number, range: event.range))
      if number != nil { return true }
      checkText(of: event)
      let isMissing = nodes.isText("", at: mark)
      guard event.style == .plain, isMissing || nodes.isText("<<", at: mark) else { return true }
      note(isMissing ? .missingKey(at: place(event.range)) : .mergeKey(at: place(event.range)))
    case .sequenceStart:
      if let list = try addNode(from: event, depth: depth) {
        note(.keyIsCollection("a list", at: place(list)))
      }
    case .mappingStart:
      if let mapping = try addNode(from: event, depth: depth) {
        note(.keyIsCollection("a mapping", at: place(mapping)))
      }
    case .alias, .streamStart, .streamEnd, .documentStart, .documentEnd, .collectionEnd:
      _ = try addNode(from: event, depth: depth)
    }
    nodes.removeAll(from: mark)
    return false
  }

  /// Whether the mapping does not have the key yet, which was added last with its value.
  mutating func isNew(_ key: Int, in mapping: Int, _ keys: inout KeyIndex) -> Bool {
    guard let same = keys.record(sameAs: key, in: mapping, of: nodes) else { return true }
    let places = (place(nodes[key].range), place(nodes[same].range))
    note(.duplicate(nodes.text(of: key), at: places.0, first: places.1))
    return false
  }
}
