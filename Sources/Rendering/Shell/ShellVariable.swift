internal import ClaudeClient

/// The names that routes use in a shell for their own purposes.
enum ShellVariable {
  /// Exported: every name of the user's that a route changed, sorted, separated by spaces.
  static let saved = "CLAUDE_ROUTE_SAVED"
  /// Exported: every name that a route set and that was not there before the first route.
  static let routeSet = "CLAUDE_ROUTE_SET"
  static let hostManaged = RoutingVariables.hostManaged

  /// What a route says about itself.
  static let marks = [
    "CLAUDE_ROUTE_CLASS", "CLAUDE_ROUTE_BACKEND", "CLAUDE_ROUTE_MODEL", "CLAUDE_ROUTE_POLICY",
  ]

  /// The unexported variable that keeps the user's value.
  static func savedCopy(of name: String) -> String { "_claude_route_saved_\(name)" }

  static func exportedCopy(of name: String) -> String { exportedCopyPrefix + name }

  /// Whether the name is one of those that keep track of a route, and never the user's.
  static func isRecord(_ name: String) -> Bool {
    name == saved || name == routeSet || name == ShellRoute.launchedName
      || name.hasPrefix(exportedCopyPrefix)
  }

  /// A POSIX name.
  ///
  /// All else could be read as syntax, so it is never written into a text.
  static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    else { return false }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }

  private static let exportedCopyPrefix = "CLAUDE_ROUTE_WAS_"
}
