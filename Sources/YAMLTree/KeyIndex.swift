/// Where the keys of one mapping are among the entries.
struct KeyIndex {
  /// Where the mapping's entries begin.
  let first: Int
  /// Filled once there are so many that comparing with each is the slower way.
  private var positions: [String: Int] = [:]

  /// An empirically chosen limit.
  private static let maximumCompared = 16

  init(first: Int) {
    self.first = first
  }

  /// The entry that has this key; without one, the key is taken to be the next that is added.
  ///
  /// Keys are one when they are canonically equivalent, as `String` compares them.
  mutating func position(of key: String, in entries: borrowing Stack<YAMLEntry>) -> Int? {
    if entries.count - first < Self.maximumCompared {
      for position in first..<entries.count where entries.part({ $0.key == key }, of: position) {
        return position
      }
      return nil
    }
    if positions.isEmpty {
      for position in first..<entries.count {
        positions[entries.part({ $0.key }, of: position)] = position
      }
    }
    if let position = positions[key] { return position }
    positions[key] = entries.count
    return nil
  }
}
