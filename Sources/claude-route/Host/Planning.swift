internal import ClaudeClient
internal import JSONTree
internal import Rendering
internal import RouteEngine

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The steps from a decision to a plan that print and launch share.
enum Planning {
  static func plan(
    _ chosen: Candidate,
    payer: CredentialSource,
    route: Routing,
    environment: AmbientEnvironment
  ) throws(Refusal) -> RoutePlan {
    do {
      return try RoutePlan(
        target: chosen.target,
        payer: payer,
        classes: route.decision.classification.names,
        policyDigest: route.policy.digest,
        environment: environment
      )
    } catch {
      throw Refusal(.denied, error.message.printable)
    }
  }

  /// Managed settings are the organisation's word: where they differ, the route would not hold.
  static func checkManaged(_ plan: RoutePlan, _ settings: SettingsFiles) throws(Refusal) {
    let managed = ManagedSettings(plan: plan, layers: settings.layers)
    guard !managed.disagreements.isEmpty else { return }
    var lines = ["claude-route: the managed settings of this machine send the client elsewhere"]
    lines += managed.disagreements.map {
      "  \($0.finding.path):\($0.finding.line): \($0.finding.key), the route wanted \($0.wanted)"
    }
    lines.append("  = help: choose a route that agrees, or ask whoever manages this machine")
    lines.append("  = nothing was started, nothing was set")
    throw Refusal(.settingsConflict, lines: lines.map(\.printable))
  }

  /// Whether a launch of the decision would hold; absent when it cannot be planned, and a launch
  /// would say why.
  static func holds(
    _ route: Routing,
    _ input: ProcessInput,
    client: ClientArguments? = nil
  ) -> String? {
    guard let chosen = route.decision.chosen, let payer = chosen.availability.payer else {
      return nil
    }
    let variables = try? RouteVariables(
      chosen,
      payer: payer,
      route: route,
      client: client,
      input: input
    )
    return variables?.hold.words
  }

  /// A proxy with a password in it cannot stand in the arguments; then no file may redefine it.
  static func checkWithheld(
    _ overlay: SettingsOverlay,
    _ settings: SettingsFiles
  ) throws(Refusal) {
    if !overlay.withheld.isEmpty, let warning = settings.warnings.first {
      throw Refusal(
        .settingsConflict,
        "\(warning), and your own \(overlay.withheld[0].printable) may be a secret, so it cannot be overridden",
        help: "mend that file, or take it away"
      )
    }
    guard let clash = overlay.clash(with: settings.layers) else { return }
    throw Refusal(
      .settingsConflict,
      "\(clash.path.printable):\(clash.line): \(clash.key.printable) cannot be overridden, since your own value may be a secret",
      help: "take it out of that file"
    )
  }

  /// What project and local files tried, one line for all of it; a launch cancels it.
  static func cancelled(_ settings: SettingsFiles, home: String?) -> [String] {
    let findings = settings.shownLayers(home: home).filter {
      $0.kind == .project || $0.kind == .local
    }
    .flatMap(\.findings).filter(\.hasEffect)
    guard !findings.isEmpty else { return [] }
    let places = findings.map { "\($0.path):\($0.line) \($0.key)" }
    return ["claude-route: cancelled for this session: \(places.joined(separator: ", "))".printable]
  }

  /// Whether the value of `--settings` is JSON and no path.
  static func isDocument(_ value: String) -> Bool {
    value.utf8.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "{")
  }

  /// The document behind `--settings`: JSON when it starts with a brace, else a file's path, as the
  /// client decides it.
  static func document(_ value: [UInt8]) throws(Refusal) -> JSONNode {
    var bytes = value
    var name = "`--settings`"
    let path = String(decoding: value, as: UTF8.self)
    if !isDocument(path) {
      name = path.printable
      do {
        bytes = try readFile(path, limit: 8 << 20).bytes
      } catch {
        throw Refusal(
          error.code == ENOENT ? .fileMissing : .inputOutput,
          "the file of `--settings`: \(error.message)"
        )
      }
    }
    do {
      return try JSONNode(parsing: bytes)
    } catch {
      throw Refusal(.usage, "\(name):\(error.line):\(error.column): \(error.reason)")
    }
  }
}

/// Turns references into the bytes they stand for, reading each credential once.
struct ReferencedValues {
  let environment: RawEnvironment
  let reader: CredentialReader
  let payer: CredentialSource

  func bytes(of value: EnvironmentValue) throws(CredentialFault) -> [UInt8] {
    var bytes: [UInt8] = []
    for part in value.parts {
      switch part {
      case .text(let text):
        bytes += Array(text.utf8)
      case .variable(let name):
        bytes += Array(try reader.credential(from: .environment(name)).utf8)
      case .credential:
        bytes += Array(try reader.credential(from: payer).utf8)
      }
    }
    return bytes
  }
}
