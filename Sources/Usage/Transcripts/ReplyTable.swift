/// Replies by their key, in a hash table that holds nothing but numbers.
struct ReplyTable: Sendable {
  private(set) var replies: [Reply] = []
  private var keys: [ReplyKey] = []
  /// Places in `replies`, found by open addressing; -1 where nothing is.
  private var slots = [Int32](repeating: -1, count: 1_024)

  /// Counts a reply, or what another line says of one that is counted.
  mutating func add(_ reply: Reply, key: ReplyKey) {
    let slot = slot(of: key)
    let place = Int(slots[slot])
    guard place < 0 else {
      replies[place].merge(reply)
      return
    }
    slots[slot] = Int32(replies.count)
    replies.append(reply)
    keys.append(key)
    if replies.count * 3 > slots.count * 2 {
      grow()
    }
  }

  /// Where the key is, or where it would be put.
  private func slot(of key: ReplyKey) -> Int {
    var slot = Int(truncatingIfNeeded: key.first) & (slots.count - 1)
    while slots[slot] >= 0, keys[Int(slots[slot])] != key {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for (place, key) in keys.enumerated() {
      slots[slot(of: key)] = Int32(place)
    }
  }
}
