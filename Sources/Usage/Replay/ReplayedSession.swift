package import RouteEngine

/// A past session with what a policy would have made of its first prompt.
package struct ReplayedSession: Hashable, Sendable {
  package let session: PastSession
  /// Of the prompt under the policy, in its order.
  package let classes: [String]
  package let used: Place
  package let verdict: Verdict
  /// Absent for a denied session, and where a price is not known.
  package let costs: ReplayCosts?
  /// Models without a price that would be needed, each once, in order of name.
  package let unpriced: [String]

  /// Where it ran.
  package struct Place: Hashable, Sendable {
    /// The policy's name at the launch; for what was not launched here what the client's settings
    /// suggest, absent when they suggest nothing.
    package let backend: String?
    /// The family's name, else the id.
    package let model: String
    package let isLaunched: Bool
  }

  /// What the policy says.
  package enum Verdict: Hashable, Sendable {
    /// The backend and the family of models that it ran on.
    case same(Target)
    case moved(Target)
    case denied(Denial)

    /// Absent for a denial.
    package var target: Target? {
      switch self {
      case .same(let target), .moved(let target): target
      case .denied: nil
      }
    }
  }

  /// Why there is no target.
  package enum Denial: Hashable, Sendable {
    /// The first one that stops a candidate.
    case constraint(String)
    /// All that is permitted lacks a credential, a region or a project on this machine.
    case unavailable
  }

  /// The classes joined by commas; "no class" for none.
  package var className: String {
    classes.isEmpty ? "no class" : classes.joined(separator: ", ")
  }

  package var isSame: Bool {
    switch verdict {
    case .same: true
    case .moved, .denied: false
    }
  }

  package var denial: Denial? {
    switch verdict {
    case .denied(let denial): denial
    case .same, .moved: nil
    }
  }
}
