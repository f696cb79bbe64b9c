internal import ClaudeClient
internal import HealthCheck
internal import Rendering

extension ShellStatus {
  /// As a program sees it that is started here: the environment as it is, a route's own included.
  init(_ input: ProcessInput) {
    let environment = input.rawEnvironment
    let home = environment.filled("HOME")
    let files = SettingsFiles(asFarAsReadable: environment, home: home, client: nil)
    let hostManaged = environment.filled(RoutingVariables.hostManaged)
    let isHostManaged = RoutingVariables.hasEffect(RoutingVariables.hostManaged, hostManaged)
    let probe = CredentialProbe(
      environment: environment,
      home: home,
      keptNames: [],
      userSettings: files.user
    )
    // Host-managed the client takes endpoint, credential and model from no file.
    let session = PlainSession(
      layers: isHostManaged ? [] : files.ownLayers(home: home),
      environment: environment.entries,
      isLoginSaved: probe.isLoginSaved
    )
    let plain = session.destination(isHostManaged: isHostManaged)
    self.init(
      route: environment.shellRoute,
      isSession: environment.filled("CLAUDE_CODE_CHILD_SESSION") != nil,
      plain: plain,
      source: environment.source(of: plain.credential),
      leaksLogin: !isHostManaged && !session.findings.isEmpty,
      warnings: files.warnings + files.managedFaults.map(\.reason)
    )
  }
}

extension RawEnvironment {
  /// What an `eval` or a launch left in the environment.
  var shellRoute: ShellRoute? {
    ShellRoute(
      classes: filled("CLAUDE_ROUTE_CLASS"),
      backend: filled("CLAUDE_ROUTE_BACKEND"),
      model: filled("CLAUDE_ROUTE_MODEL"),
      launched: filled(ShellRoute.launchedName)
    )
  }

  /// The first other variable that holds the same secret; an `eval` gives the client a copy of it.
  fileprivate func source(of credential: PlainDestination.Credential) -> String? {
    guard case .variables(let words) = credential, words.count == 1, words[0].place == nil,
      let value = rawValue(of: words[0].text), value.count >= 8
    else { return nil }
    return names.sorted().first { name in
      !RoutingVariables.contains(name) && rawValue(of: name).map { $0 == value } == true
    }
  }
}
