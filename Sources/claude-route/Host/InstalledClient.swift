internal import HealthCheck
internal import JSONTree

/// The client as it is installed, for `doctor`: where it is, and of which version.
struct InstalledClient {
  let search: ClientHealth.Search

  /// More than any `package.json` of the client's.
  private static let maximumBytes = 1 << 20

  init(_ option: String?, policyPath: String?, environment: RawEnvironment, home: String?) {
    do throws(ClientProgram.Fault) {
      let program = try ClientProgram(
        option: option,
        policyPath: policyPath,
        environment: environment,
        home: home
      )
      let path = program.path
      let shown = path.withTilde(home: home)
      if let version = Self.version(ofInstalled: path) {
        search = .found(path: shown, version: version, reason: nil)
      } else {
        search = Self.asked(path, shown: shown, environment)
      }
    } catch {
      switch error {
      case .notFound(let name): search = .missing(name)
      case .notExecutable(let failure): search = .notExecutable(failure.path)
      case .isOurselves(let path): search = .isOurselves(path)
      }
    }
  }

  /// By the folder of the client's own installer, or the `package.json` of npm's.
  static func version(ofInstalled path: String) -> ClientVersion? {
    guard let real = path.realPath else { return nil }
    if let version = ClientVersion(ofInstalledPath: real) { return version }
    for folder in [real.folder, real.folder.folder] where !folder.isEmpty {
      guard let file = try? readFile("\(folder)/package.json", limit: maximumBytes),
        file.bytes.count <= maximumBytes, let root = try? JSONNode(parsing: file.bytes),
        root["name"]?.string == "@anthropic-ai/claude-code"
      else { continue }
      return root["version"]?.string.flatMap { ClientVersion($0) }
    }
    return nil
  }

  /// What `--version` prints.
  ///
  /// The client answers in a tenth of a second, writes nothing and opens no socket for it (measured
  /// with 2.1.330); it gets no variable that could hold a secret.
  private static func asked(
    _ path: String,
    shown: String,
    _ environment: RawEnvironment
  ) -> ClientHealth.Search {
    var bare = RawEnvironment(entries: [])
    for name in ["PATH", "HOME"] {
      if let value = environment.rawValue(of: name) {
        bare.set(name, Array(value))
      }
    }
    do throws(ChildOutput.Fault) {
      let bytes = try ChildOutput.read(
        [path, "--version"],
        environment: bare,
        limit: 4096,
        timeoutSeconds: 10,
        dropsErrors: true
      )
      let version = ClientVersion(String(decoding: bytes, as: UTF8.self))
      return .found(
        path: shown,
        version: version,
        reason: version == nil ? "`--version` prints none" : nil
      )
    } catch {
      return .found(path: shown, version: nil, reason: "`--version`: \(error.description)")
    }
  }
}
