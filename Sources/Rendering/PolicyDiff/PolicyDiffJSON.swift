internal import JSONTree
internal import PolicyCheck
package import RouteEngine

/// What a change of policy lets through and stops, for programs.
///
/// Keys and their order are stable; `schema` counts up when one changes its meaning.
package struct PolicyDiffJSON: Sendable {
  /// One document, ended by a line break.
  package let text: String

  package init(_ comparison: PolicyComparison, old: PolicyDiffSide, new: PolicyDiffSide) {
    let isCompared = comparison.exceededLimit == nil
    let document: JSONNode = [
      "schema": .number("1"),
      "relation": .string(isCompared ? comparison.relation.rawValue : "not compared"),
      "states": .number("\(comparison.stateCount)"),
      "limit": comparison.exceededLimit.map { .number("\($0)") } ?? .null,
      "laxer": .array(comparison.laxer.map { Self.difference($0, under: old.policy, new) }),
      "stricter": .array(comparison.stricter.map { Self.difference($0, under: new.policy, new) }),
      "changed": .array(comparison.changed.map { Self.change($0, new) }),
    ]
    text = document.prettyText + "\n"
  }

  private static func difference(
    _ difference: PolicyComparison.Difference,
    under policy: Policy,
    _ side: PolicyDiffSide
  ) -> JSONNode {
    [
      "state": .string(difference.task.stateWords.printable),
      "targets": .array(difference.targetNames.map { .string($0) }),
      "constraints": .array(
        difference.stops(under: policy).map { constraint in
          [
            "name": .string(constraint.name.printable),
            "origin": .string(constraint.origin.label.printable),
          ]
        }
      ),
      "replay": .string(side.replay(difference.task, naming: difference.targets.first).printable),
    ]
  }

  private static func change(
    _ change: PolicyComparison.Change,
    _ side: PolicyDiffSide
  ) -> JSONNode {
    [
      "state": .string(change.task.stateWords.printable),
      "old": change.old.map { .string($0.words) } ?? .null,
      "new": change.new.map { .string($0.words) } ?? .null,
      "replay": .string(side.replay(change.task).printable),
    ]
  }
}
