internal import JSONTree

/// What came of proving one invariant.
package struct ProofLine: Hashable, Sendable {
  /// The invariant's.
  package let name: String
  package let verdict: Verdict

  package enum Verdict: Hashable, Sendable {
    case proved(stateCount: Int, reach: Reach)
    /// With a command that shows a state in which it fails.
    case refuted(replay: String)
    /// There are more states than are looked at, and none was; or a state speaks against it, and no
    /// task was found to be in that one.
    case undecided(stateCount: Int, limit: Int)
  }

  /// For which policies in front of the one that was checked a proof holds, too.
  package enum Reach: String, Hashable, Sendable, CaseIterable {
    /// For none.
    case alone
    /// For every repository's.
    case repositories
    /// For every user's and every repository's.
    case everybody
  }

  package init(name: String, verdict: Verdict) {
    self.name = name
    self.verdict = verdict
  }

  /// "proved: `x` over 4 states", without a line feed; absent for what was refuted, since a
  /// diagnostic says it.
  package var text: String? {
    switch verdict {
    case .proved(let count, let reach):
      let states = count == 1 ? "1 state" : "\(count) states"
      return "proved: `\(name)` over \(states)\(reach.words)".printable
    case .refuted:
      return nil
    case .undecided(let count, let limit) where count > limit:
      return "not proved: `\(name)` has \(count) states, limit \(limit)".printable
    case .undecided:
      return "not proved: `\(name)`, for want of a task in a state that speaks against it".printable
    }
  }

  var node: JSONNode {
    let states: JSONNode
    var limit = JSONNode.null
    var replay = JSONNode.null
    var reach = JSONNode.null
    let word: String
    switch verdict {
    case .proved(let count, let provedReach):
      (word, states) = ("proved", .number("\(count)"))
      reach = .string(provedReach.rawValue)
    case .refuted(let command):
      (word, states) = ("refuted", .null)
      replay = .string(command.printable)
    case .undecided(let count, let maximum):
      (word, states) = ("not proved", .number("\(count)"))
      limit = .number("\(maximum)")
    }
    return [
      "name": .string(name.printable), "verdict": .string(word), "reach": reach, "states": states,
      "limit": limit, "replay": replay,
    ]
  }
}

extension ProofLine.Reach {
  fileprivate var words: String {
    switch self {
    case .alone: ""
    case .repositories: ", every repository policy included"
    case .everybody: ", every user and repository policy included"
    }
  }
}
