/// A family of shells that evaluate the same text.
package enum ShellDialect: String, Hashable, Sendable, CaseIterable {
  /// POSIX: bash, dash, zsh, ksh93, mksh, busybox.
  case sh
  case fish
  /// csh and tcsh, which read the text with `source`.
  case csh

  var syntax: any ShellSyntax {
    switch self {
    case .sh: POSIXSyntax()
    case .fish: FishSyntax()
    case .csh: CShellSyntax()
    }
  }

  /// What a person types to undo a route, in words for a comment.
  var wayBack: String {
    switch self {
    case .sh: "eval \"$(claude-route off)\""
    case .fish: "claude-route off --format fish | source"
    case .csh: "claude-route off --format csh, sourced from a file"
    }
  }
}

/// How one family of shells says what a plan does; one file for each.
protocol ShellSyntax: Sendable {
  /// Copies variables that are in the environment into unexported ones, see `savedCopy`.
  func saving(_ names: [String]) -> [String]

  func exporting(_ name: String, _ pieces: [ShellPiece]) -> [String]

  /// A variable that is known to be in the environment is visible.
  func removing(_ name: String, isVisible: Bool) -> [String]

  /// Gives a variable its unexported copy back and drops the copy; without one, as in a child of the
  /// shell that made it, the variable is removed: it must not keep the route's value, nor an empty
  /// credential.
  func restoring(_ name: String) -> [String]

  /// The same from an exported copy, which is known to be there.
  func restoring(_ name: String, fromExported copy: String) -> [String]

  /// The last lines of a route: status 0 when the guard holds, else what `RefusalText` leaves.
  func ending(_ guarded: ShellGuard) -> [String]
}

extension ShellSyntax {
  func exporting(_ name: String, _ text: String) -> [String] {
    exporting(name, [.text(text)])
  }

  /// In every shell a comment ends with the line; what could end one early is made visible.
  func comment(_ text: String) -> String {
    "# \(text.printable)"
  }

  /// What a failed guard does, in the words of the shell.
  func refusing(_ guarded: ShellGuard) -> [String] {
    guarded.cleared.flatMap { removing($0, isVisible: true) }
      + exporting(ShellVariable.routeSet, guarded.routeSet)
      + exporting(ShellVariable.hostManaged, "1")
  }
}

/// A part of a value, in the order in which the shell puts it together.
enum ShellPiece: Hashable, Sendable {
  case text(String)
  /// - mayBeMissing: in a child of the shell that saved it an unexported copy is not there.
  case variable(String, mayBeMissing: Bool)
  case output(of: [String])
}
