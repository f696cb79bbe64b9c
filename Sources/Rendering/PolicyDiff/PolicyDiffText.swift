internal import PolicyCheck
package import RouteEngine

/// What a change of policy lets through and stops, as people read it.
package struct PolicyDiffText: Sendable {
  /// Several lines, each ended by a line break.
  package let text: String

  /// `old` and `new` replay a state under one of the two files.
  package init(_ comparison: PolicyComparison, old: PolicyDiffSide, new: PolicyDiffSide) {
    if let limit = comparison.exceededLimit {
      text = "not compared: \(comparison.stateCount) states, limit \(limit)\n"
      return
    }
    var lines = [Self.summary(comparison)]
    for difference in comparison.laxer {
      let stops = difference.stops(under: old.policy)
      lines += Self.lines("laxer", difference, "permitted now", stops, "stopped it", new)
    }
    for difference in comparison.stricter {
      let stops = difference.stops(under: new.policy)
      lines += Self.lines("stricter", difference, "no longer permitted", stops, "stops it", new)
    }
    for change in comparison.changed {
      lines += [
        "changed: \(change.task.stateWords), \(Self.words(change.new)); until now "
          + Self.words(change.old),
        "  " + new.replay(change.task),
      ]
    }
    text = lines.map { $0.printable + "\n" }.joined()
  }

  private static func summary(_ comparison: PolicyComparison) -> String {
    let states = comparison.stateCount == 1 ? "1 state" : "\(comparison.stateCount) states"
    let changed = comparison.changed.isEmpty ? "" : ", changed: \(comparison.changed.count)"
    switch comparison.relation {
    case .equivalent:
      return comparison.changed.isEmpty
        ? "equivalent over \(states)" : "permits the same over \(states)\(changed)"
    case .laxer, .stricter, .incomparable:
      return "\(comparison.relation.rawValue) over \(states); "
        + "laxer: \(comparison.laxer.count), stricter: \(comparison.stricter.count)\(changed)"
    }
  }

  private static func lines(
    _ kind: String,
    _ difference: PolicyComparison.Difference,
    _ what: String,
    _ stops: [Constraint],
    _ verb: String,
    _ side: PolicyDiffSide
  ) -> [String] {
    ["\(kind): \(difference.task.stateWords), \(difference.targetsAre) \(what)"]
      + stops.map { "  `\($0.name)` \(verb) (\($0.origin.label))" }
      + ["  " + side.replay(difference.task, naming: difference.targets.first)]
  }

  private static func words(_ target: Target?) -> String { target?.words ?? "denied" }
}

/// One of the two files of a comparison, and how it was read.
package struct PolicyDiffSide: Hashable, Sendable {
  package let policy: Policy
  let layer: Layer
  let file: String

  package init(_ policy: Policy, layer: Layer, file: String) {
    self.policy = policy
    self.layer = layer
    self.file = file
  }

  /// A command that decides the task again under this file, for the named target when there is one.
  func replay(_ task: HermeticTask, naming target: Target? = nil) -> String {
    let words = ReplayCommand(of: task, under: layer, file: file).text
    guard let target else { return words }
    let effort = target.effort.map { " --effort \($0.rawValue)" } ?? ""
    return "\(words) --backend \(target.backend) --model \(target.model.text)\(effort)"
  }
}
