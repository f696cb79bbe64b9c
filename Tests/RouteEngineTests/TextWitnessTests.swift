import TestSupport
import Testing

@testable import RouteEngine

@Suite struct `Texts for patterns` {
  private func witnesses(_ globs: [String]) throws -> [String] {
    TextWitnesses(of: try globs.map { .glob(try Glob($0)) }, besides: []).texts
  }

  @Test func `look like what is usual`() throws {
    let branches = try witnesses(["release/*", "*/hotfix"])
    #expect(branches == ["x", "x/hotfix", "release/x", "release/hotfix"])
    let folders = try witnesses(["/home/me/side/**"])
    #expect(folders == ["x", "/home/me/side/x"])
    let any = try witnesses(["**"])
    #expect(any == ["x"])
  }

  @Test func `are there for each combination of patterns that exists`() throws {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<150 {
      let globs = try (0..<3).map { _ in try Self.glob(&random) }
      let texts = TextWitnesses(of: globs.map { .glob($0) }, besides: [])
      #expect(texts.isComplete)
      let combinations = texts.texts.map { text in globs.map { $0.matchesWhole(text) } }
      #expect(Set(combinations).count == combinations.count, "\(globs.map(\.text))")
      let seen = Set(Self.shortTexts.map { text in globs.map { $0.matchesWhole(text) } })
      #expect(seen.isSubset(of: Set(combinations)), "\(globs.map(\.text))")
    }
  }

  @Test func `are read by the automaton as by the glob`() throws {
    var random = SeededGenerator(seed: 6)
    for _ in 0..<150 {
      let glob = try Self.glob(&random)
      let automaton = TextAutomaton([.glob(glob), .literal("a/b"), .prefix("a/")])
      for text in Self.shortTexts {
        let end = text.utf8.reduce(automaton.start) { automaton.step($0, $1) }
        var expected: Set<Int> = glob.matchesWhole(text) ? [0] : []
        if text == "a/b" { expected.insert(1) }
        if text.hasPrefix("a/") { expected.insert(2) }
        #expect(automaton.accepted(end) == expected, "\(glob.text) on \(text)")
      }
    }
  }

  @Test func `need bytes that cannot be printed where nothing else will do`() throws {
    let texts = try witnesses(["[!\u{20}-\u{7E}]*"])
    #expect(texts.count == 2)
    #expect(texts.last.map { !$0.utf8.allSatisfy { (0x20...0x7E).contains($0) } } == true)
  }

  @Test func `are given up on when there are too many`() throws {
    let globs = try (0..<12).map { try Glob("*\($0)a*") }
    let texts = TextWitnesses(of: globs.map { .glob($0) }, besides: [], limit: 200)
    #expect(!texts.isComplete)
  }

  @Test func `of regions are of every geography`() {
    let questions = FactCells.Questions(regions: ["eu-central-1"])
    let cells = FactCells(of: .environment("AWS_REGION"), for: questions)
    let texts = cells.states.map { state -> String? in
      if case .value(.text(let text)) = state { text } else { nil }
    }
    #expect(
      texts == [
        "us-east-1", nil, "eu-central-1", "eu-west-1", "ap-southeast-1", "ap-northeast-1",
        "ap-southeast-2", "global", "sa-east-1",
      ]
    )
  }

  /// Every text of up to four bytes over a small alphabet.
  private static let shortTexts: [String] = (0..<4).reduce(into: [""]) { texts, _ in
    texts = [""] + texts.flatMap { text in ["a", "b", "/"].map { text + $0 } }
  }

  private static func glob(_ random: inout SeededGenerator) throws -> Glob {
    let pieces = ["a", "b", "/", "*", "**", "?", "[ab]", "[!a]", "/**/", "a*"]
    while true {
      let text = (0..<Int.random(in: 1...4, using: &random))
        .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }
        .joined()
      if let glob = try? Glob(text) { return glob }
    }
  }
}
