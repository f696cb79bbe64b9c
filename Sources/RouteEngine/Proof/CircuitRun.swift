/// The values of a circuit's gates in a block of states, a bit for each state.
///
/// A three-valued gate has two rows of bits: where it is true, and where it is not false.
struct CircuitRun {
  typealias Wire = TruthCircuit.Wire
  /// 512 states.
  typealias Lane = SIMD8<UInt64>

  /// States in one block: the rows of a thousand gates then fit in the cache.
  static let blockSize = 4_096
  private static let rowSize = blockSize / laneSize
  static let laneSize = Lane.scalarCount * 64

  private(set) var block: Range<Int> = 0..<0
  private let space: StateSpace
  private var program: CircuitProgram
  private var rows: [Lane]
  /// For each variable where in its cycle of values the block began that its rows are filled for.
  private var phases: [Int?]

  /// Only `outputs` can be read.
  init(_ circuit: TruthCircuit, over space: StateSpace, outputs: [Wire]) {
    self.space = space
    program = CircuitProgram(circuit, over: space, outputs: outputs)
    rows = Array(repeating: .zero, count: program.rowCount * Self.rowSize)
    phases = Array(repeating: nil, count: space.radices.count)
  }

  // MARK: Reading

  /// How many lanes the block has.
  var laneCount: Int { (block.count + Self.laneSize - 1) / Self.laneSize }

  /// The states of the block in that lane; the last lane may be partly used.
  func used(_ lane: Int) -> Lane {
    let rest = block.count - lane * Self.laneSize
    guard rest < Self.laneSize else { return Lane(repeating: .max) }
    var used = Lane.zero
    for word in 0..<(rest + 63) / 64 {
      used[word] = rest - word * 64 >= 64 ? .max : (1 << UInt64(rest - word * 64)) - 1
    }
    return used
  }

  /// The states of the lane in which the gate is true.
  func isTrue(_ wire: Wire, _ lane: Int) -> Lane {
    rows[program.trueRows[wire] * Self.rowSize + lane] & used(lane)
  }

  func isTrue(_ wire: Wire, in state: Int) -> Bool { bit(program.trueRows[wire], state) }

  func truth(of wire: Wire, in state: Int) -> Truth {
    isTrue(wire, in: state)
      ? .true : bit(program.possibleRows[wire], state) ? .unknown : .false
  }

  private func bit(_ row: Int, _ state: Int) -> Bool {
    let offset = state - block.lowerBound
    let lane = rows[row * Self.rowSize + offset / Self.laneSize]
    return lane[offset / 64 % Lane.scalarCount] >> UInt64(offset % 64) & 1 == 1
  }

  /// Whether the gate is true in some state of the block.
  func isSomewhereTrue(_ wire: Wire) -> Bool {
    (0..<laneCount).contains { isTrue(wire, $0) != .zero }
  }

  /// The states of the block in which the gate is true, ascending.
  func states(where wire: Wire) -> [Int] {
    var states: [Int] = []
    for lane in 0..<laneCount {
      states += isTrue(wire, lane).bits(from: block.lowerBound + lane * Self.laneSize)
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
    let isLonger = states.count > block.count
    block = states
    for (variable, row) in program.valueRows {
      let phase = states.lowerBound % (space.strides[variable] * space.radices[variable])
      guard isLonger || phases[variable] != phase else { continue }
      phases[variable] = phase
      fillValues(of: variable, from: row)
    }
    let count = laneCount
    for step in program.steps {
      switch step {
      case .fill(let row, let value):
        fill(row, value ? Lane(repeating: .max) : .zero)
      case .invert(let row, let input):
        let (output, input) = (row * Self.rowSize, input * Self.rowSize)
        for lane in 0..<count {
          rows[output + lane] = ~rows[input + lane]
        }
      case .unite(let row, let inputs):
        fill(row, .zero)
        for input in inputs {
          let (output, input) = (row * Self.rowSize, input * Self.rowSize)
          for lane in 0..<count {
            rows[output + lane] |= rows[input + lane]
          }
        }
      case .intersect(let row, let inputs):
        fill(row, Lane(repeating: .max))
        for input in inputs {
          let (output, input) = (row * Self.rowSize, input * Self.rowSize)
          for lane in 0..<count {
            rows[output + lane] &= rows[input + lane]
          }
        }
      }
    }
  }

  private mutating func fill(_ row: Int, _ value: Lane) {
    for lane in 0..<laneCount {
      rows[row * Self.rowSize + lane] = value
    }
  }

  private mutating func fillValues(of variable: Int, from first: Int) {
    let (stride, radix) = (space.strides[variable], space.radices[variable])
    for value in 0..<radix {
      fill(first + value, .zero)
    }
    var offset = 0
    var value = space.value(of: variable, in: block.lowerBound)
    var run = stride - block.lowerBound % stride
    while offset < block.count {
      let end = min(offset + run, block.count)
      setBits(offset..<end, in: first + value)
      offset = end
      value = value + 1 == radix ? 0 : value + 1
      run = stride
    }
  }

  private mutating func setBits(_ bits: Range<Int>, in row: Int) {
    var bit = bits.lowerBound
    while bit < bits.upperBound {
      let end = min(bits.upperBound, (bit / 64 + 1) * 64)
      let ones: UInt64 = end - bit == 64 ? .max : (1 << UInt64(end - bit)) - 1
      let lane = row * Self.rowSize + bit / Self.laneSize
      rows[lane][bit / 64 % Lane.scalarCount] |= ones << UInt64(bit % 64)
      bit = end
    }
  }
}

extension CircuitRun.Lane {
  /// The numbers of the bits that are set, the first one counted from `start`.
  func bits(from start: Int) -> [Int] {
    guard self != .zero else { return [] }
    var bits: [Int] = []
    for word in indices {
      var rest = self[word]
      while rest != 0 {
        bits.append(start + word * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return bits
  }
}
