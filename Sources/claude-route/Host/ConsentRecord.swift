internal import JSONTree
internal import PolicyLoader
internal import Rendering
internal import RouteEngine

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The moves that the user allowed a repository's policy to make.
///
/// One small file for each repository in the state folder, private, and believed only when nobody else
/// can have written it: not another user, and not the repository itself.
struct ConsentRecord {
  let identity: RepositoryIdentity
  private(set) var moves: Set<BackendMove> = []
  private let state: StateFolder

  private static let folderName = "consent"
  /// More than a policy has pairs of backends.
  private static let maximumBytes = 1 << 20

  /// Reads what was recorded; nothing for a repository that was never allowed anything.
  ///
  /// - Throws: When there is a record that cannot be trusted.
  init(of identity: RepositoryIdentity, in state: StateFolder) throws(Refusal) {
    self.identity = identity
    self.state = state
    let contents: FileContents
    do {
      contents = try readFile(path, limit: Self.maximumBytes, followsLinks: false)
    } catch {
      if error.code == ENOENT || error.code == ENOTDIR { return }
      throw distrust(error.policyReason)
    }
    guard contents.owner == geteuid(), contents.mode & 0o077 == 0 else {
      throw distrust("it must be yours and private")
    }
    if let folder = unsafeFolder {
      throw distrust("the folder \(folder) can be written by others")
    }
    guard let real = path.realPath, !identity.holds(real) else {
      throw distrust("it lies in the repository, which could have written it")
    }
    guard let moves = Self.moves(in: contents.bytes, of: identity) else {
      throw distrust("it is damaged")
    }
    self.moves = moves
  }

  private var path: String { Self.path(of: identity, in: state) }

  private static func path(of identity: RepositoryIdentity, in state: StateFolder) -> String {
    let name = SHA256.hexDigest(of: Array(identity.path.utf8)).prefix(32)
    return "\(state.path)/\(folderName)/\(name).json"
  }

  /// Adds moves to what is recorded, also to what another run recorded meanwhile.
  func record(_ added: Set<BackendMove>) throws(Refusal) {
    // Before anything is made there.
    guard !identity.holds(state.realPath) else {
      throw Refusal(
        .untrusted,
        "the state folder \(state.path.printable) lies in the repository, which could write it",
        help: "set XDG_STATE_HOME to a folder outside of it"
      )
    }
    do {
      _ = try state.folder(Self.folderName)
      let lock = try FolderLock(of: state.path)
      defer { withExtendedLifetime(lock) {} }
      if let folder = unsafeFolder {
        throw distrust("the folder \(folder) can be written by others")
      }
      let latest = try ConsentRecord(of: identity, in: state)
      let text = Self.text(of: latest.moves.union(added), for: identity)
      try DraftFile(of: text, beside: path, mode: 0o600).replace(path)
    } catch let refusal as Refusal {
      throw refusal
    } catch let error as SystemError {
      throw Refusal(.inputOutput, error.message)
    } catch {
      throw Refusal(.inputOutput, "cannot write \(path.printable)")
    }
  }

  /// Forgets everything, also a record that cannot be trusted.
  ///
  /// False when there was nothing.
  static func revoke(
    _ identity: RepositoryIdentity,
    in state: StateFolder
  ) throws(Refusal) -> Bool {
    let path = path(of: identity, in: state)
    guard unsafe unlink(path) != 0 else { return true }
    guard errno == ENOENT || errno == ENOTDIR else {
      throw Refusal(
        .inputOutput,
        SystemError(operation: "remove", path: path, code: errno).message
      )
    }
    return false
  }

  /// The first of our own folders that others can write.
  private var unsafeFolder: String? {
    [state.path, "\(state.path)/\(Self.folderName)"].first { folder in
      var status = stat()
      guard unsafe lstat(folder, &status) == 0 else { return false }
      return status.st_uid != geteuid() || status.st_mode & 0o022 != 0
    }
  }

  private func distrust(_ reason: String) -> Refusal {
    Refusal(
      .untrusted,
      "what you allowed this repository is in \(path.printable), and \(reason.printable)",
      help: "mend that, or `claude-route revoke` and `claude-route allow` again"
    )
  }

  // MARK: The document

  private static func moves(
    in bytes: [UInt8],
    of identity: RepositoryIdentity
  ) -> Set<BackendMove>? {
    guard let root = try? JSONNode(parsing: bytes), root["version"] == 1,
      root["repository"]?.string == identity.path, let list = root["moves"]?.elements
    else { return nil }
    var moves: Set<BackendMove> = []
    for entry in list {
      guard let to = entry["to"]?.string, let from = entry["from"] else { return nil }
      guard from == .null || from.string != nil else { return nil }
      moves.insert(BackendMove(from: from.string, to: to))
    }
    return moves
  }

  private static func text(
    of moves: Set<BackendMove>,
    for identity: RepositoryIdentity
  ) -> String {
    let list = moves.sorted().map { move -> JSONNode in
      ["from": move.from.map(JSONNode.string) ?? .null, "to": .string(move.to)]
    }
    let root: JSONNode = [
      "version": 1, "repository": .string(identity.path), "moves": .array(list),
    ]
    return root.prettyText + "\n"
  }
}
