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
        "\(difference.task.stateWords), \(difference.targetsAre) permitted, and not by the boundary",
        notes: difference.constraints.map {
          Diagnostic.Note("`\($0.name)` stops it there", at: $0.origin.place)
        },
        help: "take out what lifts it, or ask whoever keeps the boundary"
      )
    }
  }
}

extension PolicyComparison.Difference {
  /// Backend and model of each target, whatever its effort, each once.
  package var targetNames: [String] {
    var seen: Set<String> = []
    return targets.map(\.text).filter { seen.insert($0).inserted }
  }

  /// "`openrouter/haiku` is", "`openrouter/haiku` and 3 more targets are".
  package var targetsAre: String {
    let names = targetNames
    let first = names.first.map { "`\($0)`" } ?? "nothing"
    switch names.count {
    case 0, 1: return "\(first) is"
    case 2: return "\(first) and `\(names[1])` are"
    default: return "\(first) and \(names.count - 1) more targets are"
    }
  }
}
