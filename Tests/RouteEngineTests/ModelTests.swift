import RouteEngine
import Testing

/// The learned model as one signal among others.
///
/// Its texts are such that no retraining should turn them.
@Suite struct `The learned model` {
  private static func classifier(
    _ settings: ClassifierSettings = ClassifierSettings(usesModel: true),
    phrase: (String, Layer)? = nil,
    protectiveBulk: Bool = false,
    example: String? = nil
  ) throws -> Classifier {
    let names = ["bulk", "extended-thinking", "multi-agent", "production", "prototyping"]
    return Classifier(
      of: try names.map { name in
        let isBulk = name == "bulk"
        let origin = Origin(layer: phrase?.1 ?? .user, file: "policy.yaml", line: 1)
        return TaskClass(
          name: name,
          description: nil,
          isProtective: isBulk ? protectiveBulk : name != "prototyping",
          signals: isBulk
            ? try [phrase].compactMap { $0 }
              .map { Signal(matcher: .phrase(try Phrase($0.0)), origin: origin) } : [],
          unless: [],
          examples: isBulk
            ? [example].compactMap { $0 }.map { TaskExample(text: $0, origin: origin) }
            : []
        )
      },
      settings
    )
  }

  private static func names(
    _ text: String,
    _ settings: ClassifierSettings = ClassifierSettings(usesModel: true),
    phrase: (String, Layer)? = nil
  ) throws -> [String] {
    try classifier(settings, phrase: phrase).classification(of: TaskFacts(text: text)).names
  }

  @Test(arguments: [
    ("fix typos in the README", "bulk"), ("reformat the code with prettier", "bulk"),
    ("throwaway demo of a todo app for the hackathon", "prototyping"),
    ("fix the crash when the customer has no address", "production"),
    ("spawn three subagents, one per service, and merge their work", "multi-agent"),
    ("find the root cause of the intermittent deadlock", "extended-thinking"),
  ])
  func `knows the five kinds of task`(text: String, name: String) throws {
    #expect(try Self.names(text) == [name])
  }

  @Test(arguments: ["", "!", "continue", "what does the build script do?"])
  func `says nothing of what is none of them`(text: String) throws {
    #expect(try Self.names(text) == [])
  }

  @Test func `shows its strongest words`() throws {
    let found = try Self.classifier().classification(of: TaskFacts(text: "Fix TYPOS, please"))
    let evidence = try #require(found.classes.first?.evidence.first)
    #expect(evidence.signal == .model)
    #expect(evidence.pattern.wholeMatch(of: /\d\d %/) != nil)
    #expect(evidence.text.hasPrefix("`TYPOS` +"))
    #expect(evidence.span == nil)
    #expect(evidence.origin == nil)
  }

  @Test(arguments: [
    "FIX TYPOS IN THE README", "fix typos in the README!", "  fix\ttypos\nin   the README ",
    "fix, typos (in the README).", "Fix-typos in the 'README'",
  ])
  func `does not see case, marks and spaces`(text: String) throws {
    let facts = TaskFacts(text: "fix typos in the README")
    let usual = try Self.classifier().classification(of: facts).classes.map {
      $0.evidence.map(\.pattern)
    }
    let found = try Self.classifier().classification(of: TaskFacts(text: text))
    #expect(found.classes.map { $0.evidence.map(\.pattern) } == usual)
  }

  @Test func `permits nothing in a text that it does not read to its end`() throws {
    let typos = String(repeating: "fix typos in the README. ", count: 160)
    #expect(try Self.names(typos) == ["bulk"])
    #expect(try Self.names(typos + typos) == [])
  }

  @Test func `permits nothing that is only quoted or negated`() throws {
    #expect(try Self.names("\"fix typos in the README\"") == [])
    #expect(try Self.names("do not fix typos in the README").contains("bulk") == false)
  }

  @Test func `is off unless a policy says otherwise`() throws {
    #expect(try Self.names("fix typos in the README", ClassifierSettings()) == [])
  }

