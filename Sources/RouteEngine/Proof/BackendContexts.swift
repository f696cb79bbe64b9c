/// The circumstances that decide where a backend runs and who pays for it.
struct BackendContexts {
  let backend: Backend
  /// The variables that matter to it.
  private let variables: [Int]
  private let contexts: [Context]

  /// A target in one context.
  struct Resolved {
    let target: ResolvedTarget
    let payer: CredentialSource?
  }

  /// One combination of their values.
  private struct Context {
    let values: [Int]
    let inventory: CredentialInventory
    let availability: Availability
  }

  init(of backend: Backend, in policy: Policy, over states: TaskStates) {
    self.backend = backend
    let names = backend.regionVariables + backend.projectVariables
    variables = states.variables.indices.filter { index in
      switch states.variables[index].subject {
      case .fact(.environment(let name), _):
        names.contains(name) || backend.credentials.contains(.environment(name))
      case .credential(let source): backend.credentials.contains(source)
      case .fact, .taskClass, .label, .naming: false
      }
    }
    let space = StateSpace(radices: variables.map { states.variables[$0].count })
    let variables = variables
    contexts = (0..<space.count).map { number in
      let values = variables.indices.map { space.value(of: $0, in: number) }
      let chosen = Dictionary(uniqueKeysWithValues: zip(variables, values))
      let task = states.task(choosing: chosen, under: [policy])
      let inventory = task.inventory(for: policy)
      return Context(
        values: values,
        inventory: inventory,
        availability: backend.availability(with: inventory)
      )
    }
  }

  /// Where the backend cannot be used whatever else is there.
  func isMissing(in circuit: inout TruthCircuit) -> TruthCircuit.Wire {
    wire(in: &circuit, contexts.map { Truth($0.availability.payer == nil) })
  }

  /// The target as it is in each context, with who pays there.
  func resolved(_ target: Target) -> [Resolved] {
    contexts.map { context in
      Resolved(
        target: backend.resolved(target, with: context.inventory),
        payer: context.availability.payer
      )
    }
  }

  /// Where that holds of what `resolved` told.
  func wire(
    in circuit: inout TruthCircuit,
    for resolved: [Resolved],
    where holds: (Resolved) -> Bool
  ) -> TruthCircuit.Wire {
    wire(in: &circuit, resolved.map { Truth(holds($0)) })
  }

  private func wire(in circuit: inout TruthCircuit, _ truths: [Truth]) -> TruthCircuit.Wire {
    if variables.count == 1 {
      return circuit.values(of: variables[0], truths)
    }
    guard truths.contains(.false) else { return circuit.constant(.true) }
    let cases = zip(contexts, truths).filter { $0.1 == .true }
      .map { context, _ in
        circuit.all(
          zip(variables, context.values).map { variable, value in
            circuit.values(of: variable, (0..<counts(variable)).map { Truth($0 == value) })
          }
        )
      }
    return circuit.any(cases)
  }

  private func counts(_ variable: Int) -> Int {
    guard let place = variables.firstIndex(of: variable) else { return 0 }
    return (contexts.map { $0.values[place] }.max() ?? 0) + 1
  }
}
