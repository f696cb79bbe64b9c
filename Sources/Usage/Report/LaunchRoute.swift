/// Where the ledger says that a session was sent: what totals keep of a launch.
package struct LaunchRoute: Hashable, Sendable {
  /// The classes joined by commas; "no class" for none.
  package let className: String
  package let backend: String
  /// The model id that was asked for; absent for the client's own default.
  package let modelID: String?
  package let isMetered: Bool
  /// What list prices are multiplied by there.
  package let multiplier: Double

  /// From its parts.
  package init(
    className: String,
    backend: String,
    modelID: String?,
    isMetered: Bool,
    multiplier: Double
  ) {
    self.className = className
    self.backend = backend
    self.modelID = modelID
    self.isMetered = isMetered
    self.multiplier = multiplier
  }

  /// Of a line of the ledger.
  package init(_ entry: LedgerEntry) {
    self.init(
      className: entry.classes.isEmpty ? "no class" : entry.classes.joined(separator: ", "),
      backend: entry.backend,
      modelID: entry.modelID,
      isMetered: entry.billing == .metered,
      multiplier: entry.multiplier
    )
  }
}

/// The ledger by session.
package struct LedgerBook: Sendable {
  private struct Launch {
    let time: Timestamp
    let route: LaunchRoute
  }

  /// Each session's launches in the order of their times.
  private var launches: [String: [Launch]] = [:]

  /// Of lines in any order; one without a session is nobody's.
  package init(_ entries: some Sequence<LedgerEntry>) {
    for entry in entries {
      guard let session = entry.session?.text else { continue }
      launches[session, default: []].append(Launch(time: entry.time, route: LaunchRoute(entry)))
    }
    for session in launches.keys {
      launches[session]?.sort { $0.time < $1.time }
    }
  }

  /// The route of a reply: of the latest launch before it, of the session itself, else of the one
  /// that the client was started as.
  package func route(session: String, launch: String?, at time: Timestamp) -> LaunchRoute? {
    for id in [session, launch].compactMap(\.self) {
      if let route = launches[id.lowercased()]?.last(where: { $0.time <= time })?.route {
        return route
      }
    }
    return nil
  }
}
