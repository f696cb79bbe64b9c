/// Everything that is asked of a state, as gates over the values of its variables.
///
/// Equal gates are one, so that what several rules ask for is worked out once. A gate's inputs
/// stand before it.
struct TruthCircuit: Sendable {
  /// The place of a gate, which stands for its output.
  typealias Wire = Int

  enum Gate: Hashable, Sendable {
    case constant(Truth)
    /// The truth for each value of a variable.
    case values(variable: Int, truths: [Truth])
    case all([Wire])
    case any([Wire])
    case not(Wire)
    /// True when the input is not false.
    case possibly(Wire)
    /// False when the input is not true.
    case certainly(Wire)
  }

  private(set) var gates: [Gate] = []
  /// Whether the output is never unknown.
  private(set) var isTwoValued: [Bool] = []
  private var places: [Gate: Wire] = [:]

  // MARK: Building

  mutating func constant(_ truth: Truth) -> Wire {
    add(.constant(truth), isTwoValued: truth != .unknown)
  }

  mutating func values(of variable: Int, _ truths: [Truth]) -> Wire {
    if let first = truths.first, truths.allSatisfy({ $0 == first }) {
      return constant(first)
    }
    return add(
      .values(variable: variable, truths: truths),
      isTwoValued: !truths.contains(.unknown)
    )
  }

  mutating func all(_ inputs: [Wire]) -> Wire {
    guard !inputs.contains(where: { isConstant($0, .false) }) else { return constant(.false) }
    let inputs = Set(inputs).filter { !isConstant($0, .true) }.sorted()
    switch inputs.count {
    case 0: return constant(.true)
    case 1: return inputs[0]
    default: return add(.all(inputs), isTwoValued: inputs.allSatisfy { isTwoValued[$0] })
    }
  }

  mutating func any(_ inputs: [Wire]) -> Wire {
    guard !inputs.contains(where: { isConstant($0, .true) }) else { return constant(.true) }
    let inputs = Set(inputs).filter { !isConstant($0, .false) }.sorted()
    switch inputs.count {
    case 0: return constant(.false)
    case 1: return inputs[0]
    default: return add(.any(inputs), isTwoValued: inputs.allSatisfy { isTwoValued[$0] })
    }
  }

  mutating func not(_ input: Wire) -> Wire {
    switch gates[input] {
    case .constant(let truth): constant(!truth)
    case .not(let inner): inner
    case .values(let variable, let truths): values(of: variable, truths.map { !$0 })
    case .all, .any, .possibly, .certainly: add(.not(input), isTwoValued: isTwoValued[input])
    }
  }

  mutating func possibly(_ input: Wire) -> Wire {
    if isTwoValued[input] { return input }
    if case .constant = gates[input] { return constant(.true) }
    return add(.possibly(input), isTwoValued: true)
  }

  mutating func certainly(_ input: Wire) -> Wire {
    if isTwoValued[input] { return input }
    if case .constant = gates[input] { return constant(.false) }
    return add(.certainly(input), isTwoValued: true)
  }

  func isConstant(_ wire: Wire, _ truth: Truth) -> Bool {
    gates[wire] == .constant(truth)
  }

  private mutating func add(_ gate: Gate, isTwoValued: Bool) -> Wire {
    if let wire = places[gate] { return wire }
    gates.append(gate)
    self.isTwoValued.append(isTwoValued)
    places[gate] = gates.count - 1
    return gates.count - 1
  }

  /// Where the gate can be true, whatever those variables are; never unknown.
  ///
  /// `radices` says how many values each of the variables has.
  mutating func somewhere(_ wire: Wire, overAll variables: [Int], _ radices: [Int]) -> Wire {
    let space = StateSpace(radices: radices)
    let cases = (0..<space.count).map { number in
      let values = variables.indices.map { (variables[$0], space.value(of: $0, in: number)) }
      return certainly(fixing(Dictionary(uniqueKeysWithValues: values), in: wire))
    }
    return any(cases)
  }

  /// The gate with some variables no longer free.
  private mutating func fixing(_ values: [Int: Int], in wire: Wire) -> Wire {
    guard !values.isEmpty else { return wire }
    var fixed: [Wire: Wire] = [:]
    func known(_ wires: [Wire]) -> [Wire] { wires.compactMap { fixed[$0] } }
    for gate in cone(of: [wire]) {
      switch gates[gate] {
      case .constant: fixed[gate] = gate
      case .values(let variable, let truths):
        fixed[gate] = values[variable].map { constant(truths[$0]) } ?? gate
      case .all(let inputs): fixed[gate] = all(known(inputs))
      case .any(let inputs): fixed[gate] = any(known(inputs))
      case .not(let input): fixed[gate] = fixed[input].map { not($0) }
      case .possibly(let input): fixed[gate] = fixed[input].map { possibly($0) }
      case .certainly(let input): fixed[gate] = fixed[input].map { certainly($0) }
      }
    }
    return fixed[wire] ?? wire
  }

  // MARK: Reading

  /// The variables that the given gates depend on.
  func variables(of wires: [Wire]) -> Set<Int> {
    Set(
      cone(of: wires).compactMap { wire in
        if case .values(let variable, _) = gates[wire] { variable } else { nil }
      }
    )
  }

  /// The gates that the given ones depend on, themselves included, inputs first.
  func cone(of wires: [Wire]) -> [Wire] {
    var isNeeded = Array(repeating: false, count: gates.count)
    for wire in wires {
      isNeeded[wire] = true
    }
    for wire in gates.indices.reversed() where isNeeded[wire] {
      switch gates[wire] {
      case .constant, .values: break
      case .all(let inputs), .any(let inputs):
        for input in inputs {
          isNeeded[input] = true
        }
      case .not(let input), .possibly(let input), .certainly(let input):
        isNeeded[input] = true
      }
    }
    return gates.indices.filter { isNeeded[$0] }
  }
}
