internal import Diagnostics

/// A file that decides or holds a credential, and who can reach it.
package struct FileHealth: Hashable, Sendable {
  /// As it should be shown.
  package let path: String
  private let mode: UInt32
  private let isOurs: Bool
  private let kind: Kind

  /// What the file is for.
  package enum Kind: Hashable, Sendable {
    case settings
    /// The client's saved login.
    case login
    case folder
  }

  /// `isOurs`: its owner is the user or root; `mode` has the permission bits.
  package init(path: String, kind: Kind, isOurs: Bool, mode: UInt32) {
    self.path = path
    self.kind = kind
    self.isOurs = isOurs
    self.mode = mode
  }

  package var findings: [HealthFinding] {
    let isWritable = !isOurs || mode & 0o022 != 0
    let isReadable = kind == .login && mode & 0o044 != 0
    guard isWritable || isReadable else { return [] }
    let words =
      !isOurs
      ? "belongs to somebody else"
      : isWritable ? "can be written by others" : "can be read by others"
    return [
      HealthFinding(
        kind == .login ? "login" : "settings",
        .warning,
        at: HealthFinding.Place(path),
        words,
        explanations: [
          kind == .login
            ? "it holds your saved login" : "whoever does decides where plain `claude` goes"
        ],
        help: !isOurs
          ? nil : "chmod \(kind == .login ? "600" : "go-w") \(path.typedPath)"
      )
    ]
  }
}

extension String {
  /// A path that is shown, to be typed into a shell; a tilde in front stays one.
  var typedPath: String {
    hasPrefix("~/") ? "~/" + String(dropFirst(2)).shellWord : shellWord
  }
}
