internal import ClaudeClient
internal import HealthCheck
internal import RouteEngine

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Settings files, and who can reach them.
extension Machine {
  var ownLayers: [SettingsLayer] { settings.ownLayers(home: home) }

  func managedFindings(_ layers: [SettingsLayer], _ plan: RoutePlan?) -> [HealthFinding] {
    let faults = settings.managedFaults.map { fault in
      HealthFinding(
        "managed",
        .error,
        at: HealthFinding.Place(shown(fault.path), line: fault.line),
        fault.words,
        explanations: ["a launch ends with exit status 78: nobody can say what the file means"],
        help: "ask whoever manages this machine"
      )
    }
    guard let plan, let target = decision.chosen?.target.target.text else { return faults }
    return faults + ManagedHealth(layers, plan: plan, target: target).findings
  }

  /// What a launch on a route would leave to the user's own word.
  func withheld(_ plan: RoutePlan?) -> [String] {
    guard let plan else { return [] }
    let overlay = try? SettingsOverlay(
      plan: plan,
      user: settings.user,
      given: nil,
      environment: AmbientEnvironment(entries: input.environment.entries)
    )
    return overlay?.withheld ?? []
  }

  var settingsFaults: [HealthFinding] {
    settings.faults.enumerated().filter { index, fault in
      !settings.faults[..<index].contains { $0.path == fault.path }
    }
    .map { _, fault in
      HealthFinding(
        "settings",
        .warning,
        at: HealthFinding.Place(shown(fault.path), line: fault.line),
        fault.words,
        explanations: [
          "what the client makes of it is not known; an `eval` of a route on the login is refused"
        ],
        help: "mend the file, or take it away"
      )
    }
  }

  var files: [FileHealth] {
    let folder = SettingsFiles.userFolder(input.environment, home: home)
    var own: [String] = []
    for layer in settings.layers where layer.kind != .managed && !own.contains(layer.path) {
      own.append(layer.path)
    }
    return [folder].compactMap { file($0, .folder) } + own.compactMap { file($0, .settings) }
      + [loginPath].compactMap { file($0, .login) }
  }

  private func file(_ path: String?, _ kind: FileHealth.Kind) -> FileHealth? {
    var status = stat()
    guard let path, unsafe stat(path, &status) == 0 else { return nil }
    return FileHealth(
      path: shown(path),
      kind: kind,
      isOurs: status.st_uid == geteuid() || status.st_uid == 0,
      mode: UInt32(status.st_mode) & 0o7777
    )
  }
}
