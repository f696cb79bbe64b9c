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
    (.interrupted, "interrupted"),
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
