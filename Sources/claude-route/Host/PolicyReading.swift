internal import BuiltInPolicy
internal import Diagnostics
internal import PolicyLoader
internal import Rendering
internal import RouteEngine

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Reads the layers of this machine and joins them.
struct PolicyReading {
  let environment: RawEnvironment
  let home: String?

  /// More than any policy needs; the loader's own limit is lower and says so.
  private static let maximumBytes = 8 << 20

  /// The policy with the user's file, or the one given instead, in front of the built-in one.
  func policy(insteadOfUsers option: String?) throws(Refusal) -> Policy {
    var files: [PolicyFile] = []
    if let user = try userFile(option) {
      files.append(user)
    }
    files.append(
      PolicyFile(layer: .builtIn, name: BuiltInPolicy.name, bytes: BuiltInPolicy.bytes)
    )
    let assembly = PolicyAssembly(of: files)
    guard let policy = assembly.policy else {
      let sources = files.map { SourceFile(name: $0.name, bytes: $0.bytes) }
      let report = DiagnosticText(assembly.diagnostics, sources: sources)
      throw Refusal(.invalidPolicy, lines: [report.text + report.countLine])
    }
    return policy
  }

  /// `${XDG_CONFIG_HOME:-~/.config}/claude-route/policy.yaml`; a relative XDG_CONFIG_HOME is ignored,
  /// as its specification says.
  var userPath: String? {
    if let folder = environment.filled("XDG_CONFIG_HOME"), folder.hasPrefix("/") {
      return "\(folder)/claude-route/policy.yaml"
    }
    return home.map { "\($0)/.config/claude-route/policy.yaml" }
  }

  private func userFile(_ option: String?) throws(Refusal) -> PolicyFile? {
    guard let path = option ?? userPath else { return nil }
    let contents: FileContents
    do {
      contents = try readFile(path, limit: Self.maximumBytes)
    } catch {
      if option == nil, error.code == ENOENT || error.code == ENOTDIR { return nil }
      let isMissing = error.code == ENOENT || error.code == ENOTDIR
      let reason = error.code == EINVAL ? "it is no regular file" : error.reason
      throw Refusal(
        isMissing ? .fileMissing : .inputOutput,
        "cannot read the policy \(path.printable): \(reason)"
      )
    }
    guard !contents.isWritableByOthers(than: geteuid()) else {
      throw Refusal(
        .unsafeFile,
        "the policy \(path.printable) can be written by others, so nobody knows whose it is",
        help: "chown it to yourself, and chmod go-w \(path.printable)"
      )
    }
    return PolicyFile(layer: .user, name: path.printable, bytes: contents.bytes)
  }
}
