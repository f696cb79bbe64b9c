import PolicyStarter
import RouteEngine
import Testing

/// A file before and after `bump the year` became an example of `bulk`.
struct TeachingCase: CustomStringConvertible, Sendable {
  let description: String
  let before: String
  /// Absent where it must be left alone.
  let after: String?

  init(_ description: String, _ before: String, _ after: String?) {
    self.description = description
    self.before = before
    self.after = after
  }
}

extension TeachingCase {
  static let sections = [
    TeachingCase(
      "no classes",
      "version: 1\n",
      "version: 1\nclasses:\n  bulk:\n    examples:\n      - \"bump the year\"\n"
    ),
    TeachingCase(
      "no classes, in paragraphs, with comments at the end",
      """
      # Mine.
      version: 1

      labels: [cost-sensitive] # always
      #tests:
      #  - {task: x}

      """,
      """
      # Mine.
      version: 1

      labels: [cost-sensitive] # always
      #tests:
      #  - {task: x}

      classes:
        bulk:
          examples:
            - "bump the year"

      """
    ),
    TeachingCase(
      "no classes, in front of the end of a document",
      "---\nversion: 1\n...\n# end\n",
      "---\nversion: 1\nclasses:\n  bulk:\n    examples:\n      - \"bump the year\"\n...\n# end\n"
    ),
    TeachingCase(
      "no final line break",
      "version: 1\nname: 'mine' # ours",
      "version: 1\nname: 'mine' # ours\nclasses:\n  bulk:\n    examples:\n      - \"bump the year\""
    ),
    TeachingCase(
      "an indentation of four",
      "version: 1\nclient:\n    minimum-version: 2.1.330\n",
      """
      version: 1
      client:
          minimum-version: 2.1.330
      classes:
          bulk:
              examples:
                  - "bump the year"

      """
    ),
    TeachingCase(
      "other classes",
      """
      version: 1
      classes:
         ops: # three
            signals:
               - phrases: [restart]
         # the end of ops
      name: mine

      """,
      """
      version: 1
      classes:
         ops: # three
            signals:
               - phrases: [restart]
         bulk:
            examples:
               - "bump the year"
         # the end of ops
      name: mine

      """
    ),
    TeachingCase(
      "a class without examples, and a block text at its end",
      """
      version: 1
      classes:
        bulk:
          protective: false
          description: >-
            What one
            does by hand


      name: mine

      """,
      """
      version: 1
      classes:
        bulk:
          protective: false
          description: >-
            What one
            does by hand
          examples:
            - "bump the year"


      name: mine

      """
    ),
  ]

  static let blocks = [
    TeachingCase(
      "a block list",
      """
      version: 1
      classes:
        bulk:
          examples: # what we do
            - fix the headers # often
            # and no more
          protective: false

      """,
      """
      version: 1
      classes:
        bulk:
          examples: # what we do
            - fix the headers # often
            - "bump the year"
            # and no more
          protective: false

      """
    ),
    TeachingCase(
      "a block list that is not indented",
      "version: 1\nclasses:\n  bulk:\n    examples:\n    - one\n    - 'it''s two'\nname: mine\n",
      "version: 1\nclasses:\n  bulk:\n    examples:\n    - one\n    - 'it''s two'\n    - \"bump the year\"\nname: mine\n"
    ),
    TeachingCase(
      "items over several lines",
      "version: 1\nclasses:\n  bulk:\n    examples:\n      - one\n        more\n      - |\n        two\n        lines\n\nname: mine\n",
      "version: 1\nclasses:\n  bulk:\n    examples:\n      - one\n        more\n      - |\n        two\n        lines\n      - \"bump the year\"\n\nname: mine\n"
    ),
    TeachingCase(
      "line breaks of two bytes",
      "version: 1\r\nclasses:\r\n  bulk:\r\n    examples:\r\n      - \"\u{E9}t\u{E9}\"\r\nname: mine\r\n",
      "version: 1\r\nclasses:\r\n  bulk:\r\n    examples:\r\n      - \"\u{E9}t\u{E9}\"\r\n      - \"bump the year\"\r\nname: mine\r\n"
    ),
    TeachingCase(
      "line breaks of two bytes, and none at the end",
      "version: 1\r\nclasses:\r\n  bulk:\r\n    examples:\r\n      - one",
      "version: 1\r\nclasses:\r\n  bulk:\r\n    examples:\r\n      - one\r\n      - \"bump the year\""
    ),
    TeachingCase(
      "a byte-order mark and keys in quotes",
      "\u{FEFF}\"version\": 1\n\"classes\":\n  'bulk':\n    \"examples\":\n      - one\n",
      "\u{FEFF}\"version\": 1\n\"classes\":\n  'bulk':\n    \"examples\":\n      - one\n      - \"bump the year\"\n"
    ),
    TeachingCase(
      "odd line breaks in comments",
      "version: 1 # a\u{2028}# b\u{85}# c\rclasses:\n  bulk:\n    examples:\n      - one\n",
      "version: 1 # a\u{2028}# b\u{85}# c\rclasses:\n  bulk:\n    examples:\n      - one\n      - \"bump the year\"\n"
    ),
  ]

