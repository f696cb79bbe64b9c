/// What a host-managed session loses and a launch gives back: the client ignores proxies and
/// certificates of every settings file then, the user's and the organisation's included (measured).
package enum SettingsConnection {
  /// Sets for the launched environment, in the order of `RoutingVariables.connection`.
  ///
  /// A managed file beats the user's, which beats the environment, as in a plain session. Values may
  /// be secrets: not for print mode.
  package static func changes(
    managed: [SettingsLayer],
    user: SettingsLayer?
  ) -> [EnvironmentChange] {
    RoutingVariables.connection.compactMap { name in
      let values = managed.map { $0.variable(name) } + [user?.variable(name)]
      return values.lazy.compactMap(\.self).first { !$0.isEmpty }
        .map { .set(name, EnvironmentValue($0)) }
    }
  }
}
