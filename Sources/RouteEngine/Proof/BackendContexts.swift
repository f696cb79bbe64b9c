/// The circumstances that decide where a backend runs and who pays for it.
struct BackendContexts {
  let backend: Backend
  /// The variables that matter to it.
  private let variables: [Int]
  private let space: StateSpace
  /// A context for each combination of their values.
  private let contexts: [Context]
  private let states: TaskStates

  /// A target in every context that matters to it.
  struct Views {
    fileprivate let variables: [Int]
    /// A view for each combination of their values.
    fileprivate let space: StateSpace
    fileprivate let resolved: [Resolved]
  }

  /// A target in one context, with what is measured of it.
  struct Resolved {
    let target: ResolvedTarget
    let payer: CredentialSource?
  }

  /// One combination of their values.
  private struct Context {
    let inventory: CredentialInventory
    let availability: Availability
  }

  init(of backend: Backend, in policy: Policy, over states: TaskStates) {
    self.backend = backend
    self.states = states
    let names = backend.regionVariables + backend.projectVariables
    variables = states.variables.indices.filter { index in
      switch states.variables[index].subject {
      case .fact(.environment(let name), _):
        names.contains(name) || backend.credentials.contains(.environment(name))
      case .credential(let source): backend.credentials.contains(source)
      case .fact, .taskClass, .label, .naming, .measured: false
      }
    }
    let space = StateSpace(radices: variables.map { states.variables[$0].count })
    self.space = space
    let variables = variables
    contexts = (0..<space.count).map { number in
      let values = variables.indices.map { space.value(of: $0, in: number) }
      let chosen = Dictionary(uniqueKeysWithValues: zip(variables, values))
      let task = states.task(choosing: chosen, under: [policy])
      let inventory = task.inventory(for: policy)
      return Context(
        inventory: inventory,
        availability: backend.availability(with: inventory)
      )
    }
  }

  /// Where the backend cannot be used whatever else is there.
  func isMissing(in circuit: inout TruthCircuit) -> TruthCircuit.Wire {
    let truths = contexts.map { Truth($0.availability.payer == nil) }
    return Self.wire(in: &circuit, of: variables, space, truths)
  }

  /// The target as it is in each context, with who pays there, and with all that probes may have found
  /// of its model.
  func views(of target: Target) -> Views {
    let measured = states.measuredVariables(of: target, on: backend)
    let findings = StateSpace(radices: measured.map(\.grades.count))
    let place = SupposedTraits.Place(backend: backend.name)
    let resolved = (0..<findings.count).flatMap { number in
      var supposed = SupposedTraits()
      for (index, variable) in measured.enumerated() {
        if let grade = variable.grades[findings.value(of: index, in: number)] {
          supposed.suppose(grade, of: variable.trait, at: place)
        }
      }
      return contexts.map { context in
        var inventory = context.inventory
        inventory.supposed = supposed
        return Resolved(
          target: backend.resolved(target, with: inventory),
          payer: context.availability.payer
        )
      }
    }
    return Views(
      variables: variables + measured.map(\.index),
      space: StateSpace(radices: space.radices + findings.radices),
      resolved: resolved
    )
  }

  /// Where that holds of a view.
  func wire(
    in circuit: inout TruthCircuit,
    for views: Views,
    where holds: (Resolved) -> Bool
  ) -> TruthCircuit.Wire {
    let truths = views.resolved.map { Truth(holds($0)) }
    return Self.wire(in: &circuit, of: views.variables, views.space, truths)
  }

  /// What has that truth for each combination of the variables' values.
  private static func wire(
    in circuit: inout TruthCircuit,
    of variables: [Int],
    _ space: StateSpace,
    _ truths: [Truth]
  ) -> TruthCircuit.Wire {
    // Most constraints ask for few of them.
    let matters = variables.indices.filter { space.tellsApart(truths, by: $0) }
    if matters.isEmpty { return circuit.constant(truths[0]) }
    if matters.count == 1 {
      let own = (0..<space.radices[matters[0]]).map { truths[$0 * space.strides[matters[0]]] }
      return circuit.values(of: variables[matters[0]], own)
    }
    let reduced = StateSpace(radices: matters.map { space.radices[$0] })
    var cases: [TruthCircuit.Wire] = []
    for number in 0..<reduced.count {
      let values = matters.indices.map { reduced.value(of: $0, in: number) }
      let state = zip(matters, values).reduce(0) { $0 + $1.1 * space.strides[$1.0] }
      guard truths[state] == .true else { continue }
      cases.append(
        circuit.all(
          zip(matters, values).map { place, value in
            let isValue = (0..<space.radices[place]).map { Truth($0 == value) }
            return circuit.values(of: variables[place], isValue)
          }
        )
      )
    }
    return circuit.any(cases)
  }
}

extension StateSpace {
  /// Whether a state that differs by one variable alone has another truth.
  fileprivate func tellsApart(_ truths: [Truth], by variable: Int) -> Bool {
    let stride = strides[variable]
    return truths.indices.contains { state in
      let value = value(of: variable, in: state)
      return value > 0 && truths[state] != truths[state - value * stride]
    }
  }
}
