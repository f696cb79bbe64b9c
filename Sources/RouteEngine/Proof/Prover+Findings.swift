extension Prover {
  /// What is wrong with the rules themselves, whatever was promised.
  package func findings() -> ProofFindings {
    let intended = policy.invariants.filter { $0.property == .outcome(.denied) }.map(\.when)
    let states = TaskStates(
      of: [policy],
      conditions: intended,
      includesUnproposed: true
    )
    let stateCount = states.count(times: Set(policy.proposedBackends).count)
    guard states.isComplete, states.areFew(states.countUnmeasured, limit: limit) else {
      return ProofFindings(stateCount: stateCount, exceededLimit: limit)
    }
    var circuit = PolicyCircuit(of: policy, over: states)
    var findings = ProofFindings(stateCount: stateCount)
    var rules = RuleUsage(in: &circuit)
    let constraints = ConstraintNeeds(in: &circuit)
    let variables = Set(rules.measuredVariables + constraints.measuredVariables)
    guard states.count(varying: variables) <= limit else {
      return ProofFindings(stateCount: stateCount, exceededLimit: limit)
    }
    rules.lookAtAllStates()
    findings.constantConditions = rules.constantConditions
    findings.unreachableRoutes = rules.unreachableRoutes(in: &circuit, limit: limit)
    findings.redundantConstraints = constraints.redundant()
    findings.deadEnds = DeadEndSearch(besides: intended, in: &circuit).deadEnds()
    return findings
  }
}
