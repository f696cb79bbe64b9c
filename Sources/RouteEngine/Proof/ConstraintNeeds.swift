/// Which constraints stop something that no other stops.
struct ConstraintNeeds {
  typealias Wire = TruthCircuit.Wire

  private let policy: Policy
  private let states: TaskStates
  private let circuit: TruthCircuit
  /// For each kind of target where each constraint stops it, while its backend is not missing.
  ///
  /// By the measured variables that they depend on.
  private let rows: [[Int]: [[PolicyCircuit.Stop]]]

  init(in policy: inout PolicyCircuit) {
    self.policy = policy.policy
    states = policy.states
    let targets = policy.policy.targets(seenBy: policy.states.mentions.selectors)
    var rows: [[PolicyCircuit.Stop]] = []
    var seen: Set<[PolicyCircuit.Stop]> = []
    for target in targets {
      let isThere = policy.circuit.not(policy.isMissing(target.backend))
      let counts = policy.circuit.all([policy.isPossible, isThere])
      let row = policy.stops(of: target).map { stop in
        PolicyCircuit.Stop(
          constraint: stop.constraint,
          wire: policy.circuit.all([counts, stop.wire])
        )
      }
      if seen.insert(row).inserted { rows.append(row) }
    }
    let (states, circuit) = (states, policy.circuit)
    self.rows = Dictionary(grouping: rows) { row in
      states.measuredVariables(of: row.map(\.wire), in: circuit)
    }
    self.circuit = circuit
  }

  /// The measured variables that each row depends on.
  var measuredVariables: [[Int]] { Array(rows.keys) }

  /// Shows every state to every row, some rows at a time.
  private func lookAtBlocks(_ look: (_ rows: [[PolicyCircuit.Stop]], _ run: CircuitRun) -> Void) {
    for (variables, rows) in rows {
      var run = CircuitRun(circuit, over: states.space, outputs: rows.joined().map(\.wire))
      for block in states.blocks(varying: variables) {
        run.evaluate(block)
        look(rows, run)
      }
    }
  }

  func redundant() -> [ProofFindings.RedundantConstraint] {
    var isNeeded = Array(repeating: false, count: policy.constraints.count)
    var stopsSomething = isNeeded
    lookAtBlocks { rows, run in
      for row in rows where row.contains(where: { !isNeeded[$0.constraint] }) {
        look(at: row, in: run, &isNeeded, &stopsSomething)
      }
    }
    let redundant = isNeeded.indices.filter { !isNeeded[$0] }
    var stoppers = redundant.map { _ in Set(policy.constraints.indices) }
    if redundant.contains(where: { stopsSomething[$0] }) {
      lookAtBlocks { rows, run in
        for (place, index) in redundant.enumerated()
        where stopsSomething[index] && stoppers[place].count > 1 {
          narrow(&stoppers[place], toWhatImplies: index, in: rows, run)
        }
      }
    }
    return zip(redundant, stoppers).map { index, others in
      let others = others.subtracting([index]).sorted().map { policy.constraints[$0] }
      return ProofFindings.RedundantConstraint(
        constraint: policy.constraints[index],
        reason: !stopsSomething[index]
          ? .stopsNothing : others.isEmpty ? .impliedTogether : .implied(by: others)
      )
    }
  }

  private func look(
    at row: [PolicyCircuit.Stop],
    in run: CircuitRun,
    _ isNeeded: inout [Bool],
    _ stopsSomething: inout [Bool]
  ) {
    for lane in 0..<run.laneCount {
      var once = CircuitRun.Lane.zero
      var twice = CircuitRun.Lane.zero
      for stop in row {
        let states = run.isTrue(stop.wire, lane)
        twice |= once & states
        once |= states
      }
      guard once != .zero else { continue }
      for stop in row where !isNeeded[stop.constraint] {
        let states = run.isTrue(stop.wire, lane)
        guard states != .zero else { continue }
        stopsSomething[stop.constraint] = true
        if states & ~twice != .zero { isNeeded[stop.constraint] = true }
      }
    }
  }

  /// Leaves the constraints that stop, in this block, all that the given one does.
  private func narrow(
    _ others: inout Set<Int>,
    toWhatImplies index: Int,
    in rows: [[PolicyCircuit.Stop]],
    _ run: CircuitRun
  ) {
    for row in rows {
      guard let own = row.first(where: { $0.constraint == index }) else { continue }
      for lane in 0..<run.laneCount where !others.isEmpty {
        let states = run.isTrue(own.wire, lane)
        guard states != .zero else { continue }
        others.formIntersection(
          row.filter { stop in
            others.contains(stop.constraint) && states & ~run.isTrue(stop.wire, lane) == .zero
          }
          .map(\.constraint)
        )
      }
    }
  }
}
