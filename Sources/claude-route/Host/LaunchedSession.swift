internal import ClaudeClient
internal import JSONTree
internal import RouteEngine
internal import Usage

/// The session that a launch begins or goes on with.
struct LaunchedSession {
  /// Absent when only the client will know it.
  let id: SessionID?
  /// What the client is told; absent when it knows already.
  let chosen: String?

  /// `last` is the launch that the words go on from; a dry run chooses nothing.
  init(of client: ClientArguments, after last: LedgerEntry?, isDryRun: Bool) {
    if client.takesSessionID {
      var generator = SystemRandomNumberGenerator()
      id = isDryRun ? nil : SessionID(from: &generator)
      chosen = id?.text ?? "<new>"
      return
    }
    chosen = nil
    // In the background the client does not heed it.
    if let given = client.sessionID, !client.has("--background") {
      id = SessionID(given)
    } else if client.forksSession {
      id = nil
    } else {
      switch client.resumption {
      case .session(let name): id = SessionID(name)
      case .latest: id = last?.session
      case .picked, .pullRequest, nil: id = nil
      }
    }
  }
}

extension Ledger {
  /// The last launch of the session that the client's words go on with; absent when they name none, or
  /// none that was launched here.
  func launch(before client: ClientArguments, in folder: String?) -> LedgerEntry? {
    switch client.resumption {
    case .session(let name):
      guard let id = SessionID(name) else { return nil }
      return last(holding: JSONNode.quoted(id.text)) { $0.session == id }
    case .latest:
      guard let folder else { return nil }
      return last(holding: JSONNode.quoted(folder)) { $0.folder == folder && $0.session != nil }
    case .picked, .pullRequest, nil: return nil
    }
  }

  /// The same, unless the ledger lies in the repository that is worked in, which could have written it.
  static func launch(
    before client: ClientArguments,
    environment: RawEnvironment
  ) -> LedgerEntry? {
    guard client.resumption != nil,
      let ledger = Ledger(environment: environment, home: environment.filled("HOME"))
    else { return nil }
    let folder = workingDirectory
    let repository = folder.flatMap(RepositoryIdentity.init)
    guard let real = ledger.folder.realPath, repository?.holds(real) != true else { return nil }
    return ledger.launch(before: client, in: folder)
  }
}

extension LedgerEntry {
  /// This launch, as it is about to happen.
  init(
    _ chosen: Candidate,
    payer: CredentialSource,
    route: Routing,
    session: LaunchedSession
  ) {
    self.init(
      time: .now,
      session: session.id,
      classes: route.decision.classification.names,
      backend: chosen.target.backend.name,
      model: chosen.target.target.model.text,
      modelID: chosen.target.modelID,
      payer: payer.text,
      billing: chosen.isMetered ? .metered : .plan,
      multiplier: chosen.target.priceMultiplier,
      policy: route.policy.digest,
      repository: route.policy.repositoryDigest,
      folder: workingDirectory,
      text: route.policy.keepsTaskText ? route.request.facts.text : nil
    )
  }
}
