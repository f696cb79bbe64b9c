extension Policy {
  /// The decision for one request: evaluation rules 8 to 14 of the policy language.
  ///
  /// Pure: the same policy, request and inventory give the same decision.
  package func decision(
    for request: RoutingRequest,
    with inventory: CredentialInventory
  ) -> Decision {
    let classification = Classifier(of: self)
      .classification(of: request.facts)
    return decision(for: request, as: classification, with: inventory)
  }

  /// The decision for a task whose classes are known already.
  package func decision(
    for request: RoutingRequest,
    as classification: Classification,
    with inventory: CredentialInventory
  ) -> Decision {
    let situation = Situation(policy: self, facts: request.facts, classification: classification)
    // By index and parts: of thousands of rules only the few that hold are copied.
    let applying =
      constraints.indices
      .filter { index in
        situation.applies(
          when: constraints[index].when,
          unless: constraints[index].unless,
          in: constraints[index].origin.layer
        )
      }
      .map { constraints[$0] }
    let candidates = proposals(for: request, in: situation)
      .map { proposal in
        candidate(from: proposal, under: applying, with: inventory)
      }
    return Decision(
      classification: classification,
      candidates: candidates,
      chosenIndex: Decision.chosenIndex(among: candidates)
    )
  }

  /// What the targets of a route are when nothing on the command line bends them.
  ///
  /// Nothing stops them yet; the same target stands there as often as it is named.
  func candidates(
    for targets: [Target],
    _ source: Candidate.Source,
    with inventory: CredentialInventory
  ) -> [Candidate] {
    targets.compactMap { proposal($0, source) }
      .compactMap { bent($0, by: RoutingRequest(facts: TaskFacts())) }
      .map { candidate(from: $0, under: [], with: inventory) }
  }

  private func candidate(
    from proposal: Proposal,
    under constraints: [Constraint],
    with inventory: CredentialInventory
  ) -> Candidate {
    let target = proposal.backend.resolved(proposal.target, with: inventory)
    let availability = proposal.backend.availability(with: inventory)
    let stops = constraints.filter { !$0.permits(target, payer: availability.payer) }
    return Candidate(
      target: target,
      source: proposal.source,
      stops: stops.map(Candidate.Stop.init),
      availability: availability,
      failedProbe: inventory.failedProbe(of: proposal.backend.name)
    )
  }

  // MARK: Candidates

  /// Rules 11 and 14: the targets of the matching routes, then the default, bent to the command line.
  private func proposals(for request: RoutingRequest, in situation: Situation) -> [Proposal] {
    var proposals: [Proposal] = []
    if let name = request.backend, let backend = backend(named: name), request.model != nil {
      proposals = [Proposal(named: backend)]
    } else {
      for index in routes.indices where situation.matches(routes[index].when) {
        let route = routes[index]
        proposals += route.targets.compactMap {
          proposal($0, .route(name: route.name, origin: route.origin))
        }
      }
      proposals += defaultTargets.compactMap { proposal($0, .default) }
      if let session = request.session.flatMap({ self.proposal(of: $0, among: proposals) }) {
        proposals.insert(session, at: 0)
      }
      if let name = request.backend, let backend = backend(named: name) {
        proposals.removeAll { $0.backend.name != name }
        if proposals.isEmpty {
          proposals = [Proposal(named: backend)]
        }
      }
    }
    var seen: Set<Target> = []
    return proposals.compactMap { bent($0, by: request) }.filter { seen.insert($0.target).inserted }
  }

  private func proposal(_ target: Target, _ source: Candidate.Source) -> Proposal? {
    backend(named: target.backend).map { Proposal(target: target, backend: $0, source: source) }
  }

  /// Where the session ran, with what the policy says of that target today; absent when there is no
  /// such backend or model any more.
  private func proposal(
    of session: RoutingRequest.SessionTarget,
    among proposals: [Proposal]
  ) -> Proposal? {
    guard let backend = backend(named: session.backend),
      let model = backend.choice(of: session.model)
    else { return nil }
    let known = proposals.first {
      $0.backend.name == backend.name && backend.settled($0.target.model) == model
    }
    return Proposal(
      target: known?.target ?? Target(backend: backend.name, model: model),
      backend: backend,
      source: .session
    )
  }

  /// The proposal with what the command line fixes; absent when its backend does not map the model.
  private func bent(_ proposal: Proposal, by request: RoutingRequest) -> Proposal? {
    let choice: ModelChoice
    if let model = request.model {
      guard let mapped = proposal.backend.choice(of: model) else { return nil }
      choice = mapped
    } else {
      choice = proposal.backend.settled(proposal.target.model)
    }
    var bent = proposal
    bent.target = Target(
      backend: proposal.target.backend,
      model: choice,
      effort: request.effort ?? proposal.target.effort,
      thinking: proposal.target.thinking,
      maximumBudgetUSD: request.maximumBudgetUSD ?? proposal.target.maximumBudgetUSD
    )
    return bent
  }
}

/// A target before the machine's part is filled in.
private struct Proposal {
  var target: Target
  let backend: Backend
  let source: Candidate.Source

  init(target: Target, backend: Backend, source: Candidate.Source) {
    self.target = target
    self.backend = backend
    self.source = source
  }

  /// A backend that the command line names, with its default model.
  init(named backend: Backend) {
    self.init(
      target: Target(backend: backend.name, model: .default),
      backend: backend,
      source: .commandLine
    )
  }
}
