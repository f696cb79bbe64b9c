internal import ClaudeClient
internal import JSONTree
internal import Rendering
internal import RouteEngine

/// The plan of a launch and the environment it starts from.
struct LaunchPlan {
  let plan: RoutePlan
  /// The user's environment, for a host-managed session with the connection of the settings files.
  let connected: RawEnvironment
  /// What the plan was made from.
  let ambient: AmbientEnvironment
  /// What the overlay of a login session names on this machine.
  let machine: MachinePaths

  init(
    _ chosen: Candidate,
    payer: CredentialSource,
    route: Routing,
    input: ProcessInput
  ) throws(Refusal) {
    let ambient = AmbientEnvironment(entries: input.environment.entries)
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
        additionalIDs: client?.fallbackModels ?? []
      )
    } catch {
      throw Refusal(.usage, error.message.printable)
    }
  }
}
