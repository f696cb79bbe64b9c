package import RouteEngine

/// Every change of destination that a repository's policy makes, with whether the user lets it.
package struct RepositoryMoves: Hashable, Sendable {
  /// Smallest states first; one for each pair of targets.
  package let moves: [Move]
  /// Whether every state was looked at; else only the classes one by one.
  package let isComplete: Bool

  /// One pair of targets.
  package struct Move: Hashable, Sendable {
    /// The smallest state in which it happens.
    package let task: HermeticTask
    /// Absent where the task was denied.
    package let was: Target?
    package let wouldBe: Target
    package let consent: Consent

    /// By backends: what is recorded.
    package var backends: BackendMove {
      BackendMove(from: was?.backend, to: wouldBe.backend)
    }
  }

  /// What the user says of a move.
  package enum Consent: String, Hashable, Sendable, CaseIterable {
    /// `allow` recorded it.
    case allowed
    /// `repository-may-choose: always` on the backend.
    case always
    case notYet = "not yet"
    /// `repository-may-choose: never`; `allow` cannot lift it.
    case never
  }

  /// `unavailable` names the backends that this machine cannot use.
  package init(
    from settled: Policy,
    to whole: Policy,
    unavailable: Set<String>,
    allowed: Set<BackendMove>
  ) {
    let found = Prover.moves(from: settled, to: whole, unavailable: unavailable)
    isComplete = found != nil
    let changes = found ?? Self.ofSingleClasses(from: settled, to: whole, unavailable)
    moves = changes.compactMap { change in
      guard let wouldBe = change.new else { return nil }
      let backends = BackendMove(from: change.old?.backend, to: wouldBe.backend)
      let consent: Consent =
        switch whole.backend(named: wouldBe.backend)?.repositoryMayChoose {
        case .always?: .always
        case .never?: .never
        case .ask?, nil: allowed.contains(backends) ? .allowed : .notYet
        }
      return Move(task: change.task, was: change.old, wouldBe: wouldBe, consent: consent)
    }
  }

  /// What `allow` has to record.
  package var open: Set<BackendMove> {
    Set(moves.filter { $0.consent == .notYet }.map(\.backends))
  }

  /// No class, then each class alone.
  private static func ofSingleClasses(
    from settled: Policy,
    to whole: Policy,
    _ unavailable: Set<String>
  ) -> [PolicyComparison.Change] {
    let classes = [[]] + settled.classes.map { [$0.name] }
    return classes.compactMap { names in
      let task = HermeticTask(
        classes: names,
        unavailable: Set(unavailable.map(Unavailable.backend))
      )
      let was = task.decision(under: settled).chosen?.target.target
      let wouldBe = task.decision(under: whole).chosen?.target.target
      guard wouldBe != nil, was != wouldBe else { return nil }
      return PolicyComparison.Change(task: task, old: was, new: wouldBe)
    }
  }
}
