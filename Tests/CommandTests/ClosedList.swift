/// Every variable that chooses endpoint, credential or model, as the client's contract lists them.
///
/// Written out again here, so that a name lost from the program's own list is missed.
enum ClosedList {
  static let names: [String] =
    words(
      """
      ANTHROPIC_BASE_URL ANTHROPIC_API_KEY ANTHROPIC_AUTH_TOKEN ANTHROPIC_CUSTOM_HEADERS
      ANTHROPIC_BETAS ANTHROPIC_MODEL ANTHROPIC_DEFAULT_MODEL ANTHROPIC_SMALL_FAST_MODEL
      ANTHROPIC_CUSTOM_MODEL_OPTION ANTHROPIC_PROFILE ANTHROPIC_FEDERATION_RULE_ID
      ANTHROPIC_ORGANIZATION_ID ANTHROPIC_IDENTITY_TOKEN ANTHROPIC_IDENTITY_TOKEN_FILE
      ANTHROPIC_UNIX_SOCKET ANTHROPIC_BEDROCK_BASE_URL ANTHROPIC_BEDROCK_MANTLE_BASE_URL
      ANTHROPIC_VERTEX_BASE_URL ANTHROPIC_VERTEX_PROJECT_ID AWS_BEARER_TOKEN_BEDROCK
      ANTHROPIC_BEDROCK_REGION_PREFIX CLOUD_ML_REGION CLAUDE_CODE_SUBAGENT_MODEL
      CLAUDE_CODE_SUBAGENT_MODEL_FORCE CLAUDE_CODE_EFFORT_LEVEL CLAUDE_CODE_DISABLE_THINKING
      MAX_THINKING_TOKENS CLAUDE_CODE_EXTRA_BODY CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST
      """
    )
    + ["OPUS", "SONNET", "HAIKU", "FABLE"].flatMap { family in
      ["", "_NAME", "_DESCRIPTION", "_SUPPORTED_CAPABILITIES"].map {
        "ANTHROPIC_DEFAULT_\(family)_MODEL\($0)"
      }
    }
    + ["BASE_URL", "RESOURCE", "API_KEY", "AUTH_TOKEN"].map { "ANTHROPIC_FOUNDRY_\($0)" }
    + ["BASE_URL", "API_KEY", "WORKSPACE_ID"].map { "ANTHROPIC_AWS_\($0)" }
    + ["BASE_URL", "PROJECT", "LOCATION", "WORKSPACE_ID"].map { "ANTHROPIC_GOOGLE_CLOUD_\($0)" }
    + ["VERTEX_REGION_CLAUDE_4_5_SONNET", newer]
    + switches
    + ["BEDROCK", "MANTLE", "VERTEX", "FOUNDRY", "ANTHROPIC_AWS", "ANTHROPIC_GOOGLE_CLOUD"]
    .map { "CLAUDE_CODE_SKIP_\($0)_AUTH" }
    + [login]

  /// One that client 2.1.330 does not know and the pattern `VERTEX_REGION_CLAUDE_*` covers.
  static let newer = "VERTEX_REGION_CLAUDE_NEWER_9"

  static let switches = [
    "BEDROCK", "MANTLE", "VERTEX", "FOUNDRY", "ANTHROPIC_AWS", "ANTHROPIC_GOOGLE_CLOUD", "GATEWAY",
  ].map { "CLAUDE_CODE_USE_\($0)" }

  /// The only one that a native login route leaves.
  static let login = "CLAUDE_CODE_OAUTH_TOKEN"

  /// All of them set to something that must not stay.
  static func hostile(without excluded: [String] = []) -> [String: String] {
    var environment: [String: String] = [:]
    for name in names where !excluded.contains(name) {
      environment[name] = switches.contains(name) ? "1" : "hostile-\(name)"
    }
    return environment
  }

  private static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map(String.init)
  }
}
