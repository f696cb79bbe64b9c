import Diagnostics
import Testing
import YAMLTree

@Suite struct `A table of keys` {
  private static let words = [
    "a", "b", "all", "any", "name", "fame", "forbid", "require", "max-budget-usd", "gt", "gte",
    "tg", "abc", "abcde", "abcdefg", "abcdefgh", "abcdefghijklmno", "abcdefghijklmnop",
  ]

  private static func entries(_ text: String, words: [String] = words) -> [YAMLEntry] {
    let document = YAMLDocument(
      parsing: Array(text.utf8),
      file: "f",
      budget: .user,
      keys: KeyTable(words),
      handingOut: []
    ) { _, _ in }
    return document.root?.entries.map { Array($0) } ?? []
  }

  @Test(arguments: ["%: 1\n", "\"%\": 1\n", "'%': 1\n", "? %\n: 1\n", "{%: 1}\n"])
  func `finds each of its words, however it is written`(line: String) {
    for (number, word) in Self.words.enumerated() {
      let entries = Self.entries(line.replacing("%", with: word))
      #expect(entries.map(\.key) == [word])
      #expect(entries.map(\.number) == [UInt8(number)])
    }
  }

  @Test func `finds no other word`() {
    for word in Self.words {
      for other in ["\(word)x", "x\(word)", String(word.reversed()), word.uppercased(), "é\(word)"]
      where !Self.words.contains(other) {
        let entries = Self.entries("\(other): 1\n")
        #expect(entries.map(\.key) == [other])
        #expect(entries.map(\.number) == [nil])
      }
    }
  }

  @Test func `tells words apart by each of their letters`() {
    for word in Self.words {
      for index in word.indices {
        let other = word.replacing(at: index, with: "z")
        #expect(Self.entries("\(other): 1\n").map(\.number) == [nil])
      }
    }
  }

  @Test func `may be full, or empty`() {
    let many = (0..<KeyTable.maximumCount).map { "key-\($0)" }
    let text = many.map { "\($0): 1\n" }.joined()
    #expect(Self.entries(text, words: many).map(\.number) == (0..<64).map { UInt8($0) })
    #expect(Self.entries(text, words: []).allSatisfy { $0.number == nil })
  }

  @Test func `does not keep mistakes from being found`() {
    let document = YAMLDocument(
      parsing: Array("name: 1\n&x all: 2\nname: 3\n<<: 4\n".utf8),
      file: "f",
      budget: .user,
      keys: KeyTable(Self.words),
      handingOut: []
    ) { _, _ in }
    #expect(
      document.diagnostics.map(\.message) == [
        "anchors are not supported: `&x`", "the key `name` is defined twice",
        "merge keys are not supported: `<<`",
      ]
    )
  }
}

extension String {
  fileprivate func replacing(at index: Index, with character: Character) -> String {
    String(self[..<index]) + String(character) + String(self[self.index(after: index)...])
  }
}
