/// What a change of policy lets through and what it stops.
package struct PolicyComparison: Hashable, Sendable {
  /// What is permitted only by the new policy, smallest witnesses first.
  package var laxer: [Difference] = []
  /// What is permitted only by the old policy.
  package var stricter: [Difference] = []
  /// What is decided otherwise with every backend available, though both policies permit both
  /// targets: a change of preference.
  package var changed: [Change] = []
  /// States that were looked at.
  package var stateCount: Int
  /// Set when there are more states than were looked at; all else is then empty.
  package var exceededLimit: Int?

  /// How the new policy relates to the old one in what it permits.
  package enum Relation: String, Hashable, Sendable {
    case equivalent
    case stricter
    case laxer
    /// Laxer in some states, stricter in others.
    case incomparable
  }

  /// Says nothing of preferences, and nothing where the limit was exceeded.
  package var relation: Relation {
    switch (laxer.isEmpty, stricter.isEmpty) {
    case (true, true): .equivalent
    case (true, false): .stricter
    case (false, true): .laxer
    case (false, false): .incomparable
    }
  }

  /// Targets of one backend that one policy permits and the other does not, for one cause.
  package struct Difference: Hashable, Sendable {
    /// The smallest state in which they differ.
    package let task: HermeticTask
    /// The one that the state was found for, first.
    package let targets: [Target]
    /// Those of the policy that does not permit the targets which stop them and which the other
    /// policy has not, or has otherwise; none when the backend is not there or a condition's
    /// meaning changed.
    package let constraints: [Constraint]

    package init(task: HermeticTask, targets: [Target], constraints: [Constraint]) {
      self.task = task
      self.targets = targets
      self.constraints = constraints
    }
  }

  /// A target that is decided for instead of another.
  package struct Change: Hashable, Sendable {
    /// The smallest state in which they differ.
    package let task: HermeticTask
    /// Absent for a denial.
    package let old: Target?
    /// Absent for a denial.
    package let new: Target?

    package init(task: HermeticTask, old: Target?, new: Target?) {
      self.task = task
      self.old = old
      self.new = new
    }
  }

  package init(stateCount: Int, exceededLimit: Int? = nil) {
    self.stateCount = stateCount
    self.exceededLimit = exceededLimit
  }
}
