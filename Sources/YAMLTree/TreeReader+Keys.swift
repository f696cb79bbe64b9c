internal import Diagnostics

/// The keys of mappings.
extension TreeReader {
  /// The text of a key, and its number where it is in the table.
  struct Key {
    let text: String
    var number: UInt8?
  }

  /// A key; absent where there is a mistake instead.
  mutating func key(from event: Event, depth: Int) throws(Stop) -> Key? {
    switch event.kind {
    case .scalar:
      try count(event)
      if let number = events.number(in: table) {
        return Key(text: table.words[number], number: UInt8(number))
      }
      let text = checkedText(of: event)
      guard event.style == .plain, text.isEmpty || text.utf8.count == 2 && text == "<<" else {
        return Key(text: text)
      }
      note(text.isEmpty ? .missingKey(at: place(event.range)) : .mergeKey(at: place(event.range)))
    case .sequenceStart:
      if let list = try node(from: event, depth: depth) {
        note(.keyIsCollection("a list", at: place(list.range)))
      }
    case .mappingStart:
      if let mapping = try node(from: event, depth: depth) {
        note(.keyIsCollection("a mapping", at: place(mapping.range)))
      }
    case .alias, .streamStart, .streamEnd, .documentStart, .documentEnd, .collectionEnd:
      _ = try node(from: event, depth: depth)
    }
    return nil
  }

  /// Adds an entry, unless a part of it is a mistake or its key is there already.
  mutating func add(
    _ key: Key?,
    _ event: Event,
    _ value: consuming YAMLNode?,
    _ keys: inout KeyIndex
  ) {
    guard let key, let value else { return }
    if let same = keys.position(of: key.text, in: entries) {
      let places = (place(event.range), place(entries.part({ $0.keyRange }, of: same)))
      note(.duplicate(key.text, at: places.0, first: places.1))
    } else {
      entries.append(
        YAMLEntry(key: key.text, number: key.number, keyRange: event.range, value: value)
      )
    }
  }
}
