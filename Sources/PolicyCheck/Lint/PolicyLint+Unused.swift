internal import Diagnostics
internal import RouteEngine

extension PolicyLint {
  /// Classes that no condition mentions: whether a task is in one makes no difference.
  var unusedClasses: [Diagnostic] {
    let conditions =
      policy.routes.map(\.when) + policy.constraints.map(\.when)
      + policy.constraints.compactMap(\.unless) + policy.invariants.map(\.when)
    let mentioned = Set(conditions.flatMap(\.classes))
    return policy.classes.filter { !mentioned.contains($0.name) }.compactMap { taskClass in
      guard let origin = taskClass.origins.first(where: isChecked) else { return nil }
      return Diagnostic(
        .warning,
        "unused",
        at: origin.place,
        "no route, constraint or invariant asks for class `\(taskClass.name)`",
        help: "ask for it, `when: {class: \(taskClass.name)}`, or delete it"
      )
    }
  }

  /// Backends that nothing names; those that repositories may choose are there for them.
  var unusedBackends: [Diagnostic] {
    let named = namedBackends
    return checkedBackends.filter { !named.contains($0.name) && !$0.isOffered }.map { backend in
      Diagnostic(
        .warning,
        "unused",
        at: backend.origin.place,
        "no route, default, selector, alias or test names backend `\(backend.name)`",
        help: "name it, `\(backend.name)/\(backend.models.first?.name ?? "default")`, or delete it"
      )
    }
  }

  private var namedBackends: Set<String> {
    let targets = policy.routes.flatMap(\.targets) + policy.defaultTargets
    let selectors =
      policy.constraints.map(\.effect.selector)
      + policy.invariants.compactMap(\.property.selector)
    var names = Set(targets.map(\.backend))
    names.formUnion(selectors.compactMap(\.backend).joined())
    names.formUnion(policy.invariants.flatMap(\.assumedAvailable))
    names.formUnion(policy.aliases.compactMap(\.backend))
    names.formUnion(policy.tests.compactMap(\.expectation.backend))
    names.formUnion(policy.tests.flatMap(\.unavailable).compactMap(\.backend))
    names.formUnion(policy.tests.flatMap(\.measured.places).map(\.backend))
    return names
  }
}

extension Condition {
  fileprivate var classes: [String] { classes(negated: false) + classes(negated: true) }
}

extension Invariant.Property {
  fileprivate var selector: Selector? {
    switch self {
    case .never(let selector), .always(let selector): selector
    case .outcome: nil
    }
  }
}

extension Unavailable {
  fileprivate var backend: String? {
    switch self {
    case .backend(let name): name
    case .credential: nil
    }
  }
}

extension Backend {
  /// Whether the policy says in so many words that repositories may choose it.
  fileprivate var isOffered: Bool {
    switch repositoryMayChoose {
    case .always: true
    case .ask: valueOrigins["repository-may-choose"] != nil
    case .never: false
    }
  }
}
