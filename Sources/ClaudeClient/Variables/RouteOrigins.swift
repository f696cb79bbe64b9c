package import RouteEngine

/// Where the values of a route come from: a line of the policy, a variable of the shell, a flag.
package struct RouteOrigins: Hashable, Sendable {
  private let candidate: Candidate
  private let request: RoutingRequest
  private let inventory: CredentialInventory

  /// Of the candidate that was chosen.
  package init(
    of candidate: Candidate,
    for request: RoutingRequest,
    with inventory: CredentialInventory
  ) {
    self.candidate = candidate
    self.request = request
    self.inventory = inventory
  }

  /// `team.yaml:8`, `$AWS_REGION`, `--effort`; absent for what follows from the choice of the target.
  func place(of name: String) -> String? {
    if name.hasSuffix("_BASE_URL") || name.lowercased() == "no_proxy" { return key("base-url") }
    switch name {
    case "AWS_REGION", "CLOUD_ML_REGION":
      return backend.region == nil ? variable(backend.regionVariables) : key("region")
    case "ANTHROPIC_VERTEX_PROJECT_ID", "GOOGLE_CLOUD_PROJECT", "GCLOUD_PROJECT",
      "ANTHROPIC_FOUNDRY_RESOURCE":
      return backend.project == nil ? variable(backend.projectVariables) : key("project")
    case "AWS_PROFILE": return key("profile")
    case "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY", "AWS_BEARER_TOKEN_BEDROCK",
      "ANTHROPIC_FOUNDRY_API_KEY":
      return key("credential")
    case "ANTHROPIC_CUSTOM_HEADERS": return key(backend.headers.isEmpty ? "tags" : "headers")
    case "API_TIMEOUT_MS" where backend.timeoutMilliseconds != nil: return key("timeout")
    case "CLAUDE_CODE_EFFORT_LEVEL": return request.effort == nil ? nil : "--effort"
    case "CLAUDE_CODE_DISABLE_THINKING":
      return backend.compatibility.contains(.noThinking) ? key("compatibility") : nil
    case "ANTHROPIC_MODEL": return model
    default: break
    }
    if let family = Backend.familySlots.first(where: { RoutingVariables.slot($0) == name }) {
      return key("models.\(family)")
    }
    if name.hasPrefix("CLAUDE_CODE_SKIP_") {
      return key(backend.skipsAuthentication ? "skip-auth" : "credential")
    }
    if backend.environment.contains(where: { $0.name == name }) { return key("env") }
    return name == "CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS" ? key("compatibility") : nil
  }

  private var backend: Backend { candidate.target.backend }

  private var model: String? {
    switch candidate.target.target.model {
    case .default: nil
    case .named(let name): key("models.\(name)")
    case .id: "--model"
    }
  }

  /// The value's own line, or the backend's.
  private func key(_ name: String) -> String {
    (backend.valueOrigins[name] ?? backend.origin).label
  }

  /// The first of these variables that has a value.
  private func variable(_ names: [String]) -> String? {
    names.first { inventory.places[$0] != nil }.map { "$\($0)" }
  }
}
