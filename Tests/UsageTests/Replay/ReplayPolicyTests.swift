import RouteEngine
import Testing
import Usage

/// A million tokens in and 100,000 out are 4 + 2 = 6 dollars on opus, 2 + 1 = 3 on sonnet, and in short
/// prompts 0.10 + 0.05 = 0.15 on haiku.
@Suite struct `A replayed session` {
  /// In millionths, so that sums compare.
  struct Amounts: Equatable {
    var billed = 0
    var plan = 0
    var unknown = 0

    init(billed: Int = 0, plan: Int = 0, unknown: Int = 0) {
      (self.billed, self.plan, self.unknown) = (billed, plan, unknown)
    }

    init(_ amounts: PaidAmounts) {
      billed = Int((amounts.billed * 1e6).rounded())
      plan = Int((amounts.plan * 1e6).rounded())
      unknown = Int((amounts.unknown * 1e6).rounded())
    }
  }

  private func only(_ replay: Replay) throws -> ReplayedSession {
    try #require(replay.sessions.first)
  }

  @Test func `costs what its tokens cost on the chosen model`() throws {
    let replayed = try only(ReplaySample.replay([ReplaySample.session("rename the helpers")]))
    #expect(replayed.className == "bulk")
    #expect(replayed.verdict.target?.text == "anthropic/haiku")
    #expect(!replayed.isSame)
    let costs = try #require(replayed.costs)
    #expect(Amounts(costs.ran) == Amounts(plan: 6_000_000))
    #expect(Amounts(costs.replayed) == Amounts(plan: 150_000))
  }

  /// On opus 320,000 + 400,000 + 600,000 + 200,000 millionths, and the background's 1,500 on haiku.
  ///
  /// On haiku 80,000 × 0.10 + 20,000 × 0.50 = 18,000 and 150,000 × 0.50 + 10,000 × 2.50 = 100,000; the
  /// background's 10,000 × 0.10 + 1,000 × 0.50 = 1,500 stays haiku's.
  @Test func `pays for long prompts where the chosen model has a tier, and the used one has none`()
    throws
  {
    let replayed = try only(
      ReplaySample.replay([
        ReplaySample.session(
          "rename the helpers",
          uses: [
            PastSession.Use(
              model: "claude-opus-5-5",
              usage: TokenUsage(input: 80_000, output: 20_000)
            ),
            PastSession.Use(
              model: "claude-opus-5-5",
              promptsAbove: 100_000,
              usage: TokenUsage(input: 150_000, output: 10_000)
            ),
            PastSession.Use(
              model: "claude-haiku-5-5",
              isOwn: false,
              usage: TokenUsage(input: 10_000, output: 1_000)
            ),
          ]
        )
      ])
    )
    let costs = try #require(replayed.costs)
    #expect(Amounts(costs.ran) == Amounts(plan: 1_521_500))
    #expect(Amounts(costs.replayed) == Amounts(plan: 119_500))
  }

  /// 3 × 1.1 = 3.30, by the token; the sub-agent's haiku is haiku there: 0.15 × 1.1 = 0.165.
  @Test func `is paid by whoever pays at the chosen backend, its multiplier included`() throws {
    let usage = TokenUsage(input: 1_000_000, output: 100_000)
    let replayed = try only(
      ReplaySample.replay([
        ReplaySample.session(
          "a prototype",
          uses: [
            PastSession.Use(model: "claude-opus-5-5", usage: usage),
            PastSession.Use(model: "claude-haiku-5-5", isOwn: false, usage: usage),
          ]
        )
      ])
    )
    #expect(replayed.verdict.target?.text == "gateway/sonnet")
    let costs = try #require(replayed.costs)
    #expect(Amounts(costs.ran) == Amounts(plan: 6_150_000))
    #expect(Amounts(costs.replayed) == Amounts(billed: 3_465_000))
  }

  @Test func `cost what its own route says`() throws {
    let route = ReplaySample.route(
      "gateway",
      "claude-opus-5-5",
      isMetered: true,
      multiplier: 1.05
    )
    let replayed = try only(
      ReplaySample.replay([ReplaySample.session("rename the helpers", route: route)])
    )
    let costs = try #require(replayed.costs)
    #expect(Amounts(costs.ran) == Amounts(billed: 6_300_000))
    #expect(Amounts(costs.replayed) == Amounts(plan: 150_000))
    #expect(costs.change.map { Int(($0 * 1000).rounded()) } == -976)
  }

