/// The features that depend on more than one word.
extension ModelFeatures {
  /// Calls back for the features that begin with the blank before a word and end in it or with the
  /// blank behind it, which are all that begin there; none for a word that is too short for that, or
  /// not all ASCII.
  @inline(__always)
  static func visitBeginning(
    _ word: ModelText.Word,
    of text: ModelText,
    _ body: (_ hash: UInt32) -> Void
  ) {
    guard hasBeginning(word) else { return }
    unsafe text.bytes.withUnsafeBufferPointer { bytes in
      var hash = Kind.characters.rawValue
      hash.add(UInt8(ascii: " "))
      let start = Int(word.bytes.lowerBound)
      for index in start..<start + longestRun - 1 {
        unsafe hash.add(bytes[index])
        body(hash.mixed)
      }
    }
  }

  /// Whether the word is of ASCII, and its runs of characters end with the blank behind it at the
  /// latest.
  @inline(__always)
  static func hasBeginning(_ word: ModelText.Word) -> Bool {
    word.bytes.count >= longestRun - 2 && word.scalars.count == word.bytes.count + 1
  }

  /// The same for all others, which depend on the words around; in a text of ASCII those of
  /// `visitBeginning` may be left out.
  @inline(__always)
  static func visitAcross(
    _ text: ModelText,
    leavingOutBeginnings: Bool = false,
    _ body: (_ kind: Kind, _ hash: UInt32, _ words: Range<Int>) -> Void
  ) {
    guard !text.words.isEmpty else { return }
    visitRuns(of: text.words, in: text.bytes, 2...3, seed: Kind.words.rawValue, \.bytes, body)
    visitRuns(of: text.words, in: text.stemBytes, 2...2, seed: stemSeed, \.stem, body)
    guard !text.isASCII else {
      return visitCharactersAcrossASCII(text, leavingOutBeginnings: leavingOutBeginnings, body)
    }
    let end = text.scalarCount
    // The blank in front belongs to no word.
    visitScalars(text, from: 0, after: 0, before: end) { hash, last in
      body(.characters, hash, 0..<last + 1)
    }
    for number in text.words.indices {
      let word = text.words[number].scalars
      let lasting = Int(word.upperBound)
      for first in max(Int(word.lowerBound), lasting - longestRun + 1)..<lasting {
        visitScalars(text, from: first, after: lasting - 1, before: end) { hash, last in
          body(.characters, hash, number..<last + 1)
        }
      }
      // Nor does the one behind an ideograph.
      let next =
        number + 1 < text.words.count ? text.words[number + 1].scalars.lowerBound : Int32(end)
      if next > word.upperBound {
        visitScalars(text, from: lasting, after: lasting, before: end) { hash, last in
          body(.characters, hash, number..<last + 1)
        }
      }
    }
  }

  /// The runs of characters of a text of ASCII that begin before a word and end in it or behind it.
  @inline(__always)
  private static func visitCharactersAcrossASCII(
    _ text: ModelText,
    leavingOutBeginnings: Bool,
    _ body: (_ kind: Kind, _ hash: UInt32, _ words: Range<Int>) -> Void
  ) {
    unsafe text.bytes.withUnsafeBufferPointer { bytes in
      unsafe text.words.withUnsafeBufferPointer { words in
        for number in words.indices {
          let boundary = unsafe Int(words[number].bytes.lowerBound)
          // The blank in front of the first word belongs to none.
          let word = max(number - 1, 0)
          let start = unsafe number == 0 ? 0 : Int(words[word].bytes.lowerBound)
          let isBeginningLeftOut = unsafe leavingOutBeginnings && hasBeginning(words[number])
          let end = isBeginningLeftOut ? boundary - 1 : boundary
          for first in max(start, boundary - longestRun + 1)..<max(start, end) {
            var hash = Kind.characters.rawValue
            for index in first..<boundary {
              unsafe hash.add(bytes[index])
            }
            var last = number
            var lastEnd = unsafe Int(words[number].bytes.upperBound)
            for index in boundary..<min(first + longestRun, bytes.count) {
              if index > lastEnd {
                last += 1
                lastEnd = unsafe Int(words[last].bytes.upperBound)
              }
              unsafe hash.add(bytes[index])
              body(.characters, hash.mixed, word..<last + 1)
            }
          }
        }
      }
    }
  }
}
