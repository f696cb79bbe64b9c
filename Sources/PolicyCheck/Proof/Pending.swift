package import Diagnostics
package import RouteEngine

extension Prover {
  package func managedLayerImplies(_ invariant: Invariant) -> Bool { false }
  package static func areEquivalent(_ old: Policy, _ new: Policy) -> Bool { false }
}

extension ProofReport {
  package var droppedConstraints: [Diagnostic] { [] }
}
