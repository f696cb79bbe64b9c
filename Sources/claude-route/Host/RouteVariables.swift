internal import ClaudeClient
internal import JSONTree
internal import RouteEngine

/// What a launch of the decision would give the client on this machine, and whether it would hold.
struct RouteVariables {
  let table: VariableTable
  let hold: RouteHold

  /// `client` holds the client's own arguments, absent when none were given.
  init(
    _ chosen: Candidate,
    payer: CredentialSource,
    route: Routing,
    client: ClientArguments?,
    input: ProcessInput
  ) throws(Refusal) {
    let launch = try LaunchPlan(chosen, payer: payer, route: route, input: input)
    var given: JSONNode?
    if let value = client?.settings {
      given = try Planning.document(Array(value.utf8))
    }
    let overlay = try launch.overlay(merging: given, for: client, route.settings)
    let layers = route.settings.shownLayers(home: input.environment.filled("HOME"))
    table = VariableTable(
      plan: launch.plan,
      origins: RouteOrigins(of: chosen, for: route.request, with: route.inventory),
      overlay: overlay,
      layers: layers,
      given: given,
      givenPath: client?.settings.flatMap { Planning.isDocument($0) ? nil : $0 },
      environment: input.environment.entries
    )
    hold = RouteHold(
      plan: launch.plan,
      overlay: overlay,
      layers: layers,
      warnings: route.settings.warnings
    )
  }
}

extension SettingsFiles {
  /// The layers with their paths as seen from the working directory, else from the home folder.
  func shownLayers(home: String?) -> [SettingsLayer] {
    layers.map { layer in
      SettingsLayer(kind: layer.kind, path: layer.path.shown(home: home), root: layer.root)
    }
  }

  /// The layers as they are shown; in the home folder the project's file is the user's own, and told
  /// once.
  func ownLayers(home: String?) -> [SettingsLayer] {
    zip(layers, shownLayers(home: home)).filter { layer, _ in
      layer.kind == .managed || layer.kind == .user || layer.path != user?.path
    }
    .map(\.1)
  }
}

extension String {
  /// A path as seen from the working directory, else from the home folder; what lies in the home
  /// folder is seen from there in any case when that is the working directory.
  func shown(home: String?) -> String {
    guard let folder = workingDirectory, folder != home?.realPath, hasPrefix("\(folder)/") else {
      return withTilde(home: home)
    }
    return String(dropFirst(folder.count + 1))
  }
}
