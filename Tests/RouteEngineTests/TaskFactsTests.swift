import RouteEngine
import Testing

/// What is read off a task's text as a fact.
@Suite struct `Facts of a text` {
  @Test(arguments: [
    "ultrathink", "please ULTRATHINK about it", "megathink", "Think hard", "think harder, please",
    "xthink hard", "ünd think hard",
  ])
  func `tell that it asks for thinking`(text: String) {
    #expect(TaskFacts.asksForThinking(text))
  }

  @Test(arguments: [
    nil, "", "think", "ultra think", "think  hard", "thin khard", "thinkhard", "ultrathin",
  ])
  func `tell that it does not`(text: String?) {
    #expect(!TaskFacts.asksForThinking(text))
  }

  @Test(arguments: [
    ("", 0), (" \t\r\n", 0), ("one", 1), ("  one two\nthree\r\nfour ", 4), ("a\u{3000}b\u{A0}c", 3),
    ("日本語 テスト", 2), ("one two ü", 3), ("a\u{B}b\u{1C}c d", 3),
  ])
  func `count its words`(text: String, count: Int) {
    #expect(TaskFacts.wordCount(of: text) == count)
  }

  @Test func `take for white space what Unicode does`() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let count = TaskFacts.wordCount(of: "a\(Character(scalar))b")
      if count != (scalar.properties.isWhitespace ? 2 : 1) {
        Issue.record("U+\(String(value, radix: 16)) makes \(count) words")
      }
    }
  }
}
