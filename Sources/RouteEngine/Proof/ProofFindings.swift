/// What looking at every state says of the rules themselves; in the order of the policy.
package struct ProofFindings: Hashable, Sendable {
  package var deadEnds: [DeadEnd] = []
  package var unreachableRoutes: [UnreachableRoute] = []
  package var redundantConstraints: [RedundantConstraint] = []
  package var constantConditions: [ConstantCondition] = []
  /// States, each with every availability of the backends.
  package var stateCount: Int
  /// Set when there are more states than were looked at; all else is then empty.
  package var exceededLimit: Int?

  /// A state in which every candidate is stopped though every backend is available.
  ///
  /// Regions and credentials that no condition asks for do not count: it is a dead end only when
  /// all of them lead there. States that an invariant with `outcome: denied` speaks of are none.
  package struct DeadEnd: Hashable, Sendable {
    package let counterexample: Counterexample
    /// Those that stop a candidate; none when nothing is proposed.
    package let constraints: [Constraint]

    package init(counterexample: Counterexample, constraints: [Constraint]) {
      self.counterexample = counterexample
      self.constraints = constraints
    }
  }

  /// A route none of whose targets is ever decided for.
  package struct UnreachableRoute: Hashable, Sendable {
    package let route: Route
    package let reason: Reason

    package init(route: Route, reason: Reason) {
      self.route = route
      self.reason = reason
    }

    package enum Reason: Hashable, Sendable {
      case conditionNeverTrue
      /// Each alone stops all its targets wherever it matches.
      case stopped(by: [Constraint])
      /// Wherever its targets are permitted, that route before it offers one on the same backend.
      case shadowed(by: Route)
      /// Several things together.
      case various
    }
  }

  /// A constraint without which just the same is permitted.
  package struct RedundantConstraint: Hashable, Sendable {
    package let constraint: Constraint
    package let reason: Reason

    package init(constraint: Constraint, reason: Reason) {
      self.constraint = constraint
      self.reason = reason
    }

    package enum Reason: Hashable, Sendable {
      /// It never stops anything.
      case stopsNothing
      /// Each alone stops all that it stops.
      case implied(by: [Constraint])
      /// Several others together stop all that it stops.
      case impliedTogether
    }
  }

  /// A condition that a rule could do without: it is the same in every state.
  ///
  /// Unknown counts as the rule takes it: in a route's `when` and in an `unless` as false, in a
  /// constraint's `when` as true.
  package struct ConstantCondition: Hashable, Sendable {
    package let rule: Rule
    package let isTrue: Bool

    package init(rule: Rule, isTrue: Bool) {
      self.rule = rule
      self.isTrue = isTrue
    }

    package enum Rule: Hashable, Sendable {
      case whenOfRoute(Route)
      case whenOfConstraint(Constraint)
      case unlessOfConstraint(Constraint)
    }
  }

  package init(stateCount: Int, exceededLimit: Int? = nil) {
    self.stateCount = stateCount
    self.exceededLimit = exceededLimit
  }
}
