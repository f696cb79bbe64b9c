import RouteEngine
import Testing

/// What is remembered of words never changes what a text is.
@Suite struct `The memory for words` {
  private static let words = [
    "rename", "renmae", "fiels", "deploi", "to", "prodution", "zzxqy", "wibblewobble", "fix",
    "the", "crsh", "don't", "umbenenen", "重命名", "café", "cafe\u{301}", "v2", "1000", "ａｂｃｄ",
    "antidisestablishmentarianismish", "donaudampfschifffahrtsgesellschaft",
  ]

  /// The words in ever other orders, now and then more strange ones than are looked at.
  private static func texts() -> [String] {
    (0..<60).map { number in
      let count = number % 7 == 0 ? 80 : 3 + number % 9
      return (0..<count)
        .map { place in
          let word = words[(number * 7 + place * (number % 5 + 1)) % words.count]
          return count == 80 && place % 2 == 0 ? word + "qx\(["a", "b", "c"][place % 3])" : word
        }
        .joined(separator: " ")
    }
  }

  /// The classifier's own settings ask no model.
  @Test(arguments: [false, true], [0, 1, 2, 64, 2048])
  func `changes no answer, however small it is`(usesModel: Bool, count: Int) throws {
    let classes = try ["bulk", "production"].map { name in
      TaskClass(
        name: name,
        description: nil,
        isProtective: name == "production",
        signals: try ["rename", "deploy ... production", "fix the crash", "wibblewobble"].map {
          Signal(
            matcher: .phrase(try Phrase($0)),
            origin: Origin(layer: .builtIn, file: "built-in", line: 1)
          )
        },
        unless: []
      )
    }
    let classifier = Classifier(of: classes, ClassifierSettings(usesModel: usesModel))
    var memory = WordMemory(count: count)
    // Of a text this long the room is not kept.
    let long = String(repeating: "rename the fiels, don't deploi. ", count: 300)
    // Twice, so that the second time everything may be known.
    for text in Self.texts() + [long] + Self.texts() {
      let facts = TaskFacts(text: text)
      let found = classifier.classification(of: facts, remembering: &memory)
      #expect(found == classifier.classification(of: facts), "\(text)")
    }
  }
}
