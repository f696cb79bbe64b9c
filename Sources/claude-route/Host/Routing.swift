internal import ClaudeClient
internal import Diagnostics
internal import JSONTree
internal import Rendering
internal import RouteEngine
internal import Usage

/// One decision with everything it was made from, read once.
struct Routing {
  let policy: Policy
  let request: RoutingRequest
  let inventory: CredentialInventory
  let decision: Decision
  let settings: SettingsFiles
  /// The newest launch of the session that goes on; absent for a new one and where nobody knows.
  let lastLaunch: LedgerEntry?
  /// What the repository's policy changes; absent when nothing needs anybody's consent.
  let move: RepositoryMove?
  /// What was found in the layers that stops nobody, one sentence each.
  let notes: [String]

  /// Reads and decides.
  ///
  /// `client` holds the client's own arguments, absent when none were given; `keptNames` are
  /// variables that count as set although only the shell can read them; `policies` are those that
  /// have been read already.
  init(
    _ options: RoutingOptions,
    client: ClientArguments?,
    input: ProcessInput,
    keptNames: Set<String>,
    policies given: PolicyReading.Layered? = nil
  ) throws(Refusal) {
    let home = input.environment.filled("HOME")
    let environment = input.environment
    let reading = PolicyReading(
      environment: environment,
      home: home,
      includesRepository: !options.ignoresRepository
    )
    let policies: PolicyReading.Layered
    if let given {
      policies = given
    } else {
      policies = try reading.policies(insteadOfUsers: options.policy)
    }
    policy = policies.whole
    notes = policies.notes.map { note in
      let place = note.place.map { "\($0.file):\($0.range.start.line): " } ?? ""
      return "\(place)\(note.message)"
    }
    settings = try SettingsFiles(environment: environment, home: home, client: client)
    inventory = CredentialProbe(
      environment: environment,
      home: home,
      keptNames: keptNames,
      userSettings: settings.user
    )
    .inventory(for: policy)
    lastLaunch = client.flatMap { Ledger.launch(before: $0, environment: environment) }
    let asked = Asked(
      files: try FileList(options).paths,
      client: client,
      lastLaunch: lastLaunch,
      environment: environment
    )
    request = try Self.request(options, alias: try options.alias(in: policy), asked, in: policy)
    decision = policy.decision(for: request, with: inventory)
    if let settled = policies.withoutRepository {
      // What an alias of the repository stands for is its word, too.
      let before =
        request.alias?.origin.layer == .repository
        ? try Self.request(options, alias: settled.alias(named: options.alias), asked, in: policy)
        : request
      move = try RepositoryMove(
        from: settled.decision(for: before, with: inventory),
        to: decision,
        environment: environment
      )
    } else {
      move = nil
    }
    try Self.checkModel(request, decision)
  }

  /// The target that is chosen and who pays.
  ///
  /// - Throws: When the task is denied, or when the repository's policy would send it where the user
  ///   has not allowed.
  func target() throws(Refusal) -> (chosen: Candidate, payer: CredentialSource) {
    guard let chosen = decision.chosen, let payer = chosen.availability.payer else {
      throw Refusal(denied: decision, for: request)
    }
    if let move { throw move.refusal(for: request) }
    return (chosen, payer)
  }

  /// What a request is made of beside flags and policy, read once.
  private struct Asked {
    let files: [String]?
    let client: ClientArguments?
    let lastLaunch: LedgerEntry?
    let environment: RawEnvironment
  }

