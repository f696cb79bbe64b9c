import Diagnostics
import PolicyLoader
import RouteEngine
import Testing

/// What a file of one layer may say about the classifier below another's.
@Suite struct `What a policy says about the classifier` {
  private static let base = """
    version: 1
    backends: {native: {kind: anthropic}}
    classes:
      bulk: {protective: false}
      serious: {protective: true}
      toys: {protective: false}
    classifier:
      model: built-in
      thresholds: {permissive: 0.8, protective: 0.5, doubt: 0.3}
    default: [native/default]
    constraints: [{name: firm, unless: {class: toys}, forbid: {model: haiku}}]

    """

  private static func assembly(_ layers: [(Layer, String)]) -> PolicyAssembly {
    let files = layers.map { layer, yaml in
      PolicyFile(layer: layer, name: layer.rawValue, bytes: Array("version: 1\n\(yaml)\n".utf8))
    }
    return PolicyAssembly(
      of: files + [PolicyFile(layer: .builtIn, name: "built-in", bytes: Array(base.utf8))]
    )
  }

  private func settings(_ layers: (Layer, String)...) throws -> ClassifierSettings {
    let assembly = Self.assembly(layers)
    #expect(assembly.diagnostics == [])
    return try #require(assembly.policy).classifier
  }

  private func settings(alone yaml: String) throws -> ClassifierSettings {
    let text = "version: 1\nbackends: {native: {kind: anthropic}}\ndefault: [native/default]\n"
    let assembly = PolicyAssembly(
      of: [PolicyFile(layer: .user, name: "user", bytes: Array((text + yaml).utf8))]
    )
    #expect(assembly.diagnostics == [])
    return try #require(assembly.policy).classifier
  }

  // MARK: Joined

