import Diagnostics
import Testing

@Suite struct `Text in a text` {
  @Test(arguments: [
    ("anthropic.claude", "anthropic."), ("us.anthropic.", "anthropic."), ("aab", "ab"),
    ("aaab", "aab"), ("naïve", "ï"), ("x", ""), ("", ""),
    // A mark behind it makes another character of the last one.
    ("sk-\u{301}", "sk-"),
  ])
  func `Is found`(text: String, other: String) {
    #expect(text.containsBytes(of: other))
  }

  @Test(arguments: [
    ("", "a"), ("ab", "abc"), ("aba", "ac"), ("abab", "abb"), ("CLAUDE", "claude"),
    // Two spellings of one character.
    ("e\u{301}", "é"),
  ])
  func `Is not there`(text: String, other: String) {
    #expect(!text.containsBytes(of: other))
  }

  @Test func `The first place is given, of a part of a text too`() throws {
    let text = "è: a: b: c"
    let first = try #require(text.firstRange(ofBytesOf: ": "))
    #expect(text[..<first.lowerBound] == "è")
    let rest = text[first.upperBound...]
    let second = try #require(rest.firstRange(ofBytesOf: ": "))
    #expect(rest[..<second.lowerBound] == "a")
    #expect(rest[second.upperBound...] == "b: c")
  }
}
