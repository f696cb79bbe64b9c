import Diagnostics
import Testing

@Suite struct SuggestionTests {
  struct Row: CustomStringConvertible, Sendable {
    let name: String
    let known: [String]
    let sentence: String?

    var description: String { name }
  }

  @Test(arguments: [
    Row(name: "opsu", known: ["haiku", "sonnet", "opus"], sentence: "did you mean `opus`?"),
    Row(name: "prodution", known: ["bulk", "production"], sentence: "did you mean `production`?"),
    Row(name: "docs", known: ["bulk", "alpha"], sentence: "known here: `alpha`, `bulk`"),
    Row(name: "x", known: ["y"], sentence: "known here: `y`"),
    Row(name: "x", known: [], sentence: nil),
    Row(
      name: "docs",
      known: (1...9).map { "number-\($0)" },
      sentence: "known here: " + (1...8).map { "`number-\($0)`" }.joined(separator: ", ")
    ),
  ])
  func `proposes a near name, else what is known`(row: Row) {
    #expect(Suggestion(for: row.name, among: row.known).sentence == row.sentence)
  }

  @Test func `puts the nearest first, the others in alphabetical order`() {
    let suggestion = Suggestion(for: "sonet", among: ["sonnet", "zeta", "alpha", "sonnet"])
    #expect(suggestion.names == ["sonnet", "alpha", "zeta"])
    #expect(suggestion.isLikely)
  }
}
