import Diagnostics
import TestSupport
import Testing
import YAMLTree

@Suite struct MistakeTests {
  @Test(arguments: [
    MistakeCase(
      "a: ❯&x 1",
      "anchors are not supported: `&x`",
      help: "delete it, and write the value out wherever it is needed"
    ),
    MistakeCase(
      "a: ❯*x",
      "aliases are not supported: `*x`",
      help: "write the value out; a text that begins with `*` belongs in quotes"
    ),
    MistakeCase(
      "a: ❯!!str 1",
      "tags are not supported",
      help: "delete it; a text that begins with `!` belongs in quotes"
    ),
    MistakeCase(
      "a: ❯! 1",
      "tags are not supported",
      help: "delete it; a text that begins with `!` belongs in quotes"
    ),
    MistakeCase(
      "a: ❯!x {b: 1}",
      "tags are not supported",
      help: "delete it; a text that begins with `!` belongs in quotes"
    ),
    MistakeCase(
      "❯!x a: 1",
      "tags are not supported",
      help: "delete it; a text that begins with `!` belongs in quotes"
    ),
    MistakeCase(
      "a:\n  ❯<<: {b: 1}",
      "merge keys are not supported: `<<`",
      help: "write the keys out wherever they are needed"
    ),
    MistakeCase(
      "# c\n❯%TAG ! x\n---\na: 1",
      "directives are not supported",
      help: "delete the line that begins with `%`"
    ),
    MistakeCase(
      "a: 1\n...\n❯%TAG ! x\n---\na: 1",
      "directives are not supported",
      help: "delete the line that begins with `%`"
    ),
    MistakeCase(
      "a: 1\n\n# b\n❯---\nb: 2",
      "a second document begins here, and a file holds one",
      help: "delete the `---`, or move what follows into a file of its own"
    ),
    MistakeCase("{❯: 1}", "there is no key before the `:`", help: "write `name: value`"),
    MistakeCase("?❯\n: 1", "there is no key before the `:`", help: "write `name: value`"),
    MistakeCase("? ❯[a]\n: b", "a key must be a text, not a list", help: "write `name: value`"),
    MistakeCase("❯{a: b}: c", "a key must be a text, not a mapping", help: "write `name: value`"),
    MistakeCase(
      "a: ❯\"\\a\"",
      "the control character U+0007 is not allowed",
      help: "delete it"
    ),
    MistakeCase("a: 1 # ❯\u{7}", "the control character U+0007 is not allowed", help: "delete it"),
    MistakeCase("a: ❯\u{9B}x", "the control character U+009B is not allowed", help: "delete it"),
    MistakeCase("a: é❯\u{7F}", "the control character U+007F is not allowed", help: "delete it"),
    MistakeCase("a: x❯\u{FEFF}", "the control character U+FEFF is not allowed", help: "delete it"),
    MistakeCase(
      "❯a\u{202E}b: 1",
      "the invisible character U+202E is not allowed",
      help: "delete it: it changes the order in which a screen shows the text"
    ),
    MistakeCase(
      "a: ❯\"\\u2067\"",
      "the invisible character U+2067 is not allowed",
      help: "delete it: it changes the order in which a screen shows the text"
    ),
    MistakeCase("❯", "the file is empty", help: "a policy begins with `version: 1`"),
    MistakeCase("❯# only this\n", "the file is empty", help: "a policy begins with `version: 1`"),
    MistakeCase("❯---\n", "the file is empty", help: "a policy begins with `version: 1`"),
    MistakeCase(
      "❯name: a\n❯name: b",
      "the key `name` is defined twice",
      help: "delete one of them, or give it another name",
      note: "first defined here",
      id: "duplicate-name"
    ),
    MistakeCase(
      "❯a: 1\n" + (0..<40).map { "b\($0): 1\n" }.joined() + "❯a: 1",
      "the key `a` is defined twice",
      help: "delete one of them, or give it another name",
      note: "first defined here",
      id: "duplicate-name"
    ),
  ])
  func `refuses what a policy does not need`(row: MistakeCase) {
    let found = YAMLDocument(row.file.text).diagnostics
    #expect(found == [row.expected(like: found.first)])
  }

  @Test func `marks the whole anchor, alias, key and directive`() {
    let file = MarkedYAML("a: ❯&one❯ 1\nb: ❯*one❯\n? ❯[c]❯\n: 1\n❯<<❯: x\n")
    let ranges = YAMLDocument(file.text).diagnostics.map(\.place?.range)
    let at = file.positions
    #expect(ranges.first == SourceRange(start: at[0], end: at[1]))
    #expect(ranges.dropFirst().first == SourceRange(start: at[2], end: at[3]))
    #expect(ranges.last == SourceRange(start: at[6], end: at[7]))
    #expect(ranges.count == 4)
  }

  @Test func `finds all of them in one run, in the order of the file`() {
    let document = YAMLDocument(
      """
      %YAML 1.1
      ---
      a: &x 1
      a: *x
      b: "\\e"
      c: !t [1, {d: 1, d: 2}]
      <<: {e: \u{1}}
      ---
      a: 1
      """
    )
    #expect(
      document.diagnostics.map { "\($0.place?.range.start.line ?? 0) \($0.message)" } == [
        "1 directives are not supported",
        "3 anchors are not supported: `&x`",
        "4 aliases are not supported: `*x`",
        "5 the control character U+001B is not allowed",
        "6 tags are not supported",
        "6 the key `d` is defined twice",
        "7 merge keys are not supported: `<<`",
        "7 the control character U+0001 is not allowed",
        "8 a second document begins here, and a file holds one",
      ]
    )
  }

  @Test func `leaves out what a mistake makes senseless, and keeps the first of two`() {
    let document = YAMLDocument("a: &x 1\na: 2\nb: [*x, 3]\n<<: 4\n? [c]\n: 5\nd: *x\ne: 6\n")
    #expect(document.root?.outline == "{a: 1, b: [3], e: 6}")
  }

  @Test func `shortens a long key in a message`() {
    let key = String(repeating: "k", count: 100)
    let message = YAMLDocument("\(key): 1\n\(key): 2\n").diagnostics.first?.message
    #expect(message == "the key `\(String(repeating: "k", count: 60))…` is defined twice")
  }

  @Test func `takes keys apart by letter case, and together by composition`() {
    #expect(YAMLDocument("a: 1\nA: 2\n").diagnostics == [])
    #expect(YAMLDocument("\u{E9}: 1\ne\u{301}: 2\n").diagnostics.map(\.id) == ["duplicate-name"])
    // The Kelvin sign.
    #expect(YAMLDocument("K: 1\n\u{212A}: 2\n").diagnostics.map(\.id) == ["duplicate-name"])
    let long = String(repeating: "x", count: 20)
    #expect(YAMLDocument("\(long)a: 1\n\(long)b: 2\n\(long): 3\n").diagnostics == [])
    #expect(YAMLDocument("\(long): 1\n\(long): 2\n").diagnostics.map(\.id) == ["duplicate-name"])
  }
}
