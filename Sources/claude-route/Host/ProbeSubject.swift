internal import BackendProbe
internal import ClaudeClient
internal import Diagnostics
internal import HealthCheck
internal import Rendering
internal import RouteEngine
internal import Usage

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The backend that is probed, with everything that a launch of it would need.
struct ProbeSubject {
  private let input: ProcessInput
  private let target: ProbedTarget
  private let chosen: Candidate
  private let payer: CredentialSource
  private let launch: LaunchPlan
  /// The same with thinking left to the client.
  private let thinkingLaunch: LaunchPlan
  private let program: ClientProgram
  private let budget: Double
  private let timeoutSeconds: Int
  private let contextTokens: Int?

  init(_ target: ProbedTarget, _ command: Probe, _ input: ProcessInput) throws(Refusal) {
    self.input = input
    self.target = target
    let route = target.route
    (chosen, payer) = try route.target()
    program = try ClientProgram.found(
      option: command.client,
      policyPath: route.policy.client.path,
      environment: input.environment
    )
    thinkingLaunch = try LaunchPlan(chosen, payer: payer, route: route, input: input)
    launch = try LaunchPlan(
      chosen.withoutThinking(route.inventory),
      payer: payer,
      route: route,
      input: input
    )
    try Planning.checkManaged(launch.plan, route.settings)
    budget = command.maximumBudgetUSD
    timeoutSeconds = command.timeoutSeconds
    contextTokens = command.contextTokens
  }

  private var route: Routing { target.route }

  // MARK: Before it runs

  var payerWords: String {
    chosen.isMetered ? "\(payer.text) pays" : "\(payer.text) pays, in your plan"
  }

  /// In US dollars; absent where a price is not known.
  var estimate: Double? {
    cost.estimate(
      of: sessions,
      model: chosen.target.modelID,
      slots: asked.slots,
      contextTokens: contextTokens ?? 0
    )
  }

  var sessionCount: Int { sessions.count }

  private var sessions: [ProbeSession] {
    ProbeSession.allCases.filter { session in
      switch session {
      case .context: contextTokens != nil
      case .thinking: !chosen.target.backend.compatibility.contains(.noThinking)
      default: true
      }
    }
  }

  private var cost: ProbeCost {
    ProbeCost(prices: route.policy.prices, multiplier: chosen.target.priceMultiplier)
  }

  private var asked: ProbeJudge.AskedModels {
    ProbeJudge.AskedModels(
      model: chosen.target.modelID,
      slots: Dictionary(chosen.target.slots.map { ($0.name, $0.id) }) { $1 }
    )
  }

  private func installed(version: String?) -> BackendProfile.Client? {
    InstalledFile.client(
      at: program.path,
      version: version ?? InstalledClient.version(ofInstalled: program.path)?.text
    )
  }

  // MARK: The probe

  /// Runs the sessions and keeps what they show.
  ///
  /// Stops as soon as the backend gives no answer at all. A signal ends this program once what was
  /// started is gone; the record of the last probe is then still there.
  func probe(quiet: Bool) throws(Refusal) -> BackendProfile {
    let environment = try environment()
    let settings = (try settings(launch), try settings(thinkingLaunch))
    let signals = SignalBlock([SIGINT, SIGTERM, SIGHUP, SIGQUIT])
    let folder: ProbeFolder
    do throws(SystemError) {
      folder = try ProbeFolder(environment: input.environment)
    } catch {
      signals.end()
      throw Refusal(.inputOutput, error.message)
    }
    let words = ProbeTask.Words(Self.randomWord())
    let run = ProbeRun(
      program: program,
      environment: environment,
      settings: settings,
      usesSavedLogin: launch.plan.carrier == .login,
      folder: folder,
      words: words,
      timeoutSeconds: timeoutSeconds,
      contextTokens: contextTokens,
      signals: signals
    )
    let outcome = Result { () throws(SystemError) in try profile(of: run, quiet: quiet) }
    folder.remove()
    if run.usesSavedLogin {
      let home = input.environment.filled("HOME")
      SettingsFiles.userFolder(input.environment, home: home).map(folder.removeTraces)
    }
    // What was held back ends us now.
    signals.end()
    switch outcome {
    case .success(let profile?): return profile
    case .success(nil): throw Refusal(.usage, "interrupted; nothing was recorded")
    case .failure(let error): throw Refusal(.inputOutput, error.message)
    }
  }

