import TestSupport
import Testing

@testable import RouteEngine

struct PhraseMatcherTests {
  struct Hit: Hashable, CustomStringConvertible {
    let phrase: String
    let piece: String

    var description: String { "\(phrase): \(piece)" }
  }

  private func hits(_ phrases: [String], in text: String, wide: Bool = false) throws -> [Hit] {
    let read = try phrases.map { try Phrase($0) }
    let matcher = PhraseMatcher(words: TokenVocabulary(), expectedCount: 0) { matcher in
      for phrase in read { matcher.add(phrase, gapsAreWide: wide) }
    }
    let tokens = TokenText(text, stems: matcher.stems, words: matcher.words)
    var hits: [Hit] = []
    matcher.search(tokens) {
      hits.append(Hit(phrase: phrases[$0], piece: tokens.piece($1)))
      return true
    }
    return hits
  }

  struct Row: CustomStringConvertible {
    let phrase: String
    let text: String
    let pieces: [String]

    init(_ phrase: String, _ text: String, _ pieces: [String]) {
      self.phrase = phrase
      self.text = text
      self.pieces = pieces
    }

    var description: String { "\(phrase) in \(text)" }
  }

  @Test(arguments: [
    Row("license header", "Add License-Headers, please", ["License-Headers"]),
    Row("rename", "renaming and renamed", ["renaming", "renamed"]),
    Row("rename", "prename renamer", []),
    Row("=renaming", "rename RENAMING", ["RENAMING"]),
    Row("=do not", "do not; does not", ["do not"]),
    Row("production", "the product", []),
    Row("node js", "use node.js", ["node.js"]),
    Row("a b", "a. b", ["a. b"]),
    Row("a ... b", "a b", ["a b"]),
    Row("a ... b", "a 1 2 3 4 5 b", ["a 1 2 3 4 5 b"]),
    Row("a ... b", "a 1 2 3 4 5 6 b", []),
    Row("a ... b", "a x. b", []),
    Row("a ... b", "a x.y b", ["a x.y b"]),
    Row("a ... b", "a a b", ["a b"]),
    Row("a ... a", "a a", ["a a"]),
    Row("a ... a", "a", []),
    Row("a ... a b", "a b", []),
    Row("a x ... x b", "a x b", []),
    Row("a x ... x b", "a x x b", ["a x x b"]),
    Row("a x ... x b", "a x q x b", ["a x q x b"]),
    Row("a ... b ... c", "a 1 b 2 c", ["a 1 b 2 c"]),
    Row("a ... b ... c", "a b b 1 2 3 4 5 c", ["a b b 1 2 3 4 5 c"]),
    Row("a ... =bs c", "a b c a bs c", ["a bs c"]),
    Row("重命名", "批量重命名文件", ["重命名"]),
    Row("部署...生产", "部署到生产", ["部署到生产"]),
    Row("リファクタリング", "これをリファクタリングする", ["リファクタリング"]),
    Row("리팩터링", "코드 리팩터링 작업", ["리팩터링"]),
    Row("café", "cafe\u{301}", ["cafe\u{301}"]),
  ])
  func `matches by stem, word for word, and over gaps`(row: Row) throws {
    let found = try hits([row.phrase], in: row.text)
    #expect(found == row.pieces.map { Hit(phrase: row.phrase, piece: $0) })
  }

  @Test func `lets wide gaps cross what ends a sentence but not a stretch`() throws {
    let phrase = "a ... b"
    #expect(
      try hits([phrase], in: "a x.\nb", wide: true) == [Hit(phrase: phrase, piece: "a x.\nb")]
    )
    #expect(try hits([phrase], in: "a x! b", wide: true) == [])
  }

  @Test func `finds phrases inside, at the end of, and equal to others`() throws {
    let phrases = ["b c", "a b c d", "c", "b c", "c =d", "c =ds"]
    #expect(
      try hits(phrases, in: "a b c d") == [
        Hit(phrase: "b c", piece: "b c"),
        Hit(phrase: "b c", piece: "b c"),
        Hit(phrase: "c", piece: "c"),
        Hit(phrase: "a b c d", piece: "a b c d"),
        Hit(phrase: "c =d", piece: "c d"),
      ]
    )
  }

  /// The definition of a match, tried at every place.
  private func expectedHits(
    _ phrase: Phrase,
    _ text: TokenText,
    _ stems: [[UInt8]]
  ) -> Set<Range<Int>> {
    var found: Set<Range<Int>> = []
    func extend(_ word: Int, from first: Int, at index: Int) {
      if word == phrase.words.count {
        found.insert(first..<index)
        return
      }
      let isAfterGap = phrase.words[word].isAfterGap
      for gap in 0...(isAfterGap ? Phrase.longestGap : 0) where index + gap < stems.count {
        let here = index + gap
        let isWithin =
          !isAfterGap
          || text.tokens[here].breaks.sentences == text.tokens[index - 1].breaks.sentences
        if isWithin, stems[here] == Array(phrase.bytes[phrase.words[word].stem]) {
          extend(word + 1, from: first, at: here + 1)
        }
      }
    }
    for start in stems.indices { extend(0, from: start, at: start) }
    return found
  }

  @Test func `agrees with the definition on random phrases and texts`() throws {
    var random = SeededGenerator(seed: 7)
    func words(_ count: Int, joinedBy separators: [String]) -> String {
      (0..<count).reduce("") { text, index in
        let separator = index == 0 ? "" : separators.randomElement(using: &random) ?? " "
        return text + separator + (["a", "b", "c"].randomElement(using: &random) ?? "a")
      }
    }
    var total = 0
    for _ in 0..<400 {
      let phrases = try (0..<6).map { _ in
        try Phrase(words(Int.random(in: 1...4, using: &random), joinedBy: [" ", " ", " ... "]))
      }
      let matcher = PhraseMatcher(words: TokenVocabulary(), expectedCount: 6) { matcher in
        for phrase in phrases { matcher.add(phrase, gapsAreWide: false) }
      }
      let given = words(14, joinedBy: [" ", " ", " ", " x ", " x x ", ". "])
      let text = TokenText(given, stems: matcher.stems, words: matcher.words)
      var scanner = TokenScanner(given)
      var stems: [[UInt8]] = []
      while scanner.next() != nil { stems.append(scanner.word) }
      var found: [Int: Set<Range<Int>>] = [:]
      matcher.search(text) { found[$0, default: []].insert($1).inserted }
      for (index, phrase) in phrases.enumerated() {
        let expected = expectedHits(phrase, text, stems)
        // Of several beginnings the nearest is reported; so each end is, once, and truly.
        let ends = Set((found[index] ?? []).map(\.upperBound))
        #expect(ends == Set(expected.map(\.upperBound)), "\(phrase.text) in \(given)")
        #expect((found[index] ?? []).isSubset(of: expected), "\(phrase.text) in \(given)")
        total += expected.count
      }
    }
    #expect(total > 2000)
  }

  @Test func `grows its tables without losing words`() throws {
    let phrases = (0..<3000).map { "w\($0) v\($0 % 7)" }
    let found = try hits(phrases, in: "w2999 v3 w0 v0 w1 v2")
    #expect(found.map(\.phrase) == ["w2999 v3", "w0 v0"])
    var vocabulary = TokenVocabulary()
    let words = (0..<1000).map { Array("x\($0)".utf8) }
    #expect(words.map { vocabulary.insert($0) } == (0..<1000).map { Int32($0) })
    #expect(words.map { vocabulary.number(of: $0) } == (0..<1000).map { Int32($0) })
    #expect(vocabulary.number(of: Array("y".utf8)) == TokenVocabulary.unknown)
  }
}
