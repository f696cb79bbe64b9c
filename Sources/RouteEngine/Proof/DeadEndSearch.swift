/// The search for states in which nothing is permitted.
struct DeadEndSearch {
  typealias Wire = TruthCircuit.Wire

  private let policy: PolicyCircuit
  private let states: TaskStates
  /// Where every candidate is stopped, whatever is measured.
  private let isDead: Wire
  /// Where every candidate's backend is there.
  private let isEquipped: Wire
  /// Where each constraint stops a candidate.
  private let isStopping: [Wire]
  private let isProposed: Wire

  /// Dead ends that are shown at most: one for each conflict of constraints.
  private static let limit = 16

  /// Where a condition of `intended` is true, denial is what is wanted.
  init(besides intended: [Condition], in policy: inout PolicyCircuit) {
    states = policy.states
    let offers = policy.offers()
    let open = offers.map { policy.canBeOpen($0) }
    let wanted = intended.map { policy.circuit.certainly(policy.truth(of: $0, for: .invariant)) }
    isDead = policy.circuit.all([
      policy.isPossible, policy.circuit.not(policy.circuit.any(open + wanted)),
    ])
    let missing = offers.map { offer in
      policy.circuit.all([offer.isProposed, policy.isMissing(offer.target.backend)])
    }
    isEquipped = policy.circuit.not(policy.circuit.any(missing))
    isProposed = policy.circuit.any(offers.map(\.isProposed))
    var stopping: [[Wire]] = policy.policy.constraints.map { _ in [] }
    for offer in offers {
      for stop in policy.stops(of: offer.target) {
        stopping[stop.constraint].append(policy.circuit.all([offer.isProposed, stop.wire]))
      }
    }
    isStopping = stopping.map { policy.circuit.any($0) }
    self.policy = policy
  }

  /// The smallest for each conflict.
  func deadEnds() -> [ProofFindings.DeadEnd] {
    guard !policy.circuit.isConstant(isDead, .false) else { return [] }
    var dead = deadStates()
    var check = StateCheck(policy)
    var found: [ProofFindings.DeadEnd] = []
    while found.count < Self.limit {
      let smallest = smallest(of: dead)
      let examples = smallest.lazy.compactMap { candidate in
        check.counterexample(candidate).map { (state: candidate.state, counterexample: $0) }
      }
      guard let example = examples.first else { break }
      let constraints = constraints(stoppingIn: example.state)
      found.append(
        ProofFindings.DeadEnd(
          counterexample: example.counterexample,
          constraints: constraints.map { policy.policy.constraints[$0] }
        )
      )
      remove(from: &dead, wherePartOf: constraints)
    }
    return found
  }

  /// A bit for each state, whatever the place.
  private typealias Bits = [CircuitRun.Lane]

  /// Shows every block of every place that has a state of the set.
  private func lookAtBlocks(
    with bits: Bits? = nil,
    outputs: [Wire],
    _ look: (_ run: CircuitRun, _ firstLane: Int) -> Void
  ) {
    let count = states.countWithoutPlaces
    var run = CircuitRun(policy.circuit, over: states.space, outputs: outputs)
    // With nothing measured: what may be is in the gates.
    for place in 0..<states.countUnmeasured / count {
      for block in CircuitRun.blocks(of: place * count..<(place + 1) * count) {
        let first = (block.lowerBound - place * count) / CircuitRun.laneSize
        let last = first + (block.count - 1) / CircuitRun.laneSize
        if let bits, bits[first...last].allSatisfy({ $0 == .zero }) { continue }
        run.evaluate(block)
        look(run, first)
      }
    }
  }

  /// The states that are dead in every place where the backends are there.
  private func deadStates() -> Bits {
    var alive = Bits(repeating: .zero, count: states.countWithoutPlaces / CircuitRun.laneSize + 1)
    var equipped = alive
    lookAtBlocks(outputs: [isDead, isEquipped]) { run, first in
      for lane in 0..<run.laneCount {
        let isThere = run.isTrue(isEquipped, lane)
        equipped[first + lane] |= isThere
        alive[first + lane] |= isThere & ~run.isTrue(isDead, lane)
      }
    }
    return zip(equipped, alive).map { $0 & ~$1 }
  }

  /// The smallest of the states, each in the first place where the backends are there.
  private func smallest(of dead: Bits) -> [SmallestStates.Found] {
    var open = dead
    var smallest = SmallestStates(of: states)
    lookAtBlocks(with: dead, outputs: [isEquipped]) { run, first in
      for lane in 0..<run.laneCount {
        let found = open[first + lane] & run.isTrue(isEquipped, lane)
        open[first + lane] &= ~found
        for state in found.bits(from: run.block.lowerBound + lane * CircuitRun.laneSize) {
          if let size = smallest.size(of: state) { smallest.add(state, size: size) }
        }
      }
    }
    return smallest.found
  }

  private func constraints(stoppingIn state: Int) -> [Int] {
    var run = CircuitRun(policy.circuit, over: states.space, outputs: isStopping)
    run.evaluate(state..<state + 1)
    return isStopping.indices.filter { run.isTrue(isStopping[$0], in: state) }
  }

  /// Removes the states in which these constraints all stop something: they are the same conflict.
  private func remove(from dead: inout Bits, wherePartOf constraints: [Int]) {
    let wires = constraints.map { isStopping[$0] } + [isEquipped, isProposed]
    var rest = dead
    lookAtBlocks(with: dead, outputs: wires) { run, first in
      for lane in 0..<run.laneCount {
        let isProposed = run.isTrue(isProposed, lane)
        let isSame = constraints.reduce(constraints.isEmpty ? ~isProposed : isProposed) {
          $0 & run.isTrue(isStopping[$1], lane)
        }
        rest[first + lane] &= ~(isSame & run.isTrue(isEquipped, lane))
      }
    }
    dead = rest
  }
}
