internal import ClaudeClient
internal import RouteEngine

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Looks for credentials on this machine: no network, no process, and no value is kept.
struct CredentialProbe {
  let environment: RawEnvironment
  let home: String?
  /// Variables that count as set: the text that is printed refers to them.
  let keptNames: Set<String>
  /// The client's own settings of the user, when they could be read.
  let userSettings: SettingsLayer?

  func inventory(for policy: Policy) -> CredentialInventory {
    var inventory = CredentialInventory()
    for source in Set(policy.backends.flatMap(\.credentials)) {
      switch presence(of: source) {
      case .present: inventory.present.insert(source)
      case .unverified: inventory.unverified.insert(source)
      case .absent: break
      }
    }
    for name in Set(policy.backends.flatMap { $0.regionVariables + $0.projectVariables }) {
      // A value that is no region's or project's name would go into an address.
      inventory.places[name] = environment.filled(name).flatMap { $0.isPlaceName ? $0 : nil }
    }
    inventory.measurements =
      ProfileShelf(environment: environment, home: home)?.measurements(for: policy, with: inventory)
      ?? []
    return inventory
  }

  private enum Presence {
    case present
    case unverified
    case absent
  }

  private func presence(of source: CredentialSource) -> Presence {
    switch source {
    case .login: isLoginSaved ? .present : .absent
    case .none: .present
    case .environment(let name): isUsable(name) ? .present : .absent
    case .file(let path): isPrivateFile(path.expandingTilde(home: home)) ? .present : .absent
    case .keychain: .unverified
    case .command(let words): hasProgram(words.first ?? "") ? .unverified : .absent
    case .aws: hasAWSCredentials ? .present : .absent
    case .google: hasGoogleCredentials ? .present : .absent
    }
  }

  /// A variable counts when it is filled, or kept aside in this shell.
  ///
  /// `ANTHROPIC_API_KEY` beside a foreign address or a cloud switch is that address's key, not ours.
  private func isUsable(_ name: String) -> Bool {
    guard isFilled(name) else { return false }
    return name != "ANTHROPIC_API_KEY" || !pointsElsewhere
  }

  private func isFilled(_ name: String) -> Bool {
    keptNames.contains(name) || environment.filled(name) != nil
  }

  /// Whether the environment names another address than Anthropic's own; the value of a variable
  /// that is kept aside is not known, and counts as another.
  private var pointsElsewhere: Bool {
    let isSwitched = RoutingVariables.switches.contains { name in
      keptNames.contains(name) || RoutingVariables.hasEffect(name, environment[name])
    }
    let url = environment.filled("ANTHROPIC_BASE_URL")
    return isSwitched || keptNames.contains("ANTHROPIC_BASE_URL")
      || (url != nil && !Self.nativeURLs.contains(url ?? ""))
  }

  private static let nativeURLs: Set<String> = [
    "https://api.anthropic.com", "https://api.anthropic.com/",
  ]

  /// Whether the client could pay by what it keeps itself, or by a helper of the user's.
  var isLoginSaved: Bool {
    let folder = environment.filled("CLAUDE_CONFIG_DIR") ?? home.map { "\($0)/.claude" }
    if let folder, fileExists("\(folder)/.credentials.json") { return true }
    if isFilled("CLAUDE_CODE_OAUTH_TOKEN") { return true }
    return userSettings?.filledString("apiKeyHelper") != nil
  }

  private func isPrivateFile(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      && status.st_uid == geteuid() && status.st_mode & 0o077 == 0
  }

  private func hasProgram(_ name: String) -> Bool {
    programPath(name.expandingTilde(home: home), in: environment["PATH"] ?? "") != nil
  }

  /// The first places of the AWS SDK's chain; an instance's own role cannot be seen without asking
  /// the network.
  private var hasAWSCredentials: Bool {
    let isKeyPairSet =
      environment.filled("AWS_ACCESS_KEY_ID") != nil
      && environment.filled("AWS_SECRET_ACCESS_KEY") != nil
    let pointers = [
      "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
      "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ]
    if isKeyPairSet || pointers.contains(where: { environment.filled($0) != nil }) { return true }
    let files = [
      environment.filled("AWS_SHARED_CREDENTIALS_FILE") ?? home.map { "\($0)/.aws/credentials" },
      environment.filled("AWS_CONFIG_FILE") ?? home.map { "\($0)/.aws/config" },
    ]
    return files.compactMap { $0 }.contains(where: fileExists)
  }

  private var hasGoogleCredentials: Bool {
    if let file = environment.filled("GOOGLE_APPLICATION_CREDENTIALS") { return fileExists(file) }
    let folder = environment.filled("CLOUDSDK_CONFIG") ?? home.map { "\($0)/.config/gcloud" }
    return folder.map { fileExists("\($0)/application_default_credentials.json") } ?? false
  }
}

extension String {
  /// Letters, digits, `-`, `_`, `.` and `:`: what a region, a project or a profile is called.
  fileprivate var isPlaceName: Bool {
    utf8.allSatisfy { $0.isVariableNameByte || "-.:".utf8.contains($0) }
  }
}
