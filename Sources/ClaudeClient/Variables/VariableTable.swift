package import JSONTree

/// Every variable that decides where a session goes and that a route or anybody else sets: what the
/// client gets, who says so, and who else says something.
package struct VariableTable: Hashable, Sendable {
  /// First what the route sets, then what it takes away in the order of the closed list, then how
  /// requests leave the machine.
  ///
  /// Our own marks are left out: they tell, and decide nothing.
  package let rows: [Row]

  /// One variable.
  package struct Row: Hashable, Sendable {
    package let name: String
    /// Who decides: one, or several that agree with the strongest first.
    ///
    /// Never empty.
    package let winners: [VariableClaim]
    /// Everybody else who sets it, strongest first.
    package let losers: [VariableClaim]

    /// From its parts.
    package init(name: String, winners: [VariableClaim], losers: [VariableClaim]) {
      self.name = name
      self.winners = winners
      self.losers = losers
    }

    /// What the client gets; absent: nothing, the route takes it away.
    package var value: VariableValue? { winners.first?.value }

    /// The word that counts in a session that nobody routes; absent when nobody sets it.
    package var plainWinner: VariableClaim? {
      (winners + losers).filter { $0.source != .route && $0.isFilled }.min { $0.source < $1.source }
    }

    /// Whether a loser would count but for the route: it is stronger than who decides now.
    package func isCancelled(_ loser: VariableClaim) -> Bool {
      guard loser.isFilled, let winner = winners.first else { return false }
      return winner.source == .route || loser.source < winner.source
    }
  }

  /// `overlay` is what a launch of `plan` passes as `--settings`, and `environment` the `NAME=value`
  /// entries of the shell, before any route.
  ///
  /// `given` is the user's own `--settings`, `givenPath` the file it came from; places are shown as
  /// the layers' paths are.
  package init(
    plan: RoutePlan,
    origins: RouteOrigins,
    overlay: SettingsOverlay,
    layers: [SettingsLayer],
    given: JSONNode? = nil,
    givenPath: String? = nil,
    environment: [[UInt8]]
  ) {
    let parties = VariableParties(
      layers: layers,
      given: given,
      givenPath: givenPath,
      environment: environment,
      others: plan.decidingSets
    )
    let contest = VariableContest(
      plan: plan,
      origins: origins,
      overlay: overlay,
      managed: ManagedSettings(plan: plan, layers: layers)
    )
    rows = Self.names(plan, parties).compactMap { name in
      contest.row(of: name, among: parties.claims(on: name))
    }
  }

  private static func names(_ plan: RoutePlan, _ parties: VariableParties) -> [String] {
    let known = RoutingVariables.names + RoutingVariables.connection
    let newer = parties.names.filter { !known.contains($0) }.sorted()
    let claimed = (RoutingVariables.names + newer + RoutingVariables.connection)
      .filter(parties.names.contains)
    let sets = plan.decidingSets
    return sets + claimed.filter { !sets.contains($0) }
  }
}

extension RoutePlan {
  /// The names that the route sets, without our own marks.
  fileprivate var decidingSets: [String] {
    changes.filter { $0.value != nil && !$0.isMark }.map(\.name)
  }
}

extension EnvironmentChange {
  private static let marks: Set<String> = [AmbientEnvironment.openTelemetryName]

  fileprivate var isMark: Bool { name.hasPrefix("CLAUDE_ROUTE_") || Self.marks.contains(name) }
}
