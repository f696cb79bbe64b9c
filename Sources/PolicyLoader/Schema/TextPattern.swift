/// The loader's rules about the letters of a text, as regular expressions.
///
/// Only what ECMA 262 and the engines that stand in for it read alike: no look-behind, no classes by
/// name, no named groups.
enum TextPattern {
  static let identifier = "^[A-Za-z0-9_.-]{1,64}$"
  /// What can follow `claude-` in a function's name without hiding `claude-route`.
  static let aliasName = "^(?!route$)[a-z0-9][a-z0-9-]{0,63}$"
  /// `default` stands for the client's own model.
  static let modelName = "^(?!default$)[A-Za-z0-9_.-]{1,64}$"
  static let modelID = "^[!-~]+$"
  static let place = "^[A-Za-z0-9_.:-]+$"
  static let header = "^[A-Za-z0-9_-]+$"
  /// One line, or a variable's name behind `env:`.
  static let referencedText = "^(?!env:)[^\\n]+$|^env:\(variable)$"
  static let variableFact = "^env\\.[A-Za-z0-9_]+$"
  static let day = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
  static let sha256 = "^[0-9a-f]{64}$"
  static let version = "^[0-9]{1,9}(\\.[0-9]{1,9})*$"
  /// Means the same from every folder.
  static let fixedPath = "^~?/"
  /// A program that is looked for in `PATH`, or has a fixed path.
  static let program = "^[^/]+$|^~?/"
  /// A backend, or a model of it.
  static let measuredPlace = "^[A-Za-z0-9_.-]{1,64}(/[!-~]+)?$"
  static let target = "^[^/]+/[\\s\\S]"

  private static let variable = "[A-Za-z_][A-Za-z0-9_]{0,127}"
  static let environmentCredential = "^env:\(variable)$"
  static let fileCredential = "^file:~?/"
  static let keychainCredential = "^keychain:[\\s\\S]"

  // MARK: Addresses

  private static let hostLabel = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
  private static let hostEnd = "(?=[:/]|$)"
  /// The last part has a letter or a hyphen, since an address in numbers is none of a name.
  private static let lastHostLabel = "(?![0-9]+\(hostEnd))\(hostLabel)\(hostEnd)"
  private static let hostLength = "(?=[^:/]{1,253}\(hostEnd))"
  private static let port =
    "(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
  private static let path = "(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)*/?$"

  private static let encrypted =
    "https://\(hostLength)(\(hostLabel)\\.)+\(lastHostLabel)(:\(port))?\(path)"
  private static let onThisMachine = "http://(127\\.0\\.0\\.1|\\[::1\\]|localhost):\(port)\(path)"
  private static let elsewhere =
    "http://\(hostLength)(?!localhost\(hostEnd))(\(hostLabel)\\.)*\(lastHostLabel)(:\(port))?\(path)"

  static let baseURL = "^\(encrypted)|^\(onThisMachine)|^\(elsewhere)"
  /// Needs `plain-http: true`.
  static let unencryptedBaseURL = "^\(elsewhere)"
}
