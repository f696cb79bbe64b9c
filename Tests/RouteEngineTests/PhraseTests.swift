import Testing

@testable import RouteEngine

struct PhraseTests {
  @Test(arguments: [
    ("", "the phrase has no word"),
    (" -- = ", "the phrase has no word"),
    ("...", "the phrase has no word"),
    ("... a", "a gap `...` needs a word on both sides"),
    ("a ...", "a gap `...` needs a word on both sides"),
    ("…a", "a gap `...` needs a word on both sides"),
    ("a ... ... b", "two gaps `...` with no word between them"),
    ("a ... -- … b", "two gaps `...` with no word between them"),
  ])
  func `refuses what can match nothing`(text: String, reason: String) {
    let fault = #expect(throws: Phrase.Fault.self) { try Phrase(text) }
    #expect(fault?.reason == reason)
  }

  @Test(arguments: [
    ("License headers", "licens header"),
    ("sub-agents", "sub agent"),
    ("=sub-agents now", "=sub =agents now"),
    ("=Renaming files", "=renaming file"),
    ("rename ... =files", "renam ... =files"),
    ("rename...files", "renam ... file"),
    ("rename.....files", "renam ... file"),
    ("部署……生产", "部 署 ... 生 产"),
    ("a = b", "a b"),
    ("a=b", "a b"),
    ("=a ...=b", "=a ... =b"),
    ("=Straße", "=strasse"),
    ("node.js", "node js"),
    ("a .. b", "a b"),
  ])
  func `reads words, exact words and gaps`(text: String, expected: String) throws {
    let phrase = try Phrase(text)
    let written = phrase.words.map { word in
      let piece = String(decoding: phrase.bytes[word.exact ?? word.stem], as: UTF8.self)
      return (word.isAfterGap ? "... " : "") + (word.exact == nil ? "" : "=") + piece
    }
    #expect(written.joined(separator: " ") == expected)
  }

  @Test func `is the same as another phrase of the same text`() throws {
    #expect(try Set([Phrase("a b"), Phrase("a b"), Phrase("a  b")]).count == 2)
  }
}
