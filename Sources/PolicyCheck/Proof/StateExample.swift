internal import Diagnostics
package import RouteEngine

/// A state with what is decided in it, in words.
package struct StateExample: Hashable, Sendable {
  package let task: HermeticTask
  package let decision: Decision

  package init(_ task: HermeticTask, _ decision: Decision) {
    self.task = task
    self.decision = decision
  }

  /// What a person reads; the replay shows the others.
  private static let maximumStops = 8

  package var stateWords: String { task.stateWords }

  /// The target that is chosen: "`openrouter/haiku`"; absent for a denial.
  package var targetWords: String? { decision.chosen.map { "`\($0.target.target.text)`" } }

  /// The state with what is decided, then for a denial what stops each candidate.
  func notes(in policy: Policy) -> [Diagnostic.Note] {
    guard let chosen = decision.chosen else {
      let stops = decision.candidates.map(\.stopNote)
      let shown = stops.count > Self.maximumStops ? stops.prefix(Self.maximumStops - 1) : stops[...]
      let rest = stops.count - shown.count
      return [Diagnostic.Note("\(stateWords), the task is denied")] + shown
        + (rest == 0 ? [] : [Diagnostic.Note("\(rest) more targets are stopped, too")])
    }
    let target = "`\(chosen.target.target.text)`"
    switch chosen.source {
    case .route(let name, let origin):
      return [
        Diagnostic.Note("\(stateWords), route `\(name)` leads to \(target)", at: origin.place)
      ]
    case .default:
      let place = policy.defaultOrigin?.place
      return [Diagnostic.Note("\(stateWords), the default leads to \(target)", at: place)]
    case .commandLine:
      return [Diagnostic.Note("\(stateWords), the command line leads to \(target)")]
    case .session:
      return [Diagnostic.Note("\(stateWords), the session goes on on \(target)")]
    }
  }
}

extension Unavailable {
  fileprivate var words: String {
    switch self {
    case .backend(let name): "backend `\(name)` unavailable"
    case .credential(let source): "credential `\(source.text)` missing"
    }
  }
}

extension Candidate {
  /// "`anthropic/opus` is forbidden by `x`", with the constraint's place.
  fileprivate var stopNote: Diagnostic.Note {
    let name = "`\(target.target.text)`"
    guard let constraint = stops.first?.constraint else {
      return Diagnostic.Note("\(name) is unavailable")
    }
    let words =
      switch constraint.effect {
      case .forbid: "is forbidden by"
      case .require: "is not what is required by"
      }
    return Diagnostic.Note("\(name) \(words) `\(constraint.name)`", at: constraint.origin.place)
  }
}

extension HermeticTask {
  /// What is out of the ordinary: "with class `bulk` and `production`, backend `anthropic`
  /// unavailable".
  package var stateWords: String {
    var parts: [String] = []
    func add(_ what: String, _ names: [String]) {
      guard !names.isEmpty else { return }
      parts.append(what + " " + names.map { "`\($0)`" }.joined(separator: " and "))
    }
    add("task", facts.text.map { [$0] } ?? [])
    add("class", facts.namedClasses)
    add("resumed class", facts.sessionClasses)
    add("label", facts.labels.sorted())
    add("file", facts.files ?? [])
    parts += unusualFacts.map { name, state in
      switch state {
      case .value(let value): "`\(name.text)` `\(value.text)`"
      case .absent: "`\(name.text)` absent"
      case .unknown: "`\(name.text)` unknown"
      }
    }
    parts += unavailable.map(\.words).sorted()
    parts += measured.listing.map { place, grades in
      let found = grades.map { "\($0.trait.rawValue) \($0.grade.rawValue)" }
      return "`\(place.text)` measured with \(found.joined(separator: " and "))"
    }
    return "with " + (parts.isEmpty ? "no class and no label" : parts.joined(separator: ", "))
  }
}
