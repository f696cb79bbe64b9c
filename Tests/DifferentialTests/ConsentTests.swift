import PolicyCheck
import RouteEngine
import TestSupport
import Testing

/// What a repository's policy moves, against the rule of consent as it is written down.
@Suite struct `A repository's move` {
  private struct Case {
    let seed: UInt64
    let spec: SpecPolicy
    let whole: Engine
    let settled: Engine
    let allowed: Set<BackendMove>
    let states: [SpecState]

    /// Nil when the policy has no repository's file.
    init?(seed: UInt64) throws {
      var generator = PolicyGenerator(seed: seed)
      spec = generator.policy()
      guard spec.files.contains(where: { $0.layer == .repository }) else { return nil }
      self.seed = seed
      states = (0..<Scale.tasksPerPolicy).map { _ in generator.state() }
      let names = Set(spec.files.flatMap { $0.backends.map(\.name) }).sorted()
      allowed = Set(
        names.flatMap { to in
          ([nil] + names).filter { _ in generator.random.chance(30) }
            .map { BackendMove(from: $0, to: to) }
        }
      )
      whole = try Engine(spec)
      settled = try Engine(spec.withoutRepository)
    }

    /// Whether consent is needed, from the answers of the naive evaluator alone.
    func needsConsent(in state: SpecState) -> Bool {
      let before = chosen(spec.withoutRepository, state)
      guard let after = chosen(spec, state), after.target != before?.target else { return false }
      let layers = spec.files.filter { $0.layer != .repository }
      let backend = layers.lazy.flatMap(\.backends).first { $0.name == after.backend }
      switch backend?.repositoryMayChoose ?? "ask" {
      case "always": return false
      case "never": return true
      default: return !allowed.contains(BackendMove(from: before?.backend, to: after.backend))
      }
    }

    private func chosen(
      _ spec: SpecPolicy,
      _ state: SpecState
    ) -> (target: String, backend: String)? {
      let answer = NaiveEvaluator(
        policy: NaivePolicy(spec),
        state: state,
        repositoryMayLift: true
      )
      .answer()
      return answer.chosen.map { index in
        let target = answer.lines[index].target
        return (target, String(target.prefix { $0 != "/" }))
      }
    }

    func decisions(in state: SpecState) -> (before: Decision, after: Decision) {
      (
        settled.decision(in: state, repositoryMayLift: true),
        whole.decision(in: state, repositoryMayLift: true)
      )
    }

    func report(of state: SpecState) -> String {
      "seed \(seed)\n\(spec.text)\n\(state)\nallowed: \(allowed.sorted().map(\.words))"
    }
  }

  private static func cases(
    _ wanted: Int = Scale.consentPolicyCount,
    _ body: (Case) throws -> Bool
  ) throws {
    var seed: UInt64 = 0
    var count = 0
    while count < wanted {
      seed += 1
      guard let found = try Case(seed: seed) else { continue }
      count += 1
      guard try body(found) else { return }
    }
  }

  @Test func `needs consent where the rule says so`() throws {
    var needed = 0
    var moved = 0
    try Self.cases { found in
      for state in found.states {
        let (before, after) = found.decisions(in: state)
        let move = BackendMove(from: before, to: after, allowed: found.allowed)
        guard (move != nil) == found.needsConsent(in: state) else {
          Issue.record("\(found.report(of: state))")
          return false
        }
        needed += move == nil ? 0 : 1
        let isMoved =
          after.chosen != nil && after.chosen?.target.target != before.chosen?.target.target
        moved += isMoved ? 1 : 0
      }
      return true
    }
    // What never happens is not tested, and neither is what always does.
    #expect(needed * 20 > Scale.consentPolicyCount && needed < moved, "\(needed) of \(moved)")
  }

  @Test func `is among those that are shown and recorded`() throws {
    var needed = 0
    // Looking at every state takes its time.
    try Self.cases(Scale.consentPolicyCount / 20) { found in
      // What the command line chooses, `allow` hears of by its own flags.
      for state in found.states
      where state.backend == nil && state.model == nil && state.effort == nil && state.isPossible {
        let (before, after) = found.decisions(in: state)
        guard let move = BackendMove(from: before, to: after) else { continue }
        let inventory = state.inventory(for: found.whole.policy)
        let unavailable = found.whole.policy.backends.filter {
          $0.availability(with: inventory).payer == nil
        }
        let moves = RepositoryMoves(
          from: found.settled.policy,
          to: found.whole.policy,
          unavailable: Set(unavailable.map(\.name)),
          allowed: []
        )
        guard moves.isComplete else { continue }
        needed += 1
        guard moves.moves.contains(where: { $0.backends == move }) else {
          Issue.record("\(move.words) is not shown\n\(found.report(of: state))")
          return false
        }
        break
      }
      return true
    }
    #expect(needed > Scale.consentPolicyCount / 100, "\(needed)")
  }
}

extension SpecState {
  /// Whether no fact is unknown that can always be told.
  fileprivate var isPossible: Bool {
    facts.allSatisfy { name, fact in
      guard case .unknown = fact else { return true }
      return FactName(name)?.canBeUnknown ?? false
    }
  }
}

extension SpecPolicy {
  fileprivate var withoutRepository: SpecPolicy {
    SpecPolicy(files: files.filter { $0.layer != .repository })
  }
}
