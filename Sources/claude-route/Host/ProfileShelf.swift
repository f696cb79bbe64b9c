internal import BackendProbe
internal import HealthCheck
internal import JSONTree
internal import PolicyLoader
internal import RouteEngine

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The records of probes: `probes/` in the state folder, a file for each backend, model and client.
///
/// A file that others can write, and a folder that lies in the repository that is worked in, are not
/// believed: a measurement decides where a task may go.
struct ProfileShelf {
  let folder: String
  private let environment: RawEnvironment

  /// More than any record.
  private static let maximumBytes = 1 << 20

  /// Nil without a home.
  init?(environment: RawEnvironment, home: String?) {
    guard let state = StateFolder(environment: environment, home: home) else { return nil }
    folder = "\(state.path)/probes"
    self.environment = environment
  }

  // MARK: Writing

  /// Puts a record in place of the one of the same backend, model and client.
  ///
  /// Whole or not at all: whatever stops it, the one before is still there.
  func write(_ profile: BackendProfile) throws(SystemError) {
    try StateFolder.make(folder)
    let path = path(of: profile)
    try DraftFile(of: profile.json.prettyText + "\n", beside: path, mode: 0o600).replace(path)
  }

  /// Readable, and told apart from every other by a checksum.
  func path(of profile: BackendProfile) -> String {
    let key = [
      profile.backend, profile.place, profile.modelID ?? "", profile.client.version ?? "",
    ]
    let digest = SHA256.hexDigest(of: Array(key.joined(separator: "\u{0}").utf8))
    return
      "\(folder)/\(profile.backend.fileNamePart)-\(profile.model.fileNamePart)-\(digest.prefix(12)).json"
  }

  // MARK: Reading

  /// Every record, the newest first.
  func profiles() -> [BackendProfile] {
    guard let real = folder.realPath, StateFolder.isPrivate(folder) else { return [] }
    if let place = workingDirectory.flatMap(RepositoryIdentity.init), place.holds(real) {
      return []
    }
    let names = fileNames(in: folder).filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }
    return names.sorted().compactMap { name in
      guard
        let file = try? readFile(
          "\(folder)/\(name)",
          limit: Self.maximumBytes,
          followsLinks: false
        ),
        file.owner == geteuid(), file.mode & 0o022 == 0
      else { return nil }
      return (try? JSONNode(parsing: file.bytes)).flatMap(BackendProfile.init)
    }
    .sorted { $0.day > $1.day }
  }

  /// What they say of the policy's backends, where those still are what was probed: the newest record
  /// of each backend and model.
  func measurements(for policy: Policy, with inventory: CredentialInventory) -> [Measurement] {
    let profiles = profiles()
    guard !profiles.isEmpty, let today = CalendarDay.today else { return [] }
    let client = InstalledFile.client(of: policy, environment)
    var seen: Set<String> = []
    return profiles.compactMap { profile in
      guard let backend = policy.backend(named: profile.backend),
        BackendProfile.place(
          of: backend.resolved(Target(backend: backend.name, model: .default), with: inventory)
        )
          == profile.place,
        seen.insert("\(profile.backend)\u{0}\(profile.modelID ?? "")").inserted
      else { return nil }
      return profile.measurement(profile.staleness(on: today, with: client))
    }
  }
}

/// The client as a file, told apart without starting it.
enum InstalledFile {
  /// Absent when there is none.
  static func client(
    of policy: Policy,
    option: String? = nil,
    _ environment: RawEnvironment
  ) -> BackendProfile.Client? {
    guard
      let program = try? ClientProgram(
        option: option,
        policyPath: policy.client.path,
        environment: environment,
        home: environment.filled("HOME")
      )
    else { return nil }
    return client(
      at: program.path,
      version: InstalledClient.version(ofInstalled: program.path)?.text
    )
  }

  /// Absent when it is not there.
  static func client(at path: String, version: String?) -> BackendProfile.Client? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    #if canImport(Darwin)
      let modified = status.st_mtimespec.tv_sec
    #else
      let modified = status.st_mtim.tv_sec
    #endif
    return BackendProfile.Client(version: version, size: Int(status.st_size), modified: modified)
  }
}

extension String {
  /// Letters, digits, dots and hyphens of it.
  fileprivate var fileNamePart: String {
    String(
      prefix(40).map { character in
        character.isASCII && (character.isLetter || character.isNumber || character == "-")
          ? character : "_"
      }
    )
  }
}