  static let brackets = [
    TeachingCase(
      "a list in brackets",
      "version: 1\nclasses:\n  bulk:\n    examples: [one, 'two, three' ] # few\n    protective: false\n",
      "version: 1\nclasses:\n  bulk:\n    examples: [one, 'two, three', \"bump the year\" ] # few\n    protective: false\n"
    ),
    TeachingCase(
      "an empty list",
      "version: 1\nclasses:\n  bulk:\n    examples: []\n",
      "version: 1\nclasses:\n  bulk:\n    examples: [\"bump the year\"]\n"
    ),
    TeachingCase(
      "a list with a comma at its end",
      "version: 1\nclasses: {bulk: {examples: [\u{1F600} one, ]}}\n",
      "version: 1\nclasses: {bulk: {examples: [\u{1F600} one, \"bump the year\", ]}}\n"
    ),
    TeachingCase(
      "a list with a line for each",
      "version: 1\nclasses:\n  bulk:\n    examples: [\n      one, # first\n      two, # last\n    ]\n",
      "version: 1\nclasses:\n  bulk:\n    examples: [\n      one, # first\n      two, # last\n      \"bump the year\",\n    ]\n"
    ),
    TeachingCase(
      "a list with a line for each and no comma at its end",
      "version: 1\nclasses:\n  bulk:\n    examples: [\n      one,\n      two # last\n    ]\n",
      "version: 1\nclasses:\n  bulk:\n    examples: [\n      one,\n      two, # last\n      \"bump the year\"\n    ]\n"
    ),
    TeachingCase(
      "an empty class",
      "version: 1\nclasses:\n  bulk: {}\n",
      "version: 1\nclasses:\n  bulk: {examples: [\"bump the year\"]}\n"
    ),
    TeachingCase(
      "a class in braces",
      "version: 1\nclasses:\n  bulk: {protective: false} # so\n  ops: {}\n",
      "version: 1\nclasses:\n  bulk: {protective: false, examples: [\"bump the year\"]} # so\n  ops: {}\n"
    ),
    TeachingCase(
      "classes in braces",
      "version: 1\nclasses: {}\n",
      "version: 1\nclasses: {bulk: {examples: [\"bump the year\"]}}\n"
    ),
    TeachingCase(
      "a whole file in braces",
      "{\n  \"version\": 1,\n  \"name\": \"mine\"\n}\n",
      "{\n  \"version\": 1,\n  \"name\": \"mine\",\n  classes: {bulk: {examples: [\"bump the year\"]}}\n}\n"
    ),
  ]

