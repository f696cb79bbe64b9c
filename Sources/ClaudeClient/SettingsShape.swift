import JSONTree

/// The shape a value of the client's settings must have.
///
/// One value of another shape makes the client drop the whole `--settings` document, or end
/// (`sandbox`). Read in the schema of client 2.1.330 and tried on that client; what the client
/// tolerates is `any`, and what it checks with rules that are not repeated here is `unchecked`.
indirect enum SettingsShape: Hashable, Sendable {
  case any(Freedom)
  /// Refused whatever it is: nobody knows whether the client would take it.
  case unchecked
  /// Anything but a list or an object.
  case scalar
  case string(StringForm)
  case truth
  case number(ClosedRange<Double>, isWhole: Bool)
  case choice([String])
  case list(SettingsShape)
  case object([Member], others: SettingsShape)
  /// An object whose shape depends on the word under a key.
  case variants(by: String, [Member])
  /// In the order in which a user reads them; at most one is an object and one a list.
  case either([SettingsShape])

  /// A key that an object may have, or must have.
  struct Member: Hashable, Sendable {
    let key: String
    let shape: SettingsShape
    var isRequired = false
  }

  /// What a tolerated value may still not hold.
  ///
  /// Hooks of two events may be what guards permissions. The client drops a document in which it
  /// finds one that it cannot load, and it looks in places where none belongs.
  enum Freedom: Hashable, Sendable {
    case whatever
    /// No `PreToolUse` and no `PermissionRequest`.
    case noGuards
    /// Neither those nor the `hooks` of a matcher.
    case noHooks

    func admits(_ member: JSONMember) -> Bool {
      switch self {
      case .whatever: return true
      case .noGuards: return !SettingsShape.guardEvents.contains(where: member.hasKey)
      case .noHooks:
        let isContainer = member.value.members != nil || member.value.elements != nil
        return Self.noGuards.admits(member) && !(isContainer && member.hasKey("hooks"))
      }
    }
  }

  static let guardEvents = ["PreToolUse", "PermissionRequest"]

  /// The first value, in the order of the document, that the client might not accept.
  ///
  /// The key is a path such as `sshConfigs[0].sshPort`, and what was expected there is the end of a
  /// sentence; a key that is missing is reported like one that is wrong.
  static func firstWrong(in document: JSONNode) -> (key: String, expected: String)? {
    settings.fault(in: document, at: "")
  }
}
