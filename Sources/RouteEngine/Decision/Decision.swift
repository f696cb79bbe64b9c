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
}

/// One target that was considered.
package struct Candidate: Hashable, Sendable {
  package let target: ResolvedTarget
  package let source: Source
  /// The constraints that stop it, in the order of the policy; empty when it is permitted.
  package let stops: [Stop]
  package let availability: Availability

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
    availability: Availability
  ) {
    self.target = target
    self.source = source
    self.stops = stops
    self.availability = availability
  }

  package var isPermitted: Bool { stops.isEmpty }
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

  package init(
    present: Set<CredentialSource> = [],
    unverified: Set<CredentialSource> = [],
    places: [String: String] = [:],
    missing: Set<Unavailable> = []
  ) {
    self.present = present
    self.unverified = unverified
    self.places = places
    self.missing = missing
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

  package init(
    target: Target,
    backend: Backend,
    modelID: String?,
    slots: [Backend.Model],
    region: String?,
    project: String?,
    geography: Geography?,
    allGeographies: Set<Geography?>? = nil
  ) {
    self.target = target
    self.backend = backend
    self.modelID = modelID
    self.slots = slots
    self.region = region
    self.project = project
    self.geography = geography
    self.allGeographies = allGeographies ?? [geography]
  }
}
