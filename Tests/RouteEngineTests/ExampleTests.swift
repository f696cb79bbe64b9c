import RouteEngine
import Testing

/// Tasks that a policy names for what they are, and others that are like them.
@Suite struct `Examples` {
  private struct Spec {
    var bulk: [String] = []
    var notBulk: [String] = []
    var production: [String] = []
    var notProduction: [String] = []
    var layer = Layer.user
    /// Of the examples of `bulk`.
    var bulkLayer: Layer?
    var phrase = "rename"
    var settings = ClassifierSettings()

    func classification(of text: String, isPartial: Bool = false) throws -> Classification {
      let examples = { (texts: [String], layer: Layer) in
        texts.enumerated().map { index, text in
          TaskExample(
            text: text,
            origin: Origin(layer: layer, file: "policy.yaml", line: index + 1)
          )
        }
      }
      let bulk = TaskClass(
        name: "bulk",
        description: nil,
        isProtective: false,
        signals: [
          Signal(
            matcher: .phrase(try Phrase(phrase)),
            origin: Origin(layer: .user, file: "policy.yaml", line: 9)
          )
        ],
        unless: [],
        examples: examples(self.bulk, bulkLayer ?? layer),
        counterExamples: examples(notBulk, layer)
      )
      let production = TaskClass(
        name: "production",
        description: nil,
        isProtective: true,
        signals: [],
        unless: [],
        examples: examples(self.production, layer),
        counterExamples: examples(notProduction, layer)
      )
      return Classifier(of: [bulk, production], settings)
        .classification(of: TaskFacts(text: text, textIsPartial: isPartial))
    }

    func names(of text: String) throws -> [String] { try classification(of: text).names }
  }

  @Test func `put the same words in their class, whatever case, marks and spaces`() throws {
    let spec = Spec(bulk: ["Tidy the quarterly fixtures"])
    #expect(
      try spec.classification(of: "  tidy the QUARTERLY, fixtures!").classes == [
        ClassFinding(
          name: "bulk",
          isProtective: false,
          evidence: [
            Evidence(
              signal: .example,
              pattern: "Tidy the quarterly fixtures",
              text: "100 %",
              origin: Origin(layer: .user, file: "policy.yaml", line: 1)
            )
          ]
        )
      ]
    )
  }

  @Test(arguments: ["tidy the quartely fixtures", "tidy all the quarterly fixtures"])
  func `put a text that is much alike in their class`(text: String) throws {
    #expect(try Spec(bulk: ["tidy the quarterly fixtures"]).names(of: text) == ["bulk"])
  }

  @Test(arguments: ["delete the quarterly reports", "tidy", "", "クォータリー"])
  func `leave others alone`(text: String) throws {
    #expect(try Spec(bulk: ["tidy the quarterly fixtures"]).names(of: text) == [])
  }

  @Test func `give way to a nearer example of another class`() throws {
    let spec = Spec(
      bulk: ["tidy the quarterly fixtures of the ledger"],
      production: ["tidy the quarterly bookings of the ledger"]
    )
    #expect(try spec.names(of: "tidy the quarterly bookings of a ledger") == ["production"])
    #expect(try spec.names(of: "tidy the quarterly fixtures of a ledger") == ["bulk"])
    // Between the two neither is nearer by the margin.
    #expect(try spec.names(of: "tidy the quarterly sums of the ledger") == [])
  }

  @Test func `that contradict take the class away, from phrases too`() throws {
    let spec = Spec(notBulk: ["rename the column of the ledger"], notProduction: ["ship the docs"])
    let found = try spec.classification(of: "rename the column of the ledger")
    #expect(found.names == [])
    #expect(found.doubted.map(\.name) == ["bulk"])
    #expect(found.doubted.map(\.percent) == [nil])
    #expect(try spec.names(of: "rename the folder of the pictures") == ["bulk"])
  }

  @Test func `of a repository take nothing from those of people`() throws {
    var spec = Spec(bulk: ["tidy the ledger"], production: ["tidy the ledger"])
    #expect(try spec.names(of: "tidy the ledger") == [])
    spec.bulkLayer = .repository
    #expect(try spec.names(of: "tidy the ledger") == ["production"])
  }

  @Test func `of permissive classes say nothing about part of a task`() throws {
    let spec = Spec(bulk: ["tidy the fixtures"], production: ["tidy the bookings"])
    #expect(try spec.classification(of: "tidy the fixtures", isPartial: true).names == [])
    #expect(
      try spec.classification(of: "tidy the bookings", isPartial: true).names == ["production"]
    )
  }

  @Test func `may be bounded`() throws {
    var spec = Spec(bulk: ["tidy the fixtures"], production: ["tidy the bookings"])
    spec.settings.mayAssign = .protective
    #expect(try spec.names(of: "tidy the fixtures") == [])
    #expect(try spec.names(of: "tidy the bookings") == ["production"])
    spec.settings.mayAssign = .none
    #expect(try spec.names(of: "tidy the bookings") == [])
    spec.settings.mayAssign = .any
    spec.settings.thresholds.similarity = 1000
    #expect(try spec.names(of: "tidy these bookings") == [])
    #expect(try spec.names(of: "tidy the bookings") == ["production"])
  }
}
