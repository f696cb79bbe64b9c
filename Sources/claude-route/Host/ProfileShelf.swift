internal import BackendProbe
internal import HealthCheck
internal import JSONTree
internal import PolicyLoader
internal import Rendering
internal import RouteEngine
internal import Usage

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The records of probes: `probes/` in the state folder, a file for each backend, model and client.
///
/// A file that others can write, and a folder that lies in the repository that is worked in, are
/// believed only where they say something bad: a measurement decides where a task may go.
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

  /// A record, and whether nobody else can have written it.
  struct Kept {
    let profile: BackendProfile
    let isTrusted: Bool
  }

  /// Why no record here is believed where it says good; absent when those are.
  ///
  /// What others can write may tighten a policy and never loosen it.
  var distrust: String? {
    guard let real = folder.realPath else { return nil }
    if !StateFolder.isPrivate(folder) { return "others can write \(folder.printable)" }
    if let place = workingDirectory.flatMap(RepositoryIdentity.init), place.holds(real) {
      return "\(folder.printable) lies in the repository that is worked in"
    }
    return nil
  }

  /// Every record, the newest first; those of the future last.
  func profiles() -> [Kept] {
    let names = fileNames(in: folder).filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }
    guard !names.isEmpty else { return [] }
    let isTrusted = distrust == nil
    let now = Int(Timestamp.now.milliseconds / 1000)
    let kept = names.sorted().compactMap { name -> Kept? in
      guard
        let file = try? readFile(
          "\(folder)/\(name)",
          limit: Self.maximumBytes,
          followsLinks: false
        ),
        let profile = (try? JSONNode(parsing: file.bytes)).flatMap(BackendProfile.init)
      else { return nil }
      let isOwn = file.owner == geteuid() && file.mode & 0o022 == 0
      return Kept(profile: profile, isTrusted: isTrusted && isOwn)
    }
    return kept.sorted { left, right in
      let times = [left, right].map { $0.profile.time > now ? 0 : $0.profile.time }
      return times[0] > times[1]
    }
  }

  /// What they say of the policy's backends, where those still are what was probed: of each backend
  /// and model the newest record that is fresh, else the newest.
  func measurements(for policy: Policy, with inventory: CredentialInventory) -> [Measurement] {
    let profiles = profiles()
    guard !profiles.isEmpty, let today = CalendarDay.today else { return [] }
    let client = InstalledFile.client(of: policy, environment)
    let now = Int(Timestamp.now.milliseconds / 1000)
    let places = Dictionary(
      policy.backends.map { backend in
        let target = backend.resolved(
          Target(backend: backend.name, model: .default),
          with: inventory
        )
        return (backend.name, BackendProfile.place(of: target))
      }
    ) { first, _ in first }
    let known = profiles.filter { places[$0.profile.backend] == $0.profile.place }
      .map { ($0.profile, $0.staleness(on: today, with: client)) }
    var seen: Set<String> = []
    return (known.filter { $0.1 == nil } + known.filter { $0.1 != nil })
      .filter { seen.insert("\($0.0.backend)\u{0}\($0.0.modelID ?? "")").inserted }
      .map { $0.measurement($1, at: now) }
  }
}

extension ProfileShelf.Kept {
  /// Why it is not believed where it says good; absent when it is.
  func staleness(
    on today: CalendarDay,
    with client: BackendProfile.Client?
  ) -> Measurement.Staleness? {
    isTrusted ? profile.staleness(on: today, with: client) : .distrusted
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
