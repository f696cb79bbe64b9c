import Rendering
import RouteEngine
import Testing
import Usage

/// A million tokens in and 100,000 out are 4 + 2 = 6 dollars on opus and 0.10 + 0.05 on haiku, of which
/// OpenRouter makes 0.15825.
@Suite struct `The text of a replay` {
  private func session(
    _ prompt: String?,
    at begin: Int64 = 0,
    model: String = "claude-opus-5-5"
  ) -> PastSession {
    PastSession(
      id: "0a1b0000-0000-4000-8000-00000000002c",
      begin: Timestamp(milliseconds: begin),
      prompt: prompt,
      uses: [
        PastSession.Use(model: model, usage: TokenUsage(input: 1_000_000, output: 100_000))
      ]
    )
  }

  private func text(
    _ sessions: [PastSession],
    in period: Replay.Period = Replay.Period(),
    payment: UsageCell.Payment = .plan,
    detail: ReplayText.Detail = .classes,
    unreadableLines: Int = 0
  ) throws -> String {
    let policy = try ExplanationSample.policy()
    let ready = ReplayPolicy(
      policy,
      inventory: ExplanationSample.keys,
      suggestion: UsageReckoning.Suggestion(backend: "anthropic", payment: payment)
    )
    let replay = Replay(
      of: sessions,
      in: period,
      under: ready,
      unreadableLines: unreadableLines
    ) { _ in .epoch }
    return ReplayText(replay, under: policy, detail: detail) { _ in .epoch }.text
  }

  @Test func `keeps what is billed and what is in the plan apart`() throws {
    #expect(
      try text([session("license headers"), session("rename it"), session("the race")]) == """
          class               sessions   as they ran   most of the others                               billed          in the plan
          bulk                2          0             opus, not launched here → openrouter/haiku (2)   $0.00 → $0.32   $12.00 → $0.00
          extended-thinking   1          1                                                              –               $6.00 → $6.00
        replayed 3 sessions under built-in sha256:9d41c2: 1 as it ran, 2 elsewhere; at list price $18.00 then, $6.32 under it (−64.9 %): billed $0.00 then, $0.32 under it; in the plan $18.00 then, $6.00 under it

        """
    )
  }

  @Test func `says what it leaves out, and whose payer nobody knows`() throws {
    #expect(
      try text(
        [session("fix it"), session("/review"), session(nil), session("fix it", model: "qwen")],
        payment: .unknown,
        unreadableLines: 1
      ) == """
          class      sessions   as they ran   most of the others                                payer unknown
          no class   2          1             qwen, not launched here → anthropic/default (1)   $6.00 → $6.00
        1 session in no amount, since a price is not known: qwen
        2 sessions left out: no prompt of theirs says what the task is
        1 line could not be read and was skipped
        replayed 2 sessions under built-in sha256:9d41c2: 1 as it ran, 1 elsewhere; at list price $6.00 then, $6.00 under it (0 %): payer unknown $6.00 then, $6.00 under it

        """
    )
  }

  @Test func `has a line for each session, with its prompt only when asked`() throws {
    let sessions = [session("  fix\nit \u{1B}[2J \(String(repeating: "x", count: 90))")]
    let line =
      "  1970-01-01   0a1b…2c   no class   opus, not launched here, as it ran   $6.00 → $6.00"
    let rows = try text(sessions, detail: .sessions).split(separator: "\n")
    #expect(rows.count == 3)
    #expect(rows[1] == line)
    let prompts = try text(sessions, detail: .prompts).split(separator: "\n")
    #expect(prompts.count == 4)
    #expect(prompts[1] == line)
    #expect(
      prompts[2] == "      fix\\nit \\u{1B}[2J \(String(repeating: "x", count: 68))"
    )
  }

  @Test(arguments: [
    ([], nil, "nothing to replay: the client keeps no session on this machine\n"),
    (
      [], "2026-11-01",
      "nothing to replay since 2026-11-01: the client keeps no session of that time\n"
    ),
    (["/clear"], nil, "nothing to replay: of 1 session no prompt says what the task is\n"),
  ])
  func `is one sentence where there is nothing`(
    prompts: [String],
    since: String?,
    sentence: String
  ) throws {
    let period = Replay.Period(since: since.flatMap { CalendarDay($0) })
    #expect(try text(prompts.map { session($0) }, in: period) == sentence)
  }
}
