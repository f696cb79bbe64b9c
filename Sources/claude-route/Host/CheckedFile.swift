internal import BuiltInPolicy
internal import PolicyLoader
internal import Rendering
internal import RouteEngine

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Policy files of one layer that are looked at, not obeyed: whoever may write them, they decide
/// nothing here.
struct CheckedFile {
  /// Nearest first; more than one for a repository's nested files only.
  let files: [PolicyFile]

  var layer: Layer { files[0].layer }
  var name: String { files[0].name }

  /// Reads a path, or standard input for `-`.
  ///
  /// Read as the layer given, else as the one its place says: `.claude-route.yaml` is a repository's,
  /// the built-in policy's own text is built in, everything else a user's.
  init(_ path: String, as layer: Layer?) throws(Refusal) {
    let placed = layer ?? Self.layer(placedAt: path)
    let bytes: [UInt8]
    do {
      bytes =
        path == "-"
        ? try readAll(0, limit: placed.maximumBytes)
        : try readFile(path, limit: placed.maximumBytes).bytes
    } catch {
      let isMissing = error.code == ENOENT || error.code == ENOTDIR
      throw Refusal(
        isMissing ? .fileMissing : .inputOutput,
        "cannot read the policy \(path.printable): \(error.policyReason)"
      )
    }
    let isBuiltIn = layer == nil && bytes == BuiltInPolicy.bytes
    files = [
      PolicyFile(
        layer: isBuiltIn ? .builtIn : placed,
        name: path.printable,
        bytes: bytes
      )
    ]
  }

  /// The layer that a file's place says.
  static func layer(placedAt path: String) -> Layer {
    let name = RepositoryPolicies.fileName
    return path == name || path.hasSuffix("/\(name)") ? .repository : .user
  }

  /// The files of the repository around the working directory.
  init(ofRepository repository: RepositoryPolicies) throws(Refusal) {
    files = try repository.files()
    guard !files.isEmpty else {
      throw Refusal(
        .fileMissing,
        "there is no \(RepositoryPolicies.fileName) from here up to the repository's root",
        help: "name a file, or begin one with `claude-route init --repository`"
      )
    }
  }

  /// The files among others, nearest first, over the built-in policy.
  ///
  /// Of the others those count whose layer is not this one's.
  func layers(with others: [PolicyFile]) -> [PolicyFile] {
    guard layer != .builtIn else { return files }
    let all = files + others.filter { $0.layer != layer }
    return [Layer.repository, .user, .managed].flatMap { layer in all.filter { $0.layer == layer } }
      + [.builtIn]
  }
}
