internal import ClaudeClient
internal import Diagnostics
internal import PolicyCheck
internal import PolicyLoader
internal import PolicyStarter
internal import Rendering
internal import RouteEngine

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Writes the user's first policy.
struct UserStart {
  let input: ProcessInput
  let recipes: [Recipe]

  private var environment: RawEnvironment { input.environment }
  private var home: String? { environment.filled("HOME") }

  func write(
    takingOver sources: [EarlierSetups.Source],
    printing isPrinted: Bool
  ) throws(Refusal) {
    let reading = PolicyReading(environment: environment, home: home, includesRepository: false)
    guard let path = reading.userPath else {
      throw Refusal(.usage, "HOME is not set, so nobody knows where your policy belongs")
    }
    let file = NewFile(path: path, mode: 0o600)
    if !isPrinted {
      try file.refuseIfTaken()
    }
    let managed = try reading.managedFile()
    let base = PolicyAssembly(of: [managed, .builtIn].compactMap { $0 }, home: home)
    guard let policy = base.policy else { throw Refusal(invalid: base) }
    let reserved = Set(policy.backends.filter { $0.origin.layer == .managed }.map(\.name))
    let setups = try EarlierSetups(from: sources, environment: environment, home: home)
    guard let today = CalendarDay.today else {
      throw Refusal(.inputOutput, "the clock says a day that no calendar has")
    }
    let takeOver =
      sources.isEmpty
      ? nil
      : TakeOver(
        of: setups.setups,
        recipes: recipes,
        prices: policy.prices,
        today: today,
        reserved: reserved
      )
    let found = foundBackends(policy).filter { !reserved.contains($0.name) }
    let text = UserStarter(found: found, takeOver: takeOver).text
    try check(text, as: .user, behind: [managed, .builtIn].compactMap { $0 }, path)
    let report = takeOver.map { TakeOverReport($0, empty: setups.empty).lines } ?? []
    guard !isPrinted else {
      try writeOutput(text)
      writeAll(report.map { $0.printable + "\n" }.joined(), to: 2)
      return
    }
    try file.create(text)
    var last = "wrote \(path.withTilde(home: home)) (\(text.lineCount) lines, 0600)"
    last +=
      takeOver == nil
      ? ": examples in comments, in front of the built-in policy"
      : setups.files.isEmpty ? "" : ". Not touched: \(setups.files.joined(separator: ", "))"
    // Without a file `check` looks at the repository's.
    let next = "next: edit it, then `claude-route check \(path.withTilde(home: home))`"
    let lines = report + [last] + (takeOver == nil ? [next] : [])
    try writeOutput(lines.map { $0.printable + "\n" }.joined())
  }

  /// The backends whose credential, region and project are here.
  private func foundBackends(_ policy: Policy) -> [FoundBackend] {
    let inventory = CredentialProbe(
      environment: environment,
      home: home,
      keptNames: input.keptNames,
      userSettings: nil
    )
    .inventory(for: policy)
    return recipes.compactMap { recipe in
      if let variable = recipe.keyVariable, environment.filled(variable) != nil,
        // Anthropic's own key is no sign of a gateway.
        variable != "ANTHROPIC_API_KEY", recipe.kind == .gateway || recipe.kind == .foundry
      {
        return FoundBackend(name: recipe.name, reason: "\(variable) is set")
      }
      guard ["bedrock", "vertex"].contains(recipe.name),
        let backend = policy.backend(named: recipe.name),
        backend.availability(with: inventory).payer != nil
      else { return nil }
      return FoundBackend(
        name: recipe.name,
        reason: recipe.name == "bedrock"
          ? "AWS credentials and a region" : "Google credentials, a region and a project",
        region: backend.regionVariables.lazy.compactMap { environment.filled($0) }.first,
        project: backend.projectVariables.lazy.compactMap { environment.filled($0) }.first
      )
    }
  }
}

/// Writes the first policy of the repository that is worked in.
struct RepositoryStart {
  let home: String?

  func write(printing isPrinted: Bool) throws(Refusal) {
    guard let folder = workingDirectory else {
      throw Refusal(.inputOutput, "the working directory is gone")
    }
    let root = Repository(around: folder)?.root ?? folder
    let path = root == "/" ? "/.claude-route.yaml" : "\(root)/.claude-route.yaml"
    let file = NewFile(path: path, mode: 0o644)
    if !isPrinted {
      try file.refuseIfTaken()
    }
    let text = RepositoryStarter(name: root.split(separator: "/").last.map(String.init) ?? "")
      .text
    try check(text, as: .repository, behind: [.builtIn], path)
    guard !isPrinted else { return try writeOutput(text) }
    try file.create(text)
    let shown = root == folder ? ".claude-route.yaml" : path.withTilde(home: home)
    let lines = [
      "wrote \(shown) (\(text.lineCount) lines): what this repository prefers and forbids. "
        + "Backends, keys and model ids stay with each person.",
      "next: `claude-route check`, commit it, tell people to run `claude-route allow` once",
    ]
    try writeOutput(lines.map { $0.printable + "\n" }.joined())
  }
}

/// Nothing is written that the next command would refuse.
private func check(
  _ text: String,
  as layer: Layer,
  behind files: [PolicyFile],
  _ path: String
) throws(Refusal) {
  let file = PolicyFile(layer: layer, name: path.printable, bytes: Array(text.utf8))
  let assembly = PolicyAssembly(of: [file] + files, home: nil)
  guard assembly.policy != nil else { throw Refusal(invalid: assembly) }
}

extension NewFile {
  fileprivate func refuseIfTaken() throws(Refusal) {
    guard isTaken else { return }
    DraftFile.sweep(beside: path)
    throw Refusal(
      .usage,
      "\(path.printable) is there already, and `init` overwrites nothing",
      help: "move it away first, or see what would be written with `--print`"
    )
  }

  fileprivate func create(_ text: String) throws(Refusal) {
    do {
      try write(text)
    } catch {
      if error.code == EEXIST {
        try refuseIfTaken()
      }
      throw Refusal(.inputOutput, error.message)
    }
  }
}

extension String {
  fileprivate var lineCount: Int { utf8.count { $0 == UInt8(ascii: "\n") } }
}
