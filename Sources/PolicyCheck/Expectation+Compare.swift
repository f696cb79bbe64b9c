package import RouteEngine

extension PolicyTest.Expectation {
  /// One of the things that can be expected of a decision, by its key in a policy.
  package enum Part: String, Hashable, Sendable, CaseIterable {
    case outcome
    case backend
    case model
    case effort
    case route
    case constraint
    case classes
  }

  /// The parts that a decision does not meet, in the order of `Part`; parts that are not given hold.
  package func unmetParts(by decision: Decision) -> [Part] {
    Part.allCases.filter { !isMet($0, by: decision) }
  }

  private func isMet(_ part: Part, by decision: Decision) -> Bool {
    let chosen = decision.chosen
    switch part {
    case .outcome:
      return outcome.map { $0 == (chosen == nil ? .denied : .decided) } ?? true
    case .backend:
      return backend.map { $0 == chosen?.target.backend.name } ?? true
    case .model:
      return model.map { chosen?.target.modelNames.contains($0) ?? false } ?? true
    case .effort:
      return effort.map { $0 == chosen?.target.target.effort } ?? true
    case .route:
      return route.map { $0 == chosen?.routeName } ?? true
    case .constraint:
      return constraint.map(decision.stoppingConstraints.contains) ?? true
    case .classes:
      return classes.map { Set($0) == Set(decision.classification.names) } ?? true
    }
  }

  /// All that is expected, on one line: "openrouter/haiku, effort low, route `mechanical`".
  package var words: String {
    var words: [String] = []
    switch (backend, model) {
    case (let backend?, let model?): words.append("\(backend)/\(model)")
    case (let backend?, nil): words.append(backend)
    case (nil, let model?): words.append("model \(model)")
    case (nil, nil): break
    }
    if let outcome, words.isEmpty || outcome == .denied {
      words.append(outcome.rawValue)
    }
    if let effort {
      words.append("effort \(effort.rawValue)")
    }
    if let route {
      words.append(route == Candidate.defaultName ? route : "route `\(route)`")
    }
    if let constraint {
      words.append("a candidate stopped by `\(constraint)`")
    }
    if let classes {
      words.append(classes.classWords)
    }
    return words.joined(separator: ", ")
  }
}

extension Candidate {
  /// What the default is called where routes are called by name.
  static let defaultName = "default"

  /// The route that it comes from, `default` for the default; absent for the command line's
  /// and a session's.
  package var routeName: String? {
    switch source {
    case .route(let name, _): name
    case .default: Self.defaultName
    case .commandLine, .session: nil
    }
  }
}

extension Decision {
  /// The names of the constraints that stop at least one candidate, each once, in order of name.
  package var stoppingConstraints: [String] {
    Set(candidates.flatMap { $0.stops.map(\.constraint.name) }).sorted()
  }
}

extension [String] {
  /// "no class", "class bulk", "classes bulk, production".
  var classWords: String {
    switch count {
    case 0: "no class"
    case 1: "class \(self[0])"
    default: "classes " + sorted().joined(separator: ", ")
    }
  }
}
