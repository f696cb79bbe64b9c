/// What a task would become if it were not in a class that it is in, or were in one that was doubted.
package struct Alternative: Hashable, Sendable {
  package let change: Change
  package let decision: Decision

  package enum Change: Hashable, Sendable {
    /// Names in order.
    case without([String])
    case with(String)
  }
}

extension Policy {
  /// The smallest change of the task's classes that changes its target; nil when none does.
  ///
  /// Tried in this order: without one protective class, without all of them, without one permissive
  /// class, with one whose phrases were doubted.
  package func alternative(
    to decision: Decision,
    for request: RoutingRequest,
    with inventory: CredentialInventory
  ) -> Alternative? {
    let found = decision.classification
    let protective = found.classes.filter(\.isProtective).map(\.name)
    let permissive = found.classes.filter { !$0.isProtective }.map(\.name)
    let changes =
      protective.map { Alternative.Change.without([$0]) } + [.without(protective)]
      + permissive.map { .without([$0]) } + found.doubted.map { .with($0.name) }
    for change in changes {
      let other = self.decision(for: request, as: found.changed(by: change), with: inventory)
      if other.chosen?.target.target != decision.chosen?.target.target {
        return Alternative(change: change, decision: other)
      }
    }
    return nil
  }
}

extension Classification {
  fileprivate func changed(by change: Alternative.Change) -> Classification {
    var changed = self
    switch change {
    case .without(let names):
      changed.classes.removeAll { names.contains($0.name) }
      for name in names {
        changed.constraintTruths[name] = nil
      }
    case .with(let name):
      guard let doubted = doubted.first(where: { $0.name == name }) else { return self }
      changed.classes.append(
        ClassFinding(name: name, isProtective: false, evidence: doubted.evidence)
      )
      changed.constraintTruths[name] = .true
    }
    return changed
  }
}
