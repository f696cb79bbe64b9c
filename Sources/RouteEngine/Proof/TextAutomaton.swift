/// Tells, reading a text byte by byte, which of several patterns match all of it.
///
/// A nondeterministic automaton over the union of the patterns; what it is in after some bytes is a
/// set of its states, and two texts that lead to one set are the same to every pattern.
struct TextAutomaton {
  /// One pattern over whole texts.
  enum Pattern: Hashable {
    case literal(String)
    case prefix(String)
    case glob(Glob)
  }

  /// A set of states, 64 to a word.
  typealias StateSet = [UInt64]

  private struct State {
    var edges: [(bytes: GlobByteSet, next: Int)] = []
    var free: [Int] = []
    /// The pattern that matches when the text ends here.
    var accepts: Int?
  }

  private var states: [State] = []
  private var starts: [Int] = []

  init(_ patterns: [Pattern]) {
    for (index, pattern) in patterns.enumerated() {
      switch pattern {
      case .literal(let text):
        let end = addChain(text)
        states[end].accepts = index
      case .prefix(let text):
        let end = addChain(text)
        states[end].edges.append((GlobByteSet().inverted, end))
        states[end].accepts = index
      case .glob(let glob):
        addGlob(glob.whole.segments, accepting: index)
      }
    }
  }

  // MARK: Reading

  /// Where every text begins.
  var start: StateSet {
    var set = emptySet
    for state in starts {
      add(state, to: &set)
    }
    return set
  }

  func step(_ set: StateSet, _ byte: UInt8) -> StateSet {
    var next = emptySet
    for state in members(of: set) {
      for edge in states[state].edges where edge.bytes.contains(byte) {
        add(edge.next, to: &next)
      }
    }
    return next
  }

  /// The patterns that match a text that ends here.
  func accepted(_ set: StateSet) -> Set<Int> {
    Set(members(of: set).compactMap { states[$0].accepts })
  }

  /// Every set of bytes that an edge asks for; bytes in the same of them are interchangeable.
  var byteSets: Set<GlobByteSet> {
    Set(states.flatMap { $0.edges.map(\.bytes) })
  }

  private var emptySet: StateSet { StateSet(repeating: 0, count: states.count / 64 + 1) }

  private func add(_ state: Int, to set: inout StateSet) {
    guard set[state >> 6] >> UInt64(state & 63) & 1 == 0 else { return }
    set[state >> 6] |= 1 << UInt64(state & 63)
    for next in states[state].free {
      add(next, to: &set)
    }
  }

  private func members(of set: StateSet) -> [Int] {
    var members: [Int] = []
    for (index, word) in set.enumerated() {
      var rest = word
      while rest != 0 {
        members.append(index << 6 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return members
  }

  // MARK: Building

  private mutating func addState() -> Int {
    states.append(State())
    return states.count - 1
  }

  /// A state for each place in the text.
  ///
  /// - Returns: the last one.
  private mutating func addChain(_ text: String) -> Int {
    var last = addState()
    starts.append(last)
    for byte in text.utf8 {
      let next = addState()
      states[last].edges.append((GlobByteSet(byte), next))
      last = next
    }
    return last
  }

  /// The language of `GlobSegments.match`: a name takes one part of the text between slashes,
  /// `**` any number of them.
  private mutating func addGlob(_ segments: [GlobSegments.Segment], accepting pattern: Int) {
    let slash = GlobByteSet(UInt8(ascii: "/"))
    // Where a part begins that segment `index` or a later one must take.
    let begins = (0...segments.count).map { _ in addState() }
    starts.append(begins[0])
    for (index, segment) in segments.enumerated() {
      let end: Int
      switch segment {
      case .name(let steps):
        end = addName(steps, from: begins[index])
        states[end].edges.append((slash, begins[index + 1]))
      case .anyDepth(let least):
        end = addState()
        let afterOne = addState()
        states[begins[index]].free += least == 0 ? [end, begins[index + 1]] : [end]
        states[afterOne].free += [end, begins[index + 1]]
        states[end].edges += [(slash.inverted, end), (slash, afterOne)]
      }
      if segments[(index + 1)...].allSatisfy(\.takesNothing) {
        states[end].accepts = pattern
      }
    }
  }

  /// - Returns: the state in which the whole name is read.
  private mutating func addName(_ steps: [GlobStep], from begin: Int) -> Int {
    let notSlash = GlobByteSet(UInt8(ascii: "/")).inverted
    var last = addState()
    states[begin].free.append(last)
    for step in steps {
      let next = addState()
      switch step {
      case .byte(let byte): states[last].edges.append((GlobByteSet(byte), next))
      case .any: states[last].edges.append((notSlash, next))
      case .set(let set): states[last].edges.append((set.intersection(notSlash), next))
      case .star:
        states[last].edges.append((notSlash, last))
        states[last].free.append(next)
      }
      last = next
    }
    return last
  }
}

extension GlobSegments.Segment {
  /// Whether it may match no part at all.
  fileprivate var takesNothing: Bool {
    switch self {
    case .name: false
    case .anyDepth(let least): least == 0
    }
  }
}

extension GlobByteSet {
  fileprivate init(_ byte: UInt8) {
    self.init()
    insert(byte)
  }

  fileprivate func intersection(_ other: GlobByteSet) -> GlobByteSet {
    var union = inverted
    union.formUnion(other.inverted)
    return union.inverted
  }
}
