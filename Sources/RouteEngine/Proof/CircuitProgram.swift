/// The steps that work out a circuit's gates, one row of bits after the other.
struct CircuitProgram {
  typealias Wire = TruthCircuit.Wire

  /// What is written to a row.
  enum Step {
    case fill(row: Int, Bool)
    case invert(row: Int, Int)
    case unite(row: Int, [Int])
    case intersect(row: Int, [Int])
  }

  private(set) var steps: [Step] = []
  private(set) var rowCount = 0
  /// For each gate the row that tells where it is true.
  private(set) var trueRows: [Int]
  /// For each gate the row that tells where it is not false; the same when it is never unknown.
  private(set) var possibleRows: [Int]
  /// The variables that matter, each with the row of its first value; those of the others follow.
  private(set) var valueRows: [(variable: Int, row: Int)] = []

  init(_ circuit: TruthCircuit, over space: StateSpace, outputs: [Wire]) {
    trueRows = Array(repeating: 0, count: circuit.gates.count)
    possibleRows = trueRows
    let cone = circuit.cone(of: outputs)
    addValueRows(for: cone.map { circuit.gates[$0] }, space)
    for wire in cone {
      let isTwoValued = circuit.isTwoValued[wire]
      switch circuit.gates[wire] {
      case .constant(let truth):
        trueRows[wire] = add { .fill(row: $0, truth == .true) }
        possibleRows[wire] = isTwoValued ? trueRows[wire] : add { .fill(row: $0, truth != .false) }
      case .values(let variable, let truths):
        trueRows[wire] = row(of: variable, truths.map { $0 == .true })
        possibleRows[wire] =
          isTwoValued ? trueRows[wire] : row(of: variable, truths.map { $0 != .false })
      case .all(let inputs):
        let (certain, possible) = (inputs.map { trueRows[$0] }, inputs.map { possibleRows[$0] })
        trueRows[wire] = add { .intersect(row: $0, certain) }
        possibleRows[wire] = isTwoValued ? trueRows[wire] : add { .intersect(row: $0, possible) }
      case .any(let inputs):
        let (certain, possible) = (inputs.map { trueRows[$0] }, inputs.map { possibleRows[$0] })
        trueRows[wire] = add { .unite(row: $0, certain) }
        possibleRows[wire] = isTwoValued ? trueRows[wire] : add { .unite(row: $0, possible) }
      case .not(let input):
        let (certain, possible) = (trueRows[input], possibleRows[input])
        trueRows[wire] = add { .invert(row: $0, possible) }
        possibleRows[wire] = isTwoValued ? trueRows[wire] : add { .invert(row: $0, certain) }
      case .possibly(let input):
        (trueRows[wire], possibleRows[wire]) = (possibleRows[input], possibleRows[input])
      case .certainly(let input):
        (trueRows[wire], possibleRows[wire]) = (trueRows[input], trueRows[input])
      }
    }
  }

  private mutating func addValueRows(for gates: [TruthCircuit.Gate], _ space: StateSpace) {
    var isNeeded = Array(repeating: false, count: space.radices.count)
    for case .values(let variable, _) in gates {
      isNeeded[variable] = true
    }
    for variable in isNeeded.indices where isNeeded[variable] {
      valueRows.append((variable, rowCount))
      rowCount += space.radices[variable]
    }
  }

  private mutating func add(_ step: (_ row: Int) -> Step) -> Int {
    steps.append(step(rowCount))
    rowCount += 1
    return rowCount - 1
  }

  /// The row of the states in which the variable has one of those values.
  private mutating func row(of variable: Int, _ isIncluded: [Bool]) -> Int {
    let first = valueRows.first { $0.variable == variable }?.row ?? 0
    let rows = isIncluded.indices.filter { isIncluded[$0] }.map { first + $0 }
    return rows.count == 1 ? rows[0] : add { .unite(row: $0, rows) }
  }
}
