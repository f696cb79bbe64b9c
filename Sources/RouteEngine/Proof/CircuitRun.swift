/// The values of a circuit's gates in a block of states, a bit for each state.
///
/// A three-valued gate has two rows of bits: where it is true, and where it is not false.
struct CircuitRun {
  typealias Wire = TruthCircuit.Wire

  /// States in one block: a few hundred gates then fit in the cache.
  static let blockSize = 4_096
  private static let rowSize = blockSize / 64

  let space: StateSpace
  private let circuit: TruthCircuit
  private let order: [Wire]
  /// Where the rows of each gate begin; equal for a gate that is never unknown.
  private var trueRows: [Int]
  private var possibleRows: [Int]
  private var rows: [UInt64]
  /// For each variable and value the states that have it.
  private var valueRows: [[[UInt64]]]
  private(set) var block: Range<Int> = 0..<0

  /// - Parameter outputs: what will be read.
  init(_ circuit: TruthCircuit, over space: StateSpace, outputs: [Wire]) {
    self.circuit = circuit
    self.space = space
    order = circuit.cone(of: outputs)
    trueRows = Array(repeating: -1, count: circuit.gates.count)
    possibleRows = trueRows
    valueRows = Array(repeating: [], count: space.radices.count)
    var end = 0
    for wire in order {
      switch circuit.gates[wire] {
      case .possibly(let input):
        (trueRows[wire], possibleRows[wire]) = (possibleRows[input], possibleRows[input])
      case .certainly(let input):
        (trueRows[wire], possibleRows[wire]) = (trueRows[input], trueRows[input])
      case .constant, .values, .all, .any, .not:
        trueRows[wire] = end
        end += Self.rowSize
        if circuit.isTwoValued[wire] {
          possibleRows[wire] = trueRows[wire]
        } else {
          possibleRows[wire] = end
          end += Self.rowSize
        }
      }
      if case .values(let variable, _) = circuit.gates[wire] {
        valueRows[variable] = Array(
          repeating: Array(repeating: 0, count: Self.rowSize),
          count: space.radices[variable]
        )
      }
    }
    rows = Array(repeating: 0, count: end)
  }

  // MARK: Reading

  /// How many words the block has.
  var wordCount: Int { (block.count + 63) / 64 }

  /// The states of the block in that word; the last word may be partly used.
  func used(_ word: Int) -> UInt64 {
    let rest = block.count - word * 64
    return rest >= 64 ? .max : (1 << UInt64(rest)) - 1
  }

  /// Where the gate is true; bits past the block's end mean nothing.
  func isTrue(_ wire: Wire, _ word: Int) -> UInt64 { rows[trueRows[wire] + word] }

  func isTrue(_ wire: Wire, in state: Int) -> Bool {
    let offset = state - block.lowerBound
    return rows[trueRows[wire] + offset / 64] >> UInt64(offset % 64) & 1 == 1
  }

  func truth(of wire: Wire, in state: Int) -> Truth {
    let offset = state - block.lowerBound
    let isPossible = rows[possibleRows[wire] + offset / 64] >> UInt64(offset % 64) & 1 == 1
    return isTrue(wire, in: state) ? .true : isPossible ? .unknown : .false
  }

  /// Whether the gate is true in some state of the block.
  func isSomewhereTrue(_ wire: Wire) -> Bool {
    (0..<wordCount).contains { isTrue(wire, $0) & used($0) != 0 }
  }

  /// The states of the block in which the gate is true, ascending.
  func states(where wire: Wire) -> [Int] {
    var states: [Int] = []
    for word in 0..<wordCount {
      var rest = isTrue(wire, word) & used(word)
      while rest != 0 {
        states.append(block.lowerBound + word * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return states
  }

  // MARK: Working out

  /// The blocks that a range of states is cut into.
  static func blocks(of states: Range<Int>) -> [Range<Int>] {
    stride(from: states.lowerBound, to: states.upperBound, by: blockSize)
      .map { $0..<min($0 + blockSize, states.upperBound) }
  }

  mutating func evaluate(_ states: Range<Int>) {
    block = states
    for variable in valueRows.indices where !valueRows[variable].isEmpty {
      fillValues(of: variable)
    }
    for wire in order {
      switch circuit.gates[wire] {
      case .constant(let truth):
        fill(trueRows[wire], truth == .true)
        fill(possibleRows[wire], truth != .false)
      case .values(let variable, let truths):
        unite(variable, truths.map { $0 == .true }, into: trueRows[wire])
        if !circuit.isTwoValued[wire] {
          unite(variable, truths.map { $0 != .false }, into: possibleRows[wire])
        }
      case .all(let inputs):
        intersect(inputs.map { trueRows[$0] }, into: trueRows[wire])
        if !circuit.isTwoValued[wire] {
          intersect(inputs.map { possibleRows[$0] }, into: possibleRows[wire])
        }
      case .any(let inputs):
        unite(inputs.map { trueRows[$0] }, into: trueRows[wire])
        if !circuit.isTwoValued[wire] {
          unite(inputs.map { possibleRows[$0] }, into: possibleRows[wire])
        }
      case .not(let input):
        invert(possibleRows[input], into: trueRows[wire])
        if !circuit.isTwoValued[wire] {
          invert(trueRows[input], into: possibleRows[wire])
        }
      case .possibly, .certainly:
        // They are rows of their inputs.
        break
      }
    }
  }

  private mutating func fillValues(of variable: Int) {
    let (stride, radix) = (space.strides[variable], space.radices[variable])
    for value in 0..<radix {
      for word in 0..<wordCount {
        valueRows[variable][value][word] = 0
      }
    }
    var offset = 0
    var value = space.value(of: variable, in: block.lowerBound)
    var run = stride - block.lowerBound % stride
    while offset < block.count {
      let end = min(offset + run, block.count)
      valueRows[variable][value].set(offset..<end)
      offset = end
      value = value + 1 == radix ? 0 : value + 1
      run = stride
    }
  }

  private mutating func fill(_ row: Int, _ value: Bool) {
    for word in 0..<wordCount {
      rows[row + word] = value ? .max : 0
    }
  }

  private mutating func unite(_ variable: Int, _ isIncluded: [Bool], into row: Int) {
    fill(row, false)
    for value in isIncluded.indices where isIncluded[value] {
      for word in 0..<wordCount {
        rows[row + word] |= valueRows[variable][value][word]
      }
    }
  }

  private mutating func unite(_ inputs: [Int], into row: Int) {
    fill(row, false)
    for input in inputs {
      for word in 0..<wordCount {
        rows[row + word] |= rows[input + word]
      }
    }
  }

  private mutating func intersect(_ inputs: [Int], into row: Int) {
    fill(row, true)
    for input in inputs {
      for word in 0..<wordCount {
        rows[row + word] &= rows[input + word]
      }
    }
  }

  private mutating func invert(_ input: Int, into row: Int) {
    for word in 0..<wordCount {
      rows[row + word] = ~rows[input + word]
    }
  }
}

extension [UInt64] {
  /// Sets a range of bits.
  fileprivate mutating func set(_ bits: Range<Int>) {
    var bit = bits.lowerBound
    while bit < bits.upperBound {
      let end = Swift.min(bits.upperBound, (bit / 64 + 1) * 64)
      let ones: UInt64 = end - bit == 64 ? .max : (1 << UInt64(end - bit)) - 1
      self[bit / 64] |= ones << UInt64(bit % 64)
      bit = end
    }
  }
}
