/// Puts tasks into the classes of a policy (evaluation rules 3 to 6 and 8).
///
/// Preparing reads every phrase once; classifying reads the text once, whatever their number.
package struct Classifier: Sendable {
  let classes: [PreparedClass]
  let phrases: [PhrasePlace]
  let matcher: PhraseMatcher
  let settings: ClassifierSettings
  let examples: ExampleBook

  package init(of policy: Policy) {
    self.init(of: policy.classes, policy.classifier)
  }

  /// The classes come in order of name, as a policy holds them.
  package init(of classes: [TaskClass], _ settings: ClassifierSettings) {
    self.classes = classes.map(PreparedClass.init)
    self.settings = settings
    examples = ExampleBook(classes)
    var phrases: [PhrasePlace] = []
    let count = classes.reduce(0) { $0 + $1.signals.count + $1.unless.count }
    phrases.reserveCapacity(count)
    matcher = PhraseMatcher(words: NegationLexicon.shared.words, expectedCount: count) { matcher in
      for (index, taskClass) in classes.enumerated() {
        for isUnless in [false, true] {
          let signals = isUnless ? taskClass.unless : taskClass.signals
          for signal in signals.indices {
            guard case .phrase(let phrase) = signals[signal].matcher else { continue }
            let place = PhrasePlace(
              taskClass: index,
              signal: signal,
              isUnless: isUnless,
              isProtective: taskClass.isProtective
            )
            phrases.append(place)
            matcher.add(phrase, gapsAreWide: place.guards)
          }
        }
      }
    }
    self.phrases = phrases
  }

  /// What the learned model knows by a name of this policy's permissive classes.
  var permissiveOutcomes: [LinearModel.Outcome] {
    LinearModel.Outcome.allCases.filter { outcome in
      classes.contains { $0.taskClass.name == outcome.className && !$0.taskClass.isProtective }
    }
  }

  /// The classes of a task, with their evidence.
  package func classification(of facts: TaskFacts) -> Classification {
    let text = facts.text.map { TextFindings(in: $0, by: self, isPartial: facts.textIsPartial) }
    let paths = facts.files?.map(GlobPath.init)
    var result = Classification(classes: [], setAside: [], constraintTruths: [:])
    for (index, prepared) in classes.enumerated() {
      let findings = ClassFindings(
        of: prepared,
        text: text?.evidence(forClass: index) ?? [],
        isVetoedByText: text?.vetoed.contains(index) ?? false,
        facts: facts,
        paths: paths
      )
      add(findings, of: prepared.taskClass, facts, to: &result)
      if findings.evidence.isEmpty, let doubted = text?.doubted[index], facts.namedClasses.isEmpty {
        result.doubted.append(doubted)
      }
    }
    if facts.namedClasses.isEmpty, !result.hasClassOfPeople,
      let fallback = text?.fallback(among: classes)
    {
      result.add(fallback.evidence, of: classes[fallback.index].taskClass)
    }
    return result
  }

  /// Rule 8: what `--class` and a resumed session make of the findings.
  private func add(
    _ findings: ClassFindings,
    of taskClass: TaskClass,
    _ facts: TaskFacts,
    to result: inout Classification
  ) {
    let name = taskClass.name
    var given: [Evidence] = []
    if facts.namedClasses.contains(name) {
      given.append(Evidence(signal: .given, pattern: "--class", text: name))
    }
    if facts.sessionClasses.contains(name) {
      given.append(Evidence(signal: .session, pattern: "session", text: name))
    }
    let finding = ClassFinding(
      name: name,
      isProtective: taskClass.isProtective,
      evidence: given + findings.evidence
    )
    let counts: Bool
    var truth: Truth
    if !given.isEmpty {
      (counts, truth) = (true, .true)
    } else if facts.namedClasses.isEmpty {
      (counts, truth) = (!findings.evidence.isEmpty, findings.truth)
    } else {
      truth = taskClass.isProtective ? findings.truthWithoutText : .false
      counts = truth > .false
    }
    if counts {
      result.classes.append(finding)
    } else if !facts.namedClasses.isEmpty, findings.hasText {
      result.setAside.append(finding)
    }
    if truth > .false {
      result.constraintTruths[name] = truth
    }
  }
}

/// A class with what does not depend on text taken out of its signals.
struct PreparedClass: Sendable {
  let taskClass: TaskClass
  /// Paths, then facts, each in the order of the policy.
  let signals: [Signal]
  let unless: [Signal]
  /// Whether a phrase may cancel evidence of the text.
  let hasUnlessPhrase: Bool

  init(_ taskClass: TaskClass) {
    self.taskClass = taskClass
    signals = taskClass.signals.filter(\.isPath) + taskClass.signals.filter(\.isFact)
    unless = taskClass.unless.filter { $0.isPath || $0.isFact }
    hasUnlessPhrase = unless.count < taskClass.unless.count
  }
}

extension Signal {
  fileprivate var isPath: Bool {
    switch matcher {
    case .anyPath, .everyPath: true
    case .phrase, .fact: false
    }
  }

  fileprivate var isFact: Bool {
    switch matcher {
    case .fact: true
    case .phrase, .anyPath, .everyPath: false
    }
  }
}

/// One phrase of a policy and what it is there for.
struct PhrasePlace: Sendable {
  /// Its place among the classes, and in that class among the signals or the `unless`.
  let taskClass: Int
  let signal: Int
  let isUnless: Bool
  let isProtective: Bool

  /// Whether a hit makes a task look more serious; such hits are taken generously.
  var guards: Bool { isProtective != isUnless }
}