  /// Nil when somebody wanted it to stop.
  private func profile(of run: ProbeRun, quiet: Bool) throws(SystemError) -> BackendProfile? {
    var records: [ProbeSession: SessionRecord] = [:]
    var failure: String?
    for (index, session) in sessions.enumerated() where failure == nil {
      if run.signals.isPending { return nil }
      let spent = records.values.compactMap { $0.outcome?.dollars }.reduce(0, +)
      guard spent < budget else { break }
      if !quiet {
        writeAll("claude-route: \(index + 1) of \(sessions.count): \(session.words)\n", to: 2)
      }
      // A session that goes round in circles leaves something for the others.
      let dollars = min(budget - spent, budget / 4)
      let record = try run.record(of: session, dollars: dollars)
      if record.ending == .interrupted { return nil }
      records[session] = record
      if session == .answer { failure = ProbeJudge.outrightFailure(of: record) }
    }
    let judge = ProbeJudge(
      records,
      words: run.words,
      inputFile: run.file("input.json", of: .input),
      asked: asked,
      contextTokens: contextTokens,
      thinkingIsOff: chosen.target.backend.compatibility.contains(.noThinking)
    )
    let version = records.values.compactMap(\.clientVersion).first
    guard let client = installed(version: version), let today = CalendarDay.today else {
      throw SystemError(operation: "read", path: program.path, code: ENOENT)
    }
    let secrets = secrets(in: run.environment)
    let profile = BackendProfile(
      backend: chosen.target.backend.name,
      place: BackendProfile.place(of: chosen.target),
      model: chosen.target.target.model.text,
      modelID: chosen.target.modelID,
      client: client,
      day: today,
      findings: judge.findings.map { finding in
        ProbeFinding(finding.check, finding.grade, finding.observation.without(secrets))
      },
      failure: failure?.oneLine.without(secrets),
      dollars: cost.spent(on: records.values)
    )
    if run.signals.isPending { return nil }
    try target.shelf.write(profile)
    return profile
  }

  private func environment() throws(Refusal) -> RawEnvironment {
    do throws(CredentialFault) {
      return try LaunchEnvironment(input: input, policy: route.policy, settings: route.settings)
        .environment(of: launch.plan, from: launch.connected, payer: payer)
    } catch {
      throw Refusal(
        .denied,
        "backend `\(chosen.target.backend.name)`: \(error.message.printable)"
      )
    }
  }

  private func settings(_ launch: LaunchPlan) throws(Refusal) -> String {
    let client = ClientArguments(["-p", "x"].map { Array($0.utf8) })
    let overlay = try launch.overlay(merging: nil, for: client, route.settings)
    try Planning.checkWithheld(overlay, route.settings)
    return overlay.text
  }

  /// What the route put into the environment and nobody may read in a record.
  private func secrets(in environment: RawEnvironment) -> [String] {
    launch.plan.changes.compactMap { change in
      guard change.value?.plainText == nil else { return nil }
      return environment[change.name]
    }
    .filter { $0.utf8.count >= 6 }
  }

  private static func randomWord() -> String {
    let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
    return String((0..<6).map { _ in letters[Int.random(in: 0..<letters.count)] })
  }
}

extension Candidate {
  /// The same target with thinking switched off.
  fileprivate func withoutThinking(_ inventory: CredentialInventory) -> Candidate {
    let plain = target.target
    let quiet = Target(
      backend: plain.backend,
      model: plain.model,
      effort: plain.effort,
      thinking: false,
      maximumBudgetUSD: plain.maximumBudgetUSD
    )
    return Candidate(
      target: target.backend.resolved(quiet, with: inventory),
      source: source,
      stops: stops,
      availability: availability
    )
  }
}

extension String {
  fileprivate func without(_ secrets: [String]) -> String {
    secrets.reduce(SecretShape.concealed(self)) { $0.replacing($1, with: "***") }
  }
}