  private static func request(
    _ given: RoutingOptions,
    alias: Alias?,
    _ asked: Asked,
    in policy: Policy
  ) throws(Refusal) -> RoutingRequest {
    let client = asked.client
    let lastLaunch = asked.lastLaunch
    let files = asked.files
    let options = given.with(alias, client: client)
    let text = options.task ?? client?.promptText
    let isFromClient = options.task == nil && text != nil
    let surroundings = Surroundings(
      environment: asked.environment,
      client: client,
      lastLaunch: lastLaunch,
      effort: options.effort ?? client?.effort,
      text: text,
      files: files
    )
    var facts = TaskFacts(text: text, files: files)
    // A resumed conversation and what stands on standard input may be the real task.
    facts.textIsPartial = client?.resumption != nil || (isFromClient && standardInputMayHoldTask)
    facts.namedClasses = try known(options.classes, "class", "--class", policy.classes.map(\.name))
    facts.labels = Set(
      try known(options.labels, "label", "--label", policy.knownLabels.sorted())
    )
    facts.sessionClasses = lastLaunch?.classes ?? []
    facts.values = surroundings.values(of: policy.factsAsked)
    var request = RoutingRequest(facts: facts)
    request.alias = alias
    // Who names a class asks for what the policy says of it, not for more of the same.
    if options.classes.isEmpty, let lastLaunch {
      request.session = RoutingRequest.SessionTarget(
        backend: lastLaunch.backend,
        model: lastLaunch.model
      )
    }
    let backends = try known(
      [options.backend].compactMap { $0 },
      "backend",
      given.backend == nil ? alias.map { "--alias \($0.name)" } ?? "--backend" : "--backend",
      policy.backends.map(\.name)
    )
    request.backend = client?.runsElsewhere == true ? nativeBackend(policy) : backends.first
    let model = try agreed(options.model, client?.model, "--model")
    request.model = client?.runsElsewhere == true ? "default" : try modelName(model)
    request.effort = try effort(try agreed(options.effort, client?.effort, "--effort"))
    request.maximumBudgetUSD = options.maximumBudgetUSD
    return request
  }

  /// Sessions that run elsewhere run on Anthropic's machines.
  private static func nativeBackend(_ policy: Policy) -> String? {
    policy.backends.first(where: \.isNative)?.name
  }

  static func known(
    _ names: [String],
    _ what: String,
    _ flag: String,
    _ known: [String]
  ) throws(Refusal) -> [String] {
    for name in names where !known.contains(name) {
      throw Refusal(
        .usage,
        "unknown \(what) `\(name.printable)` in `\(flag)`",
        help: Suggestion(for: name, among: known).sentence
      )
    }
    return names
  }

  /// Ours and the client's flag say the same, or only one of them says something.
  private static func agreed(
    _ own: String?,
    _ clients: String?,
    _ flag: String
  ) throws(Refusal) -> String? {
    guard let own, let clients, own != clients else { return own ?? clients }
    throw Refusal(
      .usage,
      "`\(flag) \(own.printable)` and, behind `--`, `\(flag) \(clients.printable)` contradict each other",
      help: "leave one of them out"
    )
  }

  /// Printable ASCII without spaces, as the ids of a policy are.
  static func modelName(_ text: String?) throws(Refusal) -> String? {
    guard let text else { return nil }
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw Refusal(.usage, "`--model` takes the name or the id of a model")
    }
    return text
  }

  static func effort(_ text: String?) throws(Refusal) -> Effort? {
    guard let text else { return nil }
    guard let effort = Effort(rawValue: text) else {
      throw Refusal(
        .usage,
        "unknown effort `\(text.printable)`",
        help: Suggestion(for: text, among: Effort.allCases.map(\.rawValue)).sentence
      )
    }
    return effort
  }

  /// A model that no candidate's backend maps is a slip of the pen, not a denial.
  static func checkModel(_ request: RoutingRequest, _ decision: Decision) throws(Refusal) {
    guard let model = request.model, decision.candidates.isEmpty else { return }
    let place = request.backend.map { "backend `\($0)`" } ?? "no candidate's backend"
    let verb = request.backend == nil ? "maps" : "does not map"
    throw Refusal(
      .usage,
      "\(place) \(verb) the model `\(model.printable)`",
      help: "use a name from its `models`: opus, sonnet, haiku, fable"
    )
  }
}

extension ClientArguments {
  /// The prompt as text; absent when there is none or nobody can tell.
  var promptText: String? {
    guard case .text(let bytes) = prompt else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  var runsElsewhere: Bool {
    if case .elsewhere = purpose { return true }
    return false
  }
}