  @Test func `may be every key, in thousandths`() throws {
    let yaml = """
      classifier:
        model: built-in
        may-assign: protective
        thresholds: {permissive: 0.9, protective: 1, doubt: 0, similarity: 0.7125}
        negation-window: 50
      """
    #expect(
      try settings(alone: yaml)
        == ClassifierSettings(
          usesModel: true,
          mayAssign: .protective,
          thresholds: ClassifierSettings.Thresholds(
            permissive: 900,
            protective: 1000,
            doubt: 0,
            similarity: 713
          ),
          negationWindow: 50
        )
    )
  }

  @Test func `is that the model is off where nobody says anything`() throws {
    #expect(try settings(alone: "") == ClassifierSettings())
    #expect(try settings(alone: "classifier: {}") == ClassifierSettings())
  }

  @Test func `is the user's, key by key, else the built-in policy's`() throws {
    let thresholds = ClassifierSettings.Thresholds(permissive: 800, protective: 900, doubt: 300)
    #expect(
      try settings((.user, "classifier: {model: off, thresholds: {protective: 0.9}}"))
        == ClassifierSettings(usesModel: false, thresholds: thresholds)
    )
  }

  @Test func `is the managed file's before the built-in policy's`() throws {
    let managed = "classifier: {model: off, thresholds: {permissive: 0.1}, may-assign: none}"
    let thresholds = ClassifierSettings.Thresholds(permissive: 100, protective: 500, doubt: 300)
    #expect(
      try settings((.user, ""), (.managed, managed))
        == ClassifierSettings(usesModel: false, mayAssign: .none, thresholds: thresholds)
    )
  }

  @Test func `is what each layer tightens`() throws {
    let layers = [
      (
        Layer.repository,
        """
        classifier:
          model: built-in
          may-assign: protective
          thresholds: {permissive: 0.95, protective: 0.2, fallback: 0.05, doubt: 0.5}
          negation-window: 8
        """
      ),
      (
        Layer.user,
        """
        classifier:
          thresholds: {permissive: 0.85, protective: 0.3, doubt: 0.4}
          negation-window: 7
        """
      ),
    ]
    let managed = """
      classifier:
        may-assign: any
        thresholds: {permissive: 0.8, protective: 0.4, fallback: 0.1, doubt: 0.35, similarity: 0.75}
        negation-window: 6
      """
    #expect(
      try settings(layers[0], layers[1], (.managed, managed))
        == ClassifierSettings(
          usesModel: true,
          mayAssign: .protective,
          thresholds: ClassifierSettings.Thresholds(
            permissive: 950,
            protective: 200,
            fallback: 50,
            doubt: 500,
            similarity: 750
          ),
          negationWindow: 8
        )
    )
  }

  @Test func `of the built-in policy goes with its classes`() throws {
    let nothing = "built-in: false\ndefault: [native/default]"
    let classes = "built-in: classes\ndefault: [native/default]"
    let thresholds = ClassifierSettings.Thresholds(permissive: 800, protective: 500, doubt: 300)
    #expect(try settings((.user, nothing)) == ClassifierSettings())
    #expect(
      try settings((.user, classes)) == ClassifierSettings(usesModel: true, thresholds: thresholds)
    )
  }

  // MARK: Refused

  /// Each finding whole: place, words, id, notes and help.
  private static func findings(_ layers: [(Layer, String)]) -> [String] {
    assembly(layers).diagnostics.map { diagnostic in
      let place = diagnostic.place.map { "\($0.file):\($0.range.start.line)" } ?? "nowhere"
      let notes = diagnostic.notes.map { note in
        "; \(note.message)"
          + (note.place.map { ": \($0.file):\($0.range.start.line)" } ?? "")
      }
      let help = diagnostic.help.map { "; \($0)" } ?? ""
      return "\(place): \(diagnostic.message) [\(diagnostic.id)]\(notes.joined())\(help)"
    }
  }

  static let loose = """
    classifier:
      model: off
      may-assign: none
      thresholds: {permissive: 0.79, protective: 0.51, fallback: 0.3, doubt: 0.1, similarity: 0.1}
      negation-window: 4
    """

  @Test func `may not be loosened by a repository`() {
    #expect(
      Self.findings([(.repository, Self.loose)]) == [
        "repository:3: `model` of the classifier is `built-in` by a policy above this one, and stays so [repository-authority]; set here: built-in:8; leave `model` out",
        "repository:4: `may-assign` of the classifier is `any` where no policy says it, and may only become `protective` [repository-authority]; leave `may-assign` out, or write `protective`",
        "repository:6: `negation-window` of the classifier is `5` where no policy says it, and may only be raised [repository-authority]; leave `negation-window` out, or write `5` or more",
        "repository:5: `permissive` of the classifier is `0.8` by a policy above this one, and may only be raised [repository-authority]; set here: built-in:9; leave `permissive` out, or write `0.8` or more",
        "repository:5: `protective` of the classifier is `0.5` by a policy above this one, and may only be lowered [repository-authority]; set here: built-in:9; leave `protective` out, or write `0.5` or less",
        "repository:5: `fallback` of the classifier is `0.2` where no policy says it, and may only be lowered [repository-authority]; leave `fallback` out, or write `0.2` or less",
        "repository:5: `doubt` of the classifier is `0.3` by a policy above this one, and may only be raised [repository-authority]; set here: built-in:9; leave `doubt` out, or write `0.3` or more",
        "repository:5: `similarity` of the classifier is `0.7` where no policy says it, and stays so [repository-authority]; leave `similarity` out",
      ]
    )
  }

  @Test func `may be loosened by a user only where the managed file says nothing`() {
    let managed = """
      classifier:
        model: built-in
        may-assign: any
        thresholds: {permissive: 0.9, similarity: 0.6}
      """
    #expect(
      Self.findings([(.user, Self.loose), (.managed, managed)]) == [
        "user:3: `model` of the classifier is `built-in` by the managed policy, and stays so [managed-authority]; set here: managed:3; leave `model` out",
        "user:4: `may-assign` of the classifier is `any` by the managed policy, and may only become `protective` [managed-authority]; set here: managed:4; leave `may-assign` out, or write `protective`",
        "user:5: `permissive` of the classifier is `0.9` by the managed policy, and may only be raised [managed-authority]; set here: managed:5; leave `permissive` out, or write `0.9` or more",
        "user:5: `similarity` of the classifier is `0.6` by the managed policy, and stays so [managed-authority]; set here: managed:5; leave `similarity` out",
      ]
    )
    #expect(Self.findings([(.user, Self.loose)]) == [])
    #expect(Self.findings([(.managed, Self.loose)]) == [])
  }

  @Test func `is held against the nearest policy above`() {
    #expect(
      Self.findings([
        (.repository, "classifier: {model: built-in, may-assign: any, negation-window: 5}"),
        (.user, "classifier: {model: off, may-assign: protective, negation-window: 9}"),
        (.managed, "classifier: {negation-window: 5}"),
      ]) == [
        "repository:2: `model` of the classifier is `off` by a policy above this one, and stays so [repository-authority]; set here: user:2; leave `model` out",
        "repository:2: `may-assign` of the classifier is `protective` by a policy above this one, and stays so [repository-authority]; set here: user:2; leave `may-assign` out",
        "repository:2: `negation-window` of the classifier is `9` by a policy above this one, and may only be raised [repository-authority]; set here: user:2; leave `negation-window` out, or write `9` or more",
      ]
    )
  }

  // MARK: Examples

  @Test func `gives examples of classes, nearest first`() throws {
    let assembly = Self.assembly([
      (.repository, "classes: {bulk: {examples: [bump the year], counter-examples: [\"2\"]}}"),
      (.user, "classes: {bulk: {examples: [tidy up, sort them], counter-examples: [bump it]}}"),
      (.managed, "classes: {bulk: {examples: [1]}}"),
    ])
    #expect(assembly.diagnostics == [])
    let bulk = try #require(assembly.policy?.taskClass(named: "bulk"))
    let example = { (text: String, layer: Layer) in
      TaskExample(text: text, origin: Origin(layer: layer, file: layer.rawValue, line: 2))
    }
    #expect(
      bulk
        == TaskClass(
          name: "bulk",
          description: nil,
          isProtective: false,
          signals: [],
          unless: [],
          examples: [
            example("bump the year", .repository), example("tidy up", .user),
            example("sort them", .user), example("1", .managed),
          ],
          counterExamples: [example("2", .repository), example("bump it", .user)],
          origins: [
            Origin(layer: .repository, file: "repository", line: 2),
            Origin(layer: .user, file: "user", line: 2),
            Origin(layer: .managed, file: "managed", line: 2),
            Origin(layer: .builtIn, file: "built-in", line: 4),
          ]
        )
    )
  }

  @Test func `takes examples of two thousand characters and no more`() {
    let longest = String(repeating: "é", count: 2000)
    #expect(Self.findings([(.user, "classes: {bulk: {examples: [\(longest)]}}")]) == [])
    #expect(
      Self.findings([(.user, "classes: {bulk: {examples: [\(longest)e]}}")]) == [
        "user:2: an entry of `examples` of class `bulk` has more than 2000 characters [wrong-type]; keep the sentences that tell what the task is"
      ]
    )
  }

  @Test func `gives a repository no examples that lift or unprotect`() {
    #expect(
      Self.findings([
        (
          .repository,
          """
          classes:
            toys: {signals: [{phrases: [toy]}], examples: [a toy], counter-examples: [no toy]}
            serious: {examples: [a crash], counter-examples: [a game crash]}
            bulk: {examples: [sort], counter-examples: [sort out]}
            own: {protective: true, counter-examples: [not this]}
          """
        )
      ]) == [
        "repository:3: class `toys` lifts the constraint `firm`, so a repository may not add signals to it [repository-authority]; first defined here: built-in:11; make a class of your own",
        "repository:3: class `toys` lifts the constraint `firm`, so a repository may not add examples to it [repository-authority]; first defined here: built-in:11; make a class of your own",
        "repository:4: class `serious` is defined by a policy above this one as protective, so a repository may not add counter-examples to it [repository-authority]; first defined here: built-in:5; leave `counter-examples` out, or make a class of your own",
      ]
    )
  }
}
