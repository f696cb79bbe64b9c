import Diagnostics
import Foundation
import Testing
import YAMLTree

@Suite struct BudgetTests {
  private static let small = YAMLBudget(maximumBytes: 100, maximumDepth: 3, maximumNodes: 8)

  @Test(arguments: [
    (String(repeating: "x", count: 100), nil),
    (
      String(repeating: "x", count: 101),
      "1:1 the file has more than the 100 bytes that are read"
    ),
    ("[[[]]]", nil),
    ("[[[[]]]]", "1:4 lists and mappings are nested more than 3 deep"),
    ("a:\n b:\n  c:\n   d: 1", "4:4 lists and mappings are nested more than 3 deep"),
    ("[a, b, {c: d}, e, f]", nil),
    ("[a, b, {c: d}, e, f, g]", "1:22 the file holds more than 8 keys and values"),
  ])
  func `stops at the limit`(text: String, mistake: String?) {
    let document = YAMLDocument(text, budget: Self.small)
    let found = document.diagnostics.map { mistake in
      let start = mistake.place?.range.start
      return "\(start?.line ?? 0):\(start?.column ?? 0) \(mistake.message)"
    }
    #expect(found == (mistake.map { [$0] } ?? []))
    #expect((document.root == nil) == (mistake != nil))
  }

  @Test func `has the budgets of the two kinds of files`() {
    #expect(
      [YAMLBudget.repository, .user].map { [$0.maximumBytes, $0.maximumDepth, $0.maximumNodes] }
        == [[262_144, 32, 20_000], [4_194_304, 32, 500_000]]
    )
  }

  struct Bomb: CustomStringConvertible, Sendable {
    let description: String
    let text: String

    init(_ piece: String, _ count: Int, head: String = "", tail: String = "") {
      description = "\(count) times \(piece.debugDescription)"
      text = head + String(repeating: piece, count: count) + tail
    }
  }

  @Test(arguments: [
    Bomb("[", 20_000),
    Bomb("{a: ", 20_000),
    Bomb("- ", 2 << 20),
    Bomb("? ", 2 << 20),
    Bomb("&a ", 1 << 20),
    Bomb("%TAG !a! b\n", 300_000, tail: "--- a\n"),
    Bomb("%TAG !a! b\n", 300_000, head: "a\n...\n", tail: "--- a\n"),
    Bomb("a: 1\n", 800_000),
    Bomb("\u{7}", 4 << 20),
    Bomb("*a, ", 1 << 20, head: "["),
    Bomb("a,", 2 << 20, head: "["),
    Bomb("!", 4 << 20),
  ])
  func `ends soon on a bomb`(bomb: Bomb) {
    let start = ContinuousClock.now
    let document = YAMLDocument(bomb.text)
    // Milliseconds in a release; a debug build on a busy machine gets room, but none for squares.
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(document.diagnostics.hasErrors)
    #expect(document.diagnostics.count <= 201)
  }

  @Test func `reads a text as long as the budget`() {
    let text = String(repeating: "x", count: (4 << 20) - 3)
    #expect(YAMLDocument("a: " + text).root?.outline == "{a: \(text)}")
  }
}
