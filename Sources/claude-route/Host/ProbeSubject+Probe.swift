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

extension ProbeSubject {
  /// Runs the sessions and keeps what they show.
  ///
  /// Stops as soon as the backend gives no answer at all. A signal ends this program once what was
  /// started is gone; the record of the last probe is then still there.
  ///
  /// `gap` says why not everything was tried; then nothing is kept.
  func probe(quiet: Bool) throws(Refusal) -> (profile: BackendProfile, gap: String?) {
    let environment = try environment()
    let settings = (try settings(launch), try settings(thinkingLaunch))
    // Who reads us may go before we end.
    signal(SIGPIPE, SIG_IGN)
    let signals = SignalBlock([
      SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU, SIGVTALRM,
    ])
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
      cacheIsOff: chosen.target.backend.environment.contains {
        $0.name == "DISABLE_PROMPT_CACHING"
      },
      folder: folder,
      words: words,
      timeoutSeconds: timeoutSeconds,
      contextTokens: contextTokens,
      signals: signals
    )
    let outcome = Result { () throws(Stop) in try result(of: run, quiet: quiet) }
    folder.remove()
    if run.usesSavedLogin {
      let home = input.environment.filled("HOME")
      SettingsFiles.userFolder(input.environment, home: home).map(folder.removeTraces)
    }
    // What was held back ends us now.
    signals.end()
    switch outcome {
    case .success(let result): return result
    case .failure(.interrupted): throw Refusal(.usage, "interrupted; nothing was recorded")
    case .failure(.system(let error)): throw Refusal(.inputOutput, error.message)
    case .failure(.client(let reason)):
      let words = reason.oneLine
      throw Refusal(
        .inputOutput,
        "the client began no session: \(concealment(in: environment).concealed(words).printable)",
        help: "nothing was recorded; does `claude --version` work, and is it new enough?"
      )
    }
  }

  /// Why a probe says nothing of the backend.
  private enum Stop: Error {
    case interrupted
    case system(SystemError)
    /// The client did not get as far as asking.
    case client(String)
  }

  private func result(
    of run: ProbeRun,
    quiet: Bool
  ) throws(Stop) -> (profile: BackendProfile, gap: String?) {
    var records: [ProbeSession: SessionRecord] = [:]
    var failure: String?
    var gap: String?
    for (index, session) in sessions.enumerated() where failure == nil && gap == nil {
      let spent = records.values.compactMap { $0.outcome?.dollars }.reduce(0, +)
      guard spent < budget else {
        gap = "the budget of \(Dollars(budget).text) was spent"
        break
      }
      if !quiet {
        writeAll("claude-route: \(index + 1) of \(sessions.count): \(session.words)\n", to: 2)
      }
      let record = try record(of: session, run, left: budget - spent)
      records[session] = record
      if session == .answer { failure = ProbeJudge.outrightFailure(of: record) }
      if record.outcome?.kind == "error_max_budget_usd" {
        gap = "its share of the budget was spent on \(session.words)"
      }
    }
    let profile = try profile(of: records, run, failure: failure)
    if run.signals.isPending { throw .interrupted }
    if gap == nil {
      do throws(SystemError) {
        try target.shelf.write(profile)
      } catch {
        throw .system(error)
      }
    }
    return (profile, gap)
  }

  private func record(
    of session: ProbeSession,
    _ run: ProbeRun,
    left: Double
  ) throws(Stop) -> SessionRecord {
    if run.signals.isPending { throw .interrupted }
    let record: SessionRecord
    do throws(SystemError) {
      // A session that goes round in circles leaves something for the others.
      let isShort = session != .context
      record = try run.record(of: session, dollars: isShort ? min(left, budget / 3) : left)
    } catch {
      throw .system(error)
    }
    if record.ending == .interrupted { throw .interrupted }
    if !record.isStarted, record.outcome == nil {
      switch record.ending {
      case .notStarted(let reason): throw .client(reason)
      case .status: throw .client("it printed none")
      case .timeout, .tooMuch, .interrupted: break
      }
    }
    return record
  }

  private func profile(
    of records: [ProbeSession: SessionRecord],
    _ run: ProbeRun,
    failure: String?
  ) throws(Stop) -> BackendProfile {
    let judge = ProbeJudge(
      records,
      words: run.words,
      inputFile: run.file("input.json", of: .input),
      asked: asked,
      contextTokens: contextTokens,
      thinkingIsOff: chosen.target.backend.compatibility.contains(.noThinking)
    )
    let version = records.values.compactMap(\.clientVersion).first
    guard let client = InstalledFile.client(at: program.path, version: version),
      let today = CalendarDay.today
    else { throw .system(SystemError(operation: "read", path: program.path, code: ENOENT)) }
    let concealment = concealment(in: run.environment)
    func shown(_ text: String) -> String { SecretShape.concealed(concealment.concealed(text)) }
    return BackendProfile(
      backend: chosen.target.backend.name,
      place: BackendProfile.place(of: chosen.target),
      model: chosen.target.target.model.text,
      modelID: chosen.target.modelID,
      client: client,
      day: today,
      time: Int(Timestamp.now.milliseconds / 1000),
      findings: judge.findings.map { finding in
        ProbeFinding(finding.check, finding.grade, shown(finding.observation))
      },
      failure: failure.map { shown($0.oneLine) },
      dollars: cost.spent(on: records.values)
    )
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
  private func concealment(in environment: RawEnvironment) -> Concealment {
    var secrets: [String] = []
    for change in launch.plan.changes {
      guard let value = change.value, value.plainText == nil else { continue }
      for part in value.parts {
        switch part {
        case .text: break
        case .variable(let name): secrets += [input.environment[name]].compactMap(\.self)
        case .credential: secrets += [environment[change.name]].compactMap(\.self)
        }
      }
    }
    return Concealment(secrets)
  }

  private static func randomWord() -> String {
    let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
    return String((0..<6).map { _ in letters[Int.random(in: 0..<letters.count)] })
  }
}
