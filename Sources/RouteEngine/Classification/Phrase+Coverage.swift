extension Phrase {
  /// The stems of its words with one space between, and `...` for a gap.
  ///
  /// Phrases with the same outline match the same texts, but for words that must be exact.
  package var outline: String {
    words.map { word in
      (word.isAfterGap ? "... " : "") + String(decoding: bytes[word.stem], as: UTF8.self)
    }
    .joined(separator: " ")
  }

  /// Whether it is found wherever the other is, at the same words.
  package func covers(_ other: Phrase) -> Bool {
    outline == other.outline
      && zip(words, other.words).allSatisfy { mine, others in
        guard let exact = mine.exact else { return true }
        return others.exact.map { other.bytes[$0] == bytes[exact] } ?? false
      }
  }
}
