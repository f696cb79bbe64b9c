import Testing

@testable import RouteEngine

/// What the learned model makes of a word by itself is worked out once, and the rest where it stands.
@Suite struct `The features of a text` {
  private struct Feature: Hashable {
    let kind: ModelFeatures.Kind
    let hash: UInt32
    let words: Range<Int>
  }

  private static let pieces = [
    "a", "I", "to", "fix", "the", "rename", "antidisestablishmentarianism", "1000", "v2", "重", "命名",
    "한국어", "naïve", "cafe\u{301}", "fi\u{200D}x", "テスト", "🚀", ".", "\"", "ﬁ", "Ⅷ", "豈",
  ]

  private static func text(seed: Int) -> String {
    var random = UInt64(seed) &* 6_364_136_223_846_793_005 &+ 1
    func next(_ count: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(random >> 33) % count
    }
    return (0..<next(9)).map { _ in pieces[next(pieces.count)] + (next(4) == 0 ? "" : " ") }
      .joined()
  }

  private static func counted(_ features: [Feature]) -> [Feature: Int] {
    Dictionary(features.map { ($0, 1) }, uniquingKeysWith: +)
  }

  @Test(arguments: 0..<300)
  func `are those of its words and those across them`(seed: Int) {
    let text = ModelText(folding: Self.text(seed: seed))
    var all: [Feature] = []
    ModelFeatures.visit(text) { all.append(Feature(kind: $0, hash: $1, words: $2)) }
    var parts: [Feature] = []
    for (index, word) in text.words.enumerated() {
      ModelFeatures.visit(word, of: text) { kind, hash in
        parts.append(Feature(kind: kind, hash: hash, words: index..<index + 1))
      }
    }
    ModelFeatures.visitAcross(text) { parts.append(Feature(kind: $0, hash: $1, words: $2)) }
    #expect(Self.counted(all) == Self.counted(parts))
    let counts = ModelFeatures.counts(in: text)
    #expect(counts.words == all.count { $0.kind == .words })
    #expect(counts.characters == all.count { $0.kind == .characters })
    #expect(all.allSatisfy { (1...5).contains($0.words.count) })
  }

  /// The steps are added up in another order, a part of them from what is known of a word's beginning.
  @Test(arguments: 0..<300)
  func `add what each of them adds by itself`(seed: Int) {
    let given = (0..<3).map { Self.text(seed: seed * 3 + $0) }.joined(separator: " fix-up ")
    var memory = WordMemory(count: 8)
    let text = TokenText(
      given,
      WordNumbers(stems: TokenVocabulary(), words: TokenVocabulary(), corrects: false),
      &memory,
      keepsWords: true,
      keepsSteps: true
    )
    .folded
    var sums: [Int: [ModelFeatures.Kind: LinearModel.Scores]] = [:]
    ModelFeatures.visit(text) { kind, hash, words in
      guard let weights = LinearModel.weights(of: hash) else { return }
      for word in words {
        sums[word, default: [:]][kind, default: .zero] += weights / Double(words.count)
      }
    }
    let reading = LinearModel.reading(of: text)
    for word in reading.words {
      let words = sums[word]?[.words] ?? .zero
      let characters = sums[word]?[.characters] ?? .zero
      let expected = words * reading.wordUnit + characters * reading.characterUnit
      let difference = expected - reading.scores(ofWord: word)
      #expect((0..<6).allSatisfy { abs(difference[$0]) < 1e-9 }, "\(given)")
    }
    #expect(
      LinearModel.reading(of: text, by: UnpackedWeights()).probabilities == reading.probabilities
    )
  }

  @Test(arguments: 0..<100)
  func `say the same from a memory, and with words left out`(seed: Int) {
    let classifier = Classifier(of: [], ClassifierSettings(usesModel: true))
    let numbers = WordNumbers(
      stems: classifier.matcher.stems,
      words: classifier.matcher.words,
      corrects: true
    )
    var memory = WordMemory(count: 8)
    for number in 0..<10 {
      let given = Self.text(seed: seed * 10 + number)
      var none = WordMemory()
      let new = TokenText(given, numbers, &none, keepsWords: true, keepsSteps: true).folded
      let text = TokenText(given, numbers, &memory, keepsWords: true, keepsSteps: true).folded
      let reading = LinearModel.reading(of: new)
      #expect(LinearModel.reading(of: text).probabilities == reading.probabilities)
      let some = LinearModel.reading(of: text.leavingOut { $0 % 3 == 1 })
      #expect(
        some.probabilities == LinearModel.reading(of: new.leavingOut { $0 % 3 == 1 }).probabilities
      )
      for word in reading.words {
        #expect(LinearModel.reading(of: text).scores(ofWord: word) == reading.scores(ofWord: word))
      }
    }
  }
}
