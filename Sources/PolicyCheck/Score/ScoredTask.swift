internal import Diagnostics
package import RouteEngine

/// What was decided about a labelled task.
package struct ScoredTask: Hashable, Sendable {
  package let task: LabelledTask
  package let predicted: LabelledClass
  /// Whether the task leaves the native API, or gets its smallest model or its least effort.
  package let isCheap: Bool
  /// Absent when the task is denied.
  package let target: Target?
  /// Of the predicted class; empty for none.
  package let evidence: [Evidence]
  /// Classes that were nearly found; empty unless none is predicted.
  package let doubted: [DoubtedClass]

  package init(_ task: LabelledTask, _ decision: Decision) {
    self.task = task
    let classes = decision.classification.classes
    // A task of several classes is what the most serious of them says.
    let order: [LabelledClass] = [
      .multiAgent, .extendedThinking, .production, .bulk, .prototyping,
    ]
    predicted = order.first { place in classes.contains { $0.name == place.name } } ?? .none
    evidence = classes.first { [predicted] in $0.name == predicted.name }?.evidence ?? []
    doubted = predicted == .none ? decision.classification.doubted : []
    target = decision.chosen?.target.target
    isCheap = decision.chosen?.target.isCheap ?? false
  }
}

extension ResolvedTarget {
  fileprivate var isCheap: Bool {
    backend.kind != .anthropic || target.effort == .low || target.model == .named("haiku")
      || modelID?.containsBytes(of: "haiku") == true
  }
}

/// A policy ready to decide many tasks by itself, every backend available.
package struct ScoringPolicy: Sendable {
  private let policy: PreparedPolicy

  package init(_ policy: Policy) {
    self.policy = PreparedPolicy(policy)
  }

  package func scored(_ task: LabelledTask) -> ScoredTask {
    let facts = HermeticTask(text: task.text).facts
    return ScoredTask(task, policy.decision(for: RoutingRequest(facts: facts)))
  }
}
