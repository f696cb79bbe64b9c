package import ClaudeClient

/// What the organisation's settings make of the route of a task that nothing speaks for.
package struct ManagedHealth: Sendable {
  package let findings: [HealthFinding]

  /// Layers of other kinds are passed over; paths are shown as the layers have them.
  package init(_ layers: [SettingsLayer], plan: RoutePlan, target: String) {
    let managed = ManagedSettings(plan: plan, layers: layers)
    let disagreements = managed.disagreements.map { disagreement in
      let finding = disagreement.finding
      return HealthFinding(
        "managed",
        .error,
        at: HealthFinding.Place(finding.path, line: finding.line),
        "\(finding.key) differs: the route to \(target) wants \(disagreement.wanted)",
        explanations: ["a launch on that route ends with exit status 78"],
        help: "choose a default that agrees, or ask whoever manages this machine"
      )
    }
    guard disagreements.isEmpty else {
      findings = disagreements
      return
    }
    var files: [String] = []
    for layer in layers where layer.kind == .managed && !files.contains(layer.path) {
      files.append(layer.path)
    }
    findings = files.map { file in
      let count = managed.agreements.count { $0.path == file }
      let words =
        count == 0
        ? "says nothing about a route" : "says what the route to \(target) says"
      return HealthFinding("managed", .ok, at: HealthFinding.Place(file), words)
    }
  }
}
