internal import Diagnostics
internal import PolicyCheck
internal import PolicyLoader
internal import Rendering
internal import RouteEngine

/// Everything that `check` finds about one policy.
struct PolicyReview {
  let checked: CheckedPolicy
  let diagnostics: [Diagnostic]
  let proofs: [ProofLine]

  /// Lints, runs the tests and proves; a policy with load errors is not looked at further.
  init(_ checked: CheckedPolicy, on today: CalendarDay) {
    self.checked = checked
    let loading = checked.assembly.diagnostics
    guard let policy = checked.policy else {
      diagnostics = loading
      proofs = []
      return
    }
    let files = Set(checked.files)
    let isChecked: (String) -> Bool = { files.contains($0) }
    let report = ProofReport(of: policy, layer: checked.layer, file: checked.name)
    let prover = Prover(policy)
    // That something is decided at all is promised of a file's own rules: others may forbid more.
    let promises = policy.invariants.filter {
      isChecked($0.origin.file) || $0.property != .outcome(.decided)
    }
    let verdicts = promises.map { ($0, prover.verdict(on: $0)) }
    let tests = PolicyTestRun(
      of: checked.name,
      extending: checked.files.filter { $0 != checked.name },
      under: policy
    )
    var found = loading.filter { $0.place.map { isChecked($0.file) } ?? true }
    found += PolicyLint(policy, on: today, isChecked: isChecked).diagnostics
    found += tests.results.compactMap(\.diagnostic)
    // What another layer promises is this file's doing when it does not hold.
    found += verdicts.compactMap { invariant, verdict in
      if case .undecided = verdict, !isChecked(invariant.origin.file) { return nil }
      return report.diagnostic(on: invariant, verdict)
    }
    found += report.diagnostics(on: prover.findings(), isChecked: isChecked)
    diagnostics = found
    proofs = verdicts.filter { isChecked($0.0.origin.file) }
      .map { invariant, verdict in
        ProofLine(
          on: invariant,
          verdict,
          reach: checked.layer == .managed && prover.managedLayerImplies(invariant)
            ? .everybody : .alone,
          in: report
        )
      }
  }
}

extension PolicyReview {
  /// The review with what the policy permits and the boundary does not.
  ///
  /// The policy must have been joined with the boundary, so that only what lifts the boundary's own
  /// rules or the built-in ones is found.
  func held(against boundary: Policy) -> PolicyReview {
    guard let policy = checked.policy else { return self }
    // A backend that the boundary does not know is judged by its rules all the same.
    let limits = boundary.replacing(backends: policy.backends)
    let comparison = Prover.comparison(old: limits, new: policy).joined
    let start = SourceRange(at: SourcePosition(line: 1, column: 1))
    let place = SourcePlace(file: checked.name, range: start)
    return PolicyReview(
      checked: checked,
      diagnostics: diagnostics + comparison.diagnostics(at: place, under: limits),
      proofs: proofs
    )
  }

  var isWithinBoundary: Bool {
    checked.policy != nil && !diagnostics.contains { $0.id == "beyond-boundary" }
  }

  private init(checked: CheckedPolicy, diagnostics: [Diagnostic], proofs: [ProofLine]) {
    self.checked = checked
    self.diagnostics = diagnostics
    self.proofs = proofs
  }
}
