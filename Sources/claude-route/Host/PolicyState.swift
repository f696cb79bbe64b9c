internal import Diagnostics
internal import HealthCheck
internal import PolicyCheck
internal import PolicyLoader
internal import Rendering
internal import RouteEngine

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The policy of this machine as far as it can be read, for `doctor`: a mistake stops a launch, and
/// not what can be said about everything else.
struct PolicyState {
  /// What decides; with mistakes what is left without the files that have them.
  let policy: Policy
  /// Whether that is the whole policy.
  let isWhole: Bool
  let managed: HealthReport.ManagedFile?
  let findings: [HealthFinding]

  init(
    _ reading: PolicyReading,
    insteadOfUsers option: String?,
    on today: CalendarDay
  ) throws(Refusal) {
    let home = reading.home
    var files: [PolicyFile] = []
    var findings: [HealthFinding] = []
    func add(_ read: () throws(Refusal) -> [PolicyFile]) {
      do throws(Refusal) {
        files += try read()
      } catch {
        findings.append(HealthFinding(error))
      }
    }
    add { () throws(Refusal) in try RepositoryPolicies(home: home).files() }
    add { () throws(Refusal) in [try reading.userFile(option)].compactMap(\.self) }
    add { () throws(Refusal) in [try reading.managedFile()].compactMap(\.self) }
    let assembly = PolicyAssembly(of: files + [.builtIn], home: home)
    managed = Self.managed(in: assembly)
    let shown = { (path: String) in path.withTilde(home: home) }
    if let policy = assembly.policy {
      self.policy = policy
      isWhole = findings.isEmpty
      findings += PolicyHealth(policy, managed: managed, on: today, shown: shown).findings
    } else {
      let broken = Set(assembly.diagnostics.filter { $0.severity == .error }.map(\.place?.file))
      let sound = files.filter { !broken.contains($0.name) }
      let rest = PolicyAssembly(of: sound + [.builtIn], home: home).policy
      guard let policy = rest ?? PolicyAssembly(of: [.builtIn], home: home).policy else {
        throw Refusal(invalid: assembly)
      }
      self.policy = policy
      isWhole = false
      let isAlone = rest == nil || sound.isEmpty
      findings +=
        PolicyHealth(
          invalid: assembly.diagnostics,
          fallback: isAlone ? "the built-in policy" : "the other files",
          shown: shown
        )
        .findings
    }
    self.findings = findings
  }

  /// The organisation's file as it was read; its owner and mode as they are now.
  private static func managed(in assembly: PolicyAssembly) -> HealthReport.ManagedFile? {
    guard let file = assembly.files.first(where: { $0.layer == .managed }) else { return nil }
    var status = stat()
    guard unsafe stat(PolicyReading.managedPath, &status) == 0 else { return nil }
    return HealthReport.ManagedFile(
      path: file.name,
      digest: SHA256.hexDigest(of: file.bytes),
      owner: status.st_uid == 0 ? "root" : "\(status.st_uid)",
      mode: UInt32(status.st_mode) & 0o7777
    )
  }
}

extension HealthFinding {
  /// Of a file that must not be used.
  fileprivate init(_ refusal: Refusal) {
    let lines = refusal.text.split(separator: "\n").map(String.init)
    func part(behind mark: String) -> String? {
      lines.first { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) }
    }
    self.init(
      "policy",
      .error,
      part(behind: "claude-route: ") ?? refusal.text,
      explanations: ["nothing is launched; the rest is judged without it"],
      help: part(behind: "  = help: ")
    )
  }
}
