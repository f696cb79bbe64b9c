/// A change of destination that a repository's policy makes, as the user consents to it: by backends.
package struct BackendMove: Hashable, Sendable {
  /// The backend without the repository's policy; absent where the task was denied.
  package let from: String?
  /// The backend with it.
  package let to: String

  package init(from: String?, to: String) {
    self.from = from
    self.to = to
  }

  /// The move from one decision to the other, if the user has to consent to it.
  ///
  /// Nothing moves where the target is the same or the task is denied. The user's backend may be open
  /// to repositories (`repository-may-choose: always`) or closed (`never`), which no consent lifts;
  /// else the moves that are `allowed` need no consent again.
  package init?(
    from settled: Decision,
    to whole: Decision,
    allowed: Set<BackendMove> = []
  ) {
    guard let chosen = whole.chosen?.target,
      chosen.target != settled.chosen?.target.target
    else { return nil }
    self.init(from: settled.chosen?.target.target.backend, to: chosen.target.backend)
    switch chosen.backend.repositoryMayChoose {
    case .always: return nil
    case .never: break
    case .ask: if allowed.contains(self) { return nil }
    }
  }

  /// "anthropic → openrouter".
  package var words: String { "\(from ?? "denied") → \(to)" }
}

extension BackendMove: Comparable {
  package static func < (left: BackendMove, right: BackendMove) -> Bool {
    (left.from ?? "", left.to) < (right.from ?? "", right.to)
  }
}
