internal import ClaudeClient
internal import PolicyStarter
internal import Rendering

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Everything on this machine that routes the client without a policy; read, and never written.
struct EarlierSetups {
  private(set) var setups: [EarlierSetup] = []
  /// Sources that had nothing, as they are called.
  private(set) var empty: [String] = []
  /// Files that were read, as they are called.
  private(set) var files: [String] = []

  /// Where to look.
  enum Source: String, CaseIterable {
    case settings
    case env
    case aliases
  }

  /// More than any file that a person writes.
  static let maximumBytes = 1 << 20

  /// Files that shells read when they start, from the home folder.
  static let startFiles = [
    ".zshenv", ".zprofile", ".zshrc", ".bashrc", ".bash_profile", ".profile", ".bash_aliases",
    ".config/fish/config.fish",
  ]

  /// - Throws: When a file is there and cannot be read: half a set-up is worse than none.
  init(
    from sources: [Source],
    environment: RawEnvironment,
    home: String?
  ) throws(Refusal) {
    for source in sources {
      let count = setups.count
      switch source {
      case .settings: try addSettings(environment, home)
      case .env:
        setups += [
          EarlierSetup(environment: environment.names.map { ($0, environment[$0] ?? "") })
        ]
        .compactMap { $0 }
      case .aliases: try addAliases(home)
      }
      if setups.count == count {
        empty.append(source.words)
      }
    }
  }

  private mutating func addSettings(
    _ environment: RawEnvironment,
    _ home: String?
  ) throws(Refusal) {
    let folder = environment.filled("CLAUDE_CONFIG_DIR") ?? home.map { "\($0)/.claude" }
    guard let path = folder.map({ "\($0)/settings.json" }) else { return }
    do {
      guard let layer = try SettingsFiles.layer(.user, path) else { return }
      let shown = path.withTilde(home: home)
      files.append(shown)
      setups += [EarlierSetup(layer, path: shown)].compactMap { $0 }
    } catch {
      throw Self.refusal(error.reason, .settings)
    }
  }

  private mutating func addAliases(_ home: String?) throws(Refusal) {
    guard let home else { return }
    for name in Self.startFiles {
      let path = "\(home)/\(name)"
      let bytes: [UInt8]
      do {
        bytes = try readFile(path, limit: Self.maximumBytes).bytes
      } catch {
        if error.code == ENOENT || error.code == ENOTDIR { continue }
        throw Self.refusal("cannot read \(path.printable): \(error.policyReason)", .aliases)
      }
      guard bytes.count <= Self.maximumBytes else {
        throw Self.refusal("\(path.printable) is longer than \(Self.maximumBytes) bytes", .aliases)
      }
      files.append("~/\(name)")
      setups += ShellStartFile(bytes, path: "~/\(name)").setups
    }
  }

  private static func refusal(_ reason: String, _ source: Source) -> Refusal {
    Refusal(
      .inputOutput,
      "\(reason); nothing was written",
      help: "mend it, or leave `\(source.rawValue)` out of `--from`"
    )
  }
}

extension EarlierSetups.Source {
  /// As the report calls a source that had nothing.
  fileprivate var words: String {
    switch self {
    case .settings: "~/.claude/settings.json"
    case .env: "this shell"
    case .aliases: "shell start files"
    }
  }
}

extension String {
  /// The path with `~` for the home folder.
  func withTilde(home: String?) -> String {
    guard let home, !home.isEmpty, home != "/", hasPrefix("\(home)/") else { return self }
    return "~" + dropFirst(home.count)
  }
}
