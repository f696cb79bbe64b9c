import Testing
import Usage

@Suite struct `A line of a transcript` {
  @Test func `tells of a reply`() {
    var reply = ReadReply()
    reply.time = Timestamp(milliseconds: 1_795_675_936_123)
    reply.isSidechain = true
    reply.usage = TokenUsage(
      input: 1,
      output: 2,
      cacheWrite5m: 3,
      cacheWrite1h: 4,
      cacheRead: 5
    )
    #expect(ReadLine(reply.line) == .reply(reply))
    reply.request = nil
    reply.folder = nil
    #expect(ReadLine(reply.line) == .reply(reply))
  }

  @Test(arguments: [
    (#""cache_creation_input_tokens":9"#, 9, 0),
    (#""cache_creation_input_tokens":9,"cache_creation":null"#, 9, 0),
    (#""cache_creation_input_tokens":9,"cache_creation":{"ephemeral_1h_input_tokens":4}"#, 5, 4),
    (#""cache_creation":{"ephemeral_1h_input_tokens":12},"cache_creation_input_tokens":9"#, 0, 9),
    (#""cache_creation_input_tokens":null"#, 0, 0),
  ]) func `counts what was written to the cache as the client does`(
    usage: String,
    fiveMinutes: Int,
    hour: Int
  ) {
    let line = """
      {"type":"assistant","sessionId":"s","timestamp":"1970-01-01T00:00:00Z",\
      "message":{"id":"m","model":"x","usage":{"output_tokens":1,\(usage)}}}
      """
    let expected = TokenUsage(output: 1, cacheWrite5m: fiveMinutes, cacheWrite1h: hour)
    #expect(ReadLine(line).reply?.usage == expected)
  }

  /// A branched session's lines name where they come from.
  @Test(arguments: [
    (#""forkedFrom":{"sessionId":"parent","messageUuid":"u"}"#, "parent"),
    (#""forkedFrom":{"sessionId":"parent"},"requestSessionId":"first""#, "first"),
    (#""forkedFrom":null,"requestSessionId":null"#, "s-1"),
    (#""forkedFrom":{"sessionId":"parent"},"forkedFrom":7"#, "s-1"),
  ]) func `belongs to the session that made the request`(members: String, session: String) {
    let line = ReadReply().line.dropLast() + ",\(members)}"
    #expect(ReadLine(String(line)).reply?.session == session)
  }

  @Test func `is read in every order of its fields`() {
    let members = [
      #""type":"assistant""#, #""sessionId":"s""#, #""timestamp":"1970-01-01T00:00:00.007Z""#,
      #""message":{"usage":{"output_tokens":3,"input_tokens":2},"model":"x","id":"m"}"#,
      #""requestId":"r""#,
    ]
    let readings = Set(
      members.permutations.map { order in
        let reply = ReadLine("{" + order.joined(separator: ",") + "}").reply
        return [reply?.session, reply?.message, reply?.request, reply?.time.text]
          + [reply.map { "\($0.usage.input) \($0.usage.output)" }]
      }
    )
    #expect(readings == [["s", "m", "r", "1970-01-01T00:00:00.007Z", "2 3"]])
    #expect(members.permutations.count == 120)
  }

  /// Whatever a tool was given or printed says nothing about the line that carries it.
  @Test(arguments: [
    #""content":[{"type":"tool_use","input":{"usage":{"output_tokens":900},"id":"x","model":"y"}}]"#,
    #""content":[{"type":"text","text":"\",\"usage\":{\"output_tokens\":900},\"id\":\"x"}]"#,
    #""content":[{"type":"text","text":"\\"},{"usage":{"output_tokens":900},"text":"\\\\\""}]"#,
    #""content":[[[{"usage":{"output_tokens":900}}]],{"content":[{"id":"x"}]}]"#,
    #""content":{"usage":{"output_tokens":900}}"#,
    #""container":{"id":"x","usage":{"output_tokens":900}}"#,
    #""usage":{"output_tokens":900,"input_tokens":true}"#,
    #""usage\u0000":{"output_tokens":900},"usage\"":{"output_tokens":900},"Usage":{}"#,
    #""id":"x","model":"y","id":"z""#,
  ]) func `is not misled by what stands inside`(members: String) {
    let reply = ReadReply()
    let inner = reply.line.replacing(#""message":{"#, with: #""message":{\#(members),"#)
    #expect(ReadLine(inner) == .reply(reply))
    let outer = reply.line.replacing(
      #"{"parentUuid""#,
      with: #"{"toolUseResult":{\#(members),"type":"user","timestamp":1},"parentUuid""#
    )
    #expect(ReadLine(outer) == .reply(reply))
  }

  @Test func `takes the last of two members and resolves escapes in keys`() {
    var reply = ReadReply()
    let line = reply.line
      .replacing(#"{"parentUuid""#, with: #"{"type":"user","sessionId":7,"parentUuid""#)
      .replacing(#""usage":{"#, with: #""us\u0061ge":{"#)
      .replacing(#""output_tokens""#, with: #""output_tokens":"x","output\u005Ftokens""#)
    #expect(ReadLine(line) == .reply(reply))
    reply.folder = "C:\\Users\\Zoë 🦊\u{FFFD}"
    let escaped = ReadReply().line
      .replacing("/home/me/work", with: #"C:\\Users\\Zo\u00eb \ud83E\uDD8A\ud83E"#)
    #expect(ReadLine(escaped) == .reply(reply))
  }

  @Test func `is no reply when the client made it up`() {
    var reply = ReadReply()
    reply.model = "<synthetic>"
    #expect(ReadLine(reply.line) == .other)
  }

  @Test(arguments: [
    "", "  \r", "\0\0\0", #"{"type":"summary","summary":"x"}"#, #"{"v":1}"#,
    #"{"type":"user","isMeta":true,"message":{"content":"x"}}"#,
    #"{"type":"user","isSidechain":true,"message":{"content":"x"}}"#,
    #"{"type":"user","isCompactSummary":true,"message":{"content":"x"}}"#,
    #"{"type":"user","message":{"content":[{"type":"tool_result","content":"x"}]}}"#,
    #"{"type":"user","message":{"content":[{"type":"text","text":"x"},{"type":"tool_result"}]}}"#,
    #"{"type":"user","message":{"content":[]}}"#,
  ]) func `says nothing that is counted`(line: String) {
    #expect(ReadLine(line) == .other)
  }

  @Test(arguments: [
    (#""fix the \"race\"\nplease""#, "fix the \"race\"\nplease"),
    (#"[{"type":"text","text":"a"},{"type":"image"},{"text":"c","type":"text"}]"#, "a\nc"),
    (#"[{"type":"text","text":"\u00e9"}]"#, "é"),
  ]) func `carries a person's words`(content: String, text: String) {
    let line = """
      {"type":"user","message":{"role":"user","content":\(content)},"sessionId":"s","cwd":"/w",\
      "timestamp":"1970-01-01T00:00:01Z"}
      """
    let time = Timestamp(milliseconds: 1_000)
    #expect(
      ReadLine(line) == .prompt(ReadPrompt(time: time, session: "s", folder: "/w", text: text))
    )
  }

  @Test func `carries the client's own count`() {
    let line = """
      {"type":"cost-state","sessionId":"s","totalCostUSD":0.0125,"totalAPIDuration":2,\
      "modelUsage":{"claude-opus-5-5":{"inputTokens":1,"outputTokens":2,"thinkingTokens":9,\
      "cacheReadInputTokens":3,"cacheCreationInputTokens":9,"webSearchRequests":6,\
      "cacheCreationEphemeral5mInputTokens":5,"cacheCreationEphemeral1hInputTokens":4,\
      "costUSD":1e-2}},"hasUnknownModelCost":true}
      """
    let model = ModelSpending(
      model: "claude-opus-5-5",
      usage: TokenUsage(input: 1, output: 2, cacheWrite5m: 5, cacheWrite1h: 4, cacheRead: 3),
      webSearches: 6,
      totalUSD: 0.01
    )
    let spending = SessionSpending(totalUSD: 0.0125, models: [model], hasUnknownPrice: true)
    #expect(ReadLine(line) == .costState(session: "s", spending))
  }

  @Test(arguments: [
    (#""sessionId":"s-1""#, #""sessionId":null"#), (#""id":"msg_1""#, #""id":"""#),
    (#""model":"claude-opus-5-5""#, #""model":5"#), (#""usage":{"#, #""usage":1,"x":{"#),
    (#""output_tokens":20"#, #""output_tokens":-1"#),
    (#"}}},"requestId""#, #"}},"usage":7},"requestId""#),
    (#""output_tokens":20"#, #""output_tokens":1.5"#),
    (#""output_tokens":20"#, #""output_tokens":"20""#),
    (#""output_tokens":20"#, #""output_tokens":99999999999999999999"#),
    (#""output_tokens":20"#, #""output_tokens":020"#), ("1970-01-01T", "yesterday"),
    ("Done.", #"\x"#), ("Done.", #"\u12G4"#), ("Done.", "\u{1}"), ("Done.\"", "Done."),
    (#"[{"type""#, #"[,{"type""#), ("\"}],", "\"},],"), ("null", "nul"), ("null", "NaN"),
    ("null", "[1}"), ("null", "+1"), ("null", "1."),
    ("null", String(repeating: "[", count: 512) + String(repeating: "]", count: 512)),
  ]) func `cannot be read with another value in its place`(part: String, other: String) {
    let line = ReadReply().line
    #expect(line.contains(part))
    #expect(ReadLine(line.replacing(part, with: other)) == .unreadable)
  }

  @Test func `cannot be read when it is cut anywhere, or when another follows it`() {
    let line = Array(ReadReply().line.utf8)
    for length in 1..<line.count {
      #expect(ReadLine(Array(line[..<length])) == .unreadable)
      #expect(ReadLine(Array(line[..<length] + line)) == .unreadable)
      #expect(ReadLine(Array(line[length...])) == .unreadable)
    }
    #expect(ReadLine(line + line) == .unreadable)
  }

  @Test func `may nest 512 levels deep and carry bytes that are no text`() {
    let deep = String(repeating: "[", count: 511) + String(repeating: "]", count: 511)
    let line = ReadReply().line.replacing("null", with: deep)
    #expect(ReadLine([0, 0] + Array(line.utf8)) == .reply(ReadReply()))
    let parts = ReadReply().line.split(separator: "Done.").map { Array($0.utf8) }
    #expect(ReadLine(parts[0] + [0xFF, 0xC3] + parts[1]) == .reply(ReadReply()))
  }
}

extension Array {
  /// Every order of the elements.
  fileprivate var permutations: [[Element]] {
    guard count > 1 else { return [self] }
    return indices.flatMap { index in
      var rest = self
      let element = rest.remove(at: index)
      return rest.permutations.map { [element] + $0 }
    }
  }
}
