internal import Diagnostics
import JSONTree

/// The overlay while it is being collected; our values win over the user's document key by key.
struct OverlayDraft {
  private(set) var withheld: [String] = []
  private let plan: RoutePlan
  private let user: SettingsLayer?
  private let given: JSONNode?
  private let environment: AmbientEnvironment
  private let machine: MachinePaths
  private var variables: [JSONMember] = []
  private var keys: [JSONMember] = []

  init(
    plan: RoutePlan,
    user: SettingsLayer?,
    given: JSONNode?,
    environment: AmbientEnvironment,
    machine: MachinePaths
  ) {
    self.plan = plan
    self.user = user
    self.given = given
    self.environment = environment
    self.machine = machine
  }

  var document: JSONNode {
    let env = Self.merged(given?["env"]?.members ?? [], with: variables)
    let ours = [JSONMember(key: "env", value: .object(env))] + keys
    return .object(Self.merged(given?.members ?? [], with: ours))
  }

  // MARK: Variables

  mutating func addVariables() {
    switch plan.carrier {
    case .login:
      for name in RoutingVariables.names where !isLoginInUse(name) {
        addRoutingVariable(name)
      }
      addConnection(RoutingVariables.connection)
      addShellPrefix()
    case .hostManaged:
      // What it does not filter; the rest is held by the process environment.
      for name in RoutingVariables.unfilteredUnderHost {
        addRoutingVariable(name)
      }
      addConnection(["NODE_OPTIONS"])
    }
    for change in plan.changes where !RoutingVariables.contains(change.name) {
      if !Self.environmentOnly.contains(change.name), let text = change.value?.plainText {
        addVariable(change.name, text)
      }
    }
  }

  /// What stays out of the overlay.
  ///
  /// What the clouds' own chains read the client takes from no file in such a session, and the
  /// attributes hold the user's own, which an argument would make public.
  static let environmentOnly = [
    "AWS_REGION", "AWS_PROFILE", "GOOGLE_CLOUD_PROJECT", "GCLOUD_PROJECT",
    AmbientEnvironment.openTelemetryName,
  ]

  private mutating func addRoutingVariable(_ name: String) {
    guard let value = plan.change(of: name)?.value else { return addVariable(name, "") }
    if let text = value.plainText {
      addVariable(name, text)
    } else {
      // A header with a secret: blanked it would be lost, written out it would be public.
      withheld.append(name)
    }
  }

  /// A login that the environment carries: written out it would be public, blanked it would be lost.
  private func isLoginInUse(_ name: String) -> Bool {
    RoutingVariables.logins.contains(name) && environment.isFilled(name)
  }

  /// The user's own value: from the document on the command line, else from the user's file, which
  /// beats the environment in a plain session too.
  private mutating func addConnection(_ names: [String]) {
    for name in names {
      let own =
        given?["env"]?[name]?.variableText ?? user?.variable(name)
        ?? environment.connection[name]
      if own == nil && environment.isFilled(name) {
        // A value that is no UTF-8 cannot be written.
        withheld.append(name)
      } else if let own, Self.mayHoldSecret(name, own) {
        withheld.append(name)
      } else {
        addVariable(name, own ?? machine.certificates(for: name) ?? "")
      }
    }
  }

  /// A client that a command of the session starts has no overlay: a program of ours has to hold it.
  private mutating func addShellPrefix() {
    guard let heldShell = machine.heldShell else { return }
    let name = RoutingVariables.shellPrefix
    var own =
      given?["env"]?[name]?.variableText ?? user?.variable(name) ?? environment.shellPrefixes[name]
    if own == heldShell {
      // We are in such a session; what it calls in its turn stays.
      own = environment.shellPrefixes[RoutingVariables.ownShellPrefix]
    }
    addVariable(name, heldShell)
    addVariable(RoutingVariables.ownShellPrefix, own ?? "")
  }

  /// Whether a value may hold a password: a proxy with user info, the pass phrase of a key.
  private static func mayHoldSecret(_ name: String, _ value: String) -> Bool {
    guard !value.isEmpty else { return false }
    return name == "CLAUDE_CODE_CLIENT_KEY_PASSPHRASE"
      || (name.lowercased().hasSuffix("_proxy") && value.containsBytes(of: "@"))
  }

  private mutating func addVariable(_ name: String, _ value: String) {
    variables.append(JSONMember(key: name, value: .string(value)))
  }

  // MARK: Other keys

  /// Always present, be it to switch a project's off.
  ///
  /// Host-managed, any `apiKeyHelper` keeps a login from being used (measured); with the login
  /// carrier the user's own counts as the login.
  mutating func addHelpers() {
    for key in RoutingVariables.helperKeys {
      let isOff = key == "apiKeyHelper" && plan.carrier == .hostManaged
      let command = isOff ? "" : user?.filledString(key) ?? ""
      // A literal key in a command, such as `echo sk-ant-…`.
      if command.containsBytes(of: "sk-") || SecretShape.concealed(command) != command {
        withheld.append(key)
      } else {
        addKey(key, .string(command))
      }
    }
  }

  mutating func addModels(additionalIDs: [String]) {
    // An agent's definition may name a model, and an agent may be a project's.
    let agent = given?["agent"]?.string ?? user?.filledString("agent") ?? ""
    addKey("agent", .string(agent))
    var ids = plan.sentIDs
    if plan.modelID == nil {
      // Off the native API a name of the user's means nothing; the opus slot is the default.
      let own = plan.isNative ? given?["model"]?.string ?? user?.filledString("model") : nil
      addKey("model", .string(own ?? ""))
      ids += [own ?? ""]
    }
    ids += additionalIDs
    var listed: [String] = []
    // `default` in the list makes the client send that word (measured).
    for id in ids where !id.isEmpty && id != "default" && !listed.contains(id) {
      listed.append(id)
    }
    let own = listed.map { JSONMember(key: $0, value: .string($0)) }
    let overrides = Self.merged(given?["modelOverrides"]?.members ?? [], with: own)
    addKey("modelOverrides", .object(overrides))
    addKey("availableModels", .array(listed.map { .string($0) }))
  }

  /// The user's own keys beside the command stay: the client merges what files say there, too.
  mutating func addStatusLine(_ command: StatusLineCommand?) {
    guard let command else { return }
    let own = given.flatMap(OwnStatusLine.command)
    let ours = [
      JSONMember(key: "type", value: "command"),
      JSONMember(key: "command", value: .string(command.text(with: own))),
    ]
    addKey("statusLine", .object(Self.merged(given?["statusLine"]?.members ?? [], with: ours)))
  }

  private mutating func addKey(_ key: String, _ value: JSONNode) {
    keys.append(JSONMember(key: key, value: value))
  }

  /// Theirs without what ours names, then ours.
  private static func merged(_ theirs: [JSONMember], with ours: [JSONMember]) -> [JSONMember] {
    theirs.filter { member in !ours.contains { $0.hasKey(member.key) } } + ours
  }
}
