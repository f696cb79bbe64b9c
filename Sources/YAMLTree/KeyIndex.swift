/// Which keys one mapping has.
struct KeyIndex {
  /// One bit for each number in the table.
  private var numbers: UInt64 = 0
  /// The records of the other keys, and whether all of them are ASCII: then only the same bytes are the same
  /// text.
  private var others: [Int] = []
  private var areASCII = true
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
    areASCII = areASCII && storage.isASCII(key)
    if others.count < Self.maximumCompared {
      for other in others where isSame(other, key, in: storage) { return other }
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

  private func isSame(_ first: Int, _ second: Int, in storage: NodeStorage) -> Bool {
    areASCII
      ? storage.haveSameBytes(first, second)
      : storage.text(of: first) == storage.text(of: second)
  }
}
