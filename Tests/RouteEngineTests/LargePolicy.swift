import RouteEngine

/// A policy as large as a proof should still be quick with: 50 routes, 50 constraints, and with the
/// usual sizes 163,840 states, each with every availability of six backends.
struct LargePolicy {
  var classCount = 10
  var labelCount = 4
  var routeCount = 50
  var constraintCount = 50

  private static let origin = Origin(layer: .user, file: "large", line: 1)

  func policy() throws -> Policy {
    let branches = [try Glob("release/*"), try Glob("*/hotfix")]
    let classes = (0..<classCount).map { "class-\($0)" }
    let labels = (0..<labelCount).map { "label-\($0)" }
    /// Each number another condition; all together mention everything.
    func condition(_ number: Int) -> Condition {
      let taskClass = Condition.hasClass(classes[number % classCount])
      let other = Condition.hasClass(classes[(number * 3 + 1) % classCount])
      let label = Condition.hasLabel(labels[number % labelCount])
      let branch = FactTest(fact: .branch, comparison: .matches(branches[number % 2]))
      let ci = FactTest(fact: .ci, comparison: .equals(.truth(number % 3 == 0)))
      switch number % 5 {
      case 0: return .all([taskClass, label])
      case 1: return .any([.all([taskClass, .not(other)]), .fact(branch)])
      case 2: return .all([.any([taskClass, other]), .fact(ci)])
      case 3: return .all([taskClass, other, .not(label)])
      default: return .any([.all([.fact(branch), label]), .all([taskClass, .fact(ci)])])
      }
    }
    let names = (0..<6).map { "backend-\($0)" }
    return Policy(
      classes: classes.enumerated().map { number, name in
        TaskClass(
          name: name,
          description: nil,
          isProtective: number % 2 == 0,
          signals: [],
          unless: []
        )
      },
      backends: names.map { name in
        Backend(
          name: name,
          kind: .foundry,
          credentials: [.environment("KEY")],
          models: Backend.familySlots.map { Backend.Model(name: $0, id: "claude-\($0)-5") },
          origin: Self.origin
        )
      },
      routes: (0..<routeCount).map { number in
        Route(
          name: "route-\(number)",
          when: condition(number),
          targets: [
            target(names[number % 5], number), target(names[(number / 5 + 1) % 5], number + 1),
          ],
          origin: Self.origin
        )
      },
      defaultTargets: [target(names[5], 0)],
      constraints: (0..<constraintCount).map { number in
        var selector = Selector()
        selector.backend = [names[number % 5]]
        selector.model = [Backend.familySlots[number / 5 % 4]]
        return Constraint(
          name: "constraint-\(number)",
          when: condition(number + 2),
          unless: number % 4 == 0 ? condition(number + 3) : nil,
          effect: .forbid(selector),
          reason: nil,
          origin: Self.origin
        )
      },
      knownLabels: Set(labels)
    )
  }

  private func target(_ backend: String, _ number: Int) -> Target {
    Target(backend: backend, model: .named(Backend.familySlots[number % 4]))
  }
}
