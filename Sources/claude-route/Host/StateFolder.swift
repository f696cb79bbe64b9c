internal import Rendering

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Where claude-route keeps what it has to remember: `${XDG_STATE_HOME:-~/.local/state}/claude-route`.
struct StateFolder {
  let path: String

  /// Nil without a home; a relative XDG_STATE_HOME is ignored, as its specification says.
  init?(environment: RawEnvironment, home: String?) {
    let state = environment.filled("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    guard let base = state ?? home.map({ "\($0)/.local/state" }) else { return nil }
    path = "\(base)/claude-route"
  }

  /// What to say where there is none.
  static var missing: SystemError {
    SystemError(operation: "find", path: "the state folder: HOME is not set", code: ENOENT)
  }

  /// The path without links, as far as it is there.
  var realPath: String {
    var rest = ""
    var known = path
    while known != "/" {
      if let real = known.realPath { return real + rest }
      rest = "/\(known.split(separator: "/").last ?? "")" + rest
      known = known.folder
    }
    return path
  }

  /// The folder of that name in it, with every missing folder made for its owner only.
  func folder(_ name: String) throws(SystemError) -> String {
    let folder = "\(path)/\(name)"
    try Self.make(folder)
    return folder
  }

  /// Whether a folder is ours and nobody else can put something there.
  static func isPrivate(_ folder: String) -> Bool {
    var status = stat()
    guard unsafe stat(folder, &status) == 0 else { return false }
    return status.st_uid == geteuid() && status.st_mode & 0o022 == 0
  }

  /// Every missing folder of an absolute path, made for its owner only.
  static func make(_ folder: String) throws(SystemError) {
    var current = ""
    for part in folder.split(separator: "/") {
      current += "/\(part)"
      guard unsafe mkdir(current, 0o700) == 0 || errno == EEXIST else {
        throw SystemError(operation: "create", path: current, code: errno)
      }
    }
  }
}
