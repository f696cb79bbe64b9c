package import JSONTree

/// The document of the client's `--settings`, merged with the user's own: it beats every settings
/// file but the managed ones, also those written while the session runs.
package struct SettingsOverlay: Hashable, Sendable {
  /// An object.
  package let document: JSONNode
  /// What is left to the user's file or the environment: variables first, then helper keys.
  ///
  /// Their values may be secrets, and arguments are public. A launch is refused when a project or
  /// local file defines one of them.
  package let withheld: [String]

  /// Why the user's own `--settings` cannot be used.
  package enum Fault: Error, Hashable, Sendable {
    case notAnObject
    /// The client would drop the whole document.
    case wrongType(key: String, expected: String)
    /// Linux refuses a longer argument (`MAX_ARG_STRLEN`, terminator included).
    case tooLong(bytes: Int)

    /// One sentence, lower case, no full stop.
    package var message: String {
      switch self {
      case .notAnObject: "`--settings` is no JSON object"
      case .wrongType(let key, let expected): "`\(key)` in `--settings` has to be \(expected)"
      case .tooLong(let bytes):
        "`--settings` would be \(bytes) bytes long; it has to stay below \(maximumBytes)"
      }
    }
  }

  /// In bytes with the terminator; a longer argument fails in `execve(2)`.
  package static let maximumBytes = 131_072

  /// The overlay of a plan, merged with `given`, what the user passed as `--settings`.
  ///
  /// `user` is the user's settings file, absent when there is none or the client will not read it;
  /// `additionalIDs` are further models the user asked for, such as `--fallback-model`; `statusLine`
  /// is absent where the user's own is left as it is.
  package init(
    plan: RoutePlan,
    user: SettingsLayer?,
    given: JSONNode?,
    environment: AmbientEnvironment,
    machine: MachinePaths = MachinePaths(),
    additionalIDs: [String] = [],
    statusLine: StatusLineCommand? = nil
  ) throws(Fault) {
    if let given {
      guard given.members != nil else { throw .notAnObject }
      if let wrong = SettingsShape.firstWrong(in: given) {
        throw .wrongType(key: wrong.key, expected: wrong.expected)
      }
    }
    var draft = OverlayDraft(
      plan: plan,
      user: user,
      given: given,
      environment: environment,
      machine: machine
    )
    draft.addVariables()
    draft.addHelpers()
    draft.addModels(additionalIDs: additionalIDs)
    draft.addStatusLine(statusLine)
    document = draft.document
    withheld = draft.withheld
    // A model id such as `PreToolUse` would make the client drop it too.
    if let wrong = SettingsShape.firstWrong(in: document) {
      throw .wrongType(key: wrong.key, expected: wrong.expected)
    }
    let bytes = text.utf8.count + 1
    guard bytes < Self.maximumBytes else { throw .tooLong(bytes: bytes) }
  }

  /// The argument.
  package var text: String { document.text }
}
