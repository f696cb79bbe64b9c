/// The examples and counter-examples of a policy's classes, ready to be compared with texts.
///
/// Likeness is the mean of two cosines, of word runs and of character runs (those of
/// `ModelFeatures`, each counted once): 1 for the same words, 0 for nothing in common, whatever the
/// case, punctuation and spacing.
struct ExampleBook: Sendable {
  private let entries: [Entry]

  private struct Entry: Sendable {
    let taskClass: Int
    let isCounter: Bool
    let example: TaskExample
    let outline: Outline
  }

  var isEmpty: Bool { entries.isEmpty }

  init(_ classes: [TaskClass]) {
    entries = classes.enumerated()
      .flatMap { index, taskClass in
        [(taskClass.examples, false), (taskClass.counterExamples, true)]
          .flatMap { examples, isCounter in
            examples.map { example in
              Entry(
                taskClass: index,
                isCounter: isCounter,
                example: example,
                outline: Outline(of: ModelText(folding: example.text))
              )
            }
          }
      }
  }

  /// How near the examples are to a text.
  func findings(in text: ModelText) -> ExampleFindings {
    var findings = ExampleFindings()
    guard !entries.isEmpty else { return findings }
    let outline = Outline(of: text)
    for entry in entries {
      let likeness = Thousandths(outline.likeness(to: entry.outline)).value
      guard likeness > 0 else { continue }
      let found = ExampleFindings.Found(likeness: likeness, example: entry.example)
      findings.take(found, forClass: entry.taskClass, isCounter: entry.isCounter)
    }
    return findings
  }

  /// The features of a text, each once.
  private struct Outline: Sendable {
    private var words: [UInt32] = []
    private var characters: [UInt32] = []

    init(of text: ModelText) {
      ModelFeatures.visit(text) { kind, hash, _ in
        switch kind {
        case .words: words.append(hash)
        case .characters: characters.append(hash)
        }
      }
      words = Set(words).sorted()
      characters = Set(characters).sorted()
    }

    func likeness(to other: Outline) -> Double {
      (Self.cosine(words, other.words) + Self.cosine(characters, other.characters)) / 2
    }

    private static func cosine(_ left: [UInt32], _ right: [UInt32]) -> Double {
      // Of sizes too different nothing can be alike.
      guard min(left.count, right.count) * 8 > max(left.count, right.count) else { return 0 }
      var common = 0
      var index = 0
      for hash in left {
        while index < right.count, right[index] < hash {
          index += 1
        }
        if index < right.count, right[index] == hash { common += 1 }
      }
      return Double(common) / (Double(left.count) * Double(right.count)).squareRoot()
    }
  }
}

/// What examples say of one text.
struct ExampleFindings: Sendable {
  /// In thousandths, with the example.
  struct Found: Sendable {
    let likeness: Int
    let example: TaskExample
  }

  /// By class the nearest of its examples, and the nearest of its counter-examples.
  private var examples: [Int: Found] = [:]
  private var counterExamples: [Int: Found] = [:]

  /// How much nearer a class's example must be than every example of another class and every
  /// counter-example of its own, in thousandths; empirically.
  static let margin = 50

  mutating func take(_ found: Found, forClass index: Int, isCounter: Bool) {
    // The first of equals stays: it is the nearest layer's.
    if isCounter {
      if found.likeness > counterExamples[index]?.likeness ?? 0 { counterExamples[index] = found }
    } else {
      if found.likeness > examples[index]?.likeness ?? 0 { examples[index] = found }
    }
  }

  /// The example that puts the text in the class; nil when none is near enough.
  func example(forClass index: Int, atLeast threshold: Int) -> Found? {
    guard let found = examples[index], found.likeness >= threshold else { return nil }
    // What a repository says of its classes takes nothing from the examples of people.
    let others = examples.filter { other, near in
      other != index
        && (near.example.origin.layer != .repository || found.example.origin.layer == .repository)
    }
    .map(\.value.likeness)
    let background = max(others.max() ?? 0, counterExamples[index]?.likeness ?? 0)
    // The same words are meant, whatever else is near, unless they are said of two classes.
    let margin = found.likeness == 1000 ? 1 : Self.margin
    return found.likeness >= background + margin ? found : nil
  }

  /// Whether a counter-example of the class is as near as examples have to be, and nearer than they.
  func isCountered(class index: Int, atLeast threshold: Int) -> Bool {
    guard let counter = counterExamples[index], counter.likeness >= threshold else { return false }
    return counter.likeness > examples[index]?.likeness ?? 0
  }

  /// Whether no example and no counter-example is near.
  var isEmpty: Bool { examples.isEmpty && counterExamples.isEmpty }

  /// Whether someone said of just these words what they are.
  ///
  /// A repository's word is evidence, but does not silence the model.
  var isSettled: Bool {
    !isEmpty
      && (examples.values.map { $0 } + counterExamples.values)
        .contains { $0.likeness == 1000 && $0.example.origin.layer != .repository }
  }
}

extension ModelText {
  /// A whole text by itself.
  init(folding text: String) {
    self.init()
    var scanner = TokenScanner(text)
    var token = 0
    while scanner.next() != nil {
      var stem = scanner.word
      Stem.reduce(&stem)
      append(scanner.word[...], stem: stem[...], token: token, isIdeograph: scanner.isIdeograph)
      token += 1
    }
  }
}
