internal import ClaudeClient
internal import JSONTree
internal import Rendering

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The client's settings files as they are now, read and never written.
struct SettingsFiles {
  /// Managed files first, then user, project and local.
  let layers: [SettingsLayer]
  /// Files of the user's or the project's that could not be read or parsed; what the client makes of
  /// them is not known.
  let faults: [Fault]
  /// Managed files that could not be read or parsed.
  let managedFaults: [Fault]

  /// The faults of the user's and the project's files, one sentence each.
  var warnings: [String] { faults.map(\.reason) }

  var user: SettingsLayer? { layers.first { $0.kind == .user } }

  /// More than any settings file that a person writes.
  private static let maximumBytes = 8 << 20

  /// - Throws: When a managed file cannot be read or parsed: it is the organisation's word, and
  ///   nobody can say whether the route obeys it.
  init(
    environment: RawEnvironment,
    home: String?,
    client: ClientArguments?
  ) throws(Refusal) {
    self.init(asFarAsReadable: environment, home: home, client: client)
    guard let fault = managedFaults.first else { return }
    throw Refusal(
      .settingsConflict,
      "the managed settings cannot be understood: \(fault.reason)",
      help: "ask whoever manages this machine"
    )
  }

  /// What can be understood, and what cannot; `project` is where the client was started.
  init(
    asFarAsReadable environment: RawEnvironment,
    home: String?,
    client: ClientArguments?,
    folder project: String? = workingDirectory
  ) {
    let folder = Self.userFolder(environment, home: home)
    var layers: [SettingsLayer] = []
    var faults: [Fault] = []
    var managedFaults: [Fault] = []
    for path in Self.managedPaths(userFolder: folder) {
      do throws(Fault) {
        layers += [try Self.layer(.managed, path)].compactMap { $0 }
      } catch {
        managedFaults.append(error)
      }
    }
    var own: [(SettingsLayer.Kind, String?)] = [
      (.user, client?.readsUserSettings == false ? nil : folder.map { "\($0)/settings.json" }),
      (.project, project.map { "\($0)/.claude/settings.json" }),
    ]
    own += Self.localFolders(around: project).map { (.local, "\($0)/.claude/settings.local.json") }
    for (kind, path) in own {
      guard let path else { continue }
      do throws(Fault) {
        layers += [try Self.layer(kind, path)].compactMap { $0 }
      } catch {
        faults.append(error)
      }
    }
    self.layers = layers
    self.faults = faults
    self.managedFaults = managedFaults
  }

  /// Where the client keeps the user's settings and login.
  static func userFolder(_ environment: RawEnvironment, home: String?) -> String? {
    environment.filled("CLAUDE_CONFIG_DIR") ?? home.map { "\($0)/.claude" }
  }

  /// The folder itself, the repository's root, and for a worktree the main checkout's: the client
  /// takes the local file of any of them (measured with client 2.1.330).
  private static func localFolders(around folder: String?) -> [String] {
    guard let folder else { return [] }
    let repository = Repository(around: folder)
    var folders = [folder]
    for other in [repository?.root, repository?.mainCheckout] {
      if let other, !folders.contains(other) {
        folders.append(other)
      }
    }
    return folders
  }

  /// Why a file is not understood.
  struct Fault: Error {
    let path: String
    /// Absent when the whole file is meant.
    var line: Int?
    /// What is wrong there, as the end of a sentence about the file or the place in it.
    let words: String
    /// One sentence with the path.
    let reason: String
  }

  /// Absent when there is no such file.
  static func layer(
    _ kind: SettingsLayer.Kind,
    _ path: String
  ) throws(Fault) -> SettingsLayer? {
    let bytes: [UInt8]
    do {
      bytes = try readFile(path, limit: maximumBytes).bytes
    } catch {
      if error.code == ENOENT || error.code == ENOTDIR { return nil }
      throw Fault(
        path: path,
        words: "cannot be read: \(error.policyReason)",
        reason: "cannot read \(path.printable): \(error.policyReason)"
      )
    }
    guard bytes.count <= maximumBytes else {
      let words = "is longer than \(maximumBytes) bytes"
      throw Fault(path: path, words: words, reason: "\(path.printable) \(words)")
    }
    // The client takes an empty file for one that is not there.
    guard bytes.contains(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) else { return nil }
    do {
      return SettingsLayer(kind: kind, path: path, root: try JSONNode(parsing: bytes))
    } catch {
      throw Fault(
        path: path,
        line: error.line,
        words: "\(error.reason) (column \(error.column))",
        reason: "\(path.printable):\(error.line):\(error.column): \(error.reason)"
      )
    }
  }

  /// The file, the files beside it in the order of their names, and the organisation's settings as
  /// the client last fetched them.
  private static func managedPaths(userFolder: String?) -> [String] {
    #if os(macOS)
      let folder = "/Library/Application Support/ClaudeCode"
    #else
      let folder = "/etc/claude-code"
    #endif
    let dropIns = fileNames(in: "\(folder)/managed-settings.d")
      .filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }
      .sorted()
      .map { "\(folder)/managed-settings.d/\($0)" }
    return ["\(folder)/managed-settings.json"] + dropIns
      + [userFolder.map { "\($0)/remote-settings.json" }].compactMap { $0 }
  }
}
