import HealthCheck
import JSONTree
import Rendering
import Testing

@Suite struct `The JSON of doctor` {
  private func document(_ report: HealthReport) throws -> JSONNode {
    try JSONNode(parsing: Array(HealthJSON(report).text.utf8))
  }

  @Test func `says what a fleet asks first`() throws {
    let document = try document(try HealthSample.report([]))
    #expect(
      document.members?.map(\.key) == [
        "schema", "client", "policy", "managed", "backends", "plain_client", "findings", "problems",
      ]
    )
    let lines = ["client", "policy", "managed", "backends", "plain_client", "problems"]
      .map { document[$0]?.text ?? "" }
    #expect(
      lines == [
        #"{"path":"/usr/local/bin/claude","version":"2.1.330"}"#,
        #"{"digest":"sha256:c01f44aabbcc","layers":[{"layer":"managed","#
          + #""file":"/etc/claude-route/policy.yaml","digest":"sha256:c01f44aabbccddee"}]}"#,
        #"{"policy":"/etc/claude-route/policy.yaml","digest":"sha256:c01f44aabbccddee","#
          + #""owner":"root","mode":"0644"}"#,
        #"[{"name":"openrouter","kind":"gateway","state":"available","payer":"env:OPENROUTER_API_KEY","#
          + #""message":"OPENROUTER_API_KEY is set, not contacted","default":true}]"#,
        #"{"endpoint":"bedrock eu-central-1","from":"/etc/claude-code/managed-settings.json","#
          + #""agrees_with_policy":true}"#,
        "[]",
      ]
    )
  }

  @Test func `has every finding, and those once more that are problems`() throws {
    let document = try document(try HealthSample.report())
    let levels = (document["findings"]?.elements ?? []).map { $0["level"]?.string ?? "" }
    #expect(levels == ["ok", "warning", "error", "note"])
    let expected = """
      [
        {
          "subject": "settings",
          "level": "warning",
          "message": "env.ANTHROPIC_BASE_URL",
          "file": "~/.claude/settings.json",
          "line": 4,
          "detail": "`https://x.example.net` beats your shell",
          "explanations": [
            "a launch cancels it",
            "plain `claude` obeys"
          ],
          "help": "delete line 4"
        },
        {
          "subject": "login",
          "level": "error",
          "message": "a message that is so long that nobody would want every other one moved so far to the right",
          "file": "~/.claude",
          "line": null,
          "detail": null,
          "explanations": [],
          "help": null
        }
      ]
      """
    #expect(document["problems"]?.prettyText == expected)
  }

  @Test func `is null where nothing is known`() throws {
    let report = HealthReport(
      client: nil,
      policy: nil,
      managed: nil,
      backends: [],
      plainClient: HealthReport.PlainClient(
        endpoint: "anthropic",
        from: nil,
        agreesWithPolicy: nil
      ),
      findings: []
    )
    let expected =
      #"{"schema":1,"client":null,"policy":null,"managed":null,"backends":[],"#
      + #""plain_client":{"endpoint":"anthropic","from":null,"agrees_with_policy":null},"#
      + #""findings":[],"problems":[]}"#
    #expect(try document(report).text == expected)
  }

  @Test func `shows no control character and nothing that looks like a key`() throws {
    let text = HealthJSON(try HealthSample.report(HealthSample.hostile)).text
    #expect(!text.contains("sk-ant-"))
    #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.value < 0x20 })
    #expect(!text.unicodeScalars.contains { "\u{202E}\u{2028}\u{9B}".unicodeScalars.contains($0) })
  }
}
