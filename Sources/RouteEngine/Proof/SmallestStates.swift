/// The states that differ least from the ordinary, of all that are shown to it.
struct SmallestStates {
  /// A state in which something happens.
  struct Found {
    let state: Int
    /// What has to be unavailable for it.
    let unavailable: [String]
    /// The target that is then decided for; absent for a denial.
    let target: Target?
    let size: Int
    fileprivate let key: [Int]
  }

  /// The smallest first.
  private(set) var found: [Found] = []

  private let states: TaskStates
  /// The places of the variables in the order in which equal states are compared.
  private let order: [Int]
  private let backends: [String]
  /// How many are kept: should the smallest turn out to be no task, the next one may be.
  private let capacity: Int

  init(of states: TaskStates, backends: [String] = [], capacity: Int = 8) {
    self.states = states
    self.backends = backends
    self.capacity = capacity
    order = states.variables.indices.sorted {
      states.variables[$0].rank < states.variables[$1].rank
    }
  }

  /// Whether a state as large as that would be kept, whatever it looks like.
  private func wants(_ size: Int) -> Bool {
    guard found.count == capacity, let last = found.last else { return true }
    return size <= last.size
  }

  /// How much the state differs from the ordinary, or nil when that is too much to be kept.
  func size(of state: Int) -> Int? {
    var size = 0
    for (index, variable) in states.variables.enumerated() {
      size += variable.deviations[states.value(of: index, in: state)]
    }
    if isNamingSpare(state) { size += 1 }
    return wants(size) ? size : nil
  }

  mutating func add(_ state: Int, size: Int, unavailable: [String] = [], target: Target? = nil) {
    let size = size + unavailable.count
    guard wants(size) else { return }
    let entry = Found(
      state: state,
      unavailable: unavailable.sorted(),
      target: target,
      size: size,
      key: key(of: state) + unavailable.sorted().map(rank(ofBackend:))
    )
    let place = found.firstIndex { $0.isAfter(entry) } ?? found.count
    found.insert(entry, at: place)
    if found.count > capacity { found.removeLast() }
  }

  /// Classes are named, but none of those that matter.
  private func isNamingSpare(_ state: Int) -> Bool {
    guard let naming = states.namingVariable, states.value(of: naming, in: state) == 0 else {
      return false
    }
    return !hasTold(state)
  }

  private func hasTold(_ state: Int) -> Bool {
    states.variables.indices.contains { index in
      guard case .taskClass = states.variables[index].subject else { return false }
      return states.value(of: index, in: state) != 0
    }
  }

  /// What is out of the ordinary, in order; a text instead of names comes last.
  private func key(of state: Int) -> [Int] {
    var key: [Int] = []
    for (rank, index) in order.enumerated() {
      let value = states.value(of: index, in: state)
      if states.variables[index].subject == .naming { continue }
      if states.variables[index].deviations[value] > 0 { key.append(rank << 32 + value) }
    }
    let isTold = states.namingVariable.map { states.value(of: $0, in: state) == 1 } ?? false
    return isTold && hasTold(state) ? key + [.max] : key
  }

  private func rank(ofBackend name: String) -> Int {
    (order.count + (backends.firstIndex(of: name) ?? 0)) << 32
  }
}

extension SmallestStates.Found {
  fileprivate func isAfter(_ other: Self) -> Bool {
    size == other.size ? other.key.lexicographicallyPrecedes(key) : size > other.size
  }
}
