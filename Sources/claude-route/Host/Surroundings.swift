internal import ClaudeClient
internal import RouteEngine
internal import Usage

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Finds out the facts that a policy asks for, and no others.
struct Surroundings {
  let environment: RawEnvironment
  let client: ClientArguments?
  /// The last launch of the session that goes on, where it is known.
  var lastLaunch: LedgerEntry?
  /// As given to us or to the client.
  let effort: String?
  let text: String?
  let files: [String]?

  func values(of facts: Set<FactName>) -> [FactName: FactState] {
    Dictionary(uniqueKeysWithValues: facts.map { ($0, state(of: $0)) })
  }

  private func state(of fact: FactName) -> FactState {
    switch fact {
    case .branch: inRepository(\.branch)
    case .projectPath: inRepository { .value(.text($0.root)) }
    case .projectRemote: inRepository(\.remote)
    case .filesCount: files.map { .value(.number($0.count)) } ?? .absent
    case .ci: .value(.truth(isSet("CI")))
    case .hook: .value(.truth(isSet("PRE_COMMIT") || isSet("GIT_INDEX_FILE")))
    case .interactive: .value(.truth(isatty(0) == 1 && isatty(2) == 1))
    case .clientPrint: .value(.truth(client?.isPrint ?? false || isatty(1) == 0))
    case .clientPermissionMode: client?.permissionMode.map { .value(.text($0)) } ?? .absent
    case .clientAgents: .value(.truth(client?.definesAgents ?? false))
    case .clientEffort: effort.map { .value(.text($0)) } ?? .absent
    case .clientThinking: .value(.truth(asksForThinking))
    case .sessionBackend: sessionBackend
    case .taskWords:
      text.map { .value(.number(TaskFacts.wordCount(of: $0))) } ?? .absent
    case .os: .value(.text(Self.operatingSystem))
    case .environment(let name): environment[name].map { .value(.text($0)) } ?? .absent
    }
  }

  /// Unknown where a session goes on that was not launched here.
  private var sessionBackend: FactState {
    guard client?.resumption != nil else { return .absent }
    return lastLaunch.map { .value(.text($0.backend)) } ?? .unknown
  }

  /// Absent outside a repository; unknown where nobody can tell: the folder is gone or closed to us,
  /// or git was told to look elsewhere.
  private func inRepository(_ fact: (Repository) -> FactState) -> FactState {
    guard environment["GIT_DIR"] == nil, let folder = workingDirectory,
      unsafe access(folder, R_OK | X_OK) == 0
    else { return .unknown }
    return Repository(around: folder).map(fact) ?? .absent
  }

  private func isSet(_ name: String) -> Bool {
    environment.filled(name).map { $0 != "0" && $0.lowercased() != "false" } ?? false
  }

  /// The client's own words for more thinking, in the prompt or by effort.
  private var asksForThinking: Bool {
    TaskFacts.asksForThinking(text) || client?.thinking == true
      || effort == "max" || effort == "xhigh"
  }

  static var operatingSystem: String {
    #if os(macOS)
      "macos"
    #else
      "linux"
    #endif
  }
}
