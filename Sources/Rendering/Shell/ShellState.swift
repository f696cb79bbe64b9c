internal import ClaudeClient
internal import RouteEngine

/// What the shell that evaluates the text has now, as far as a program it started can see.
package struct ShellState: Hashable, Sendable {
  /// Every variable in the environment.
  package let setNames: Set<String>
  /// The user's variables that earlier routes changed, sorted; absent when there was no route in this
  /// shell or in one that started it.
  package let savedNames: [String]?
  /// What earlier routes set and was not there before the first of them, sorted.
  package let routeSetNames: [String]

  /// From the values of `CLAUDE_ROUTE_SAVED` and `CLAUDE_ROUTE_SET`, absent when unset.
  ///
  /// An empty `CLAUDE_ROUTE_SAVED` is a route that had nothing to save.
  package init(environmentNames: some Sequence<String>, saved: String?, routeSet: String?) {
    setNames = Set(environmentNames)
    savedNames = (saved ?? routeSet.map { _ in "" }).map(Self.names)
    routeSetNames = routeSet.map(Self.names) ?? []
  }

  /// The names in the environment as it was before the first route, and what the user set since:
  /// what a new decision must take as present.
  package var userNames: Set<String> {
    setNames.subtracting(routeSetNames).union(savedNames ?? []).filter {
      !ShellVariable.isRecord($0)
    }
  }

  /// Variables whose values, not only their presence, decide a later route.
  ///
  /// They are `Backend`'s region and project variables, and no secrets, so what a route changed is
  /// also kept exported.
  package static let placeNames = [
    "ANTHROPIC_VERTEX_PROJECT_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "CLOUD_ML_REGION",
    "GOOGLE_CLOUD_PROJECT",
  ]

  /// The exported variable that keeps a place while a route changes it: `CLAUDE_ROUTE_WAS_…`.
  package static func exportedCopy(ofPlace name: String) -> String {
    ShellVariable.exportedCopy(of: name)
  }

  /// Whether a route ever changes the variable; a record that names another was not written by us.
  private static func isOurs(_ name: String) -> Bool {
    !ShellVariable.isRecord(name)
      && (RoutingVariables.contains(name) || routeNames.contains(name)
        || Backend.settableVariables.contains(name) || placeNames.contains(name)
        || name.hasPrefix("CLAUDE_ROUTE_"))
  }

  /// What routes set outside the closed list.
  private static let routeNames: Set<String> = [
    "AWS_PROFILE", "GCLOUD_PROJECT", "NO_PROXY", "no_proxy", "DISABLE_TELEMETRY",
    "DISABLE_ERROR_REPORTING", "OTEL_RESOURCE_ATTRIBUTES",
  ]

  private static func names(in list: String) -> [String] {
    let names = list.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
    return Set(names.filter { ShellVariable.isName($0) && isOurs($0) }).sorted()
  }
}
