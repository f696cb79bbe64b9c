/// Puts tasks into the classes of a policy (evaluation rules 3 to 6 and 8).
///
/// Preparing reads every phrase once; classifying reads the text once, whatever their number.
///
/// A class, since its tables never change and every task looks at them.
package final class Classifier: Sendable {
  let classes: [PreparedClass]
  let phrases: [PhrasePlace]
  let matcher: PhraseMatcher
  let settings: ClassifierSettings
  let examples: ExampleBook
  /// What the learned model knows by a name of this policy's permissive classes.
  let permissiveOutcomes: [LinearModel.Outcome]
  let numbers: WordNumbers

  package convenience init(of policy: Policy) {
    self.init(of: policy.classes, policy.classifier)
  }

  /// The classes come in order of name, as a policy holds them.
  package init(of classes: [TaskClass], _ settings: ClassifierSettings) {
    let prepared = classes.map(PreparedClass.init)
    self.classes = prepared
    self.settings = settings
    permissiveOutcomes = LinearModel.Outcome.allCases.filter { outcome in
      prepared.contains { $0.outcome == outcome && !$0.taskClass.isProtective }
    }
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
    numbers = WordNumbers(
      stems: matcher.stems,
      words: matcher.words,
      corrects: settings.usesModel
    )
  }

  /// The classes of a task, with their evidence.
  package func classification(of facts: TaskFacts) -> Classification {
    var memory = WordMemory()
    return classification(of: facts, remembering: &memory)
  }

  /// The same with what is known from earlier tasks of this classifier.
  package func classification(
    of facts: TaskFacts,
    remembering memory: inout WordMemory
  ) -> Classification {
    var text: TextFindings?
    if let given = facts.text {
      text = TextFindings(
        in: given,
        by: self,
        isPartial: facts.textIsPartial,
        remembering: &memory
      )
    }
    let paths = facts.files?.map(GlobPath.init)
    var result = Classification(classes: [], setAside: [], constraintTruths: [:])
    let mayHoldWithoutText =
      facts.files != nil || !facts.namedClasses.isEmpty || !facts.sessionClasses.isEmpty
    for index in classes.indices {
      let evidence = text?.evidence(forClass: index) ?? []
      // Most tasks are in one class of many.
      if evidence.isEmpty, !mayHoldWithoutText, !classes[index].mayHold(byFactsOf: facts) {
        if let doubted = text?.doubted[index] { result.doubted.append(doubted) }
        continue
      }
      let prepared = classes[index]
      let findings = ClassFindings(
        of: prepared,
        text: evidence,
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
    let isSetAside = !counts && !facts.namedClasses.isEmpty && findings.hasText
    if counts || isSetAside {
      let finding = ClassFinding(
        name: name,
        isProtective: taskClass.isProtective,
        evidence: given.isEmpty ? findings.evidence : given + findings.evidence
      )
      if counts { result.classes.append(finding) } else { result.setAside.append(finding) }
    }
    if truth > .false {
      result.constraintTruths[name] = truth
    }
  }
}

/// A class with what does not depend on text taken out of its signals.
///
/// Shared, not copied, for every task.
final class PreparedClass: Sendable {
  let taskClass: TaskClass
  /// What the learned model calls it; absent for a class it does not know.
  let outcome: LinearModel.Outcome?
  let isProtective: Bool
  /// Paths, then facts, each in the order of the policy.
  let signals: [Signal]
  let unless: [Signal]
  /// Whether a phrase may cancel evidence of the text.
  let hasUnlessPhrase: Bool
  /// Any of them puts a task in the class.
  private let factTests: [FactTest]

  init(_ taskClass: TaskClass) {
    self.taskClass = taskClass
    isProtective = taskClass.isProtective
    outcome = LinearModel.Outcome.allCases.first { $0.className == taskClass.name }
    signals = taskClass.signals.filter(\.isPath) + taskClass.signals.filter(\.isFact)
    unless = taskClass.unless.filter { $0.isPath || $0.isFact }
    hasUnlessPhrase = unless.count < taskClass.unless.count
    factTests = taskClass.signals.compactMap { signal in
      if case .fact(let test) = signal.matcher { test } else { nil }
    }
  }

  /// Whether a fact puts the task in the class, or may.
  func mayHold(byFactsOf facts: TaskFacts) -> Bool {
    factTests.contains { $0.truth(of: facts.state(of: $0.fact)) > .false }
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
