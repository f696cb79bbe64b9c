import JSONTree
import Rendering
import Testing

@Suite struct `A score as JSON` {
  private func document(of json: ScoreJSON) throws -> JSONNode {
    try JSONNode(parsing: Array(json.text.utf8))
  }

  @Test func `has counts and fractions, and no tasks unless they are asked for`() throws {
    let document = try document(of: ScoreJSON(ScoreSample.report))
    let others = ["confusion", "classes", "kinds"]
    let parts = (document.members ?? []).filter { !others.contains($0.key) }
    #expect(
      parts.map { "\($0.key) \($0.value.text)" } == [
        "schema 1",
        "count 7",
        #"macro-f1 {"fraction":0.5667,"low":0.2143,"high":1.0000}"#,
        #"accuracy {"hits":5,"of":7,"fraction":0.7143,"low":0.3589,"high":0.9178}"#,
        #"leak {"hits":1,"of":5,"fraction":0.2000,"low":0.0362,"high":0.6245}"#,
        #"cheap-precision {"hits":2,"of":3,"fraction":0.6667,"low":0.2077,"high":0.9385}"#,
        #"cheap-recall {"hits":2,"of":2,"fraction":1.0000,"low":0.3424,"high":1.0000}"#,
        "rows null",
      ]
    )
  }

  @Test func `has the matrix, each class and each kind`() throws {
    let document = try document(of: ScoreJSON(ScoreSample.report))
    #expect(
      document["confusion"]?.elements?[2].text
        == #"{"labelled":"production","predicted":{"bulk":1,"prototyping":0,"production":1,"multi-agent":0,"extended-thinking":0,"none":0}}"#
    )
    #expect(
      document["classes"]?.elements?[3].text
        == #"{"class":"multi-agent","precision":{"hits":0,"of":0,"fraction":null,"low":null,"high":null},"recall":{"hits":0,"of":1,"fraction":0.0000,"low":0.0000,"high":0.7935},"f1":0.0000}"#
    )
    let kinds = try #require(document["kinds"]?.elements)
    #expect(kinds.map { $0["kind"]?.text } == ["null", "\"real\"", "\"trap\""])
    #expect(
      kinds[2]["leak"]?.text == #"{"hits":1,"of":3,"fraction":0.3333,"low":0.0615,"high":0.7923}"#
    )
  }

  @Test func `has every task with what decided`() throws {
    let document = try document(of: ScoreJSON(ScoreSample.report, hasRows: true))
    let rows = try #require(document["rows"]?.elements)
    #expect(rows.count == 7)
    #expect(
      rows[1].text
        == #"{"line":3,"labelled":"bulk","predicted":"bulk","labelled-cheap":true,"predicted-cheap":true,"target":"openrouter/haiku","evidence":["phrase `rename` (built-in:88), characters 0-6","model 97 %: `foo` +2.1"],"text":"rename\tbar\u202e"}"#
    )
    #expect(
      rows[4].text
        == #"{"line":6,"labelled":"multi-agent","predicted":"none","labelled-cheap":false,"predicted-cheap":false,"target":null,"evidence":[],"text":"four agents"}"#
    )
  }

  @Test func `of nothing has no fractions`() throws {
    let document = try document(of: ScoreJSON(ScoreSample.empty, hasRows: true))
    #expect(document["macro-f1"]?.text == #"{"fraction":null,"low":null,"high":null}"#)
    #expect(document["rows"]?.text == "[]")
  }
}
