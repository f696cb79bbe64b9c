import JSONTree

/// Who decides a variable of a launched session: the client's own order of files, and what the route
/// does about it.
struct VariableContest {
  let plan: RoutePlan
  let origins: RouteOrigins
  let overlay: SettingsOverlay
  let managed: ManagedSettings

  /// Absent when the route leaves the variable alone and nobody gives it a value; the claims are
  /// those of everybody else, strongest first.
  func row(of name: String, among claims: [VariableClaim]) -> VariableTable.Row? {
    let isSet = plan.change(of: name)?.value != nil
    guard isSet || claims.contains(where: \.isFilled) else { return nil }
    let winners = isSet ? winnersOverRoute(name, claims) : winnersWithoutRoute(name, claims)
    var losers = claims.filter { !winners.contains($0) }
    if isSet, !winners.contains(where: { $0.source == .route }) {
      losers.insert(routeClaim(name), at: 0)
    }
    return VariableTable.Row(name: name, winners: winners, losers: losers)
  }

  /// What the route says; without a value when it takes the variable away.
  private func routeClaim(_ name: String) -> VariableClaim {
    let value = plan.change(of: name)?.value
    return VariableClaim(
      source: .route,
      place: value == nil ? nil : origins.place(of: name),
      value: value.map(VariableValue.init)
    )
  }

  // MARK: Variables that the route sets

  private func winnersOverRoute(_ name: String, _ claims: [VariableClaim]) -> [VariableClaim] {
    let route = routeClaim(name)
    if let other = disagreeing(name, claims) { return [other] }
    let agreeing = claims.filter { claim in
      managed.agreements.contains { isAbout(claim, $0, name) }
    }
    guard readsFiles(name), agreeing.isEmpty else { return agreeing + [route] }
    if let organisations = claims.first(where: { $0.source == .managed && $0.isFilled }) {
      return organisations.value == route.value ? [organisations, route] : [organisations]
    }
    // A reference cannot stand in the overlay, so files are not overridden.
    if plan.change(of: name)?.value?.plainText == nil,
      let other = claims.first(where: { $0.source != .shell && $0.isFilled })
    {
      return [other]
    }
    return [route]
  }

  // MARK: Variables that it does not set

  private func winnersWithoutRoute(_ name: String, _ claims: [VariableClaim]) -> [VariableClaim] {
    if let other = disagreeing(name, claims) { return [other] }
    if readsFiles(name) {
      if let other = claims.first(where: { $0.source == .managed && $0.isFilled }) {
        return [other]
      }
      if let text = overlay.document["env"]?[name]?.variableText {
        return [ownClaim(name, claims, isFilled: !text.isEmpty) ?? routeClaim(name)]
      }
      let isFile = { (claim: VariableClaim) in claim.source != .shell && claim.isFilled }
      if let other = claims.first(where: isFile) { return [other] }
    }
    return [inProcess(name, claims) ?? routeClaim(name)]
  }

  /// Whose word the overlay repeats: `OverlayDraft` takes the user's own for the connection, an empty
  /// one too, and blanks everything else but what the user's document alone names.
  private func ownClaim(
    _ name: String,
    _ claims: [VariableClaim],
    isFilled: Bool
  ) -> VariableClaim? {
    let own: [VariableClaim.Source] = [.commandLine, .user, .shell]
    if RoutingVariables.connection.contains(name) {
      return claims.first { own.contains($0.source) }
    }
    return isFilled ? claims.first { $0.source == .commandLine } : nil
  }

  /// What the environment of the process has.
  private func inProcess(_ name: String, _ claims: [VariableClaim]) -> VariableClaim? {
    if plan.change(of: name) != nil { return nil }
    let isConnection = RoutingVariables.connection.contains(name)
    if isConnection, plan.carrier == .hostManaged {
      // `SettingsConnection` gives it to the process, since the client ignores the files then.
      let given: [VariableClaim.Source] = [.managed, .user]
      if let other = claims.first(where: { given.contains($0.source) && $0.isFilled }) {
        return other
      }
    }
    return claims.first { $0.source == .shell && $0.isFilled }
  }

  // MARK: What the client reads

  private func disagreeing(_ name: String, _ claims: [VariableClaim]) -> VariableClaim? {
    claims.first { claim in
      managed.disagreements.contains { isAbout(claim, $0.finding, name) }
    }
  }

  private func isAbout(_ claim: VariableClaim, _ finding: SettingsFinding, _ name: String) -> Bool {
    claim.source == .managed && finding.key == "env.\(name)"
      && claim.place == "\(finding.path):\(finding.line)"
  }

  /// Whether a settings file's word on the variable counts in this session.
  private func readsFiles(_ name: String) -> Bool {
    guard !RoutingVariables.isTakenFromNoFile(name) else { return false }
    switch plan.carrier {
    case .login: return true
    case .hostManaged: break
    }
    if RoutingVariables.unfilteredUnderHost.contains(name) || name == "NODE_OPTIONS" { return true }
    return !RoutingVariables.contains(name) && !RoutingVariables.connection.contains(name)
      && !OverlayDraft.environmentOnly.contains(name)
  }
}
