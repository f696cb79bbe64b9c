import Diagnostics
import TestSupport
import Testing
import YAMLTree

@Suite struct SyntaxTests {
  private static let quoteValue =
    "a value that contains `: `, `,`, `[`, `]`, `{` or `}` belongs in quotes"

  @Test(arguments: [
    MistakeCase(
      "a: 1\n❯b\nc: 2\n",
      "there is no `:` behind this key",
      help: "write `name: value`, or indent the line when it goes on with the text above"
    ),
    MistakeCase(
      "a: b❯: c",
      "a second `:` on this line",
      help: "put a value that contains `: ` in quotes, or begin a new line"
    ),
    MistakeCase(
      "a: 1\n  b❯: 2\n",
      "a key cannot begin on this line",
      help: "indent it like the keys it belongs to; the value above is already complete"
    ),
    MistakeCase(
      "a:\n❯\tb: 1\n",
      "a tab indents this line",
      help: "indent with spaces"
    ),
    MistakeCase("a: 1\n❯\tb: 2\n", "a tab indents this line", help: "indent with spaces"),
    MistakeCase("a: |\n❯\tb\n", "a tab indents this line", help: "indent with spaces"),
    MistakeCase("a: ❯@b", "a text cannot begin with `@`", help: "put it in quotes"),
    MistakeCase("a: ❯`b`", "a text cannot begin with ```", help: "put it in quotes"),
    MistakeCase(
      "a: ❯[1, 2❯\n   ",
      "the `[` is never closed",
      help: "add `]` behind the last value",
      note: "opened here"
    ),
    MistakeCase(
      "a: ❯[1\nb❯: 2\n",
      "the `[` is never closed",
      help: "add `]` behind the last value",
      note: "opened here"
    ),
    MistakeCase(
      "a: ❯{b: 1❯\n\n",
      "the `{` is never closed",
      help: "add `}` behind the last value",
      note: "opened here"
    ),
    MistakeCase(
      "a: ❯[b: c❯: d]",
      "expected `,` or `]` here",
      help: quoteValue,
      note: "the `[` is opened here"
    ),
    MistakeCase(
      "a: ❯{b: c❯: d}",
      "expected `,` or `}` here",
      help: quoteValue,
      note: "the `{` is opened here"
    ),
    MistakeCase("a: {❯", "the file ends inside brackets", help: "close them"),
    MistakeCase(
      "a: ❯]",
      "expected a value, found `]`",
      help: "delete it; a text that begins with it belongs in quotes"
    ),
    MistakeCase(
      "a: [1,❯, 2]",
      "expected a value, found `,`",
      help: "delete it; a text that begins with it belongs in quotes"
    ),
    MistakeCase("a: [1]❯]", "`]` closes nothing", help: "delete it"),
    MistakeCase(
      "a: ❯\"b\nc: d❯\n",
      "the quote `\"` is never closed",
      help: "add `\"` where the text ends",
      note: "opened here"
    ),
    MistakeCase(
      "a: ❯'b\n❯---\n",
      "the quote `'` is never closed",
      help: "add `'` where the text ends",
      note: "opened here"
    ),
    MistakeCase(
      "❯a:\n    b: 1\n  ❯c: 2\n",
      "this line is indented like none of those above it",
      help: "give all keys of one mapping the same number of spaces",
      note: "the mapping begins here"
    ),
    MistakeCase(
      "❯a: 1\n❯- b\n",
      "a list item among the keys of a mapping",
      help: "indent the `-` below the key it belongs to",
      note: "the mapping begins here"
    ),
    MistakeCase("❯: x\n", "there is no key before the `:`", help: "write `name: value`"),
    MistakeCase(
      "a: \"b\" ❯c\n",
      "text follows a value that is already complete",
      help: "put the whole value in quotes, or begin a new line"
    ),
    MistakeCase(
      "a: ❯- b",
      "a list item cannot begin here",
      help: "write each `- ` on a line of its own, all indented alike"
    ),
    MistakeCase(
      "{a: 1} ❯b",
      "text follows the end of the document",
      help: "delete it, or indent it like the keys it belongs to"
    ),
    MistakeCase(
      "a: 1\n...\n❯b: 2",
      "text follows the end of the document",
      help: "delete it, or indent it like the keys it belongs to"
    ),
    MistakeCase(
      "a: \"❯\\q\"",
      "this escape means nothing in double quotes",
      help: "write `\\\\` for a backslash, or use single quotes"
    ),
    MistakeCase(
      "a: \"\\x❯ZZ\"",
      "this escape lacks hexadecimal digits",
      help: "write two behind `\\x`, four behind `\\u`, eight behind `\\U`"
    ),
    MistakeCase(
      "a: \"\\u❯D800\"",
      "this escape names no character",
      help: "write the character itself"
    ),
    MistakeCase(
      "a: *❯ b",
      "aliases are not supported",
      help: "a text that begins with `*` belongs in quotes"
    ),
    MistakeCase(
      "a: &❯ b",
      "anchors are not supported",
      help: "a text that begins with `&` belongs in quotes"
    ),
    MistakeCase(
      "a: ❯!x!y b",
      "tags are not supported",
      help: "a text that begins with `!` belongs in quotes"
    ),
    MistakeCase(
      "a: [b❯:[c]]\n",
      "a `:` needs a space behind it",
      help: "write `name: value`, or put the whole text in quotes"
    ),
    MistakeCase(
      "a: 1\n%❯\n",
      "directives are not supported",
      help: "a text that begins with `%` belongs in quotes"
    ),
    MistakeCase(
      "a: >❯b\n",
      "`|` and `>` must end their line",
      help: "begin the text on the next line, or put a text that begins with them in quotes"
    ),
  ])
  func `says what to type`(row: MistakeCase) {
    let document = YAMLDocument(row.file.text)
    #expect(document.diagnostics == [row.expected(like: document.diagnostics.first)])
    #expect(document.root == nil)
  }

  @Test func `names the second of two anchors`() {
    let found = YAMLDocument("&a &b c").diagnostics.map(\.message)
    #expect(found == ["anchors are not supported: `&a`", "anchors and tags are not supported"])
  }

  @Test func `keeps what it found before the syntax broke`() {
    let found = YAMLDocument("a: &x 1\nb: [\n").diagnostics.map(\.message)
    #expect(found == ["anchors are not supported: `&x`", "the file ends inside brackets"])
  }
}
