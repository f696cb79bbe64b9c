import RouteEngine
import TestSupport
import Testing

/// No change of case or of spacing around punctuation makes a task look less serious.
struct ClassifierPropertyTests {
  private static func classifier() throws -> Classifier {
    let origin = Origin(layer: .user, file: "policy.yaml", line: 1)
    func phrases(_ texts: [String]) throws -> [Signal] {
      try texts.map { Signal(matcher: .phrase(try Phrase($0)), origin: origin) }
    }
    func protective(_ name: String, _ signals: [String], _ unless: [String]) throws -> TaskClass {
      TaskClass(
        name: name,
        description: nil,
        isProtective: true,
        signals: try phrases(signals),
        unless: try phrases(unless)
      )
    }
    return Classifier(
      of: [
        try protective("agents", ["sub agents", "spawn ... =workers"], []),
        try protective(
          "production",
          ["production", "deploy ... live", "node js"],
          ["typo", "fix ... docs"]
        ),
      ],
      ClassifierSettings()
    )
  }

  private static let words = [
    "production", "Production", "deploy", "live", "node", "js", "typo", "fix", "docs", "sub",
    "agents",
    "spawn", "workers", "not", "no", "don't", "but", "the", "it", "x", "naïve", "生产",
  ]
  private static let separators = [
    " ", " ", " ", ". ", ".", ", ", ",", ": ", ":", "; ", "! ", "? ", "?", " - ", "-", "\n", "\n\n",
    "...",
  ]

  private static func text(_ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 2...14, using: &random)).reduce("") { text, _ in
      text + (words.randomElement(using: &random) ?? "x")
        + (separators.randomElement(using: &random) ?? " ")
    }
  }

  private static func upperCased(_ text: String, _ random: inout SeededGenerator) -> String {
    String(
      text.map { character in
        character.isASCII && Bool.random(using: &random)
          ? Character(character.uppercased()) : character
      }
    )
  }

  /// Blanks come and go beside punctuation, but words stay apart.
  private static func respaced(_ text: String, _ random: inout SeededGenerator) -> String {
    var result = ""
    let characters = Array(text)
    for (index, character) in characters.enumerated() {
      let isBeside =
        index > 0 && isPunctuation(characters[index - 1])
        || index + 1 < characters.count && isPunctuation(characters[index + 1])
      if character == " ", isBeside, Bool.random(using: &random) { continue }
      if isPunctuation(character), Bool.random(using: &random) { result += " " }
      result.append(character)
      if isPunctuation(character), Bool.random(using: &random) { result += "  " }
    }
    return result
  }

  private static func isPunctuation(_ character: Character) -> Bool {
    ".,:;!?-".contains(character)
  }

  @Test func `keeps protective evidence under changes of case and spacing`() throws {
    let classifier = try Self.classifier()
    var random = SeededGenerator(seed: 42)
    var withEvidence = 0
    for _ in 0..<6000 {
      let text = Self.text(&random)
      let changed = Self.respaced(Self.upperCased(text, &random), &random)
      let before = classifier.classification(of: TaskFacts(text: text))
      let after = classifier.classification(of: TaskFacts(text: changed))
      withEvidence += before.classes.isEmpty ? 0 : 1
      #expect(
        Self.patterns(before).isSubset(of: Self.patterns(after)),
        "\(text.debugDescription) became \(changed.debugDescription)"
      )
    }
    #expect((1500...5400).contains(withEvidence), "\(withEvidence)")
  }

  private static func patterns(_ classification: Classification) -> Set<[String]> {
    Set(
      classification.classes.flatMap { found in found.evidence.map { [found.name, $0.pattern] } }
    )
  }

  @Test func `covers in the original text what its span says`() throws {
    let classifier = try Self.classifier()
    var random = SeededGenerator(seed: 43)
    var count = 0
    for _ in 0..<2000 {
      let text = Self.text(&random)
      let scalars = Array(text.unicodeScalars)
      for evidence in classifier.classification(of: TaskFacts(text: text)).classes.flatMap(
        \.evidence
      ) {
        let span = try #require(evidence.span)
        var piece = String.UnicodeScalarView()
        piece.append(contentsOf: scalars[span])
        #expect(Array(String(piece).utf8) == Array(evidence.text.utf8))
        count += 1
      }
    }
    #expect(count > 1000)
  }

  @Test(arguments: [
    "a ", "not a ", "a. ", "typo ", "production ", "deploy ", "a", "é", "e\u{301}", "\u{301}", "重",
    "\n", ".", "ing",
  ])
  func `reads long repetitions`(piece: String) throws {
    let text = String(repeating: piece, count: 32_768 / piece.utf8.count) + "\n\nin production"
    let found = try Self.classifier().classification(of: TaskFacts(text: text)).classes
    let start = piece == "production " ? 0 : text.unicodeScalars.count - 10
    #expect(found.map(\.name) == ["production"])
    #expect(found.first?.evidence.map(\.span) == [start..<start + 10])
  }
}