  @Test func `is bounded by what it may assign and by thresholds`() throws {
    var settings = ClassifierSettings(usesModel: true, mayAssign: .protective)
    #expect(try Self.names("fix typos in the README", settings) == [])
    #expect(
      try Self.names("find the root cause of the deadlock", settings) == ["extended-thinking"]
    )
    settings.mayAssign = .none
    #expect(try Self.names("find the root cause of the deadlock", settings) == [])
    settings.mayAssign = .any
    settings.thresholds = ClassifierSettings.Thresholds(
      permissive: 1000,
      protective: 0,
      fallback: 1000
    )
    #expect(
      try Self.names("fix typos in the README", settings)
        == ["extended-thinking", "multi-agent", "production"]
    )
  }

  /// What is likely to be casual work, but not enough to be permitted.
  @Test func `gives a task of no class the likeliest protective one`() throws {
    let text = "remove the unused parameter from the request handler"
    var settings = ClassifierSettings(usesModel: true)
    settings.thresholds = ClassifierSettings.Thresholds(
      permissive: 1000,
      protective: 1000,
      fallback: 0
    )
    #expect(try Self.names(text, settings) == ["production"])
    #expect(try Self.names("fix typos", settings, phrase: ("typo", .user)) == ["bulk"])
    #expect(
      try Self.names("fix typos", settings, phrase: ("typo", .repository)) == [
        "bulk", "production",
      ]
    )
    #expect(try Self.names("what does the build script do?", settings) == [])
    settings.thresholds.fallback = 1000
    #expect(try Self.names(text, settings) == [])
    settings.thresholds.fallback = 0
    settings.mayAssign = .protective
    #expect(try Self.names(text, settings) == ["production"])
    settings.mayAssign = .none
    #expect(try Self.names(text, settings) == [])
  }

  @Test func `gives a task whose class is named no other`() throws {
    var settings = ClassifierSettings(usesModel: true)
    settings.thresholds = ClassifierSettings.Thresholds(permissive: 1000, fallback: 0)
    let facts = TaskFacts(text: "throwaway demo of a todo app", namedClasses: ["bulk"])
    #expect(try Self.classifier(settings).classification(of: facts).names == ["bulk"])
  }

  @Test func `takes a class that a policy makes protective by the generous threshold`() throws {
    let found = try Self.classifier(protectiveBulk: true)
      .classification(of: TaskFacts(text: "fix typos in the README"))
    #expect(found.classes.map(\.name) == ["bulk"])
    #expect(found.classes.map(\.isProtective) == [true])
  }

  @Test func `doubts the built-in phrases and no others`() throws {
    let text = TaskFacts(text: "find the root cause of the crash in the typo checker")
    let builtIn = try Self.classifier(phrase: ("typo", .builtIn)).classification(of: text)
    #expect(!builtIn.names.contains("bulk"))
    #expect(builtIn.doubted.map(\.name) == ["bulk"])
    #expect(builtIn.doubted.first?.evidence.map(\.pattern) == ["typo"])
    let percent = try #require(builtIn.doubted.first?.percent)
    #expect(percent < 50)
    let own = try Self.classifier(phrase: ("typo", .user)).classification(of: text)
    #expect(own.names.contains("bulk"))
    #expect(own.doubted == [])
  }

  @Test func `is silent where an example has the same words`() throws {
    let text = "find the root cause of the deadlock"
    let found = try Self.classifier(example: text).classification(of: TaskFacts(text: text))
    #expect(found.names == ["bulk"])
  }

  @Test func `gives protective evidence only for part of a task`() throws {
    let classifier = try Self.classifier()
    for (text, names) in [
      ("fix typos in the README", []),
      ("find the root cause of the deadlock", ["extended-thinking"]),
    ] {
      let found = classifier.classification(of: TaskFacts(text: text, textIsPartial: true))
      #expect(found.names == names)
    }
  }

  @Test(arguments: [
    "fix tyops in the README", "fix typoos in the README", "fix tpos in the README",
  ])
  func `reads a misspelt word as the one that is meant, for phrases too`(text: String) throws {
    let found = try Self.classifier(phrase: ("typo", .user)).classification(
      of: TaskFacts(text: text)
    )
    #expect(found.classes.first?.evidence.first?.pattern == "typo")
    #expect(found.classes.first?.evidence.first?.signal == .phrase)
  }

  @Test func `takes a word of a phrase as it stands`() throws {
    let text = TaskFacts(text: "tyop")
    #expect(
      try Self.classifier(phrase: ("tyop", .user)).classification(of: text).classes.first?.evidence
        .first?.text == "tyop"
    )
  }
}
