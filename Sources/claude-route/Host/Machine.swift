internal import ClaudeClient
internal import HealthCheck
internal import JSONTree
internal import PolicyCheck
internal import Rendering
internal import RouteEngine
internal import Usage

/// Everything that `doctor` looks at, read once and never written; no server is asked.
struct Machine {
  let input: ProcessInput
  private let today: CalendarDay
  let policy: PolicyState
  private let client: InstalledClient
  let settings: SettingsFiles
  let probe: CredentialProbe
  private let inventory: CredentialInventory
  let decision: Decision

  /// `policyOption` is read instead of the user's policy, `clientOption` names the client.
  init(
    _ input: ProcessInput,
    policyOption: String?,
    clientOption: String?,
    today: CalendarDay
  ) throws(Refusal) {
    let environment = input.environment
    let home = environment.filled("HOME")
    self.input = input
    self.today = today
    policy = try PolicyState(
      PolicyReading(environment: environment, home: home),
      insteadOfUsers: policyOption,
      on: today
    )
    client = InstalledClient(
      clientOption,
      policyPath: policy.policy.client.path,
      environment: environment,
      home: home
    )
    settings = SettingsFiles(asFarAsReadable: environment, home: home, client: nil)
    probe = CredentialProbe(
      environment: environment,
      home: home,
      keptNames: input.keptNames,
      userSettings: settings.user
    )
    inventory = probe.inventory(for: policy.policy)
    decision = Self.decision(policy.policy, inventory, environment)
  }

  /// Of a task of which nothing is known.
  private static func decision(
    _ policy: Policy,
    _ inventory: CredentialInventory,
    _ environment: RawEnvironment
  ) -> Decision {
    let surroundings = Surroundings(
      environment: environment,
      client: nil,
      effort: nil,
      text: nil,
      files: nil
    )
    var facts = TaskFacts(text: nil, files: nil)
    facts.values = surroundings.values(of: policy.factsAsked)
    return policy.decision(for: RoutingRequest(facts: facts), with: inventory)
  }

  // MARK: The report

  var report: HealthReport {
    let layers = ownLayers
    let session = PlainSession(
      layers: layers,
      environment: input.environment.entries,
      isLoginSaved: probe.isLoginSaved
    )
    let plan = plan
    let states = backends
    var findings = clientFindings + policy.findings
    findings += states.flatMap { $0.findings(shown: shown) } + defaultFindings
    findings += managedFindings(layers, plan)
    findings +=
      settingsFaults + SettingsHealth(layers, in: session, withheld: withheld(plan)).findings
    findings += files.flatMap(\.findings) + session.findings
    findings += startFileFindings + shellFindings + ageFindings(layers)
    return HealthReport(
      client: clientProgram,
      policy: policy.isWhole ? policy.policy : nil,
      managed: policy.managed,
      backends: states,
      plainClient: session.client(comparedWith: plan),
      findings: findings
    )
  }

  var home: String? { input.environment.filled("HOME") }

  func shown(_ path: String) -> String { path.shown(home: home) }

  // MARK: The client

  private var clientProgram: HealthReport.Client? {
    guard case .found(let path, let version, _) = client.search else { return nil }
    return HealthReport.Client(path: path, version: version?.text)
  }

  private var clientFindings: [HealthFinding] {
    let own = ClientProgram.ownProgram(in: input.environment["PATH"] ?? "")
    return ClientHealth(
      client.search,
      minimumVersion: policy.policy.client.minimumVersion,
      ownProgram: own.map {
        ClientHealth.OwnProgram(path: $0.path.withTilde(home: home), isFirst: $0.isFirst)
      }
    )
    .findings
  }

  // MARK: Backends

  private var backends: [BackendState] {
    let chosen = decision.chosen.map { [$0.target.backend.name] }
    let defaults = chosen ?? policy.policy.defaultTargets.map(\.backend)
    return policy.policy.backends.map { backend in
      let availability = backend.availability(with: inventory)
      let isFile = availability.payer == .login && fileExists(loginPath ?? "")
      return BackendState(
        backend: backend,
        availability: availability,
        words: availability.words + (isFile ? " (\(shown(loginPath ?? "")))" : ""),
        isDefault: defaults.contains(backend.name)
      )
    }
  }

  var loginPath: String? {
    SettingsFiles.userFolder(input.environment, home: home).map { "\($0)/.credentials.json" }
  }

  private var defaultFindings: [HealthFinding] {
    guard decision.chosen == nil else { return [] }
    return [
      HealthFinding(
        "default",
        .warning,
        "no target is permitted and available for a task that nothing speaks for",
        help: "claude-route explain"
      )
    ]
  }

  /// The route of that task; absent when there is none.
  private var plan: RoutePlan? {
    guard let chosen = decision.chosen, let payer = chosen.availability.payer else { return nil }
    return try? RoutePlan(
      target: chosen.target,
      payer: payer,
      classes: decision.classification.names,
      policyDigest: policy.policy.digest,
      environment: AmbientEnvironment(entries: input.environment.entries)
    )
  }

  // MARK: What grows old

  private func ageFindings(_ layers: [SettingsLayer]) -> [HealthFinding] {
    let order: [SettingsLayer.Kind] = [.managed, .local, .project, .user]
    let members = order.flatMap { kind in
      layers.filter { $0.kind == kind }.compactMap { layer in
        layer.root.member("cleanupPeriodDays").map { (layer.path, $0) }
      }
    }
    var cleanup = AgeHealth.Cleanup.byDefault
    if let (path, member) = members.first, case .number(let text) = member.value,
      let days = Int(text)
    {
      cleanup = .days(days, at: HealthFinding.Place(path, line: member.line))
    }
    return AgeHealth(prices: policy.policy.prices.date, today: today, cleanup: cleanup).findings
  }
}
