internal import ClaudeClient
internal import Rendering
internal import RouteEngine

/// The environment of a launched session.
struct LaunchEnvironment {
  let input: ProcessInput
  let policy: Policy
  let settings: SettingsFiles

  /// The environment with the proxies and certificates of the user's and the organisation's files,
  /// which a host-managed client ignores in the files themselves (measured).
  var connected: RawEnvironment {
    var environment = input.environment
    let changes = SettingsConnection.changes(
      managed: settings.layers.filter { $0.kind == .managed },
      user: settings.user
    )
    for change in changes {
      if let text = change.value?.plainText {
        environment.set(change.name, Array(text.utf8))
      }
    }
    return environment
  }

  /// The plan's changes on the bytes we were given, without any other backend's credential.
  func environment(
    of plan: RoutePlan,
    from connected: RawEnvironment,
    payer: CredentialSource
  ) throws(CredentialFault) -> RawEnvironment {
    let home = input.environment.filled("HOME")
    let values = ReferencedValues(
      environment: input.environment,
      reader: CredentialReader(environment: input.environment, home: home),
      payer: payer
    )
    var environment = connected
    for change in plan.changes {
      if let value = change.value {
        environment.set(change.name, try values.bytes(of: value))
      } else {
        environment.remove(change.name)
      }
    }
    let sets = plan.changes.filter { $0.value != nil }.map(\.name)
    for name in plan.launchOnlyUnsets + policy.secretVariables where !sets.contains(name) {
      // A saved login that the environment carries is the client's to use.
      if plan.change(of: name) != nil || !RoutingVariables.contains(name) {
        environment.remove(name)
      }
    }
    mark(&environment, sets: sets)
    if let route = environment.shellRoute {
      environment.set(ShellRoute.launchedName, Array(route.target.utf8))
    }
    return environment
  }

  /// Leaves the records that an `eval` would leave, so that a claude-route started inside the session
  /// takes nothing of this route for the user's own.
  private func mark(_ environment: inout RawEnvironment, sets: [String]) {
    let places = ShellState.placeNames.filter { name in
      sets.contains(name) && input.environment.rawValue(of: name) != nil
    }
    for name in places {
      let value = input.environment.rawValue(of: name) ?? []
      environment.set(ShellState.exportedCopy(ofPlace: name), Array(value))
    }
    environment.set("CLAUDE_ROUTE_SAVED", Array(places.joined(separator: " ").utf8))
    let others = sets.filter { !places.contains($0) }.sorted()
    environment.set("CLAUDE_ROUTE_SET", Array(others.joined(separator: " ").utf8))
  }
}

extension Policy {
  /// Every variable that some backend takes a credential or a header from, each once.
  fileprivate var secretVariables: [String] {
    var names: Set<String> = []
    for backend in backends {
      for case .environment(let name) in backend.credentials {
        names.insert(name)
      }
      for case .variable(let name) in backend.headers.map(\.value) {
        names.insert(name)
      }
    }
    return names.sorted()
  }
}
