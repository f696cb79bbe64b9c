package import JSONTree
package import RouteEngine

/// The client's managed settings that send plain `claude` to one target: what `ManagedSettings` then
/// finds to agree with the route.
package struct ManagedSettingsDraft: Hashable, Sendable {
  /// An object without any secret.
  package let document: JSONNode

  /// What settings cannot say; the end of a sentence about the backend.
  package struct Fault: Error, Hashable, Sendable {
    /// Lower case, no full stop.
    package let reason: String
  }

  /// With `isOnlyTarget` the model and its effort are fixed; else they are left to each launch, and
  /// the model is only what a session begins with.
  package init(
    target: ResolvedTarget,
    payer: CredentialSource,
    isOnlyTarget: Bool
  ) throws(Fault) {
    let backend = target.backend
    let plan: RoutePlan
    do {
      plan = try RoutePlan(
        target: target,
        payer: payer,
        classes: [],
        policyDigest: "",
        environment: AmbientEnvironment()
      )
    } catch {
      throw Fault(reason: error.message)
    }
    try Self.checkHeaders(of: backend)
    var variables: [JSONMember] = []
    var needsHelper = false
    for change in plan.changes {
      guard let value = change.value,
        !Self.isLeftOut(change.name, of: backend, isOnlyTarget: isOnlyTarget)
      else { continue }
      if let text = value.plainText {
        variables.append(JSONMember(key: change.name, value: .string(text)))
      } else {
        needsHelper = try Self.needsHelper(change.name, value, of: backend) || needsHelper
      }
    }
    for name in Self.cancelled(by: backend) where !variables.contains(where: { $0.hasKey(name) }) {
      variables.append(JSONMember(key: name, value: .string("")))
    }
    var members: [JSONMember] = []
    if needsHelper {
      members.append(
        JSONMember(key: "apiKeyHelper", value: .string(CredentialHelper(backend.name).command))
      )
    }
    if !isOnlyTarget, let id = plan.modelID {
      members.append(JSONMember(key: "model", value: .string(id)))
    }
    document = .object(members + [JSONMember(key: "env", value: .object(variables))])
  }

  /// A header of the task's classes is the launch's own; beside others it would be a second value of
  /// one variable.
  private static func checkHeaders(of backend: Backend) throws(Fault) {
    guard backend.sendsTags, !backend.headers.isEmpty else { return }
    throw Fault(reason: "its `headers` and `tags` are one variable, which differs with each task")
  }

  /// Marks of a launch, what only a process environment says, and what is an organisation's own
  /// choice.
  private static func isLeftOut(_ name: String, of backend: Backend, isOnlyTarget: Bool) -> Bool {
    switch name {
    case RoutingVariables.hostManaged, AmbientEnvironment.openTelemetryName, "DISABLE_TELEMETRY",
      "DISABLE_ERROR_REPORTING":
      true
    case "ANTHROPIC_CUSTOM_HEADERS": backend.sendsTags
    case "ANTHROPIC_MODEL", "CLAUDE_CODE_EFFORT_LEVEL": !isOnlyTarget
    case "CLAUDE_CODE_DISABLE_THINKING":
      !isOnlyTarget && !backend.compatibility.contains(.noThinking)
    default: name.hasPrefix("CLAUDE_ROUTE_") || RoutingVariables.connection.contains(name)
    }
  }

  /// Whether a reference is given by our helper; a variable that the client itself reads is left to
  /// each person's environment.
  private static func needsHelper(
    _ name: String,
    _ value: EnvironmentValue,
    of backend: Backend
  ) throws(Fault) -> Bool {
    let isOwn = value.parts == [.variable(name)]
    switch (name, backend.kind) {
    case ("ANTHROPIC_AUTH_TOKEN", _), ("ANTHROPIC_API_KEY", .gateway): return true
    case ("ANTHROPIC_API_KEY", _): return !(backend.isNative && isOwn)
    default:
      guard isOwn else {
        throw Fault(reason: "`\(name)` would be \(value.reference), and settings hold no secret")
      }
      return false
    }
  }

  /// What a person's shell must not add: another provider, another address, another credential for
  /// this address.
  private static func cancelled(by backend: Backend) -> [String] {
    let names =
      switch backend.kind {
      case .gateway: ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"]
      case .anthropic:
        backend.isNative
          ? ["ANTHROPIC_BASE_URL", "ANTHROPIC_AUTH_TOKEN"]
            + Backend.familySlots.map(RoutingVariables.slot)
            + (backend.credentials.contains(.environment("ANTHROPIC_API_KEY"))
              ? [] : ["ANTHROPIC_API_KEY"])
          : ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"]
      case .bedrock: ["ANTHROPIC_BEDROCK_BASE_URL"]
      case .mantle: ["ANTHROPIC_BEDROCK_MANTLE_BASE_URL"]
      case .vertex: ["ANTHROPIC_VERTEX_BASE_URL"]
      case .foundry: ["ANTHROPIC_FOUNDRY_BASE_URL"]
      }
    return names + RoutingVariables.switches
  }
}

/// The command by which the client gets a backend's credential from us.
struct CredentialHelper: Hashable {
  let command: String

  init(_ backend: String) {
    command = "claude-route credential \(backend)"
  }
}
