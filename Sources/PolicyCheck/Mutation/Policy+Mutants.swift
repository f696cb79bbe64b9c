package import RouteEngine

extension Policy {
  /// Every mutant of the rules that lie in the files: routes, default, constraints, labels, classes.
  ///
  /// Invariants and tests are what notices a change, so they are left as they are; so are signals
  /// and examples.
  package func mutants(ofRulesIn files: Set<String>) -> [Mutant] {
    routeMutants(files) + defaultMutants(files) + constraintMutants(files) + labelMutants(files)
      + classMutants(files)
  }

  private func routeMutants(_ files: Set<String>) -> [Mutant] {
    routes.indices.filter { files.contains(routes[$0].origin.file) }.flatMap { index in
      let route = routes[index]
      let deleted = Mutant(
        "route `\(route.name)` deleted",
        at: route.origin,
        replacing(routes: routes.removing(at: index))
      )
      return [deleted]
        + route.variants.map { words, variant in
          Mutant(words, at: route.origin, replacing(routes: routes.putting(variant, at: index)))
        }
    }
  }

  private func defaultMutants(_ files: Set<String>) -> [Mutant] {
    guard let origin = defaultOrigin, files.contains(origin.file), !defaultTargets.isEmpty else {
      return []
    }
    let deleted = Mutant(
      "target `\(defaultTargets[0].text)` of the default deleted",
      at: origin,
      replacing(defaultTargets: defaultTargets.removing(at: 0))
    )
    return [deleted]
      + defaultTargets.swaps(of: "the default").map { words, targets in
        Mutant(words, at: origin, replacing(defaultTargets: targets))
      }
  }

  private func constraintMutants(_ files: Set<String>) -> [Mutant] {
    constraints.indices.filter { files.contains(constraints[$0].origin.file) }.flatMap { index in
      let constraint = constraints[index]
      let deleted = Mutant(
        "constraint `\(constraint.name)` deleted",
        at: constraint.origin,
        replacing(constraints: constraints.removing(at: index))
      )
      return [deleted]
        + constraint.variants.map { words, variant in
          Mutant(
            words,
            at: constraint.origin,
            replacing(constraints: constraints.putting(variant, at: index))
          )
        }
    }
  }

  private func labelMutants(_ files: Set<String>) -> [Mutant] {
    labels.indices.filter { files.contains(labels[$0].origin.file) }.map { index in
      Mutant(
        "label `\(labels[index].name)` deleted",
        at: labels[index].origin,
        replacing(labels: labels.removing(at: index))
      )
    }
  }

  private func classMutants(_ files: Set<String>) -> [Mutant] {
    classes.indices.compactMap { index in
      let taskClass = classes[index]
      guard let origin = taskClass.decidingOrigin, files.contains(origin.file) else { return nil }
      let flipped = TaskClass(
        name: taskClass.name,
        description: taskClass.description,
        isProtective: !taskClass.isProtective,
        signals: taskClass.signals,
        unless: taskClass.unless,
        examples: taskClass.examples,
        counterExamples: taskClass.counterExamples,
        origins: taskClass.origins
      )
      return Mutant(
        "class `\(taskClass.name)` made \(flipped.isProtective ? "protective" : "permissive")",
        at: origin,
        replacing(classes: classes.putting(flipped, at: index))
      )
    }
  }
}

extension TaskClass {
  /// Where it is decided whether it is protective: by the highest authority that names it, of the
  /// user's and the built-in policy by the user's.
  fileprivate var decidingOrigin: Origin? {
    let order: [Layer] = [.managed, .user, .builtIn, .repository]
    return order.lazy.compactMap { layer in origins.first { $0.layer == layer } }.first
  }
}

extension Array {
  func removing(at index: Int) -> [Element] {
    var rest = self
    rest.remove(at: index)
    return rest
  }

  func putting(_ element: Element, at index: Int) -> [Element] {
    var changed = self
    changed[index] = element
    return changed
  }
}