  @Test func `that was not launched here keeps its payer where only the model moves`() throws {
    let replay = try ReplaySample.replay(
      [ReplaySample.session("rename the helpers"), ReplaySample.session("a prototype")],
      payment: .unknown
    )
    let costs = try replay.sessions.map { try #require($0.costs) }
    #expect(Amounts(costs[0].replayed) == Amounts(unknown: 150_000))
    #expect(Amounts(costs[1].replayed) == Amounts(billed: 3_300_000))
  }

  /// An older model of the family is no saving of the policy's.
  @Test func `that agrees costs what it cost`() throws {
    let replayed = try only(
      ReplaySample.replay(
        [ReplaySample.session("write the guide", model: "claude-opus-4-8")],
        payment: .unknown
      )
    )
    #expect(replayed.isSame)
    let costs = try #require(replayed.costs)
    #expect(Amounts(costs.ran) == Amounts(unknown: 7_500_000))
    #expect(costs.ran == costs.replayed)
  }

  @Test func `moves to another backend with the same model`() throws {
    let session = ReplaySample.session(
      "write the guide",
      route: ReplaySample.route("gateway", "claude-opus-5-5")
    )
    let replay = try ReplaySample.replay([session])
    #expect((replay.sameCount, replay.movedCount) == (0, 1))
    #expect(try only(replay).verdict == .moved(Target(backend: "anthropic", model: .default)))
  }

  @Test func `that is denied has no amount`() throws {
    let replay = try ReplaySample.replay([
      ReplaySample.session("a secret prototype"), ReplaySample.session("rename the helpers"),
    ])
    #expect(replay.sessions.map(\.denial) == [.constraint("secrets-stay-home"), nil])
    #expect(Amounts(replay.costs.ran) == Amounts(plan: 6_000_000))
    #expect((replay.sameCount, replay.movedCount) == (0, 1))
    let missing = CredentialInventory(missing: [.backend("anthropic"), .backend("gateway")])
    let unavailable = try ReplaySample.replay(
      [ReplaySample.session("write the guide")],
      inventory: missing
    )
    #expect(unavailable.sessions.map(\.denial) == [.unavailable])
  }

  @Test(arguments: [("rename the helpers", "new-model"), ("a puzzle", "claude-opus-5-5")])
  func `without a price is in no amount`(prompt: String, model: String) throws {
    let replay = try ReplaySample.replay([
      ReplaySample.session(prompt, model: model), ReplaySample.session("write the guide"),
    ])
    #expect(replay.unpriced.sessions == 1)
    #expect(replay.unpriced.models == [prompt == "a puzzle" ? "qwen" : model])
    #expect(Amounts(replay.costs.ran) == Amounts(plan: 6_000_000))
    #expect(replay.movedCount == 1)
  }
}

@Suite struct `A replay` {
  @Test func `counts by class, most sessions first, with the commonest move`() throws {
    let replay = try ReplaySample.replay([
      ReplaySample.session("a prototype"),
      ReplaySample.session("rename this"), ReplaySample.session("rename that"),
      ReplaySample.session("rename it", model: "claude-sonnet-5-5"),
      ReplaySample.session("rename all", model: "claude-haiku-5-5"),
      ReplaySample.session("/clear"), ReplaySample.session(nil),
    ])
    #expect(replay.rows.map(\.className) == ["bulk", "prototyping"])
    let bulk = try #require(replay.rows.first)
    #expect((bulk.sessions, bulk.same, bulk.denied) == (4, 1, 0))
    #expect(bulk.move?.from.model == "opus")
    #expect((bulk.move?.to, bulk.move?.sessions) == ("anthropic/haiku", 2))
    #expect(replay.withoutTask == 2)
  }

  @Test func `looks at sessions that began in its period`() throws {
    let policy = ReplayPolicy(
      try ReplaySample.policy(),
      inventory: ReplaySample.keys,
      suggestion: UsageReckoning.Suggestion(backend: nil, payment: .unknown)
    )
    let days = try (1...5).map { try #require(CalendarDay(year: 2026, month: 11, day: $0)) }
    let sessions = days.indices.map { place in
      PastSession(
        id: "\(place)",
        begin: Timestamp(milliseconds: Int64(place)),
        prompt: place == 2 ? nil : "rename",
        uses: [PastSession.Use(model: "claude-opus-5-5", usage: TokenUsage(output: 1))]
      )
    }
    let replay = Replay(
      of: sessions,
      in: Replay.Period(since: days[1], until: days[3]),
      under: policy
    ) { days[Int($0.milliseconds)] }
    #expect(replay.sessions.map(\.session.id) == ["1", "3"])
    #expect(replay.withoutTask == 1)
    // Where nobody knows where a session ran, nobody says that it would have run there again.
    #expect(replay.sameCount == 0)
  }
}
