/// A set of keys with their words, put together once.
struct KeyWords<Key: CaseIterable & RawRepresentable & Sendable>: Sendable
where Key.RawValue == String {
  let keys = Array(Key.allCases)
  let words = Key.words
}

extension PolicyKey {
  // The sets that every rule is read with.
  static let routeWords = KeyWords<Route>()
  static let constraintWords = KeyWords<Constraint>()
  static let selectorWords = KeyWords<Selector>()
  static let conditionWords = KeyWords<Condition>()
  static let comparisonWords = KeyWords<Comparison>()
  static let conditionKeys = conditionWords.words + comparisonWords.words
  static let signalKeys = Signal.words + comparisonWords.words
}

extension String {
  /// Whether this is the word, which is ASCII, so that only the same bytes are the same text.
  func isWord(_ word: String) -> Bool {
    utf8.count == word.utf8.count && self == word
  }
}
