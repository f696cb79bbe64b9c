/// Which keys one mapping has.
struct KeyIndex {
  /// One bit for each number in the table.
  private var numbers: UInt64 = 0
  /// The records of the other keys.
  private var others: [Int] = []
  /// Filled once there are so many that comparing with each is the slower way.
  private var positions: [String: Int] = [:]

  /// An empirically chosen limit.
  private static let maximumCompared = 16

  /// The record of the same key of the mapping; without one, this is taken to be one of its keys from now
  /// on.
  ///
  /// Keys are one when they are canonically equivalent, as `String` compares them.
  mutating func record(sameAs key: Int, in mapping: Int, of storage: NodeStorage) -> Int? {
    guard let number = storage[key].number else { return other(sameAs: key, of: storage) }
    // A key that is not in the table is none of its words.
    let bit: UInt64 = 1 << UInt64(number)
    guard numbers & bit != 0 else {
      numbers |= bit
      return nil
    }
    return YAMLEntries(storage, mapping + 1..<key).first { $0.number == number }?.index
  }

  private mutating func other(sameAs key: Int, of storage: NodeStorage) -> Int? {
    if others.count < Self.maximumCompared {
      if let same = others.first(where: { storage.isSameText($0, key) }) { return same }
      others.append(key)
      return nil
    }
    if positions.isEmpty {
      positions = Dictionary(uniqueKeysWithValues: others.map { (storage.text(of: $0), $0) })
    }
    let text = storage.text(of: key)
    if let position = positions[text] { return position }
    positions[text] = key
    return nil
  }
}
