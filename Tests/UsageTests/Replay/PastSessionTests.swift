import RouteEngine
import Testing
import Usage

@Suite struct `A past session` {
  @Test(arguments: [
    ("rename the helpers", true), ("/etc/hosts is wrong", true), ("look at @README.md", true),
    ("  /fix-it is no path", false), ("/review", false), ("/plugin:run now", false), ("/", true),
    ("@README.md @src/main.swift", false), ("[Image #1]", false), ("[Image #1] what is this", true),
    ("", false), (" \n", false),
  ])
  func `has a task when its first prompt says one`(prompt: String, isTask: Bool) {
    #expect(ReplaySample.session(prompt).task == (isTask ? prompt : nil))
  }

  @Test func `is launched with a model, else has the one that wrote most`() {
    func use(_ model: String, _ output: Int, isOwn: Bool = true) -> PastSession.Use {
      PastSession.Use(model: model, isOwn: isOwn, usage: TokenUsage(output: output))
    }
    let uses = [use("b", 5), use("c", 9, isOwn: false), use("a", 3), use("a", 2)]
    #expect(ReplaySample.session("x", uses: uses).mainModel == "a")
    #expect(ReplaySample.session("x", uses: uses + [use("b", 1)]).mainModel == "b")
    #expect(ReplaySample.session("x", uses: [use("c", 1, isOwn: false)]).mainModel == "c")
    let route = ReplaySample.route("gateway", "launched")
    #expect(ReplaySample.session("x", model: "other", route: route).mainModel == "launched")
    #expect(ReplaySample.session("x", uses: []).mainModel == nil)
  }

  /// Of a prompt's length only the tier counts, and of sub-agents that they are none of a person's.
  @Test func `takes the replies of its sub-agents, told apart by what makes them cost the same`() {
    func reply(_ number: Int, _ input: Int, isSidechain: Bool = false) -> String {
      var reply = ReadReply()
      reply.message = "m\(number)"
      reply.time = Timestamp(milliseconds: Int64(number))
      reply.isSidechain = isSidechain
      reply.usage = TokenUsage(input: input, output: 1)
      return reply.line
    }
    let prompt = """
      {"type":"user","message":{"content":"rename"},"sessionId":"s-1",\
      "timestamp":"\(Timestamp(milliseconds: 0).text)"}
      """
    let book = ReplyBook(
      lines: [
        [prompt, reply(1, 100_000), reply(2, 5), reply(3, 100_001)],
        [reply(4, 7, isSidechain: true), "{"],
      ],
      keepsPrompts: true
    )
    let sessions = [PastSession](book, ledger: LedgerBook([]), prices: ReplaySample.prices)
    #expect(
      sessions == [
        PastSession(
          id: "s-1",
          begin: Timestamp(milliseconds: 0),
          prompt: "rename",
          uses: [
            PastSession.Use(
              model: "claude-opus-5-5",
              usage: TokenUsage(input: 100_005, output: 2)
            ),
            PastSession.Use(
              model: "claude-opus-5-5",
              promptsAbove: 100_000,
              usage: TokenUsage(input: 100_001, output: 1)
            ),
            PastSession.Use(
              model: "claude-opus-5-5",
              isOwn: false,
              usage: TokenUsage(input: 7, output: 1)
            ),
          ]
        )
      ]
    )
  }

  /// The client's own count has 300 tokens of haiku more than the replies, which leave no line.
  @Test func `takes the background work of its launch, and the route that it was sent on`() throws {
    var reply = ReadReply()
    reply.session = "0a1b0000-0000-4000-8000-000000000001"
    reply.time = Timestamp(milliseconds: 20)
    reply.usage = TokenUsage(input: 10, output: 20)
    let state = """
      {"type":"cost-state","sessionId":"\(reply.session)","totalCostUSD":1,"modelUsage":{\
      "claude-opus-5-5":{"inputTokens":10,"outputTokens":20,"cacheReadInputTokens":0,\
      "cacheCreationInputTokens":0,"costUSD":1},\
      "claude-haiku-5-5":{"inputTokens":300,"outputTokens":5,"cacheReadInputTokens":0,\
      "cacheCreationInputTokens":0,"costUSD":0}}}
      """
    let book = ReplyBook(lines: [[reply.line, state]], keepsPrompts: true)
    let entry = LedgerEntry(
      time: Timestamp(milliseconds: 10),
      session: SessionID(reply.session),
      classes: ["bulk"],
      backend: "gateway",
      model: "opus",
      modelID: "claude-opus-5-5",
      payer: "env:GATEWAY_KEY",
      billing: .metered,
      multiplier: 1.1,
      policy: "sha256:0",
      repository: nil,
      folder: nil,
      text: nil
    )
    let sessions = [PastSession](
      book,
      ledger: LedgerBook([entry]),
      prices: ReplaySample.prices
    )
    let session = try #require(sessions.first)
    #expect(sessions.count == 1)
    #expect(session.route == LaunchRoute(entry))
    #expect(session.prompt == nil)
    #expect(session.uses.map(\.model) == ["claude-opus-5-5", "claude-haiku-5-5"])
    #expect(session.uses.map(\.isOwn) == [true, false])
    #expect(session.uses.map(\.usage.input) == [10, 300])
    #expect(session.uses.map(\.route?.multiplier) == [1.1, 1.1])
  }

  @Test func `without a reply is none`() {
    let prompt = """
      {"type":"user","message":{"content":"rename"},"sessionId":"s-1",\
      "timestamp":"1970-01-01T00:00:00Z"}
      """
    let book = ReplyBook(lines: [[prompt]], keepsPrompts: true)
    #expect([PastSession](book, ledger: LedgerBook([]), prices: PriceList()).isEmpty)
  }
}
