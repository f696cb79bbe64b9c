import Testing

@testable import RouteEngine

struct NegationTests {
  private func isNegated(
    _ phrase: String,
    in text: String,
    window: Int = 5,
    within scope: Negation.Scope = .clause
  ) throws -> Bool {
    let phrase = try Phrase(phrase)
    let matcher = PhraseMatcher(words: NegationLexicon.shared.words, expectedCount: 1) {
      $0.add(phrase, gapsAreWide: false)
    }
    let read = TokenText(text, stems: matcher.stems, words: matcher.words)
    var first: Range<Int>?
    matcher.search(read) { _, tokens in
      first = tokens
      return false
    }
    return Negation(read, window: window, within: scope).negates(try #require(first, "\(text)"))
  }

  @Test(arguments: [
    "do not rename the files",
    "don't rename", "don’t rename", "dont rename", "never rename", "cannot rename",
    "we shouldn't blindly rename",
    "without renaming anything", "avoid renaming", "no renames", "instead of renaming",
    "do not touch, move or rename it",
    "no moves, renames or deletions",
    "do not\nrename",
    "do not move README.md or rename it",
    "not one two three four rename",
  ])
  func `negates rename`(text: String) throws {
    #expect(try isNegated("rename", in: text))
  }

  @Test(arguments: [
    "rename the files, not the folders",
    "not one two three four five rename",
    "do not move. rename", "do not move; rename", "do not move: rename", "do not move! rename",
    "do not move\nRename", "do not move\n- rename",
    "don't move but rename", "do not refactor, just rename", "not a refactor, only rename",
    "no logic changes, rename the files",
    "no logic changes (rename the files)",
    "no logic changes - rename the files",
    "not only rename", "don't just rename", "don't forget to rename", "why not rename",
    "whether or not to rename", "no-op rename", "no doubt rename", "no rush: rename",
    "without further ado rename",
    "not a, b, c but rename",
    "noise rename", "knot rename",
  ])
  func `does not negate rename`(text: String) throws {
    #expect(try !isNegated("rename", in: text))
  }

  @Test(arguments: [
    ("umbenennen", "nicht umbenennen", true),
    ("umbenennen", "keine Dateien umbenennen", true),
    ("umbenennen", "ohne Dateien umbenennen zu müssen", true),
    ("dateien", "ändere die Dateien nicht", true),
    ("dateien", "benenne die Dateien um, aber nicht die Ordner", false),
    ("umbenennen", "nicht löschen, sondern umbenennen", false),
    ("umbenennen", "nicht nur umbenennen", false),
    ("formatear", "no formatear", true),
    ("formatear", "sin formatear", true),
    ("formatear", "no borrar sino formatear", false),
    ("renommer", "ne pas renommer", true),
    ("renomme", "n'efface ni ne renomme", true),
    ("renommer", "sans renommer", true),
    ("renommer", "ne touche pas au code mais renommer", false),
    ("重命名", "不要重命名", true),
    ("重命名", "别重命名", true),
    ("重命名", "没有重命名", true),
    ("重命名", "不仅重命名", false),
    ("重命名", "特别重命名", false),
    ("重命名", "不改逻辑，重命名", false),
    ("重命名", "不修改而是重命名", false),
    ("リネーム", "リネームしないで", true),
    ("リネーム", "リネームせずに", true),
    ("リネーム", "リネームしません", true),
    ("リネーム", "ロジックは変えずに、リネームする", false),
    ("リネーム", "リネームする、削除しない", false),
    ("リネーム", "リネームしなければならない", false),
    ("이름", "이름 변경 없이", true),
  ])
  func `knows the negators of other languages`(
    phrase: String,
    text: String,
    isNegated expected: Bool
  )
    throws
  {
    #expect(try isNegated(phrase, in: text) == expected)
  }

  @Test func `reaches as far as the window says`() throws {
    #expect(try isNegated("rename", in: "not a b rename", window: 3))
    #expect(try !isNegated("rename", in: "not a b c rename", window: 3))
    #expect(try !isNegated("rename", in: "not rename", window: 0))
    #expect(
      try isNegated(
        "rename",
        in: "not " + String(repeating: "a ", count: 50) + "rename",
        window: 99
      )
    )
  }

  @Test func `reaches over full stops where it saves protective evidence`() throws {
    #expect(try isNegated("typo", in: "not. a typo", within: .stretch))
    #expect(try !isNegated("typo", in: "not! a typo", within: .stretch))
  }
}
