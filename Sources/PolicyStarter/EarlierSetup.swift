internal import ClaudeClient
internal import RouteEngine

/// One place where somebody routes the client without a policy: an alias, a settings file, a shell.
package struct EarlierSetup: Hashable, Sendable {
  package let source: Source
  /// Where to find it again: `~/.zshrc:41`, `~/.claude/settings.json:4-5`, `this shell`.
  package let place: String
  /// In the order of the source; of two of one name the last counts.
  let variables: [SetupVariable]
  /// As given to the client itself.
  let model: String?
  let effort: String?
  /// What gives the credential in a settings file's `apiKeyHelper`.
  let helper: SetupValue?

  /// What kind of place it is.
  package enum Source: Hashable, Sendable {
    /// An alias or function of that name.
    case alias(String)
    case settings
    case shell
  }

  init(
    source: Source,
    place: String,
    variables: [SetupVariable],
    model: String? = nil,
    effort: String? = nil,
    helper: SetupValue? = nil
  ) {
    self.source = source
    self.place = place
    self.variables = variables
    self.model = model
    self.effort = effort
    self.helper = helper
  }

  /// A variable that is set to something.
  subscript(name: String) -> SetupValue? {
    guard let value = variables.last(where: { $0.name == name })?.value, value != .literal("")
    else {
      return nil
    }
    return value
  }

  /// A variable whose value is written out and may be shown: no key, nothing that looks like one.
  func shown(_ name: String) -> String? {
    guard case .literal(let text)? = self[name], !RoutingVariables.credentials.contains(name) else {
      return nil
    }
    return text
  }

  /// Whether a cloud's switch is on.
  func isOn(_ name: String) -> Bool {
    switch self[name] {
    case .literal(let text): RoutingVariables.hasEffect(name, text)
    case .variable, .command, .hidden: true
    case nil: false
    }
  }

  /// Names that say something about a route, places and limits included.
  static func isTakenOver(_ name: String) -> Bool {
    RoutingVariables.contains(name) || Backend.settableVariables.contains(name)
      || ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "GOOGLE_CLOUD_PROJECT"].contains(name)
  }
}

/// A variable of an earlier set-up.
struct SetupVariable: Hashable, Sendable {
  let name: String
  let value: SetupValue
}

/// Where a variable of an earlier set-up gets its value from.
enum SetupValue: Hashable, Sendable {
  /// Written out; it may be a secret.
  case literal(String)
  case variable(String)
  /// The output of a program with these words.
  case command([String])
  /// Made in a way that is not understood.
  case hidden
}
