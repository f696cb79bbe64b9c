package import RouteEngine

/// Which rules of some files the tests made a difference with.
package struct RuleCoverage: Hashable, Sendable {
  /// Routes, constraints, classes, each in the order of the policy.
  package let rules: [Rule]

  /// One rule, and whether a test covers it.
  package struct Rule: Hashable, Sendable {
    package let kind: Kind
    package let name: String
    package let origin: Origin
    /// A route: a chosen target comes from it; a constraint: it stops a candidate; a class: a task
    /// is in it.
    package let isCovered: Bool

    package init(kind: Kind, name: String, origin: Origin, isCovered: Bool) {
      self.kind = kind
      self.name = name
      self.origin = origin
      self.isCovered = isCovered
    }
  }

  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case route
    case constraint
    case taskClass = "class"
  }

  package init(rules: [Rule]) {
    self.rules = rules
  }

  /// Of the rules that lie in the files; a class lies in each file that names it.
  package init(of decisions: [Decision], in policy: Policy, files: Set<String>) {
    let sources = Set(decisions.compactMap { $0.chosen?.source })
    let stopping = Set(
      decisions.flatMap { $0.candidates.flatMap { $0.stops.map(\.constraint) } }
    )
    let present = Set(decisions.flatMap { $0.classification.names })
    let routes = policy.routes.filter { files.contains($0.origin.file) }.map { route in
      Rule(
        kind: .route,
        name: route.name,
        origin: route.origin,
        isCovered: sources.contains(.route(name: route.name, origin: route.origin))
      )
    }
    let constraints = policy.constraints.filter { files.contains($0.origin.file) }.map {
      Rule(
        kind: .constraint,
        name: $0.name,
        origin: $0.origin,
        isCovered: stopping.contains($0)
      )
    }
    let classes = policy.classes.compactMap { taskClass in
      taskClass.origins.first { files.contains($0.file) }.map {
        Rule(
          kind: .taskClass,
          name: taskClass.name,
          origin: $0,
          isCovered: present.contains(taskClass.name)
        )
      }
    }
    rules = routes + constraints + classes
  }

  package var uncovered: [Rule] { rules.filter { !$0.isCovered } }

  /// How many rules of one kind there are, and how many of them are covered.
  package func count(of kind: Kind) -> (covered: Int, all: Int) {
    let rules = rules.filter { $0.kind == kind }
    return (rules.count(where: \.isCovered), rules.count)
  }

  /// The covered share of all rules, rounded down; 100 when there are none.
  package var percent: Int { Percentage.of(rules.count(where: \.isCovered), in: rules.count) }
}

/// Shares in whole percent.
enum Percentage {
  /// Rounded down, so that 100 means all; all of nothing is 100.
  static func of(_ part: Int, in all: Int) -> Int {
    all == 0 ? 100 : part * 100 / all
  }
}
