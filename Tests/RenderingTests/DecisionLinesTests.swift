import JSONTree
import Rendering
import RouteEngine
import Testing

@Suite struct `The answers to a batch` {
  private func text(
    _ task: String,
    with keys: CredentialInventory = ExplanationSample.keys,
    backend: String? = nil,
    explains: Bool = false
  ) throws -> String {
    let policy = try ExplanationSample.policy()
    var request = ExplanationSample.request(task)
    request.backend = backend
    let decision = policy.decision(for: request, with: keys)
    var lines = DecisionLines()
    if explains {
      let explanation = ExplanationJSON(decision, for: request, in: policy, with: keys)
      lines.append(explanation, line: 2, id: .number("7"))
      #expect(
        lines.bytes
          == Array((#"{"line":2,"id":7,"# + explanation.compactText.dropFirst() + "\n").utf8)
      )
    } else {
      lines.append(decision, line: 1, id: nil)
    }
    let text = String(decoding: lines.take(), as: UTF8.self)
    #expect(lines.bytes.isEmpty)
    return text
  }

  @Test func `are one line each, of a route`() throws {
    #expect(
      try text("license headers")
        == """
        {"line":1,"primary":"bulk","classes":["bulk"],"outcome":"routed","backend":"openrouter",\
        "model":"haiku","model-id":"anthropic/claude-haiku-5-5","effort":"low","route":"mechanical",\
        "stops":[],"unavailable":[]}

        """
    )
  }

  @Test func `name the backends that were passed over`() throws {
    let line = try text("license headers", with: CredentialInventory(present: [.login]))
    #expect(line.hasSuffix(#","stops":[],"unavailable":["openrouter"]}"# + "\n"))
  }

  @Test func `name the constraints that denied`() throws {
    let line = try text("fix the race", backend: "openrouter")
    #expect(line.contains(#""outcome":"denied","backend":null,"model":null,"model-id":null,"#))
    #expect(line.contains(#""effort":null,"route":null,"stops":[{"constraint":"#))
  }

  @Test func `can be whole explanations`() throws {
    #expect(try text("license headers", explains: true).hasPrefix(#"{"line":2,"id":7,"schema":1,"#))
  }

  @Test func `say what is wrong with a line`() {
    var lines = DecisionLines()
    lines.append(fault: "unknown key `a\u{1B}b`", help: nil, line: 3, id: .string("é\"\n"))
    lines.append(fault: "x", help: "y", line: 4, id: nil)
    #expect(
      String(decoding: lines.bytes, as: UTF8.self)
        == #"{"line":3,"id":"é\"\n","outcome":"invalid","error":"unknown key `a\u001bb`","help":null}"#
        + "\n" + #"{"line":4,"outcome":"invalid","error":"x","help":"y"}"# + "\n"
    )
  }
}
