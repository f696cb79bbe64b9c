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

  @Test func `without a reply is none`() {
    let prompt = """
      {"type":"user","message":{"content":"rename"},"sessionId":"s-1",\
      "timestamp":"1970-01-01T00:00:00Z"}
      """
    let book = ReplyBook(lines: [[prompt]], keepsPrompts: true)
    #expect([PastSession](book, ledger: LedgerBook([]), prices: PriceList()).isEmpty)
  }
}
