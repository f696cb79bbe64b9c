package import RouteEngine

/// A class that a failed test may be waiting for, and why the task is not in it.
package struct MissingClass: Hashable, Sendable {
  package let name: String
  /// Never empty; in the order phrases, examples, paths, facts.
  package let reasons: [Reason]

  package enum Reason: Hashable, Sendable {
    /// The policy has no such class.
    case undefined
    case withoutSignals
    /// The test names its classes, and text does not count beside them.
    case setAside
    /// A signal holds, and an `unless` takes it back.
    case vetoed
    case withoutTask
    case noPhrase
    case withoutTaskForExamples
    case unlikeExamples
    case withoutFiles
    /// Globs that are written together, none of which suits the files.
    case paths(PathList)
    /// Globs of files that are not tested.
    case otherPaths
    case noFact
  }

  /// Globs under one key, in lines that follow each other.
  package struct PathList: Hashable, Sendable {
    /// `any-path` or `every-path`.
    package let key: String
    package fileprivate(set) var globs: [String]
    /// The test's files.
    package let files: [String]
    /// Of the first glob.
    package let origin: Origin
    package fileprivate(set) var lastLine: Int
  }

  /// Of a test that failed: the classes that it expects, or else the protective ones whose paths in
  /// the tested files miss the test's files.
  static func all(
    for test: PolicyTest,
    _ facts: TaskFacts,
    _ classification: Classification,
    in policy: Policy,
    of files: Set<String>
  ) -> [MissingClass] {
    if let expected = test.expectation.classes {
      return Set(expected).subtracting(classification.names).sorted().map { name in
        guard let taskClass = policy.taskClass(named: name) else {
          return MissingClass(name: name, reasons: [.undefined])
        }
        let reasons = Self.reasons(taskClass, facts, classification, in: policy, of: files)
        return MissingClass(name: name, reasons: reasons)
      }
    }
    return policy.classes
      .filter { $0.isProtective && !classification.names.contains($0.name) }
      .compactMap { taskClass in
        let paths = taskClass.unmatchedPaths(by: facts.files ?? [], key: "any-path", in: files)
        return paths.isEmpty ? nil : MissingClass(name: taskClass.name, reasons: paths)
      }
  }

  private static func reasons(
    _ taskClass: TaskClass,
    _ facts: TaskFacts,
    _ classification: Classification,
    in policy: Policy,
    of files: Set<String>
  ) -> [Reason] {
    let isPassedOver = !facts.namedClasses.isEmpty && !taskClass.isProtective
    if isPassedOver || classification.setAside.contains(where: { $0.name == taskClass.name }) {
      return [.setAside]
    }
    if taskClass.signals.isEmpty, taskClass.examples.isEmpty {
      return [.withoutSignals]
    }
    // What is like an example is weighed against the other classes' examples.
    let bare = policy.classes.map { $0.name == taskClass.name ? $0.withoutUnless : $0 }
    let found = Classifier(of: bare, policy.classifier).classification(of: facts)
    if found.names.contains(taskClass.name) {
      return [.vetoed]
    }
    let keys = Set(taskClass.signals.map(\.key))
    var reasons: [Reason] = []
    if keys.contains("phrases") {
      reasons.append(facts.text == nil ? .withoutTask : .noPhrase)
    }
    if !taskClass.examples.isEmpty {
      reasons.append(facts.text == nil ? .withoutTaskForExamples : .unlikeExamples)
    }
    if !keys.isDisjoint(with: ["any-path", "every-path"]) {
      reasons += pathReasons(taskClass, facts.files ?? [], of: files)
    }
    if keys.contains("fact") {
      reasons.append(.noFact)
    }
    return reasons
  }

  private static func pathReasons(
    _ taskClass: TaskClass,
    _ paths: [String],
    of files: Set<String>
  ) -> [Reason] {
    guard !paths.isEmpty else { return [.withoutFiles] }
    let reasons = ["any-path", "every-path"].flatMap {
      taskClass.unmatchedPaths(by: paths, key: $0, in: files)
    }
    return reasons.isEmpty ? [.otherPaths] : reasons
  }
}

extension TaskClass {
  fileprivate var withoutUnless: TaskClass {
    TaskClass(
      name: name,
      description: description,
      isProtective: isProtective,
      signals: signals,
      unless: [],
      examples: examples,
      counterExamples: counterExamples
    )
  }

  /// The globs under a key, those of neighbouring lines together; nothing when there are no paths.
  fileprivate func unmatchedPaths(
    by paths: [String],
    key: String,
    in files: Set<String>
  ) -> [MissingClass.Reason] {
    guard !paths.isEmpty else { return [] }
    var lists: [MissingClass.PathList] = []
    for signal in signals where signal.key == key && files.contains(signal.origin.file) {
      let line = signal.origin.line
      if key == "any-path", let last = lists.last, last.origin.file == signal.origin.file,
        last.lastLine == line || last.lastLine + 1 == line
      {
        lists[lists.count - 1].globs += signal.globs
        lists[lists.count - 1].lastLine = line
      } else {
        lists.append(
          MissingClass.PathList(
            key: key,
            globs: signal.globs,
            files: paths,
            origin: signal.origin,
            lastLine: line
          )
        )
      }
    }
    return lists.map(MissingClass.Reason.paths)
  }
}

extension Signal {
  /// The key in a policy.
  fileprivate var key: String {
    switch matcher {
    case .phrase: "phrases"
    case .anyPath: "any-path"
    case .everyPath: "every-path"
    case .fact: "fact"
    }
  }

  fileprivate var globs: [String] {
    switch matcher {
    case .anyPath(let glob): [glob.text]
    case .everyPath(let globs): globs.map(\.text)
    case .phrase, .fact: []
    }
  }
}
