internal import YAMLTree

/// A set of keys with their words, put together once.
struct KeyWords<Key: CaseIterable & RawRepresentable & Sendable>: Sendable
where Key.RawValue == String {
  let set = KeySet(Key.words)

  private let keys = Array(Key.allCases)
  /// Those with a number in `PolicyKey.ruleTable`, at that number.
  private let numbered = PolicyKey.ruleTable.words.map { Key(rawValue: $0) }

  var words: [String] { self.set.words }

  func key(of entry: YAMLEntry) -> Key? {
    if let number = entry.number { return numbered[Int(number)] }
    return keys.first { entry.isKey($0.rawValue) }
  }
}

/// Some of the words that rules are written with, for quick comparison.
struct KeySet: Sendable {
  let words: [String]
  /// One bit for each number in `PolicyKey.ruleTable`.
  let numbers: UInt64

  /// - Parameter words: Those that `PolicyKey.ruleTable` lacks are compared as texts.
  init(_ words: [String]) {
    self.words = words
    numbers = words.reduce(0) { numbers, word in
      PolicyKey.ruleTable.words.firstIndex(of: word).map { numbers | 1 << UInt64($0) } ?? numbers
    }
  }

  func holds(_ entry: YAMLEntry) -> Bool {
    // A word of the table that is not in the set can be no other word of it.
    if let number = entry.number { return numbers & 1 << UInt64(number) != 0 }
    return words.contains(where: entry.isKey)
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
