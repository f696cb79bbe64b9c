internal import YAMLTree

/// A set of keys with their words, put together once.
struct KeyWords<Key: CaseIterable & RawRepresentable & Sendable>: Sendable
where Key.RawValue == String {
  let keys = Array(Key.allCases)
  let set = KeySet(Key.words)

  var words: [String] { self.set.words }
}

/// Some of the words that rules are written with, for quick comparison.
struct KeySet: Sendable {
  let words: [String]
  /// One bit for each number in `PolicyKey.ruleTable`.
  private let numbers: UInt64

  /// - Parameter words: Those that `PolicyKey.ruleTable` lacks are compared as texts.
  init(_ words: [String]) {
    self.words = words
    numbers = words.reduce(0) { numbers, word in
      PolicyKey.ruleTable.words.firstIndex(of: word).map { numbers | 1 << UInt64($0) } ?? numbers
    }
  }

  func holds(_ entries: [YAMLEntry], at index: Int) -> Bool {
    // A word of the table that is not in the set can be no other word of it.
    if let number = entries[index].number { return numbers & 1 << UInt64(number) != 0 }
    return words.contains(where: entries[index].key.isWord)
  }
}

extension PolicyKey {
  /// The words that every rule is read with; at most 64.
  static let ruleTable = KeyTable(
    Set(
      Route.words + Constraint.words + Selector.words + Condition.words + Comparison.words
        + Target.words
    ).sorted()
  )

  static let routeWords = KeyWords<Route>()
  static let constraintWords = KeyWords<Constraint>()
  static let selectorWords = KeyWords<Selector>()
  static let conditionWords = KeyWords<Condition>()
  static let comparisonWords = KeyWords<Comparison>()
  static let conditionKeys = KeySet(conditionWords.words + comparisonWords.words)
  static let signalKeys = Signal.words + comparisonWords.words
}

extension String {
  /// Whether this is the word, which is ASCII, so that only the same bytes are the same text.
  func isWord(_ word: String) -> Bool {
    utf8.count == word.utf8.count && self == word
  }
}