  static let refused = [
    TeachingCase(
      "an anchor",
      "version: 1\nclasses:\n  bulk:\n    examples: &a [one]\n",
      nil
    ),
    TeachingCase(
      "an alias",
      "version: 1\nx-a: &a [one]\nclasses:\n  bulk:\n    examples: *a\n",
      nil
    ),
    TeachingCase("no value", "version: 1\nclasses:\n  bulk:\n    examples:\n", nil),
    TeachingCase("one value", "version: 1\nclasses:\n  bulk:\n    examples: one\n", nil),
    TeachingCase("an empty file", "", nil),
    TeachingCase("no YAML", "version: [1\n", nil),
    TeachingCase("a list", "- version: 1\n", nil),
    TeachingCase(
      "an explicit key",
      "? version\n: 1\n? classes\n: bulk:\n    examples: [one]\n  ops: {}\n",
      "? version\n: 1\n? classes\n: bulk:\n    examples: [one, \"bump the year\"]\n  ops: {}\n"
    ),
    TeachingCase(
      "classes behind an explicit key",
      "? version\n: 1\n? classes\n: ops: {}\n",
      nil
    ),
    TeachingCase(
      "a text that a line break at its end would change",
      "version: 1\nclasses:\n  bulk:\n    examples:\n      - |\n        one",
      nil
    ),
  ]
}

@Suite struct `A policy that is taught` {
  private static func taught(
    _ text: String,
    _ example: String = "bump the year",
    isCounter: Bool = false
  ) throws -> String {
    let example = try TaughtExample(example, of: "bulk", isCounter: isCounter)
    let bytes = try TaughtPolicy(adding: example, to: Array(text.utf8)).bytes
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    arguments: TeachingCase.sections + TeachingCase.blocks + TeachingCase.brackets
      + TeachingCase.refused
  )
  func `has the example and is the same but for it`(_ row: TeachingCase) throws {
    guard let after = row.after else {
      #expect(throws: TeachingFault.self) { try Self.taught(row.before) }
      return
    }
    let taught = try Self.taught(row.before)
    // Strings with other line breaks may count as equal.
    #expect(Array(taught.utf8) == Array(after.utf8), "\(taught)")
  }

  @Test func `keeps examples and counter-examples apart`() throws {
    let first = try Self.taught(
      "version: 1\nclasses:\n  bulk:\n    examples: [one]\n",
      isCounter: true
    )
    #expect(
      first
        == "version: 1\nclasses:\n  bulk:\n    examples: [one]\n    counter-examples:\n      - \"bump the year\"\n"
    )
    #expect(
      try Self.taught(first, "two", isCounter: true)
        == "version: 1\nclasses:\n  bulk:\n    examples: [one]\n    counter-examples:\n      - \"bump the year\"\n      - \"two\"\n"
    )
  }

  @Test(arguments: [
    (#"say "no" to C:\temp"#, #""say \"no\" to C:\\temp""#),
    ("two\nlines\tand", #""two\nlines\tand""#),
    ("- a: b # c", "\"- a: b # c\""), ("\u{1F600} 是 é", "\"\u{1F600} 是 é\""),
    ("a\u{2028}b", #""a\u2028b""#), ("*alias & {x}", "\"*alias & {x}\""), ("1", "\"1\""),
  ])
  func `holds any text`(text: String, written: String) throws {
    #expect(
      try Self.taught("version: 1\nclasses: {bulk: {examples: []}}\n", text)
        == "version: 1\nclasses: {bulk: {examples: [\(written)]}}\n"
    )
  }

  @Test(arguments: [
    ("", "the text has neither a letter nor a digit"),
    ("-- !", "the text has neither a letter nor a digit"),
    ("a\u{1B}[31m", "the text holds the control character U+001B"),
    ("a\r\nb", "the text holds the control character U+000D"),
    ("a\u{85}b", "the text holds the control character U+0085"),
    ("a\u{202E}b", "the text holds the control character U+202E"),
    ("a\u{FEFF}b", "the text holds the control character U+FEFF"),
    (String(repeating: "a", count: 2001), "the text has more than 2000 characters"),
  ])
  func `does not hold this one`(text: String, reason: String) throws {
    let fault = #expect(throws: TeachingFault.self) { try TaughtExample(text, of: "bulk") }
    #expect(fault?.reason == reason)
  }

  @Test func `holds the longest text`() throws {
    let text = String(repeating: "é", count: 2000)
    let policy = try Loaded.policy(
      try Self.taught("version: 1\nclasses: {bulk: {examples: []}}\n", text),
      as: .user
    )
    #expect(policy.classes.first { $0.name == "bulk" }?.examples.first?.text == text)
  }
}
