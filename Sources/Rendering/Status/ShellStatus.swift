package import HealthCheck

/// What `status` knows: the route of this shell or session, and where plain `claude` goes from here.
package struct ShellStatus: Sendable {
  /// Absent when there is no route.
  let route: ShellRoute?
  /// Whether the client started us.
  let isSession: Bool
  let plain: PlainDestination
  /// The variable whose value the credential is; absent when there is no other of that value.
  let source: String?
  /// Whether the saved login would go to an address that is not Anthropic's.
  let leaksLogin: Bool
  /// Files that were not understood, one sentence each.
  let warnings: [String]

  /// From its parts.
  package init(
    route: ShellRoute?,
    isSession: Bool,
    plain: PlainDestination,
    source: String?,
    leaksLogin: Bool,
    warnings: [String]
  ) {
    self.route = route
    self.isSession = isSession
    self.plain = plain
    self.source = source
    self.leaksLogin = leaksLogin
    self.warnings = warnings
  }
}
