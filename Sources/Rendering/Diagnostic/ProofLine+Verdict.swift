package import PolicyCheck
package import RouteEngine

extension ProofLine {
  /// Of what the prover says; the report knows how to replay.
  package init(
    on invariant: Invariant,
    _ verdict: RouteEngine.Verdict,
    reach: Reach,
    in report: ProofReport
  ) {
    switch verdict {
    case .proved(let stateCount):
      self.init(name: invariant.name, verdict: .proved(stateCount: stateCount, reach: reach))
    case .refuted(let counterexample):
      let replay = report.replay(of: StateExample(counterexample))
      self.init(name: invariant.name, verdict: .refuted(replay: replay))
    case .undecided(let stateCount, let limit):
      self.init(
        name: invariant.name,
        verdict: .undecided(stateCount: stateCount, limit: limit)
      )
    }
  }
}
