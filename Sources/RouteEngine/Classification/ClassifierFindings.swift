/// What all signals together say of one class.
struct ClassFindings: Sendable {
  /// Text, then paths, then facts; empty when the class does not hold.
  private(set) var evidence: [Evidence]
  /// How far the class holds for a constraint (evaluation rule 6).
  private(set) var truth: Truth
  /// The same by paths and facts alone.
  private(set) var truthWithoutText: Truth

  init(
    of prepared: PreparedClass,
    text: [Evidence],
    isVetoedByText: Bool,
    facts: TaskFacts,
    paths: [GlobPath]?
  ) {
    let others = prepared.signals.compactMap { $0.evidence(facts, paths) }
    truthWithoutText = others.map { Truth($0) }.max() ?? .false
    truth = text.isEmpty ? truthWithoutText : .true
    evidence = text + others
    guard !prepared.taskClass.isProtective else { return }
    // Doubt is no evidence for a permissive class, and doubt about its `unless` vetoes.
    let vetoes = prepared.unless.map { $0.truth(facts, paths) }
    let veto = isVetoedByText ? .true : vetoes.max() ?? .false
    evidence = veto == .false ? evidence.filter { !$0.isUnknown } : []
    truth = min(truth, !veto)
    truthWithoutText = min(truthWithoutText, !veto)
  }

  /// Whether some of the evidence is text.
  var hasText: Bool { evidence.first?.signal.isText ?? false }
}

extension Truth {
  fileprivate init(_ evidence: Evidence) {
    self = evidence.isUnknown ? .unknown : .true
  }
}

extension Signal {
  fileprivate func truth(_ facts: TaskFacts, _ paths: [GlobPath]?) -> Truth {
    evidence(facts, paths).map { Truth($0) } ?? .false
  }

  /// Nil when the signal is false; phrases are not looked at.
  fileprivate func evidence(_ facts: TaskFacts, _ paths: [GlobPath]?) -> Evidence? {
    switch matcher {
    case .phrase:
      return nil
    case .anyPath(let glob):
      guard let index = paths?.firstIndex(where: glob.matches) else { return nil }
      return Evidence(
        signal: .anyPath,
        pattern: glob.text,
        text: facts.files?[index] ?? "",
        origin: origin
      )
    case .everyPath(let globs):
      // Over nothing it is false: no file says that all files are documents.
      guard let paths, let first = facts.files?.first else { return nil }
      guard paths.allSatisfy({ path in globs.contains { $0.matches(path) } }) else { return nil }
      let pattern = globs.map(\.text).joined(separator: ", ")
      return Evidence(signal: .everyPath, pattern: pattern, text: first, origin: origin)
    case .fact(let test):
      let state = facts.state(of: test.fact)
      let truth = test.truth(of: state)
      guard truth > .false else { return nil }
      return Evidence(
        signal: .fact,
        pattern: "fact: \(test.fact.text) \(test.comparison.written)",
        text: test.fact.isSecretive ? state.presence : state.written,
        origin: origin,
        isUnknown: truth == .unknown
      )
    }
  }
}

extension FactTest.Comparison {
  /// As in a policy, on one line: `matches release/*`.
  fileprivate var written: String {
    switch self {
    case .equals(let value): "equals \(value.written)"
    case .isIn(let values): "in [\(values.map(\.written).joined(separator: ", "))]"
    case .matches(let glob): "matches \(glob.text)"
    case .greaterThan(let bound): "gt \(bound)"
    case .atLeast(let bound): "gte \(bound)"
    case .lessThan(let bound): "lt \(bound)"
    case .atMost(let bound): "lte \(bound)"
    case .exists(let expected): "exists \(expected)"
    }
  }
}

extension FactName {
  /// Whether the value may be a secret, so that only its presence is shown.
  fileprivate var isSecretive: Bool {
    if case .environment = self { return true }
    return false
  }
}

extension FactState {
  fileprivate var presence: String {
    switch self {
    case .value: "set"
    case .absent: "absent"
    case .unknown: "unknown"
    }
  }

  fileprivate var written: String {
    switch self {
    case .value(let value): value.written
    case .absent: "absent"
    case .unknown: "unknown"
    }
  }
}

extension FactValue {
  fileprivate var written: String {
    switch self {
    case .text(let text): text
    case .number(let number): String(number)
    case .truth(let truth): String(truth)
    }
  }
}
