/// The variables that decide where a session goes, who pays and which model answers.
///
/// Measured with client 2.1.330; the second half of each list holds names that its own lists of
/// provider variables mention.
package enum RoutingVariables {
  /// The closed list: a route sets some of these and removes all the others.
  ///
  /// The order is the one in which they are printed.
  package static let names: [String] =
    [
      "ANTHROPIC_BASE_URL", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_CUSTOM_HEADERS",
      "ANTHROPIC_BETAS", "ANTHROPIC_MODEL", "ANTHROPIC_DEFAULT_MODEL",
    ] + slots.flatMap(\.names) + [
      "ANTHROPIC_SMALL_FAST_MODEL", "ANTHROPIC_SMALL_FAST_MODEL_AWS_REGION",
      "ANTHROPIC_CUSTOM_MODEL_OPTION", "ANTHROPIC_CUSTOM_MODEL_OPTION_NAME",
      "ANTHROPIC_CUSTOM_MODEL_OPTION_DESCRIPTION",
      "ANTHROPIC_CUSTOM_MODEL_OPTION_SUPPORTED_CAPABILITIES", "ANTHROPIC_PROFILE",
      "ANTHROPIC_FEDERATION_RULE_ID", "ANTHROPIC_ORGANIZATION_ID", "ANTHROPIC_IDENTITY_TOKEN",
      "ANTHROPIC_IDENTITY_TOKEN_FILE", "ANTHROPIC_SERVICE_ACCOUNT_ID", "ANTHROPIC_WORKSPACE_ID",
      "ANTHROPIC_SCOPE", "ANTHROPIC_CONFIG_DIR", "ANTHROPIC_UNIX_SOCKET",
      "ANTHROPIC_BEDROCK_BASE_URL", "ANTHROPIC_BEDROCK_MANTLE_BASE_URL",
      "ANTHROPIC_VERTEX_BASE_URL", "ANTHROPIC_VERTEX_PROJECT_ID", "ANTHROPIC_FOUNDRY_BASE_URL",
      "ANTHROPIC_FOUNDRY_RESOURCE", "ANTHROPIC_FOUNDRY_API_KEY", "ANTHROPIC_FOUNDRY_AUTH_TOKEN",
      "ANTHROPIC_AWS_BASE_URL", "ANTHROPIC_AWS_API_KEY", "ANTHROPIC_AWS_WORKSPACE_ID",
      "ANTHROPIC_GOOGLE_CLOUD_BASE_URL", "ANTHROPIC_GOOGLE_CLOUD_PROJECT",
      "ANTHROPIC_GOOGLE_CLOUD_LOCATION", "ANTHROPIC_GOOGLE_CLOUD_WORKSPACE_ID",
      "AWS_BEARER_TOKEN_BEDROCK", "ANTHROPIC_BEDROCK_REGION_PREFIX",
      "ANTHROPIC_BEDROCK_SERVICE_TIER", "AWS_ENDPOINT_URL_BEDROCK",
      "AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "CLOUD_ML_REGION",
    ] + vertexRegions + switches + [
      "CLAUDE_CODE_SKIP_BEDROCK_AUTH", "CLAUDE_CODE_SKIP_MANTLE_AUTH",
      "CLAUDE_CODE_SKIP_VERTEX_AUTH", "CLAUDE_CODE_SKIP_FOUNDRY_AUTH",
      "CLAUDE_CODE_SKIP_ANTHROPIC_AWS_AUTH", "CLAUDE_CODE_SKIP_ANTHROPIC_GOOGLE_CLOUD_AUTH",
    ] + logins + [
      "CLAUDE_CODE_API_KEY_FILE_DESCRIPTOR", "CLAUDE_CODE_GATEWAY_TOKEN_FILE_DESCRIPTOR",
      "CLAUDE_CODE_HOST_CREDS_FILE", "CLAUDE_CODE_HOST_AUTH_ENV_VAR",
      "CLAUDE_CODE_LAUNCHER_RUNS_API_KEY_HELPER", "CLAUDE_CODE_RUNNER_MODEL_SOCKET",
      "CLAUDE_CODE_API_BASE_URL", "CLAUDE_CODE_CUSTOM_OAUTH_URL",
      "_CLAUDE_CODE_ASSUME_FIRST_PARTY_BASE_URL", "CLAUDE_CODE_SUBAGENT_MODEL",
      "CLAUDE_CODE_SUBAGENT_MODEL_FORCE", "CLAUDE_CODE_WORKFLOW_SUBAGENT_MODEL",
      "CLAUDE_CODE_AUTO_MODE_MODEL", "CLAUDE_CODE_BG_CLASSIFIER_MODEL", "CLAUDE_CODE_EFFORT_LEVEL",
      "CLAUDE_CODE_SUBAGENT_EFFORT", "CLAUDE_CODE_DISABLE_THINKING",
      "CLAUDE_CODE_DISABLE_ADAPTIVE_THINKING", "MAX_THINKING_TOKENS", "CLAUDE_CODE_EXTRA_BODY",
      hostManaged,
    ]

  /// `1` makes the client ignore what settings files say about endpoint, credential and model; it
  /// has no effect inside such a file.
  package static let hostManaged = "CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST"

  /// The saved login given as variables; a native login route keeps them, every other removes them.
  package static let logins = [
    oauthToken, "CLAUDE_CODE_OAUTH_REFRESH_TOKEN", "CLAUDE_CODE_OAUTH_SCOPES",
    "CLAUDE_CODE_OAUTH_CLIENT_ID", "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR",
  ]

  /// The only login that works host-managed.
  package static let oauthToken = "CLAUDE_CODE_OAUTH_TOKEN"

  /// Each turns the client to another provider; `0` and the empty string count as unset.
  package static let switches = [
    "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_MANTLE", "CLAUDE_CODE_USE_VERTEX",
    "CLAUDE_CODE_USE_FOUNDRY", "CLAUDE_CODE_USE_ANTHROPIC_AWS",
    "CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD", "CLAUDE_CODE_USE_GATEWAY",
  ]

  /// Names of the closed list whose value is a secret, or may hold one.
  package static let credentials = [
    "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_CUSTOM_HEADERS",
    "ANTHROPIC_IDENTITY_TOKEN", "ANTHROPIC_FOUNDRY_API_KEY", "ANTHROPIC_FOUNDRY_AUTH_TOKEN",
    "ANTHROPIC_AWS_API_KEY", "AWS_BEARER_TOKEN_BEDROCK", oauthToken,
    "CLAUDE_CODE_OAUTH_REFRESH_TOKEN", "CLAUDE_CODE_EXTRA_BODY",
  ]

  /// How requests leave the machine.
  ///
  /// They are the user's own and never removed; what a project or local file says about them must
  /// not count.
  package static let connection = [
    "HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY",
    "no_proxy", "NODE_EXTRA_CA_CERTS", "NODE_TLS_REJECT_UNAUTHORIZED", "NODE_OPTIONS",
    "CLAUDE_CODE_CLIENT_CERT", "CLAUDE_CODE_CLIENT_KEY", "CLAUDE_CODE_CLIENT_KEY_PASSPHRASE",
    "CLAUDE_CODE_CERT_STORE", "SSL_CERT_FILE", "SSL_CERT_DIR",
  ]

  /// A program that the client calls with each command of a hook, of its Bash tool and of a server.
  package static let shellPrefix = "CLAUDE_CODE_SHELL_PREFIX"

  /// Ours: the user's own such program, which ours calls in its turn.
  package static let ownShellPrefix = "CLAUDE_ROUTE_SHELL_PREFIX"

  static let shellPrefixes = [shellPrefix, ownShellPrefix]

  /// Settings keys whose value is a command that gives a credential.
  package static let helperKeys = [
    "apiKeyHelper", "awsAuthRefresh", "awsCredentialExport", "gcpAuthRefresh",
  ]

  /// Names of the closed list that a settings file sets even in a host-managed session (measured,
  /// and read in the client's own filter); the overlay has to name them.
  package static let unfilteredUnderHost = [
    "ANTHROPIC_BETAS", "ANTHROPIC_PROFILE", "ANTHROPIC_FEDERATION_RULE_ID",
    "ANTHROPIC_ORGANIZATION_ID", "ANTHROPIC_IDENTITY_TOKEN", "ANTHROPIC_IDENTITY_TOKEN_FILE",
    "ANTHROPIC_SERVICE_ACCOUNT_ID", "ANTHROPIC_WORKSPACE_ID", "ANTHROPIC_SCOPE",
    "ANTHROPIC_CONFIG_DIR", "CLAUDE_CODE_API_BASE_URL", "CLAUDE_CODE_CUSTOM_OAUTH_URL",
    "CLAUDE_CODE_EFFORT_LEVEL", "CLAUDE_CODE_SUBAGENT_EFFORT", "CLAUDE_CODE_DISABLE_THINKING",
    "CLAUDE_CODE_DISABLE_ADAPTIVE_THINKING", "MAX_THINKING_TOKENS", "CLAUDE_CODE_EXTRA_BODY",
  ]

  /// Whether the client takes a variable of the closed list from no settings file at all.
  static func isTakenFromNoFile(_ name: String) -> Bool {
    name == hostManaged || name == "ANTHROPIC_UNIX_SOCKET" || name.hasPrefix("CLAUDE_CODE_HOST_")
  }

  /// Whether a name is on the closed list, byte by byte.
  ///
  /// `VERTEX_REGION_CLAUDE_*` is a pattern: a newer client may know more models than `names` does.
  package static func contains(_ name: String) -> Bool {
    name.utf8.allSatisfy { $0 < 0x80 }
      && (name.hasPrefix("VERTEX_REGION_CLAUDE_") || nameSet.contains(name))
  }

  /// The variable that holds a family's model id: `opus` gives `ANTHROPIC_DEFAULT_OPUS_MODEL`.
  package static func slot(_ family: String) -> String {
    "ANTHROPIC_DEFAULT_\(family.uppercased())_MODEL"
  }

  private static let nameSet = Set(names)

  private struct Slot {
    let family: String

    var names: [String] {
      let name = slot(family)
      return [name, "\(name)_NAME", "\(name)_DESCRIPTION", "\(name)_SUPPORTED_CAPABILITIES"]
    }
  }

  private static let slots = ["opus", "sonnet", "haiku", "fable"].map { Slot(family: $0) }

  /// All that client 2.1.330 knows.
  private static let vertexRegions = [
    "3_5_HAIKU", "3_5_SONNET", "3_7_SONNET", "4_0_OPUS", "4_0_SONNET", "4_1_OPUS", "4_5_OPUS",
    "4_5_SONNET", "4_6_OPUS", "4_6_SONNET", "4_7_OPUS", "4_8_OPUS", "5_OPUS", "5_SONNET",
    "5_5_OPUS", "5_5_SONNET", "FABLE_5", "FABLE_5_1", "FABLE_5_2", "HAIKU_4_5", "HAIKU_5_5",
  ].map { "VERTEX_REGION_CLAUDE_\($0)" }
}
