internal import BackendProbe
internal import RouteEngine

/// A backend and model whose record is asked for, whether or not it could be used now.
///
/// The repository's policy has no say: nothing of the repository is sent.
struct ProbedTarget {
  let route: Routing
  /// What the policy decides but for its constraints on traits: those a probe is to tell about.
  let decision: Decision
  let candidate: Candidate
  let shelf: ProfileShelf
  private let client: String?
  private let input: ProcessInput

  init(_ command: Probe, _ input: ProcessInput) throws(Refusal) {
    var options = RoutingOptions()
    options.backend = command.backend
    options.model = command.model
    options.policy = command.policy
    options.client = command.client
    options.ignoresRepository = true
    route = try Routing(options, client: nil, input: input, keptNames: [])
    decision = route.policy.withoutTraitConstraints
      .decision(for: route.request, with: route.inventory)
    guard let candidate = decision.candidates.first else {
      throw Refusal(denied: decision, for: route.request)
    }
    guard
      let shelf = ProfileShelf(
        environment: input.environment,
        home: input.environment.filled("HOME")
      )
    else { throw Refusal(.inputOutput, StateFolder.missing.message) }
    self.candidate = candidate
    self.shelf = shelf
    client = command.client
    self.input = input
  }

  /// `openrouter/haiku`.
  var name: String { "\(candidate.target.backend.name)/\(candidate.target.target.model.text)" }

  /// The record that counts of this backend and model, if it is still the same place, and why it is not
  /// believed where it says good.
  var recorded: (profile: BackendProfile, staleness: Measurement.Staleness?)? {
    guard let today = CalendarDay.today else { return nil }
    let place = BackendProfile.place(of: candidate.target)
    let client = InstalledFile.client(of: route.policy, option: client, input.environment)
    let known = shelf.profiles()
      .filter {
        $0.profile.backend == candidate.target.backend.name && $0.profile.place == place
          && $0.profile.modelID == candidate.target.modelID
      }
      .map { (profile: $0.profile, staleness: $0.staleness(on: today, with: client)) }
    return known.first { $0.staleness == nil } ?? known.first
  }
}

extension Policy {
  /// Otherwise what was once measured as broken could never be measured again.
  fileprivate var withoutTraitConstraints: Policy {
    replacing(constraints: constraints.filter { $0.effect.selector.trait == nil })
  }
}
