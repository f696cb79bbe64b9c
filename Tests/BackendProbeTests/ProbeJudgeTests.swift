import BackendProbe
import RouteEngine
import Testing

@Suite struct `Findings of a probe` {
  @Test func `call a sound backend sound in every row`() throws {
    let rows = try TranscriptSample.findings().map {
      "\($0.check.words): \($0.grade) \($0.observation)"
    }
    #expect(
      rows == [
        "plain answer: good as asked, 100 numbers",
        "model identity: good claude-haiku-5-5",
        "one tool call: good called with the input asked for",
        "parallel tool calls: good 3 calls in one answer",
        "tool input: good a text, two edits and an object, all exact",
        "tool chain: good 3 calls, each by the result before it",
        "thinking: good 83 tokens of it",
        "thinking off: good none when switched off",
        "streaming: good 12 pieces in 247 ms, longest gap 30 ms",
        "prompt cache: good 11002 of 11107 tokens read from it",
        "sub-agents: good opus, sonnet, haiku, fable",
        "context window: unknown not asked for",
        "rate limit: good 18 answers, no request turned away",
      ]
    )
  }

  /// A session, the fault of the backend, the row that it shows in, and what that says.
  static let faults: [(ProbeSession, String, ProbeCheck, Backend.TraitGrade, String)] = [
    (.thinking, "thinking_dropped", .thinking, .broken, "asked for, and none came"),
    (
      .thinking, "thinking_rejected", .thinking, .broken,
      "API Error: 400 thinking: Extra inputs are not permitted"
    ),
    (.answer, "thinks_anyway", .thinkingOff, .degraded, "thinks although it is switched off"),
    (
      .parallel, "parallel_collapsed", .parallelTools, .degraded,
      "one call at a time where three were asked for"
    ),
    (.answer, "burst", .streaming, .broken, "all at once: one piece"),
    (
      .answer, "truncated", .streaming, .degraded, "2 streams broke off, and the client asked again"
    ),
    (
      .answer, "other_model", .modelIdentity, .broken,
      "another model: asked claude-haiku-5-5, answered as standin-opus"
    ),
    (.chain, "no_cache", .promptCache, .broken, "neither written nor read"),
    (
      .answer, "rate_limited", .rateLimit, .degraded,
      "turned away with status 429 once, waited 1150 ms at most, then went on"
    ),
    (.subAgents, "sub_agents_fail", .subAgents, .degraded, "fable gave no answer"),
  ]

  @Test(arguments: faults.indices)
  func `say what is wrong, and of nothing else that it is`(index: Int) throws {
    let (session, fault, check, grade, observation) = Self.faults[index]
    let findings = try TranscriptSample.findings(
      with: [session: TranscriptSample.record(session, fault)]
    )
    let bad = findings.filter { $0.grade != .good && $0.check != .context }
    #expect(bad == [ProbeFinding(check, grade, observation)])
  }

  // MARK: Tool input

  @Test(arguments: [
    (
      #"C:\\new\\table"#, #"C:\new\table"#,
      #"line 2 is ""omega": [{"quote": "he said \"no\"", "path": "C:\new\tab…""#
    ),
    ("日本語", "???", #"line 4 is ""words": ["naïve", "???", "😀", "a\u0301"],""#),
    ("\n}", "", "5 lines instead of 6"),
  ])
  func `find the place where a text was spoilt`(
    _ right: String,
    _ wrong: String,
    _ words: String
  )
    throws
  {
    let file = TranscriptSample.file.replacing(right, with: wrong)
    let found = try TranscriptSample.findings(file: file).filter { $0.check == .toolInput }
    #expect(found == [ProbeFinding(.toolInput, .broken, "the file differs: \(words)")])
  }

  @Test func `find an object that was spoilt although the text was not`() throws {
    let record = try TranscriptSample.record(.input, "input_mangled")
    let found = try TranscriptSample.findings(with: [.input: record])
      .filter { $0.check == .toolInput }
    #expect(found.map(\.grade) == [.broken])
    #expect(found[0].observation.hasPrefix("the object differs: \"{"))
  }

  @Test func `tell input that could not be read`() throws {
    let record = try TranscriptSample.record(.input, "input_broken")
    let found = try TranscriptSample.findings(with: [.input: record], file: nil)
      .filter { $0.check == .toolInput }
    #expect(
      found == [
        ProbeFinding(
          .toolInput,
          .broken,
          "nothing was written: \"<tool_use_error>InputValidationError: Write was called wi…\""
        )
      ]
    )
  }

  // MARK: No answer at all

  @Test(arguments: [
    ("unauthorized", "status 401: the credential was refused"),
    (
      "rate_limited_always",
      "API Error: Request rejected (429) · This request would exceed the limit."
    ),
  ])
  func `tell a backend that gives no answer`(_ fault: String, _ reason: String) throws {
    let record = try TranscriptSample.record(.answer, fault, ending: .status(1))
    #expect(ProbeJudge.outrightFailure(of: record) == reason)
    let judge = ProbeJudge(
      [.answer: record],
      words: TranscriptSample.words,
      inputFile: nil,
      asked: TranscriptSample.asked
    )
    // Nothing is good where nobody answered.
    #expect(!judge.findings.contains { $0.grade == .good })
  }

  @Test func `call an answer an answer`() throws {
    #expect(ProbeJudge.outrightFailure(of: try TranscriptSample.record(.answer)) == nil)
    #expect(ProbeJudge.outrightFailure(of: try TranscriptSample.record(.answer, "burst")) == nil)
  }

  @Test(arguments: [
    (SessionRecord.Ending.timeout(seconds: 180), "no end after 180 s"),
    (.notStarted("there is no such program on PATH"), "there is no such program on PATH"),
    (.status(0), "the client printed no result"),
    (.interrupted, "interrupted"), (.tooMuch, "no end of what it said"),
  ])
  func `say why there was none`(_ ending: SessionRecord.Ending, _ reason: String) {
    #expect(ProbeJudge.outrightFailure(of: SessionRecord(lines: [], ending: ending)) == reason)
  }

  @Test func `end what waits for a backend that turns it away`() {
    let lines = [
      #"{"type":"system","subtype":"api_retry","attempt":1,"error_status":529,"retry_delay_ms":500}"#
    ]
    let record = SessionRecord(
      lines: lines.map { (10, Array($0.utf8)) },
      ending: .timeout(seconds: 9)
    )
    let judge = ProbeJudge(
      [.answer: record],
      words: TranscriptSample.words,
      inputFile: nil,
      asked: TranscriptSample.asked
    )
    #expect(
      judge.findings.last
        == ProbeFinding(
          .rateLimit,
          .broken,
          "turned away with status 529 once, and no answer in time"
        )
    )
  }

  // MARK: Who answered

  @Test(arguments: [
    ("eu.anthropic.claude-haiku-4-5-20251001-v1:0", "claude-haiku-4-5-20251001", "good"),
    ("~anthropic/claude-haiku-latest", "claude-haiku-5-5", "good"),
    ("~anthropic/claude-haiku-latest", "claude-sonnet-5-5", "broken"),
    ("~anthropic/claude-haiku-latest", "gpt-small", "broken"),
    ("claude-haiku-5-5", "claude-haiku-4-5", "broken"),
    ("cheap/haiku", "claude-haiku-4-5", "unknown"),
    ("cheap/haiku", "claude-opus-5-5", "broken"),
    ("glm-5.3", "glm-5.3", "good"),
    ("glm-5.3", "glm-5.3-flash", "unknown"),
    ("anthropic/claude-haiku-4.5", "anthropic/claude-4.5-haiku-20251001", "good"),
    ("claude-haiku-4-5", "Claude-Haiku-4-5", "good"),
    ("us.anthropic.claude-3-5-sonnet-20241022-v2:0", "claude-3-5-sonnet-20241022", "good"),
    ("claude-haiku-4-5", "claude-haiku-5-4", "broken"),
  ])
  func `are about the model, however a platform calls it`(
    _ asked: String,
    _ answered: String,
    _ grade: String
  ) throws {
    let line =
      #"{"type":"assistant","message":{"id":"m","model":"\#(answered)","content":[]},"parent_tool_use_id":null}"#
    let record = SessionRecord(lines: [(1, Array(line.utf8))], ending: .status(0))
    let judge = ProbeJudge(
      [.answer: record],
      words: TranscriptSample.words,
      inputFile: nil,
      asked: ProbeJudge.AskedModels(model: asked, slots: [:])
    )
    #expect(judge.findings.first { $0.check == .modelIdentity }?.grade.rawValue == grade)
  }

  /// A session with these lines in place of the answer's.
  private func findings(
    _ session: ProbeSession,
    _ lines: [String],
    times: [Int]? = nil
  ) throws -> [ProbeFinding] {
    let record = SessionRecord(
      lines: lines.enumerated().map { (times?[$0.offset] ?? 1, Array($0.element.utf8)) },
      ending: .status(0)
    )
    return try TranscriptSample.findings(with: [session: record])
      .filter { $0.grade != .good && $0.check != .context }
  }

  private static func answer(_ text: String, _ model: String = "claude-haiku-5-5") -> String {
    #"{"type":"assistant","message":{"id":"m","model":"\#(model)","content":[{"type":"text","text":"\#(text)"}]},"parent_tool_use_id":null}"#
  }

  private static func result(_ text: String) -> String {
    #"{"type":"result","is_error":false,"subtype":"success","result":"\#(text)"}"#
  }

  private static let numbers = (1...100).map(String.init).joined(separator: " ")

  @Test func `see another model in a later answer`() throws {
    let lines = [Self.answer("x"), Self.answer("w0rd22", "claude-opus-5-5"), Self.result("w0rd22")]
      .enumerated().map { $0.element.replacing(#""id":"m""#, with: #""id":"m\#($0.offset)""#) }
    #expect(
      try findings(.chain, lines).contains(
        ProbeFinding(
          .modelIdentity,
          .broken,
          "another model: asked claude-haiku-5-5, answered as claude-opus-5-5"
        )
      )
    )
  }

  @Test func `see thoughts in the text`() throws {
    let text = "<think>well</think> \(Self.numbers)"
    let found = try findings(.answer, [Self.answer(text), Self.result(text)])
    #expect(
      found.prefix(2) == [
        ProbeFinding(.answer, .degraded, "as asked, with thoughts in the text: <think>"),
        ProbeFinding(.thinkingOff, .degraded, "writes its thoughts into the text: <think>"),
      ]
    )
  }

  @Test func `see thinking without a signature`() throws {
    let block =
      #"{"type":"assistant","message":{"id":"m","model":"claude-haiku-5-5","content":[{"type":"thinking","thinking":"so"}]},"parent_tool_use_id":null}"#
    #expect(
      try findings(.thinking, [block, Self.result("8 rounds")]) == [
        ProbeFinding(
          .thinking,
          .degraded,
          "it comes without its signature, which the next request must have"
        )
      ]
    )
  }

  @Test(arguments: [
    (9_000, 100, "good", "12 pieces in 1100 ms, longest gap 100 ms, the first after 9000 ms"),
    (10, 1, "broken", "held back, then all at once: 12 pieces in 11 ms, longest gap 1 ms"),
    (10, 11_000, "degraded", "12 pieces in 121000 ms, longest gap 11000 ms"),
  ])
  func `tell a late stream from one that was held back`(
    _ wait: Int,
    _ pause: Int,
    _ grade: String,
    _ words: String
  ) throws {
    let request = #"{"type":"system","subtype":"status","status":"requesting"}"#
    let start =
      #"{"type":"stream_event","event":{"type":"message_start","message":{"id":"m","model":"claude-haiku-5-5"}},"parent_tool_use_id":null}"#
    let piece =
      #"{"type":"stream_event","event":{"type":"content_block_delta","delta":{"type":"text_delta","text":"1"}},"parent_tool_use_id":null}"#
    let lines =
      [request, start] + Array(repeating: piece, count: 12)
      + [Self.answer(Self.numbers), Self.result(Self.numbers)]
    let times = [500, 500 + wait] + (0..<12).map { 500 + wait + $0 * pause } + [0, 0]
    let record = SessionRecord(
      lines: zip(times, lines).map { ($0, Array($1.utf8)) },
      ending: .status(0)
    )
    let found = try TranscriptSample.findings(with: [.answer: record])
      .first { $0.check == .streaming }
    #expect(found.map { "\($0.grade)" } == grade)
    #expect(found?.observation == words)
  }

  @Test func `see a sub-agent that was turned away`() throws {
    let retry =
      #"{"type":"tool_progress","subagent_retry":{"attempt":1,"retry_delay_ms":600,"error_status":429}}"#
    let lines = [retry, Self.answer("x"), Self.result("x")]
    #expect(
      try findings(.subAgents, lines).last
        == ProbeFinding(
          .rateLimit,
          .degraded,
          "turned away with status 429 once, waited 600 ms at most, then went on"
        )
    )
  }

  @Test func `take no count that cannot be`() throws {
    let counts = ["-5", "9007199254740991000", "1e300", "null", #""many""#]
    for count in counts {
      let usage =
        #""usage":{"input_tokens":\#(count),"cache_read_input_tokens":\#(count),"output_tokens":\#(count)}"#
      let message = Self.answer("x").replacing(#""content""#, with: "\(usage),\"content\"")
      let result =
        #"{"type":"result","is_error":false,"result":"x","total_cost_usd":\#(count),"modelUsage":{"claude-haiku-5-5":{"inputTokens":\#(count)}}}"#
      let record = SessionRecord(
        lines: [(1, Array(message.utf8)), (2, Array(result.utf8))],
        ending: .status(0)
      )
      #expect(record.answers[0].usage.prompt + record.answers[0].usage.output == 0, "\(count)")
      #expect((0...1_000_000).contains(record.outcome?.dollars ?? -1), "\(count)")
    }
  }

  @Test func `are short, whatever a backend says`() throws {
    let name = String(repeating: "long ", count: 100_000)
    let lines = [Self.answer("x", name), Self.result(name)]
    let record = SessionRecord(lines: lines.map { (1, Array($0.utf8)) }, ending: .status(0))
    for finding in try TranscriptSample.findings(with: [.answer: record]) {
      #expect(finding.observation.count <= 160)
    }
  }

  // MARK: What our own limits did

  @Test func `leave open what the budget or a person ended`() throws {
    let result =
      #"{"type":"result","is_error":true,"subtype":"error_max_budget_usd","errors":["budget"]}"#
    let spent = SessionRecord(lines: [(1, Array(result.utf8))], ending: .status(1))
    let stopped = SessionRecord(lines: [], ending: .interrupted)
    let findings = try TranscriptSample.findings(with: [.thinking: spent, .subAgents: stopped])
    #expect(
      findings.filter { [.thinking, .subAgents].contains($0.check) } == [
        ProbeFinding(.thinking, .unknown, "the budget was spent"),
        ProbeFinding(.subAgents, .unknown, "interrupted"),
      ]
    )
  }

  @Test func `say that the policy switches thinking off`() throws {
    let judge = ProbeJudge(
      try TranscriptSample.records(),
      words: TranscriptSample.words,
      inputFile: nil,
      asked: TranscriptSample.asked,
      thinkingIsOff: true
    )
    #expect(
      judge.findings.first { $0.check == .thinking }
        == ProbeFinding(
          .thinking,
          .broken,
          "switched off by the policy: `compatibility: [no-thinking]`"
        )
    )
  }

  @Test func `read a long prompt to its beginning`() throws {
    let answer = #"{"type":"result","is_error":false,"subtype":"success","result":"w0rd22"}"#
    let message =
      #"{"type":"assistant","message":{"id":"m","model":"x","content":[{"type":"text","text":"w0rd22"}],"usage":{"input_tokens":150000}}}"#
    func finding(_ lines: [String]) throws -> ProbeFinding? {
      let record = SessionRecord(
        lines: lines.map { (1, Array($0.utf8)) },
        ending: .status(0)
      )
      let judge = ProbeJudge(
        [.context: record],
        words: TranscriptSample.words,
        inputFile: nil,
        asked: TranscriptSample.asked,
        contextTokens: 150_000
      )
      return judge.findings.first { $0.check == .context }
    }
    #expect(
      try finding([message, answer])
        == ProbeFinding(.context, .good, "150000 tokens, read to the first words")
    )
    #expect(
      try finding([message, answer.replacing("w0rd22", with: "what?")])
        == ProbeFinding(.context, .degraded, "150000 tokens, and the first words were lost")
    )
    #expect(
      try finding([#"{"type":"result","is_error":true,"subtype":"success","result":"too long"}"#])
        == ProbeFinding(.context, .broken, "150000 tokens: too long")
    )
  }
}
