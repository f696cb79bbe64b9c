import Testing

@testable import RouteEngine

@Suite struct `Proofs over many blocks of states` {
  private static let large = LargePolicy(classCount: 6, labelCount: 3)

  @Test func `decide as a task in that state is decided`() throws {
    let policy = try Self.large.policy()
    let states = TaskStates(of: [policy])
    // Six classes, three labels, five branches, two values of `ci`.
    #expect(states.space.count == 1 << 6 * 1 << 3 * 5 * 2)
    var circuit = PolicyCircuit(of: policy, over: states)
    let offers = circuit.offers()
    var run = CircuitRun(circuit.circuit, over: states.space, outputs: offers.map(\.isOpen))
    let blocks = CircuitRun.blocks(of: 0..<states.space.count)
    #expect(blocks.count == 2)
    for block in blocks {
      run.evaluate(block)
      for state in stride(from: block.lowerBound, to: block.upperBound, by: 61) {
        let first = offers.first { run.isTrue($0.isOpen, in: state) }
        let task = try #require(states.tasks(in: state, under: [policy]).first)
        let decision = task.decision(under: policy)
        #expect(decision.chosen?.target.target == first?.target)
      }
    }
  }

  @Test func `give the same bits wherever a block begins`() throws {
    let policy = try Self.large.policy()
    let states = TaskStates(of: [policy])
    var circuit = PolicyCircuit(of: policy, over: states)
    let wires = circuit.offers().map(\.isOpen)
    var run = CircuitRun(circuit.circuit, over: states.space, outputs: wires)
    run.evaluate(0..<CircuitRun.blockSize)
    let expected = wires.map { wire in run.states(where: wire).filter { $0 >= 1_000 } }
    run.evaluate(1_000..<CircuitRun.blockSize)
    #expect(wires.map { run.states(where: $0) } == expected)
    run.evaluate(4_000..<CircuitRun.blockSize)
    #expect(wires.map { run.states(where: $0) } == expected.map { $0.filter { $0 >= 4_000 } })
  }

  @Test func `count every availability beside the states`() throws {
    let policy = try Self.large.policy()
    var selector = Selector()
    selector.backend = ["nowhere"]
    let never = Invariant(
      name: "never",
      property: .never(selector),
      origin: Origin(layer: .user, file: "large", line: 1)
    )
    #expect(Prover(policy).verdict(on: never) == .proved(stateCount: 5_120 << 6))
  }
}
