package import Diagnostics
package import RouteEngine

extension PolicyComparison {
  /// What a policy permits beyond its boundary, each at the same place.
  package func diagnostics(at place: SourcePlace) -> [Diagnostic] {
    if let limit = exceededLimit {
      return [
        Diagnostic(
          .warning,
          "not-proved",
          at: place,
          "that it keeps within the boundary is not proved: it has \(stateCount) states, limit \(limit)",
          help: "ask for fewer facts, classes and labels in conditions"
        )
      ]
    }
    return laxer.map { difference in
      Diagnostic(
        .error,
        "beyond-boundary",
        at: place,
        "\(difference.task.stateWords), \(difference.targetWords) is permitted, and not by the boundary",
        notes: difference.constraints.map {
          Diagnostic.Note("`\($0.name)` stops it there", at: $0.origin.place)
        },
        help: "take out what lifts it, or ask whoever keeps the boundary"
      )
    }
  }
}

extension PolicyComparison.Difference {
  /// "`openrouter/haiku`", "`openrouter/haiku` and 3 more targets".
  package var targetWords: String {
    let first = targets.first.map { "`\($0.text)`" } ?? "nothing"
    switch targets.count {
    case 0, 1: return first
    case 2: return "\(first), like `\(targets[1].text)`,"
    default: return "\(first), like \(targets.count - 1) more targets,"
    }
  }
}
