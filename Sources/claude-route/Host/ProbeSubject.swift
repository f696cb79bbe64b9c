internal import BackendProbe
internal import ClaudeClient
internal import HealthCheck
internal import Rendering
internal import RouteEngine
internal import Usage

/// The backend that is probed, with everything that a launch of it would need.
struct ProbeSubject {
  let input: ProcessInput
  let target: ProbedTarget
  let chosen: Candidate
  let payer: CredentialSource
  let launch: LaunchPlan
  /// The same with thinking left to the client.
  let thinkingLaunch: LaunchPlan
  let program: ClientProgram
  let givenBudget: Double?
  let timeoutSeconds: Int
  let contextTokens: Int?

  init(_ target: ProbedTarget, _ command: Probe, _ input: ProcessInput) throws(Refusal) {
    self.input = input
    self.target = target
    let route = target.route
    guard let chosen = target.decision.chosen, let payer = chosen.availability.payer else {
      throw Refusal(denied: target.decision, for: route.request)
    }
    self.chosen = chosen
    self.payer = payer
    program = try ClientProgram.found(
      option: command.client,
      policyPath: route.policy.client.path,
      environment: input.environment
    )
    thinkingLaunch = try LaunchPlan(chosen, payer: payer, route: route, input: input)
    launch = try LaunchPlan(
      chosen.withoutThinking(route.inventory),
      payer: payer,
      route: route,
      input: input
    )
    try Planning.checkManaged(launch.plan, route.settings)
    givenBudget = command.maximumBudgetUSD
    timeoutSeconds = command.timeoutSeconds
    contextTokens = command.contextTokens
  }

  var route: Routing { target.route }

  // MARK: Before it runs

  var payerWords: String {
    chosen.isMetered ? "\(payer.text) pays" : "\(payer.text) pays, in your plan"
  }

  /// In US dollars; absent where a price is not known.
  var estimate: Double? {
    cost.estimate(
      of: sessions,
      model: chosen.target.modelID,
      slots: asked.slots,
      contextTokens: contextTokens ?? 0
    )
  }

  /// The same as the client will reckon it, for which an id that it does not know costs what Opus does
  /// (measured with client 2.1.330).
  var reckoning: Double? {
    let prices = route.policy.prices
    func known(_ id: String?) -> String {
      id.flatMap { prices.entry(ofID: $0) == nil ? nil : $0 } ?? "claude-opus-latest"
    }
    return ProbeCost(prices: prices, multiplier: 1)
      .estimate(
        of: sessions,
        model: known(chosen.target.modelID),
        slots: asked.slots.mapValues(known),
        contextTokens: contextTokens ?? 0
      )
  }

  var sessionCount: Int { sessions.count }

  var budget: Double { givenBudget ?? max(1, 3 * (reckoning ?? 1)) }

  var sessions: [ProbeSession] {
    ProbeSession.allCases.filter { session in
      switch session {
      case .context: contextTokens != nil
      case .thinking: !chosen.target.backend.compatibility.contains(.noThinking)
      default: true
      }
    }
  }

  var cost: ProbeCost {
    ProbeCost(prices: route.policy.prices, multiplier: chosen.target.priceMultiplier)
  }

  var asked: ProbeJudge.AskedModels {
    ProbeJudge.AskedModels(
      model: chosen.target.modelID,
      slots: Dictionary(chosen.target.slots.map { ($0.name, $0.id) }) { $1 }
    )
  }
}

extension Candidate {
  /// The same target with thinking switched off.
  fileprivate func withoutThinking(_ inventory: CredentialInventory) -> Candidate {
    let plain = target.target
    let quiet = Target(
      backend: plain.backend,
      model: plain.model,
      effort: plain.effort,
      thinking: false,
      maximumBudgetUSD: plain.maximumBudgetUSD
    )
    return Candidate(
      target: target.backend.resolved(quiet, with: inventory),
      source: source,
      stops: stops,
      availability: availability
    )
  }
}
