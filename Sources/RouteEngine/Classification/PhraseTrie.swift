/// The nodes of an Aho-Corasick automaton over word numbers (Aho and Corasick 1975).
struct PhraseTrie: Sendable {
  /// For each node the longest proper suffix that is a node; the root's is the root.
  private(set) var failures: [Int32] = [0]
  private var children: PhraseTransitions
  private var parents: [Int32] = [0]
  private var words: [Int32] = [0]
  private var depths: [Int32] = [0]

  init(expectedCount: Int) {
    children = PhraseTransitions(expectedCount: expectedCount)
    parents.reserveCapacity(expectedCount + 1)
    words.reserveCapacity(expectedCount + 1)
    depths.reserveCapacity(expectedCount + 1)
  }

  var count: Int { parents.count }

  /// The child of the node, new when there was none.
  mutating func addChild(of node: Int32, by word: Int32) -> Int32 {
    let child = children.target(from: node, by: word, orInsert: Int32(count))
    if child == count {
      parents.append(node)
      words.append(word)
      depths.append(depths[Int(node)] + 1)
    }
    return child
  }

  /// Sets the failures, and gives the nodes but the root with shallow ones first.
  ///
  /// Amortised over each path, the work is its length.
  mutating func connect() -> [Int32] {
    let order = nodesByDepth()
    failures = Array(repeating: 0, count: count)
    for node in order where parents[Int(node)] != 0 {
      let parent = parents[Int(node)]
      failures[Int(node)] = next(from: failures[Int(parent)], by: words[Int(node)])
    }
    return order
  }

  /// Where the automaton is after the word.
  func next(from node: Int32, by word: Int32) -> Int32 {
    var node = node
    while true {
      if let child = children.target(from: node, by: word) { return child }
      if node == 0 { return 0 }
      node = failures[Int(node)]
    }
  }

  /// A counting sort: children have higher numbers than their parents, but not than all nodes above.
  private func nodesByDepth() -> [Int32] {
    var starts: [Int] = []
    for depth in depths.dropFirst() {
      while starts.count <= Int(depth) {
        starts.append(0)
      }
      starts[Int(depth)] += 1
    }
    var sum = 0
    for depth in starts.indices {
      (starts[depth], sum) = (sum, sum + starts[depth])
    }
    var order = [Int32](repeating: 0, count: count - 1)
    for node in 1..<max(count, 1) {
      let depth = Int(depths[node])
      order[starts[depth]] = Int32(node)
      starts[depth] += 1
    }
    return order
  }
}

/// The edges of the trie: one open hash table of (node, word) → node.
struct PhraseTransitions: Sendable {
  private var keys: [UInt64]
  private var targets: [Int32]
  private var count = 0
  private var shift: UInt64
  /// Odd, drawn per process, so that no policy can choose edges that collide.
  private let multiplier: UInt64

  init(expectedCount: Int) {
    var bits: UInt64 = 4
    while (1 << bits) * 2 < expectedCount * 3 {
      bits += 1
    }
    keys = Array(repeating: Self.free, count: 1 << bits)
    targets = Array(repeating: 0, count: 1 << bits)
    shift = 64 - bits
    multiplier = UInt64(bitPattern: Int64(Hasher().finalize())) | 1
  }

  /// No key: nodes are not negative, and so the sign bit is never set.
  private static let free = UInt64.max

  func target(from node: Int32, by word: Int32) -> Int32? {
    let key = Self.key(node, word)
    let slot = slot(of: key)
    return keys[slot] == key ? targets[slot] : nil
  }

  mutating func target(from node: Int32, by word: Int32, orInsert new: Int32) -> Int32 {
    let key = Self.key(node, word)
    var slot = slot(of: key)
    if keys[slot] == key { return targets[slot] }
    if (count + 1) * 3 > keys.count * 2 {
      grow()
      slot = self.slot(of: key)
    }
    keys[slot] = key
    targets[slot] = new
    count += 1
    return new
  }

  private static func key(_ node: Int32, _ word: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: node)) << 32 | UInt64(UInt32(bitPattern: word))
  }

  private func slot(of key: UInt64) -> Int {
    var slot = Int((key &* multiplier) >> shift)
    while keys[slot] != key, keys[slot] != Self.free {
      slot = (slot + 1) & (keys.count - 1)
    }
    return slot
  }

  private mutating func grow() {
    let old = zip(keys, targets).filter { $0.0 != Self.free }
    shift -= 1
    keys = Array(repeating: Self.free, count: keys.count * 2)
    targets = Array(repeating: 0, count: keys.count)
    for (key, target) in old {
      let slot = slot(of: key)
      keys[slot] = key
      targets[slot] = target
    }
  }
}
