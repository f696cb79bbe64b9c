package import RouteEngine

/// A policy ready to decide many past sessions by their first prompts, on this machine's credentials.
///
/// Nothing but the text is known of a task: no files, and a place outside every repository.
package struct ReplayPolicy: Sendable {
  private let policy: Policy
  private let classifier: Classifier
  private let inventory: CredentialInventory
  private let values: [FactName: FactState]
  private let suggestion: UsageReckoning.Suggestion

  /// `suggestion` is where plain `claude` goes, under the name that the policy has for it; `values` are
  /// facts that are known of every task.
  package init(
    _ policy: Policy,
    inventory: CredentialInventory,
    values: [FactName: FactState] = [:],
    suggestion: UsageReckoning.Suggestion
  ) {
    self.policy = policy
    classifier = Classifier(of: policy)
    self.inventory = inventory
    self.values = values
    self.suggestion = suggestion
  }

  /// Absent for a session whose first prompt says nothing of its task.
  package func replayed(_ session: PastSession) -> ReplayedSession? {
    guard let task = session.task, let main = session.mainModel else { return nil }
    let facts = HermeticTask(text: task, values: values).facts
    let decision = policy.decision(
      for: RoutingRequest(facts: facts),
      as: classifier.classification(of: facts),
      with: inventory
    )
    let used = ReplayedSession.Place(
      backend: session.route.map(\.backend) ?? suggestion.backend,
      model: ModelFamily(of: main)?.rawValue ?? main,
      isLaunched: session.route != nil
    )
    var pricing = Pricing()
    let verdict: ReplayedSession.Verdict
    if let chosen = decision.chosen {
      let isSame = chosen.target.isPlace(used)
      verdict = isSame ? .same(chosen.target.target) : .moved(chosen.target.target)
      for use in session.uses {
        add(use, of: main, on: isSame ? nil : chosen, to: &pricing)
      }
    } else {
      verdict = .denied(decision.denial)
    }
    return ReplayedSession(
      session: session,
      classes: decision.classification.names,
      used: used,
      verdict: verdict,
      costs: decision.chosen == nil ? nil : pricing.wholeCosts,
      unpriced: pricing.unpriced.sorted()
    )
  }

  /// Adds what a use cost and what it would have cost on the candidate; without one the same again.
  private func add(
    _ use: PastSession.Use,
    of main: String,
    on candidate: Candidate?,
    to pricing: inout Pricing
  ) {
    let payment =
      use.route.map { $0.isMetered ? UsageCell.Payment.billed : .plan } ?? suggestion.payment
    let multiplier = use.route?.multiplier ?? 1
    let ran = pricing.cost(of: use, as: use.model, in: policy.prices).map { $0 * multiplier }
    if let ran {
      pricing.costs.ran.add(ran, payment)
    }
    guard let candidate else {
      pricing.costs.replayed.add(ran ?? 0, payment)
      return
    }
    let id = candidate.target.id(insteadOf: use.model, of: main) ?? candidate.target.target.text
    if let there = pricing.cost(of: use, as: id, in: policy.prices) {
      pricing.costs.replayed.add(
        there * candidate.target.priceMultiplier,
        self.payment(use, on: candidate)
      )
    }
  }

  /// Plain `claude` and a route to the same backend are paid by the same, known or not.
  private func payment(_ use: PastSession.Use, on candidate: Candidate) -> UsageCell.Payment {
    if use.route == nil, candidate.target.backend.name == suggestion.backend {
      return suggestion.payment
    }
    return candidate.isMetered ? .billed : .plan
  }

  /// What is added up of one session.
  private struct Pricing {
    var costs = ReplayCosts()
    private(set) var unpriced: Set<String> = []

    /// Absent when a part is missing: a sum without it would be too small.
    var wholeCosts: ReplayCosts? { unpriced.isEmpty ? costs : nil }

    mutating func cost(of use: PastSession.Use, as id: String, in prices: PriceList) -> Double? {
      // One token more than the tier's limit is in the tier.
      let price = prices.entry(ofID: id)?.price(ofPrompt: use.promptsAbove + 1)
      guard let cost = price?.cost(of: use.usage) else {
        unpriced.insert(id)
        return nil
      }
      return cost
    }
  }
}

extension ResolvedTarget {
  /// Whether a session ran there: the same backend and the same family, or the same id where there is
  /// no family.
  fileprivate func isPlace(_ place: ReplayedSession.Place) -> Bool {
    let id = pricedID ?? "opus"
    return backend.name == place.backend && (ModelFamily(of: id)?.rawValue ?? id) == place.model
  }
}

extension Decision {
  fileprivate var denial: ReplayedSession.Denial {
    let stop = candidates.lazy.compactMap(\.stops.first).first
    return stop.map { .constraint($0.constraint.name) } ?? .unavailable
  }
}
