internal import ClaudeClient
internal import Rendering
internal import RouteEngine

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Prints the environment of a route for the shell that evaluates it.
struct Print {
  let routing: RoutingOptions
  let output: OutputOptions
  let input: ProcessInput

  func status() throws(Refusal) -> Int32 {
    let route = try Routing(routing, client: nil, input: input, keptNames: input.keptNames)
    let (chosen, payer) = try route.target()
    if isatty(1) == 1, output.format == nil {
      return try screenStatus(route)
    }
    let ambient = AmbientEnvironment(
      entries: input.environment.entries,
      keptNames: input.keptNames
    )
    let plan = try Planning.plan(chosen, payer: payer, route: route, environment: ambient)
    try Planning.checkManaged(plan, route.settings)
    if plan.carrier == .login {
      try checkLogin(route.settings)
    }
    let changes = plan.changes.filter {
      !output.isUnheld || $0.name != RoutingVariables.hostManaged
    }
    try writeOutput(try text(of: changes, route, payer))
    announce(route)
    return Outcome.done.rawValue
  }

  /// Seventy lines of shell text help nobody on a screen.
  private func screenStatus(_ route: Routing) throws(Refusal) -> Int32 {
    let explanation = ExplanationText(
      route.decision,
      for: route.request,
      in: route.policy,
      with: route.inventory,
      holds: Planning.holds(route, input)
    )
    let words = RoutingWords(routing).text
    let ways = """

      launch the client so:      claude-route\(words) --
      route only this shell so:  eval "$(claude-route\(words))"

      """
    try writeOutput(explanation.text + ways)
    return Outcome.done.rawValue
  }

  /// A saved login cannot be held against settings files by variables alone.
  private func checkLogin(_ settings: SettingsFiles) throws(Refusal) {
    let clash = settings.layers.flatMap { layer in
      layer.findings.filter { finding in
        finding.hasEffect && finding.breaksLogin
      }
    }
    // What cannot be read or parsed may say anything, and the client may understand it.
    guard !clash.isEmpty || !settings.warnings.isEmpty else { return }
    let certainty = clash.isEmpty ? "may" : "would"
    var lines = [
      "claude-route: settings files \(certainty) send this shell's sessions elsewhere"
    ]
    lines += clash.map { "  \($0.path):\($0.line): \($0.key)" }
    lines += settings.warnings.map { "  \($0)" }
    lines.append("  = help: launch with `--` instead, which cancels them: claude-route … --")
    lines.append("  = nothing was started, nothing was set")
    throw Refusal(.settingsConflict, lines: lines.map(\.printable))
  }

  private func text(
    of changes: [EnvironmentChange],
    _ route: Routing,
    _ payer: CredentialSource
  ) throws(Refusal) -> String {
    switch output.format ?? .sh {
    case .sh: return shellText(changes, .sh, route)
    case .fish: return shellText(changes, .fish, route)
    case .csh: return shellText(changes, .csh, route)
    case .json, .dotenv, .github:
      return try plainText(try resolved(changes, payer))
    }
  }

  private func shellText(
    _ changes: [EnvironmentChange],
    _ dialect: ShellDialect,
    _ route: Routing
  ) -> String {
    let chosen = route.decision.chosen?.routeWords ?? ""
    let from = route.request.causeWords(route.decision.classification.names)
    return ShellText(
      changes,
      dialect: dialect,
      state: input.rawEnvironment.shellState,
      comment: "claude-route: \(from) → \(chosen); back with: \(dialect.offCommand)",
      credentialCommand: credentialCommand
    )
    .text
  }

  /// The same program and policy as now, whatever the shell finds later.
  private func credentialCommand(_ backend: String) -> [String] {
    [executablePath ?? "claude-route", "credential", backend]
      + (routing.policy.map { ["--policy", $0.absolutePath] } ?? [])
  }

  // MARK: Formats without references

  private func resolved(
    _ changes: [EnvironmentChange],
    _ payer: CredentialSource
  ) throws(Refusal) -> [ResolvedChange] {
    let home = input.environment.filled("HOME")
    let values = ReferencedValues(
      environment: input.environment,
      reader: CredentialReader(environment: input.environment, home: home),
      payer: payer
    )
    var result: [ResolvedChange] = []
    for change in changes {
      guard let value = change.value else {
        result.append(ResolvedChange(name: change.name, value: nil))
        continue
      }
      guard value.plainText != nil || output.revealsCredential else {
        throw Refusal(
          .usage,
          "`\(change.name)` holds a credential, and this format has no references",
          help: "add `--reveal` to print the credential itself, or use sh, fish or csh"
        )
      }
      do {
        let bytes = try values.bytes(of: value)
        result.append(
          ResolvedChange(name: change.name, value: String(decoding: bytes, as: UTF8.self))
        )
      } catch {
        throw Refusal(.denied, error.message.printable)
      }
    }
    return result
  }

  private func plainText(_ changes: [ResolvedChange]) throws(Refusal) -> String {
    do throws(PlainFault) {
      switch output.format {
      case .json: return try JSONEnvironmentText(changes).text
      case .dotenv: return try DotenvText(changes).text
      case .github, .sh, .fish, .csh, nil: return try GitHubEnvironmentText(changes).text
      }
    } catch {
      throw Refusal(.usage, error.message.printable)
    }
  }

  private func announce(_ route: Routing) {
    guard !output.isQuiet, let chosen = route.decision.chosen else { return }
    let payer = chosen.availability.payer?.payerWords ?? "nobody"
    var lines = ["claude-route: this shell → \(chosen.routeWords) · \(payer) pays"]
    if isatty(2) == 1 {
      lines.append(
        "claude-route: `claude-route … --` launches the client and also covers settings files"
      )
    }
    if output.isUnheld {
      lines.append("claude-route: --no-hold: any settings file can send these sessions elsewhere")
    }
    writeAll(lines.map { $0.printable + "\n" }.joined(), to: 2)
  }
}

extension ShellDialect {
  /// What a person types to get the shell back.
  var offCommand: String {
    switch self {
    case .sh: "eval \"$(claude-route off)\""
    case .fish: "claude-route off --format fish | source"
    case .csh: "claude-route off --format csh, sourced from a file"
    }
  }
}
