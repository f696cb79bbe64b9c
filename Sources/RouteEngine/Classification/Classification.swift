/// The classes a task was put in, with the evidence for each.
package struct Classification: Hashable, Sendable {
  /// Classes that count, in order of name.
  package var classes: [ClassFinding]
  /// Classes inferred from the text alone that an explicit `--class` sets aside.
  package var setAside: [ClassFinding]
  /// Permissive classes whose built-in phrases stand in the text, and do not count for the reason
  /// given.
  package var doubted: [DoubtedClass] = []
  /// How far a class holds when a constraint asks (evaluation rule 6).
  ///
  /// Names that are missing are false.
  package var constraintTruths: [String: Truth]

  package init(
    classes: [ClassFinding],
    setAside: [ClassFinding],
    constraintTruths: [String: Truth]
  ) {
    self.classes = classes
    self.setAside = setAside
    self.constraintTruths = constraintTruths
  }

  package var names: [String] { classes.map(\.name) }

  /// The class that says most about the task: the most serious one; nil when there is none.
  ///
  /// Protective classes come before permissive ones, the built-in ones in the order of `seriousness`,
  /// others behind them by name.
  package var primary: ClassFinding? {
    guard classes.count > 1 else { return classes.first }
    let protective = classes.filter(\.isProtective)
    let candidates = protective.isEmpty ? classes : protective
    let first = Self.seriousness.lazy.compactMap { name in candidates.first { $0.name == name } }
    return first.first ?? candidates.first
  }

  private static let seriousness = [
    "multi-agent", "extended-thinking", "production", "bulk", "prototyping",
  ]

  /// Whether there is a class for another reason than what a repository says of its own tasks.
  var hasClassOfPeople: Bool {
    classes.contains { $0.evidence.contains { $0.origin?.layer != .repository } }
  }

  /// Adds a class that has no evidence yet.
  mutating func add(_ evidence: Evidence, of taskClass: TaskClass) {
    let finding = ClassFinding(
      name: taskClass.name,
      isProtective: taskClass.isProtective,
      evidence: [evidence]
    )
    classes.append(finding)
    classes.sort { $0.name < $1.name }
    constraintTruths[taskClass.name] = .true
  }
}

/// One class with its evidence.
package struct ClassFinding: Hashable, Sendable {
  package let name: String
  package let isProtective: Bool
  /// Never empty; text evidence in the order of the text, then paths, then facts.
  package let evidence: [Evidence]

  package init(name: String, isProtective: Bool, evidence: [Evidence]) {
    self.name = name
    self.isProtective = isProtective
    self.evidence = evidence
  }
}

/// A permissive class that does not hold although a phrase of it was found.
package struct DoubtedClass: Hashable, Sendable {
  package let name: String
  /// In the order of the text.
  package let evidence: [Evidence]
  /// How likely the model finds the permissive classes, in percent; absent when a counter-example
  /// is the reason.
  package let percent: Int?

  package init(name: String, evidence: [Evidence], percent: Int?) {
    self.name = name
    self.evidence = evidence
    self.percent = percent
  }
}

/// One signal that was true, or for a protective class unknown.
package struct Evidence: Hashable, Sendable {
  package let signal: SignalKind
  /// The phrase, glob or comparison as the policy writes it; for `given` the flag.
  package let pattern: String
  /// The piece of the task text, the path, or the fact's value.
  package let text: String
  /// Offsets in the task text in Unicode scalars, end excluded; absent for paths and facts.
  package let span: Range<Int>?
  /// Absent for `given` and `session`.
  package let origin: Origin?
  /// Whether the signal could not be decided (protective classes only).
  package let isUnknown: Bool

  package enum SignalKind: String, Hashable, Sendable {
    case phrase
    case anyPath = "any-path"
    case everyPath = "every-path"
    case fact
    /// An example of the policy that the text is like; the pattern is the example, the text says
    /// how much, in percent.
    case example
    /// The learned model; the pattern is the probability in percent, the text its strongest words.
    case model
    /// Named by `--class`.
    case given
    /// Recorded for the session that is being resumed.
    case session

    /// Whether it is found in the task's text.
    package var isText: Bool {
      switch self {
      case .phrase, .example, .model: true
      case .anyPath, .everyPath, .fact, .given, .session: false
      }
    }
  }

  package init(
    signal: SignalKind,
    pattern: String,
    text: String,
    span: Range<Int>? = nil,
    origin: Origin? = nil,
    isUnknown: Bool = false
  ) {
    self.signal = signal
    self.pattern = pattern
    self.text = text
    self.span = span
    self.origin = origin
    self.isUnknown = isUnknown
  }
}
