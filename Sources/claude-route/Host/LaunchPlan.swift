internal import ClaudeClient
internal import JSONTree
internal import Rendering
internal import RouteEngine
internal import Usage

/// The plan of a launch and the environment it starts from.
struct LaunchPlan {
  let plan: RoutePlan
  /// The user's environment, for a host-managed session with the connection of the settings files.
  let connected: RawEnvironment
  /// What the plan was made from.
  let ambient: AmbientEnvironment
  /// What the overlay of a login session names on this machine.
  let machine: MachinePaths
  private let dollars: SessionDollars
  private let multiplier: Double
  private let showsStatusLine: Bool

  init(
    _ chosen: Candidate,
    payer: CredentialSource,
    route: Routing,
    input: ProcessInput
  ) throws(Refusal) {
    let ambient = AmbientEnvironment(entries: input.environment.entries)
    dollars = chosen.sessionDollars
    multiplier = chosen.target.priceMultiplier
    showsStatusLine = input.environment["CLAUDE_ROUTE_STATUS_LINE"] != "off"
    machine = MachinePaths(
      environment: input.environment,
      home: input.environment.filled("HOME")
    )
    let plan = try Planning.plan(chosen, payer: payer, route: route, environment: ambient)
    switch plan.carrier {
    case .login:
      self.plan = plan
      self.ambient = ambient
      connected = input.environment
    case .hostManaged:
      let session = LaunchEnvironment(
        input: input,
        policy: route.policy,
        settings: route.settings
      )
      connected = session.connected
      self.ambient = AmbientEnvironment(entries: connected.entries)
      self.plan = try Planning.plan(
        chosen,
        payer: payer,
        route: route,
        environment: self.ambient
      )
    }
  }

  /// The client's `--settings`: ours, merged with `given`, what the user passed.
  func overlay(
    merging given: JSONNode?,
    for client: ClientArguments?,
    _ settings: SettingsFiles
  ) throws(Refusal) -> SettingsOverlay {
    do {
      return try SettingsOverlay(
        plan: plan,
        user: settings.user,
        given: given,
        environment: ambient,
        machine: machine,
        additionalIDs: client?.fallbackModels ?? [],
        statusLine: statusLine(for: client)
      )
    } catch {
      throw Refusal(.usage, error.message.printable)
    }
  }

  /// Absent in print mode, which shows none, and where the user wants none.
  private func statusLine(for client: ClientArguments?) -> StatusLineCommand? {
    guard showsStatusLine, client?.isPrint != true, let program = executablePath else { return nil }
    return StatusLineCommand(
      program: program,
      dollars: dollars,
      multiplier: multiplier,
      sources: client?.has("--restricted") == true ? "" : client?.value(of: "--setting-sources")
    )
  }
}

extension Candidate {
  /// What the client's reckoning is worth on it.
  fileprivate var sessionDollars: SessionDollars {
    guard isMetered else { return .plan }
    if target.backend.isNative { return .billed }
    return RoutedModel.isPricedByClient(target.modelID ?? "") ? .list : .unknown
  }
}
