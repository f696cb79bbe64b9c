/// The states that the organisation's own constraints can tell apart, whatever the layers below say
/// of classes and labels.
struct ManagedStates {
  typealias Wire = TruthCircuit.Wire

  private let space: StateSpace
  private let circuit: TruthCircuit
  /// Whether each constraint applies.
  private let applies: [Wire]
  /// Where the promise is made.
  private let isSpokenOf: Wire
  private let isComplete: Bool

  /// Nil when there are more than can be told.
  var count: Int? { isComplete ? space.count : nil }

  /// The policy has nothing in it that a layer below the managed one says.
  init(of policy: Policy, when: Condition) {
    var builder = Builder(policy, when)
    let constraints = policy.constraints.map { constraint in
      let isManaged = constraint.origin.layer == .managed
      let applies = builder.truth(of: constraint.when, lifting: false, isManaged)
      let lifts = builder.truth(of: constraint.unless ?? .any([]), lifting: true, isManaged)
      let isLifted = builder.circuit.certainly(lifts)
      return builder.circuit.all([
        builder.circuit.possibly(applies), builder.circuit.not(isLifted),
      ])
    }
    applies = constraints
    let promise = builder.truth(of: when, lifting: nil, false)
    isSpokenOf = builder.circuit.possibly(promise)
    circuit = builder.circuit
    space = StateSpace(radices: builder.radices)
    isComplete = builder.isComplete
  }

  /// Whether in every state that is spoken of one constraint of each set applies.
  func alwaysApplyOne(ofEach sets: Set<[Int]>) -> Bool {
    var circuit = circuit
    let gaps = sets.map { set in
      circuit.all([isSpokenOf, circuit.not(circuit.any(set.map { applies[$0] }))])
    }
    return circuit.somewhereTrue(gaps, over: space).isEmpty
  }

  private struct Builder {
    var circuit = TruthCircuit()
    private(set) var radices: [Int] = []
    private(set) var isComplete = true
    private let labels: [PolicyLabel]
    private var variables: [Variable: Int] = [:]
    private var cells: [FactName: [FactState]] = [:]

    private enum Variable: Hashable {
      case taskClass(String)
      case label(String)
      case fact(FactName)
    }

    /// Who says a label besides the managed layer: nobody, somebody who lifts nothing, the user
    /// perhaps, the user.
    private static let saidByAnybody: [Truth] = [.false, .true, .unknown, .true]
    private static let saidByUser: [Truth] = [.false, .false, .unknown, .true]

    init(_ policy: Policy, _ when: Condition) {
      labels = policy.labels
      let mentions = Mentions(in: [policy], conditions: [when], selectors: [])
      var questions: [FactName: FactCells.Questions] = [:]
      for test in mentions.tests {
        questions[test.fact, default: FactCells.Questions()].tests.insert(test)
      }
      for name in mentions.classes.sorted() {
        add(.taskClass(name), 3)
      }
      for name in mentions.labels.sorted() {
        add(.label(name), Self.saidByUser.count)
      }
      for (fact, questions) in questions.sorted(by: { $0.key.text < $1.key.text }) {
        let found = FactCells(of: fact, for: questions)
        cells[fact] = found.states
        isComplete = isComplete && found.isComplete
        add(.fact(fact), found.states.count)
      }
    }

    private mutating func add(_ variable: Variable, _ count: Int) {
      variables[variable] = radices.count
      radices.append(count)
    }

    /// `lifting` is nil for a promise, which hears of every label.
    mutating func truth(
      of condition: Condition,
      lifting: Bool?,
      _ isManaged: Bool,
      isNegated: Bool = false
    ) -> Wire {
      switch condition {
      case .all(let parts):
        let inputs = parts.map { truth(of: $0, lifting: lifting, isManaged, isNegated: isNegated) }
        return circuit.all(inputs)
      case .any(let parts):
        let inputs = parts.map { truth(of: $0, lifting: lifting, isManaged, isNegated: isNegated) }
        return circuit.any(inputs)
      case .not(let part):
        let input = truth(of: part, lifting: lifting, isManaged, isNegated: !isNegated)
        return circuit.not(input)
      case .hasClass(let name):
        return values(.taskClass(name), [.false, .unknown, .true])
      case .hasLabel(let name):
        let wouldLift = lifting.map { $0 != isNegated } ?? false
        return label(name, wouldLift: wouldLift, isManaged)
      case .fact(let test):
        return fact(test)
      }
    }

    private mutating func label(_ name: String, wouldLift: Bool, _ isManaged: Bool) -> Wire {
      var inputs = labels.filter { $0.name == name }
        .map { label in
          label.project.map { fact($0.test) } ?? circuit.constant(.true)
        }
      if !(wouldLift && isManaged) {
        inputs.append(values(.label(name), wouldLift ? Self.saidByUser : Self.saidByAnybody))
      }
      return circuit.any(inputs)
    }

    private mutating func fact(_ test: FactTest) -> Wire {
      values(.fact(test.fact), (cells[test.fact] ?? []).map(test.truth))
    }

    private mutating func values(_ variable: Variable, _ truths: [Truth]) -> Wire {
      variables[variable].map { circuit.values(of: $0, truths) } ?? circuit.constant(.unknown)
    }
  }
}
