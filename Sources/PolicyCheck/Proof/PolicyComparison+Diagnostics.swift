package import Diagnostics
package import RouteEngine

extension PolicyComparison {
  /// What a policy permits beyond its boundary, each at the same place.
  package func diagnostics(at place: SourcePlace, under boundary: Policy) -> [Diagnostic] {
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
        notes: difference.stops(under: boundary).map {
          Diagnostic.Note("`\($0.name)` stops it there", at: $0.origin.place)
        },
        help: "take out what lifts it, or ask whoever keeps the boundary"
      )
    }
  }
}

extension PolicyComparison.Difference {
  /// Backend and model of each target, each once; with the effort where only that is meant.
  package var targetNames: [String] {
    var seen: Set<String> = []
    return targets.filter { seen.insert($0.text).inserted }
      .map { first in
        let isWhole = targets.contains { $0.text == first.text && $0.effort == nil }
        return isWhole ? first.text : first.words
      }
  }

  /// What stops the first target under the policy that does not permit it.
  package func stops(under policy: Policy) -> [Constraint] {
    guard constraints.isEmpty, let target = targets.first else { return constraints }
    var request = RoutingRequest(facts: task.facts)
    request.backend = target.backend
    request.model = target.model.text
    request.effort = target.effort
    let decision = policy.decision(for: request, with: task.inventory(for: policy))
    return decision.candidates.first?.stops.map(\.constraint) ?? []
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

extension Target {
  /// `openrouter/haiku, effort low`.
  package var words: String {
    text + (effort.map { ", effort \($0.rawValue)" } ?? "")
  }
}

extension PolicyComparison {
  /// The same with one difference for all backends that a state and its cause let through or stop.
  package var joined: PolicyComparison {
    var comparison = self
    comparison.laxer = Self.joined(laxer)
    comparison.stricter = Self.joined(stricter)
    return comparison
  }

  private static func joined(_ differences: [Difference]) -> [Difference] {
    var joined: [Difference] = []
    for difference in differences {
      let place = joined.firstIndex {
        $0.task == difference.task && $0.constraints == difference.constraints
      }
      guard let place else {
        joined.append(difference)
        continue
      }
      joined[place] = Difference(
        task: difference.task,
        targets: joined[place].targets + difference.targets,
        constraints: difference.constraints
      )
    }
    return joined
  }
}
