/// Every state of a task that some policies can tell apart.
struct TaskStates {
  /// Those that say only where something runs come last.
  let variables: [StateVariable]
  let space: StateSpace
  /// How many states there are for each way in which only the place differs: the regions and
  /// credentials that no condition asks for, and what is measured.
  let countWithoutPlaces: Int
  /// Whether every state is among them.
  let isComplete: Bool
  /// A class that no condition mentions; naming it sets aside what the text says of the others.
  let spareClass: String?
  /// Facts that a condition asks for, and that therefore must be said even where only the place
  /// is usual.
  let askedFacts: Set<FactName>
  let mentions: Mentions
  let measured: MeasuredVariables

  /// `includesUnproposed` tells whether targets are asked about that only the command line can name.
  init(
    of policies: [Policy],
    conditions: [Condition] = [],
    selectors: [Selector] = [],
    includesUnproposed: Bool = false
  ) {
    let mentions = Mentions(in: policies, conditions: conditions, selectors: selectors)
    self.mentions = mentions
    measured = MeasuredVariables(
      of: policies,
      seenBy: mentions.selectors,
      includesUnproposed: includesUnproposed
    )
    let outline = StateOutline(of: policies, mentions: mentions)
    var isComplete = true
    var facts: [StateVariable] = []
    var places: [StateVariable] = []
    for (fact, questions) in outline.questions.sorted(by: { $0.key.text < $1.key.text }) {
      let cells = FactCells(of: fact, for: questions)
      isComplete = isComplete && cells.isComplete
      let variable = StateVariable(
        subject: .fact(fact, cells.states),
        deviations: cells.states.map { state in
          (state == fact.usualState ? 0 : 1) + outline.missing(with: fact, state).count
        }
      )
      if questions.tests.isEmpty {
        places.append(variable)
      } else {
        facts.append(variable)
      }
    }
    let classes = outline.ways.sorted { $0.key < $1.key }
      .map { name, ways in
        StateVariable(
          subject: .taskClass(name, ways),
          deviations: ways.map { $0 == .nothing ? 0 : 1 }
        )
      }
    let labels = outline.labels.map { StateVariable(subject: .label($0), deviations: [0, 1]) }
    let naming = outline.needsNaming ? [StateVariable(subject: .naming, deviations: [0, 0])] : []
    places += outline.sources.map {
      StateVariable(subject: .credential($0), deviations: [0, 1])
    }
    // What is measured is a matter of the machine, as credentials are.
    places += measured.variables
    variables = classes + labels + facts + naming + places
    space = StateSpace(radices: variables.map(\.count))
    countWithoutPlaces = space.count / StateSpace(radices: places.map(\.count)).count
    self.isComplete = isComplete
    spareClass = outline.spareClass
    askedFacts = Set(outline.questions.filter { !$0.value.tests.isEmpty }.keys)
  }

  /// The place of a variable among them; absent when nothing depends on it.
  func index(where isWanted: (StateVariable.Subject) -> Bool) -> Int? {
    variables.firstIndex { isWanted($0.subject) }
  }

  func factVariable(_ fact: FactName) -> (index: Int, states: [FactState])? {
    for (index, variable) in variables.enumerated() {
      if case .fact(fact, let states) = variable.subject { return (index, states) }
    }
    return nil
  }

  func classVariable(_ name: String) -> (index: Int, ways: [StateVariable.ClassWay])? {
    for (index, variable) in variables.enumerated() {
      if case .taskClass(name, let ways) = variable.subject { return (index, ways) }
    }
    return nil
  }

  /// The variables that tell what is measured of a target.
  func measuredVariables(of target: Target, on backend: Backend) -> [MeasuredTrait] {
    let model = measured.model(of: target, on: backend)
    return variables.indices.compactMap { index in
      guard case .measured(model, let trait, let grades) = variables[index].subject,
        backend.traits[trait] == nil
      else { return nil }
      return MeasuredTrait(index: index, trait: trait, grades: grades)
    }
  }

  /// A variable that tells what is measured of a trait.
  struct MeasuredTrait {
    let index: Int
    let trait: Backend.Trait
    /// Nil for no measurement.
    let grades: [Backend.TraitGrade?]
  }

  var namingVariable: Int? { index { $0 == .naming } }

  func value(of variable: Int, in state: Int) -> Int { space.value(of: variable, in: state) }
}
