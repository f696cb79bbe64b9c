import Diagnostics
import Testing

@Suite struct `A word for a shell` {
  @Test(arguments: [
    ("bulk", "bulk"),
    ("~/a", "'~/a'"),
    ("src/a.swift,b@1:2%+_-", "src/a.swift,b@1:2%+_-"),
    ("branch=main", "branch=main"),
    // zsh looks for a program of that name.
    ("=ls", "'=ls'"),
    ("", "''"),
    ("two words", "'two words'"),
    ("it's", #"'it'\''s'"#),
    ("'\u{301}; id", "''\\''\u{301}; id'"),
    ("$(id)`id`\\", #"'$(id)`id`\'"#),
    ("a\nb", "'a\nb'"),
    ("é", "'é'"),
  ])
  func `is quoted when it has to be`(text: String, expected: String) {
    // By bytes: as text a letter and its accent equal the letter with an accent.
    #expect(Array(text.shellWord.utf8) == Array(expected.utf8))
  }
}
