package import RouteEngine

/// What a route does to the environment of a session: one list for print and launch alike.
package struct RoutePlan: Hashable, Sendable {
  /// How the route is held.
  package let carrier: Carrier
  /// Sets that hold references first (what they refer to may be removed further down), then plain
  /// sets, then every removal in the order of the closed list.
  package let changes: [EnvironmentChange]
  /// Variables outside the closed list that hold a secret this route sends, sorted by use: removed
  /// from a launched session, whose hooks could read them, and never by print mode, since the shell
  /// still needs them.
  package let launchOnlyUnsets: [String]
  /// The id the session starts with; absent for the client's own default.
  package let modelID: String?
  /// Every id the session can be made to send without the user's doing, each once.
  package let sentIDs: [String]
  /// Whether it goes to Anthropic's own API at its own address.
  package let isNative: Bool

  /// How the route is held against settings files.
  package enum Carrier: Hashable, Sendable {
    /// The saved login pays: the `--settings` overlay names every routing variable.
    case login
    /// `CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST=1`.
    case hostManaged
  }

  /// Why a backend cannot be used; a policy that was loaded and a candidate that is available give
  /// none of these, so each is a way to fail closed.
  package enum Fault: Error, Hashable, Sendable {
    case payer(backend: String, payer: String)
    /// `base-url`, `region`, `project`.
    case missing(backend: String, key: String)
    /// A slot without an id, off the native API.
    case unfilledSlot(backend: String, slot: String)

    /// One sentence, lower case, no full stop.
    package var message: String {
      switch self {
      case .payer(let backend, let payer): "backend `\(backend)` cannot be paid by `\(payer)`"
      case .missing(let backend, let key): "backend `\(backend)` has no `\(key)`"
      case .unfilledSlot(let backend, let slot):
        "backend `\(backend)` has no id for the model slot `\(slot)`"
      }
    }
  }

  /// The ids of the client's own aliases on the native API, in the order of the slots.
  package static let nativeIDs = Backend.nativeModels.map(\.id)

  package init(
    target: ResolvedTarget,
    payer: CredentialSource,
    classes: [String],
    policyDigest: String,
    environment: AmbientEnvironment
  ) throws(Fault) {
    let backend = target.backend
    var draft = RouteDraft()
    try draft.addEndpoint(of: target, payer: payer)
    let isLogin = backend.isNative && payer == .login
    carrier =
      isLogin && !environment.isFilled(RoutingVariables.oauthToken) ? .login : .hostManaged
    if carrier == .hostManaged {
      draft.set(RoutingVariables.hostManaged, "1")
    }
    try draft.addModels(of: target, isLogin: isLogin)
    draft.addTraits(of: target, classes: classes)
    draft.addSurroundings(of: target, environment: environment)
    draft.addMarks(
      of: target,
      classes: classes,
      policyDigest: policyDigest,
      attributes: environment.openTelemetryAttributes
    )
    changes = draft.changes(keepingLogins: isLogin, environment: environment)
    launchOnlyUnsets = draft.secretSources
    isNative = backend.isNative
    modelID = target.modelID
    sentIDs = Self.sentIDs(of: target)
  }

  /// The change of a variable; absent when the route leaves it alone.
  package func change(of name: String) -> EnvironmentChange? {
    changes.last { $0.name == name }
  }

  private static func sentIDs(of target: ResolvedTarget) -> [String] {
    var ids: [String] = []
    let own = [target.modelID].compactMap(\.self) + target.slots.map(\.id)
    for id in own + (target.backend.isNative ? nativeIDs : []) where !ids.contains(id) {
      ids.append(id)
    }
    return ids
  }
}
