import Diagnostics
import TestSupport
import Testing
import YAMLTree

@Suite struct TreeTests {
  @Test(arguments: [
    ("a: 1", "{a: 1}"),
    ("a: no\nb: \"no\"\nc: 'x'\nd: |\n  y\n", "{a: no, b: 'no', c: 'x', d: 'y\n'}"),
    ("a:\n- b\n- c: d\n  e: f\n", "{a: [b, {c: d, e: f}]}"),
    ("{a: [b, c], d: {}, e: []}", "{a: [b, c], d: {}, e: []}"),
    ("a:\nb: \"\"\n", "{a: , b: ''}"),
    ("- a: 1\n-\n- - b\n", "[{a: 1}, , [b]]"),
    ("---\na: 1\n...\n# end\n", "{a: 1}"),
    ("text", "text"),
    ("a: x\n  y\n", "{a: x y}"),
    ("? a\n: b\n", "{a: b}"),
    ("\"<<\": a", "{<<: a}"),
    ("a: \"\\u00e9\\t\\n\"", "{a: 'é\t\n'}"),
    ("\u{FEFF}a: 1\r\nb: 2\r\n", "{a: 1, b: 2}"),
    ("\"\": a", "{: a}"),
  ])
  func `reads every shape`(text: String, outline: String) {
    let document = YAMLDocument(text)
    #expect(document.root?.outline == outline)
    #expect(document.diagnostics == [])
  }

  @Test func `gives every node its place`() {
    let file = MarkedYAML(
      """
      ❯a❯: ❯one❯
      ❯é❯:
        ❯- ❯"x y"❯
        - ❯{❯b❯: ❯2❯}❯
      """
    )
    let at = file.positions
    func range(_ start: Int, _ end: Int) -> SourceRange {
      SourceRange(start: at[start], end: at[end])
    }
    func text(_ text: String, isPlain: Bool = true, _ start: Int, _ end: Int) -> Tree {
      Tree(.scalar(text, isPlain: isPlain), at: range(start, end))
    }
    let inner = Tree.Entry("b", at: range(10, 11), text("2", 12, 13))
    let list = Tree(
      .sequence([text("x y", isPlain: false, 7, 8), Tree(.mapping([inner]), at: range(9, 14))]),
      at: range(6, 14)
    )
    let root = Tree(
      .mapping([
        Tree.Entry("a", at: range(0, 1), text("one", 2, 3)),
        Tree.Entry("é", at: range(4, 5), list),
      ]),
      at: range(0, 14)
    )
    #expect(YAMLDocument(file.text).root.map(Tree.init) == root)
  }

  @Test(arguments: ["? a", "? a\n", "? a\n\n# end\n", "? a\n? b\n", "? a\n\nb: 1\n"])
  func `a value that is left out stands behind its key`(text: String) {
    guard case .mapping(let entries)? = YAMLDocument(text).root?.content else {
      Issue.record("no mapping")
      return
    }
    let end = SourcePosition(line: 1, column: 4)
    #expect(entries.first?.value.range == SourceRange(at: end))
  }

  @Test(arguments: ["\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"])
  func `breaks lines where SourceFile does`(lineBreak: String) {
    let text = "# \(lineBreak)b: 2"
    guard case .mapping(let entries)? = YAMLDocument(text).root?.content else {
      Issue.record("no mapping")
      return
    }
    let file = SourceFile(name: "f", bytes: Array(text.utf8))
    #expect(entries.map(\.keyRange.start) == [SourcePosition(line: 2, column: 1)])
    #expect(file.lines.count == 2)
    #expect(file.lines[1] == "b: 2")
  }

  @Test func `keeps a hundred keys in their order`() {
    let keys = (0..<100).map { "key-\($0)" }
    let document = YAMLDocument(keys.map { "\($0): x\n" }.joined())
    guard case .mapping(let entries)? = document.root?.content else {
      Issue.record("no mapping")
      return
    }
    #expect(entries.map(\.key) == keys)
  }

  @Test(arguments: [
    "a: [1, 2]\nb: [3]\n",
    "a:\n  - {x: 1}\n  - y\n\nb: 1\n",
    "b: 1\na: []\n",
    "a: {x: 1}\n",
    "a: [1, *x, 2]\n",
    "a: [1]\na: [2]\n",
    "a: 1\na: [2]\n",
    "a: *x\na: [2]\n",
    "a: &x [1, !t 2]\n",
    "c: {a: [1]}\n",
    "- a: [1]\n",
    "a: [1, {b: [2, 2]}]\n---\na: [3]\n",
    "a: [1, 2",
  ])
  func `hands out what it would keep`(text: String) {
    let whole = YAMLDocument(text)
    var received: [YAMLNode] = []
    let document = YAMLDocument(
      parsing: Array(text.utf8),
      file: "f.yaml",
      budget: .user,
      handingOut: ["a"]
    ) { key, item in
      #expect(key == "a")
      received.append(item)
    }
    #expect(document.diagnostics.map(\.message) == whole.diagnostics.map(\.message))
    #expect(document.diagnostics.map(\.place?.range) == whole.diagnostics.map(\.place?.range))
    guard let kept = whole.root?.entries, let left = document.root?.entries else {
      #expect(document.root.map(Tree.init) == whole.root.map(Tree.init))
      return
    }
    #expect(left.map(\.key) == kept.map(\.key))
    #expect(left.map(\.value.range) == kept.map(\.value.range))
    for (left, kept) in zip(left, kept) {
      if left.key == "a", let items = kept.value.items {
        #expect(left.value.items?.isEmpty == true)
        #expect(received.map(Tree.init) == items.map(Tree.init))
      } else {
        #expect(Tree(left.value) == Tree(kept.value))
      }
    }
  }
}
