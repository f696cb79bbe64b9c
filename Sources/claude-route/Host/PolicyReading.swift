internal import BuiltInPolicy
internal import CProcess
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
  /// Whether the files of the repository that is worked in count.
  var includesRepository = true

  /// The policy with the user's file, or the one given instead, in front of the built-in one.
  func policy(insteadOfUsers option: String?) throws(Refusal) -> Policy {
    try policies(insteadOfUsers: option).whole
  }

  /// The same, and what it would be without the repository's files.
  func policies(insteadOfUsers option: String?) throws(Refusal) -> Layered {
    try policies(of: try files(insteadOfUsers: option))
  }

  /// The same of files that have been read.
  func policies(of files: [PolicyFile]) throws(Refusal) -> Layered {
    let whole = try joined(files)
    let settled = files.filter { $0.layer != .repository }
    // The files above are sound, so what is left of them is.
    let isChanged = settled.count < files.count
    unsafe Self.kept = whole.policy
    return Layered(
      whole: whole.policy,
      withoutRepository: isChanged ? try joined(settled).policy : nil,
      notes: whole.notes
    )
  }

  /// The policy read last, kept until the process ends: that is sooner than taking it apart, which
  /// is a tenth of a launch.
  nonisolated(unsafe) private static var kept: Policy?

  /// A policy and what the repository changes in it.
  struct Layered {
    let whole: Policy
    /// Absent when no file of a repository is there.
    let withoutRepository: Policy?
    /// What was found that does not stop anybody.
    let notes: [Diagnostic]
  }

  /// Every file of this machine, nearest first.
  func files(insteadOfUsers option: String?) throws(Refusal) -> [PolicyFile] {
    var files: [PolicyFile] = []
    if includesRepository {
      files += try RepositoryPolicies(home: home).files()
    }
    files += [try userFile(option), try managedFile()].compactMap { $0 }
    files.append(.builtIn)
    return files
  }

  private func joined(
    _ files: [PolicyFile]
  ) throws(Refusal) -> (policy: Policy, notes: [Diagnostic]) {
    let assembly = PolicyAssembly(of: files, home: home)
    guard let policy = assembly.policy else { throw Refusal(invalid: assembly) }
    return (policy, assembly.diagnostics)
  }

  // MARK: Places

  /// `${XDG_CONFIG_HOME:-~/.config}/claude-route/policy.yaml`; a relative XDG_CONFIG_HOME is ignored,
  /// as its specification says.
  var userPath: String? {
    if let folder = environment.filled("XDG_CONFIG_HOME"), folder.hasPrefix("/") {
      return "\(folder)/claude-route/policy.yaml"
    }
    return home.map { "\($0)/.config/claude-route/policy.yaml" }
  }

  /// The organisation's; no variable and no flag moves it.
  static var managedPath: String {
    #if os(macOS)
      "/Library/Application Support/claude-route/policy.yaml"
    #else
      "/etc/claude-route/policy.yaml"
    #endif
  }

  /// The user's and the managed file, where they are.
  func ownFiles() throws(Refusal) -> [PolicyFile] {
    [try userFile(nil), try managedFile()].compactMap { $0 }
  }

  func userFile(_ option: String?) throws(Refusal) -> PolicyFile? {
    guard let path = option ?? userPath else { return nil }
    return try PolicyFile(reading: path, as: .user, mayBeMissing: option == nil)
  }

  func managedFile() throws(Refusal) -> PolicyFile? {
    try PolicyFile(reading: Self.managedPath, as: .managed, mayBeMissing: true)
  }
}

extension PolicyFile {
  /// The policy that is compiled in.
  static var builtIn: PolicyFile {
    PolicyFile(
      layer: .builtIn,
      name: BuiltInPolicy.name,
      bytes: BuiltInPolicy.bytes,
      prepared: BuiltInPolicy.preparedBytes
    )
  }

  /// Reads a file that decides; nobody but its owner and root may be able to write it, and a managed
  /// one must be root's.
  ///
  /// Nil when it may be missing and is.
  init?(reading path: String, as layer: Layer, mayBeMissing: Bool) throws(Refusal) {
    let contents: FileContents
    do {
      contents = try readFile(
        path,
        limit: layer.maximumBytes,
        followsLinks: layer != .repository,
        expecting: { size in
          guard size >= Self.largeSize else { return }
          claude_route_expect_values(size * Self.memoryForByte)
        }
      )
    } catch {
      let isMissing = error.code == ENOENT || error.code == ENOTDIR
      if mayBeMissing, isMissing { return nil }
      throw Refusal(
        isMissing ? .fileMissing : error.code == ELOOP ? .untrusted : .inputOutput,
        "cannot read the policy \(path.printable): \(error.policyReason)"
      )
    }
    let owner = layer == .managed ? 0 : geteuid()
    guard !contents.isWritableByOthers(than: owner) else {
      throw Refusal(
        .untrusted,
        "the policy \(path.printable) can be written by others, so nobody knows whose it is",
        help: layer == .managed
          ? "it must be root's: chown root \(path.printable), and chmod go-w \(path.printable)"
          : "chown it to yourself, and chmod go-w \(path.printable)"
      )
    }
    self.init(layer: layer, name: path.printable, bytes: contents.bytes)
  }

  /// From so many bytes on, asking for memory at once takes less time than it saves.
  private static let largeSize = 64 << 10
  /// What a policy takes in memory, its text included, for each byte of its file; measured for one of
  /// 10,000 rules.
  private static let memoryForByte = 8
}

extension SystemError {
  /// Why a policy could not be read, for people.
  var policyReason: String {
    switch code {
    case EINVAL: "it is no regular file"
    case ELOOP: "it is a symbolic link"
    default: reason
    }
  }
}

extension PolicyAssembly {
  /// With the shipped recipes, and files of this machine for what `extends` names.
  init(of files: [PolicyFile], home: String?) {
    self.init(
      of: files,
      presets: BuiltInPolicy.presetBytes,
      prices: PriceList(
        shipped: BuiltInPolicy.priceBytes,
        prepared: BuiltInPolicy.preparedPriceBytes
      ),
      extended: { ExtendedFile.Contents(of: $0, home: home) }
    )
  }
}

extension ExtendedFile.Contents {
  /// Reads what an entry of `extends` names.
  fileprivate init(of file: ExtendedFile, home: String?) {
    let path = Self.path(of: file, home: home)
    let contents: FileContents
    do {
      contents = try readFile(path, limit: file.layer.maximumBytes)
    } catch {
      self = .fault("cannot be read: \(error.policyReason)")
      return
    }
    guard !contents.isWritableByOthers(than: file.layer == .managed ? 0 : geteuid()) else {
      self = .fault("can be written by others")
      return
    }
    self = .found(
      name: path.printable,
      bytes: contents.bytes,
      isInWorkTree: (path.realPath?.folder).map { Repository(around: $0) != nil } ?? true
    )
  }

  private static func path(of file: ExtendedFile, home: String?) -> String {
    let path = file.path.expandingTilde(home: home)
    guard !path.hasPrefix("/") else { return path }
    let folder = file.origin.contains("/") ? file.origin.folder : ""
    return folder.isEmpty ? path : folder == "/" ? "/\(path)" : "\(folder)/\(path)"
  }
}

extension Refusal {
  /// Every mistake of every layer.
  init(invalid assembly: PolicyAssembly) {
    let sources = assembly.files.map { SourceFile(name: $0.name, bytes: $0.bytes) }
    let report = DiagnosticText(assembly.diagnostics, sources: sources)
    self.init(.invalidPolicy, lines: [report.text + report.countLine])
  }
}
