internal import ClaudeClient
internal import JSONTree
internal import Rendering
internal import RouteEngine
internal import Usage

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Replaces this process by the client, routed.
struct Launch {
  let routing: RoutingOptions
  let output: OutputOptions
  /// The client's own words in front of its arguments, when an editor calls us as its wrapper.
  let wrapper: WrapperForm?
  let arguments: [[UInt8]]
  let input: ProcessInput

  /// Returns only when nothing was started, or in a dry run.
  func status() throws(Refusal) -> Int32 {
    let client = ClientArguments(arguments)
    // `mcp`, `update`, `--version`: there is no session to route.
    if case .passThrough = client.purpose {
      let program = try clientProgram(policyPath: policyClientPath)
      return start(program, arguments, input.rawEnvironment)
    }
    // What an `eval` keeps aside in the shell cannot be read from here.
    let route = try Routing(routing, client: client, input: input, keptNames: [])
    let (chosen, payer) = try route.target()
    try checkFallbacks(client, chosen, route)
    let program = try clientProgram(policyPath: route.policy.client.path)
    let launch = try LaunchPlan(chosen, payer: payer, route: route, input: input)
    let plan = launch.plan
    if plan.carrier == .hostManaged {
      try checkBackground(client, chosen)
    }
    try Planning.checkManaged(plan, route.settings)
    let session = LaunchedSession(of: client, after: route.lastLaunch, isDryRun: output.isDryRun)
    let prepared = try prepared(chosen, launch, route, client, session)
    if output.isDryRun {
      let text = DryRunText(program: program.path, arguments: script + prepared, plan: plan)
      try writeOutput(text.text)
      return Outcome.done.rawValue
    }
    let environment = try environment(of: launch, payer: payer, route)
    announce(route, client, session)
    if client.purpose == .session {
      record(LedgerEntry(chosen, payer: payer, route: route, session: session))
    }
    return start(program, prepared, environment)
  }

  /// What the client gets, the credential among it.
  private func environment(
    of launch: LaunchPlan,
    payer: CredentialSource,
    _ route: Routing
  ) throws(Refusal) -> RawEnvironment {
    do {
      return try LaunchEnvironment(
        input: input,
        policy: route.policy,
        settings: route.settings
      )
      .environment(of: launch.plan, from: launch.connected, payer: payer)
    } catch {
      let name = route.decision.chosen?.target.backend.name ?? ""
      throw Refusal(.denied, "backend `\(name)`: \(error.message.printable)")
    }
  }

  /// The client that called us as its wrapper; the word `claude` alone names no other than usual.
  private var namedClient: String? {
    let word = wrapper?.client.first.map { String(decoding: $0, as: UTF8.self) }
    return word == "claude" ? nil : word
  }

  /// Where the policy says the client is; what starts no session works without a sound policy.
  private var policyClientPath: String? {
    let home = input.environment.filled("HOME")
    let reading = PolicyReading(
      environment: input.environment,
      home: home,
      includesRepository: false
    )
    return (try? reading.policy(insteadOfUsers: routing.policy))?.client.path
  }

  private func clientProgram(policyPath: String?) throws(Refusal) -> ClientProgram {
    try ClientProgram.found(
      option: routing.client ?? namedClient,
      policyPath: policyPath,
      environment: input.environment
    )
  }

  /// The client's arguments with one `--settings`: ours, merged with what the user passed.
  private func prepared(
    _ chosen: Candidate,
    _ launch: LaunchPlan,
    _ route: Routing,
    _ client: ClientArguments,
    _ session: LaunchedSession
  ) throws(Refusal) -> [[UInt8]] {
    // A session that runs elsewhere reads no settings of ours.
    guard client.purpose == .session else { return arguments }
    guard client.canReplaceSettings else {
      throw Refusal(
        .usage,
        "`--settings` stands behind an option that claude-route does not know",
        help: "put `--settings VALUE` first"
      )
    }
    var given: JSONNode?
    if let value = client.settings {
      given = try Planning.document(Array(value.utf8))
    }
    let overlay = try launch.overlay(merging: given, for: client, route.settings)
    try Planning.checkWithheld(overlay, route.settings)
    if launch.plan.carrier == .login, !output.isDryRun {
      try HeldShell.write(environment: input.environment, home: input.environment.filled("HOME"))
    }
    var words = client.routed(
      settings: try settingsArgument(overlay, client),
      sessionID: session.chosen
    )
    if client.isPrint, !client.has("--max-budget-usd"),
      let dollars = chosen.target.target.maximumBudgetUSD
    {
      words.insert(contentsOf: ["--max-budget-usd", "\(dollars)"].map { Array($0.utf8) }, at: 0)
    }
    return words
  }

  /// The document itself, or a private file with it: what came in a file may hold secrets, and
  /// arguments are public.
  private func settingsArgument(
    _ overlay: SettingsOverlay,
    _ client: ClientArguments
  ) throws(Refusal) -> String {
    guard let given = client.settings, !Planning.isDocument(given) else { return overlay.text }
    guard !output.isDryRun else { return given }
    do {
      return try PrivateFile(
        overlay.text,
        environment: input.environment,
        home: input.environment.filled("HOME")
      )
      .path
    } catch {
      throw Refusal(.inputOutput, error.message)
    }
  }

  private func announce(_ route: Routing, _ client: ClientArguments, _ session: LaunchedSession) {
    guard !output.isQuiet else { return }
    let announcement = Announcement(
      route: route,
      client: client,
      sessionID: session.chosen,
      home: input.environment.filled("HOME"),
      isTerminal: isatty(2) == 1
    )
    writeAll(announcement.text, to: 2)
  }

  /// Keeps what is launched; that it cannot be is no reason not to launch.
  private func record(_ entry: LedgerEntry) {
    do throws(Ledger.Fault) {
      try Ledger.append(entry, environment: input.environment)
    } catch {
      guard !output.isQuiet else { return }
      writeAll("claude-route: this launch is not in the ledger: \(error.reason)\n", to: 2)
    }
  }

  /// `node cli.js`: the script is the first argument.
  private var script: [[UInt8]] { wrapper.map { Array($0.client.dropFirst()) } ?? [] }

  private func start(
    _ program: ClientProgram,
    _ arguments: [[UInt8]],
    _ environment: RawEnvironment
  ) -> Int32 {
    let failure = execute(
      program.path,
      arguments: script + arguments,
      environment: environment
    )
    writeAll("claude-route: \(failure.message)\n", to: 2)
    return (failure.code == ENOENT ? Outcome.notFound : Outcome.notExecutable).rawValue
  }
}
