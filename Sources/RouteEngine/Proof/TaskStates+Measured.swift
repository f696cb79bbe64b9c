extension TaskStates {
  /// The variables that tell what is measured; the last ones.
  var measuredIndices: Range<Int> { variables.count - measured.variables.count..<variables.count }

  /// How many states there are before anything is measured.
  var countUnmeasured: Int {
    variables.indices.filter { !measuredIndices.contains($0) }
      .reduce(1) { $0.timesOrMaximum(space.radices[$1]) }
  }

  /// The measured variables that the gates depend on, in order.
  ///
  /// What is measured of one model is nothing to another, so most gates depend on few of them: proofs
  /// look at each gate with only its own, and else at nothing measured. With all of them at once the
  /// states would double with each model.
  func measuredVariables(of wires: [TruthCircuit.Wire], in circuit: TruthCircuit) -> [Int] {
    guard !measuredIndices.isEmpty else { return [] }
    let all = circuit.variables(of: wires)
    return measuredIndices.filter(all.contains)
  }

  /// How many states have only those measured variables out of the ordinary.
  func count(varying variables: [Int]) -> Int {
    variables.reduce(countUnmeasured) { $0.timesOrMaximum(space.radices[$1]) }
  }

  /// The same, over several sets of variables.
  func count(varying sets: some Collection<[Int]>) -> Int {
    sets.reduce(0) { total, variables in
      let (sum, overflows) = total.addingReportingOverflow(count(varying: variables))
      return overflows ? .max : sum
    }
  }

  /// Those states in blocks, the unmeasured first.
  func blocks(varying variables: [Int]) -> [Range<Int>] {
    let measured = StateSpace(radices: variables.map { space.radices[$0] })
    let count = countUnmeasured
    return (0..<measured.count).flatMap { number in
      let start = variables.indices.reduce(0) { start, index in
        start + measured.value(of: index, in: number) * space.strides[variables[index]]
      }
      return CircuitRun.blocks(of: start..<start + count)
    }
  }

  /// Whether that many can be looked at; where all of them together have no number, none can.
  func areFew(_ count: Int, limit: Int) -> Bool { count <= limit && space.count < .max }
}
