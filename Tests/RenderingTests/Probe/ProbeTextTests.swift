import BackendProbe
import Rendering
import RouteEngine
import Testing

@Suite struct `The table of a probe` {
  private static func profile(
    _ findings: [ProbeFinding],
    modelID: String? = "m-1",
    version: String? = "2.1.330",
    failure: String? = nil,
    dollars: Double? = 0.0484
  ) throws -> BackendProfile {
    BackendProfile(
      backend: "gate",
      place: "gateway https://gate.example",
      model: "haiku",
      modelID: modelID,
      client: BackendProfile.Client(version: version, size: 1, modified: 2),
      day: try #require(CalendarDay("2026-11-26")),
      time: 1_795_676_400,
      findings: findings,
      failure: failure,
      dollars: dollars
    )
  }

  private static let findings = [
    ProbeFinding(.answer, .good, "as asked"), ProbeFinding(.thinking, .broken, "none came"),
    ProbeFinding(.context, .unknown, "not asked for"),
  ]

  @Test func `has a row for each finding`() throws {
    #expect(
      ProbeText(try Self.profile(Self.findings), staleness: nil).text == """
        gate/haiku = `m-1`, 2026-11-26, client 2.1.330
          plain answer     good      as asked
          thinking         broken    none came
          context window   unknown   not asked for
        cost $0.048 by list prices

        """
    )
  }

  @Test(arguments: [
    (Measurement.Staleness.age(days: 31), "older than 30 days"), (.client, "with another client"),
    (.distrusted, "where others could have written it"),
  ])
  func `says what is old, what failed and what is not known`(
    _ staleness: Measurement.Staleness,
    _ words: String
  ) throws {
    let profile = try Self.profile(
      [ProbeFinding(.answer, .broken, "status 401")],
      modelID: nil,
      version: nil,
      failure: "status 401",
      dollars: nil
    )
    #expect(
      ProbeText(profile, staleness: staleness).text == """
        gate/haiku, 2026-11-26 (\(words))
          it gave no answer: status 401
          plain answer   broken   status 401
        cost unknown: there is no list price

        """
    )
  }

  @Test func `shows nothing dangerous, and no secret`() throws {
    let findings = [ProbeFinding(.answer, .broken, "\u{1B}[2J key sk-ant-api03-abcdefghijkl")]
    let text = ProbeText(try Self.profile(findings), staleness: nil).text
    #expect(!text.contains("\u{1B}") && !text.contains("abcdefghijkl"))
  }

  @Test func `is the same as a document`() throws {
    let text = ProbeJSON(try Self.profile(Self.findings), staleness: .client).text
    #expect(
      text == """
        {
          "schema": 1,
          "backend": "gate",
          "place": "gateway https://gate.example",
          "model": "haiku",
          "modelID": "m-1",
          "date": "2026-11-26",
          "time": 1795676400,
          "client": {
            "version": "2.1.330",
            "size": 1,
            "modified": 2
          },
          "failure": null,
          "dollars": 0.0484,
          "checks": {
            "answer": {
              "grade": "good",
              "observation": "as asked"
            },
            "thinking": {
              "grade": "broken",
              "observation": "none came"
            },
            "context-window": {
              "grade": "unknown",
              "observation": "not asked for"
            }
          },
          "traits": {
            "thinking": "broken"
          },
          "stale": "with another client"
        }

        """
    )
  }
}
