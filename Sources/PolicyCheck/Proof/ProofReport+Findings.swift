package import Diagnostics
package import RouteEngine

extension ProofReport {
  /// What is to be said of a verdict; absent for an invariant that was proved.
  package func diagnostic(on invariant: Invariant, _ verdict: Verdict) -> Diagnostic? {
    switch verdict {
    case .proved:
      nil
    case .refuted(let counterexample):
      refuted(invariant, by: StateExample(counterexample))
    case .undecided(let stateCount, let limit):
      notProved(invariant, stateCount: stateCount, limit: limit)
    }
  }

  /// What was found about the rules that lie in checked files.
  ///
  /// A rule is spoken of once: what follows from a condition that never changes is not said again.
  package func diagnostics(
    on findings: ProofFindings,
    isChecked: (String) -> Bool
  ) -> [Diagnostic] {
    if let limit = findings.exceededLimit {
      return [tooManyStates(findings.stateCount, limit: limit)]
    }
    let idle = Set(findings.constantConditions.compactMap(\.constraintThatNeverApplies))
    let dead = Set(
      findings.unreachableRoutes.filter { $0.reason == .conditionNeverTrue }.map(\.route)
    )
    var diagnostics = findings.deadEnds.compactMap { deadEnd($0, isChecked: isChecked) }
    diagnostics += findings.unreachableRoutes
      .filter { isChecked($0.route.origin.file) }.map(unreachable)
    diagnostics += findings.redundantConstraints
      .filter { isChecked($0.constraint.origin.file) && !idle.contains($0.constraint) }
      .map(redundant)
    diagnostics += findings.constantConditions
      .filter { isChecked($0.rule.origin.file) && !$0.isOfRoute(in: dead) }.map(constant)
    return diagnostics
  }

  private func tooManyStates(_ count: Int, limit: Int) -> Diagnostic {
    let start = SourceRange(at: SourcePosition(line: 1, column: 1))
    return Diagnostic(
      .warning,
      "not-proved",
      at: SourcePlace(file: file, range: start),
      "the policy has \(count) states, limit \(limit): dead ends and rules without effect are not found",
      help: Self.helpForTooManyStates
    )
  }

  // MARK: Dead ends

  /// At a checked constraint that has a part in it, else at a checked default.
  private func deadEnd(
    _ deadEnd: ProofFindings.DeadEnd,
    isChecked: (String) -> Bool
  ) -> Diagnostic? {
    let origins = deadEnd.constraints.map(\.origin) + (policy.defaultOrigin.map { [$0] } ?? [])
    guard let origin = origins.first(where: { isChecked($0.file) }) else { return nil }
    let names = deadEnd.constraints.map { "`\($0.name)`" }.joined(separator: " and ")
    let message =
      switch deadEnd.constraints.count {
      case 0: "no route and no default offers anything to some tasks"
      case 1: "constraint \(names) leaves no target to some tasks"
      default: "constraints \(names) together leave no target to some tasks"
      }
    let example = StateExample(deadEnd.counterexample)
    return Diagnostic(
      .error,
      "dead-end",
      at: origin.place,
      message,
      notes: example.notes(in: policy),
      help: help(for: example)
    )
  }

  // MARK: Rules

  private func unreachable(_ found: ProofFindings.UnreachableRoute) -> Diagnostic {
    let notes =
      switch found.reason {
      case .conditionNeverTrue:
        [Diagnostic.Note("its condition never holds")]
      case .stopped(let constraints):
        constraints.map {
          Diagnostic.Note("`\($0.name)` stops all its targets", at: $0.origin.place)
        }
      case .shadowed(let route):
        [
          Diagnostic.Note(
            "where its targets are permitted, route `\(route.name)` is taken before it",
            at: route.origin.place
          )
        ]
      case .various:
        [Diagnostic.Note("constraints and the routes before it leave nothing to it")]
      }
    return Diagnostic(
      .error,
      "unreachable-route",
      at: found.route.origin.place,
      "route `\(found.route.name)` is never taken",
      notes: notes,
      help: "delete it, or change what stands in its way"
    )
  }

  private func redundant(_ found: ProofFindings.RedundantConstraint) -> Diagnostic {
    let name = found.constraint.name
    let message: String
    var notes: [Diagnostic.Note] = []
    switch found.reason {
    case .stopsNothing:
      message = "constraint `\(name)` never stops anything"
    case .implied(let others):
      message = "constraint `\(name)` stops only what another stops, too"
      notes = others.map { Diagnostic.Note("`\($0.name)` stops all of it", at: $0.origin.place) }
    case .impliedTogether:
      message = "constraint `\(name)` stops only what others together stop, too"
    }
    return Diagnostic(
      .warning,
      "redundant-constraint",
      at: found.constraint.origin.place,
      message,
      notes: notes,
      help: "delete it, or make it say what was meant"
    )
  }

  private func constant(_ found: ProofFindings.ConstantCondition) -> Diagnostic {
    let what: String
    let consequence: String
    switch (found.rule, found.isTrue) {
    case (.whenOfRoute(let route), let isTrue):
      what = "the `when` of route `\(route.name)`"
      consequence = isTrue ? "leave `when` out" : "mend it, or delete the route"
    case (.whenOfConstraint(let constraint), let isTrue):
      what = "the `when` of constraint `\(constraint.name)`"
      consequence = isTrue ? "leave `when` out" : "mend it: as it is, the constraint never applies"
    case (.unlessOfConstraint(let constraint), let isTrue):
      what = "the `unless` of constraint `\(constraint.name)`"
      consequence =
        isTrue ? "mend it: as it is, the constraint never applies" : "leave `unless` out"
    }
    return Diagnostic(
      .warning,
      "constant-condition",
      at: found.rule.origin.place,
      "\(what) \(found.isTrue ? "always" : "never") holds",
      help: consequence
    )
  }
}

extension StateExample {
  /// What the prover found.
  package init(_ counterexample: Counterexample) {
    self.init(counterexample.task, counterexample.decision)
  }
}

extension ProofFindings.ConstantCondition.Rule {
  fileprivate var origin: Origin {
    switch self {
    case .whenOfRoute(let route): route.origin
    case .whenOfConstraint(let constraint), .unlessOfConstraint(let constraint): constraint.origin
    }
  }
}

extension ProofFindings.ConstantCondition {
  /// The constraint that its own condition keeps from ever applying.
  fileprivate var constraintThatNeverApplies: Constraint? {
    switch rule {
    case .whenOfRoute: nil
    case .whenOfConstraint(let constraint): isTrue ? nil : constraint
    case .unlessOfConstraint(let constraint): isTrue ? constraint : nil
    }
  }

  fileprivate func isOfRoute(in routes: Set<Route>) -> Bool {
    switch rule {
    case .whenOfRoute(let route): routes.contains(route)
    case .whenOfConstraint, .unlessOfConstraint: false
    }
  }
}
