internal import RouteEngine
internal import Usage

/// What a target costs, and what the same model costs natively when that is less.
struct CostWords {
  /// "$0.011–0.047 a session", "in your plan", "price unknown".
  let chosen: String
  /// Whether a launch should name it: what is billed, but for a server that asks for no key and has
  /// no price.
  let isWorthSaying: Bool
  /// The same model natively, when that costs less.
  let native: Native?

  /// What the same model would cost natively.
  struct Native {
    /// "anthropic/haiku".
    let name: String
    /// Absent for a model whose price is not known.
    let cost: String?
    let isInPlan: Bool

    /// "in your plan", "$0.010–0.045".
    var shortWords: String { isInPlan ? "in your plan" : cost ?? "" }

    /// "would be $0.010–0.045, and is inside your plan".
    var words: String {
      guard isInPlan else { return "would be \(cost ?? "")" }
      return cost.map { "would be \($0), and is inside your plan" } ?? "is inside your plan"
    }
  }

  init(of candidate: Candidate, in policy: Policy, with inventory: CredentialInventory) {
    let cost = SessionCost(of: candidate.target, prices: policy.prices)
    chosen =
      candidate.isMetered ? cost.map { "\($0.text) a session" } ?? "price unknown" : "in your plan"
    isWorthSaying =
      candidate.isMetered && (cost != nil || candidate.availability.payer != CredentialSource.none)
    native = Self.cheaperNative(than: candidate, cost: cost, in: policy, with: inventory)
  }

  private static func cheaperNative(
    than candidate: Candidate,
    cost: SessionCost?,
    in policy: Policy,
    with inventory: CredentialInventory
  ) -> Native? {
    guard !candidate.target.backend.isNative, candidate.isMetered,
      case .named(let model) = candidate.target.target.model,
      let backend = policy.backends.first(where: \.isNative),
      backend.models.contains(where: { $0.name == model })
    else { return nil }
    let target = Target(backend: backend.name, model: .named(model))
    let resolved = backend.resolved(target, with: inventory)
    let nativeCost = SessionCost(of: resolved, prices: policy.prices)
    guard case .available(let payer) = backend.availability(with: inventory) else { return nil }
    if payer == .login, backend.billing != .metered {
      return Native(name: target.text, cost: nativeCost?.text, isInPlan: true)
    }
    guard let cost, let nativeCost, nativeCost.low < cost.low else { return nil }
    return Native(name: target.text, cost: nativeCost.text, isInPlan: false)
  }
}
