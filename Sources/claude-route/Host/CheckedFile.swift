internal import BuiltInPolicy
internal import PolicyLoader
internal import Rendering
internal import RouteEngine

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A policy file that is looked at, not obeyed: whoever may write it, it decides nothing here.
struct CheckedFile {
  let file: PolicyFile

  /// Reads a path, or standard input for `-`.
  ///
  /// Read as the layer given, else as the one its place says: `.claude-route.yaml` is a repository's,
  /// the built-in policy's own text is built in, everything else a user's.
  init(_ path: String, as layer: Layer?) throws(Refusal) {
    let bytes: [UInt8]
    do {
      bytes =
        path == "-"
        ? try readAll(0, limit: PolicyFile.maximumBytes)
        : try readFile(path, limit: PolicyFile.maximumBytes).bytes
    } catch {
      let isMissing = error.code == ENOENT || error.code == ENOTDIR
      throw Refusal(
        isMissing ? .fileMissing : .inputOutput,
        "cannot read the policy \(path.printable): \(error.policyReason)"
      )
    }
    let isRepositorys =
      path == RepositoryPolicies.fileName
      || path.hasSuffix("/\(RepositoryPolicies.fileName)")
    let placed: Layer = isRepositorys ? .repository : .user
    let isBuiltIn = layer == nil && bytes == BuiltInPolicy.bytes
    file = PolicyFile(
      layer: isBuiltIn ? .builtIn : layer ?? placed,
      name: path.printable,
      bytes: bytes
    )
  }

  /// The file among others, nearest first, over the built-in policy.
  ///
  /// Of this machine's own layers, the user's and the managed one, those count that it does not stand
  /// for itself.
  func layers(mine: [PolicyFile]) -> [PolicyFile] {
    let others = mine.filter { $0.layer != file.layer }
    let order: [Layer] = [.repository, .user, .managed]
    let above = order.flatMap { layer in ([file] + others).filter { $0.layer == layer } }
    return above + [file.layer == .builtIn ? file : .builtIn]
  }
}
