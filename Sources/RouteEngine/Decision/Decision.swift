/// What was decided, with everything that led there; `explain` prints it and never decides again.
package struct Decision: Hashable, Sendable {
  package let classification: Classification
  /// Every target that was considered, in order of preference.
  package let candidates: [Candidate]
  /// The place in `candidates` of the one that was chosen; absent when the task is denied.
  package let chosenIndex: Int?

  package init(classification: Classification, candidates: [Candidate], chosenIndex: Int?) {
    self.classification = classification
    self.candidates = candidates
    self.chosenIndex = chosenIndex
  }

  package var chosen: Candidate? { chosenIndex.map { candidates[$0] } }

  /// Those that would have been chosen had the last probe of their backend not failed.
  package var skipped: [Candidate] {
    candidates[..<(chosenIndex ?? 0)].filter { $0.isOpen && $0.failedProbe != nil }
  }

  /// Rule 13: the first candidate that is permitted and not unavailable; one whose backend did not
  /// answer its last probe only where somebody asked for it, or where nothing else is left.
  ///
  /// Proofs need no states for that: what is decided is the same as with the failed backends
  /// unavailable, or, where that leaves nothing, as if no probe had failed. Both are among the
  /// availabilities that they look at, since a failure speaks of a whole backend, never of one model;
  /// and a backend that an invariant takes for available is thereby taken for one that answers.
  static func chosenIndex(among candidates: [Candidate]) -> Int? {
    guard let first = candidates.firstIndex(where: \.isOpen) else { return nil }
    guard candidates[first].failedProbe != nil, !candidates[first].isAskedFor else { return first }
    return candidates.firstIndex { $0.isOpen && $0.failedProbe == nil } ?? first
  }
}

/// One target that was considered.
package struct Candidate: Hashable, Sendable {
  package let target: ResolvedTarget
  package let source: Source
  /// The constraints that stop it, in the order of the policy; empty when it is permitted.
  package let stops: [Stop]
  package let availability: Availability
  /// The last probe of its backend, when that got no answer at all; whatever its model was.
  package let failedProbe: Measurement?

  package enum Source: Hashable, Sendable {
    case route(name: String, origin: Origin)
    case `default`
    /// `--backend` or `--model`.
    case commandLine
    /// The session that goes on ran there.
    case session
  }

  /// One constraint that is violated.
  package struct Stop: Hashable, Sendable {
    package let constraint: Constraint

    package init(constraint: Constraint) {
      self.constraint = constraint
    }
  }

  package init(
    target: ResolvedTarget,
    source: Source,
    stops: [Stop],
    availability: Availability,
    failedProbe: Measurement? = nil
  ) {
    self.target = target
    self.source = source
    self.stops = stops
    self.availability = availability
    self.failedProbe = failedProbe
  }

  package var isPermitted: Bool { stops.isEmpty }

  /// Permitted, and as far as can be told without the network it can be used.
  package var isOpen: Bool { isPermitted && availability.payer != nil }

  /// Why the last probe of its backend got no answer, as the end of a sentence; absent when it got one,
  /// when it is too long ago, and when there was none.
  package var probeFailure: String? { failedProbe?.failure }

  /// Whether somebody named this very place, so that no failed probe sends the session elsewhere.
  var isAskedFor: Bool {
    switch source {
    case .commandLine, .session: true
    case .route, .default: false
    }
  }
}

/// Whether a backend can be used from here, as far as can be told without the network.
package enum Availability: Hashable, Sendable {
  case available(payer: CredentialSource)
  /// It may work: the client can ask for a login, a command may print a credential.
  case unverified(payer: CredentialSource)
  case unavailable(Missing)

  package enum Missing: Hashable, Sendable {
    /// None of these sources has a credential.
    case credential([CredentialSource])
    /// No region is named; these variables would be read.
    case region(variables: [String])
    /// No project is named; these variables would be read.
    case project(variables: [String])
  }

  package var payer: CredentialSource? {
    switch self {
    case .available(let payer), .unverified(let payer): payer
    case .unavailable: nil
    }
  }
}

/// What this machine has, found without the network and without starting a process.
package struct CredentialInventory: Hashable, Sendable {
  /// Sources that hold a credential.
  package var present: Set<CredentialSource>
  /// Sources that cannot be looked into now: commands, keychains.
  package var unverified: Set<CredentialSource>
  /// The values of region and project variables of the process environment.
  package var places: [String: String]
  /// What is taken to be missing whatever else is here; for tests and replays.
  package var missing: Set<Unavailable>
  /// What probes found out, one at most for each backend and model.
  package var measurements: [Measurement]
  /// What is taken to be measured whatever probes found; for tests and replays.
  package var supposed: SupposedTraits

  package init(
    present: Set<CredentialSource> = [],
    unverified: Set<CredentialSource> = [],
    places: [String: String] = [:],
    missing: Set<Unavailable> = [],
    measurements: [Measurement] = [],
    supposed: SupposedTraits = SupposedTraits()
  ) {
    self.present = present
    self.unverified = unverified
    self.places = places
    self.missing = missing
    self.measurements = measurements
    self.supposed = supposed
  }

  /// The newest failure of a probe of the backend, unless another of its models answered later.
  package func failedProbe(of backend: String) -> Measurement? {
    // Asked for each candidate, and usually there is none.
    guard measurements.contains(where: \.isFailure) else { return nil }
    let own = measurements.filter { $0.backend == backend }
    guard let failed = own.filter(\.isFailure).max(by: { $0.isOlder(than: $1) }),
      !own.contains(where: { $0.failure == nil && failed.isOlder(than: $0) })
    else { return nil }
    return failed
  }
}

/// A target with everything that depends on the machine filled in.
package struct ResolvedTarget: Hashable, Sendable {
  package let target: Target
  package let backend: Backend
  /// The id that is sent; absent for the client's own default.
  package let modelID: String?
  /// The ids of the client's four slots in the order opus, sonnet, haiku, fable; those without an id
  /// are left out (native API only).
  package let slots: [Backend.Model]
  package let region: String?
  package let project: String?
  package let geography: Geography?
  /// The geographies of everything a session may send, nil among them when something has none.
  ///
  /// Background work and sub-agents use the slots, so theirs count beside the model's.
  package let allGeographies: Set<Geography?>
  /// What a probe found out about this model of the backend.
  package let measurement: Measurement?
  /// What is taken to be measured of it, in tests and replays.
  package let supposed: [Backend.Trait: Backend.TraitGrade]

  package init(
    target: Target,
    backend: Backend,
    modelID: String?,
    slots: [Backend.Model],
    region: String?,
    project: String?,
    geography: Geography?,
    allGeographies: Set<Geography?>? = nil,
    measurement: Measurement? = nil,
    supposed: [Backend.Trait: Backend.TraitGrade] = [:]
  ) {
    self.target = target
    self.backend = backend
    self.modelID = modelID
    self.slots = slots
    self.region = region
    self.project = project
    self.geography = geography
    self.allGeographies = allGeographies ?? [geography]
    self.measurement = measurement
    self.supposed = supposed
  }
}
