import RouteEngine
import Testing

/// A backend that did not answer its last probe is passed over where something else will do.
@Suite struct `After a failed probe` {
  private static func failure(
    of backend: String,
    _ day: String = "2026-11-26",
    model: String? = "claude-haiku-4",
    staleness: Measurement.Staleness? = nil
  ) throws -> Measurement {
    Measurement(
      backend: backend,
      modelID: model,
      grades: [:],
      day: try #require(CalendarDay(day)),
      staleness: staleness,
      failure: "connection refused"
    )
  }

  private static func decision(
    _ measurements: [Measurement],
    constraints: [Constraint] = [],
    _ change: (inout RoutingRequest) -> Void = { _ in }
  ) throws -> RouteEngine.Decision {
    let policy = try ProofSample {
      $0.routes = [
        ProofSample.route(
          "bulk",
          when: .hasClass("bulk"),
          to: ProofSample.target("cheap", "haiku"),
          ProofSample.target("native", "haiku")
        )
      ]
      $0.constraints = constraints
    }
    .policy
    let task = HermeticTask(classes: ["bulk"])
    var request = RoutingRequest(facts: task.facts)
    change(&request)
    var inventory = task.inventory(for: policy)
    inventory.measurements = measurements
    return policy.decision(for: request, with: inventory)
  }

  @Test func `the next permitted candidate is chosen, and says whose place it took`() throws {
    let failure = try Self.failure(of: "cheap")
    let decision = try Self.decision([failure])
    #expect(decision.chosen?.target.target.text == "native/haiku")
    #expect(decision.skipped.map(\.target.target.text) == ["cheap/haiku"])
    #expect(decision.skipped.first?.failedProbe == failure)
    #expect(decision.skipped.first?.probeFailure == "connection refused")
    #expect(decision.chosen?.probeFailure == nil)
  }

  @Test func `of all candidates the first stays chosen`() throws {
    let decision = try Self.decision([
      try Self.failure(of: "cheap"), try Self.failure(of: "native", model: nil),
    ])
    #expect(decision.chosen?.target.target.text == "cheap/haiku")
    #expect(decision.chosen?.probeFailure == "connection refused")
    #expect(decision.skipped == [])
  }

  @Test func `what is forbidden is chosen no more than before`() throws {
    let decision = try Self.decision(
      [try Self.failure(of: "cheap")],
      constraints: [ProofSample.constraint("rule", .forbid(.backend("native")))]
    )
    #expect(decision.chosen?.target.target.text == "cheap/haiku")
  }

  @Test func `another model of the backend is passed over, too`() throws {
    let decision = try Self.decision([try Self.failure(of: "cheap", model: "other")])
    #expect(decision.chosen?.target.target.text == "native/haiku")
  }

  @Test(arguments: [Measurement.Staleness.age(days: 40), .client])
  func `long ago nothing changes`(staleness: Measurement.Staleness) throws {
    let decision = try Self.decision([try Self.failure(of: "cheap", staleness: staleness)])
    #expect(decision.chosen?.target.target.text == "cheap/haiku")
    #expect(decision.chosen?.probeFailure == nil)
  }

  @Test func `a later answer of another model counts, one of the same day does not`() throws {
    func chosen(_ day: String) throws -> String? {
      let answered = Measurement(
        backend: "cheap",
        modelID: "other",
        grades: [.tools: .good],
        day: try #require(CalendarDay(day))
      )
      return try Self.decision([answered, try Self.failure(of: "cheap")]).chosen?.target.target.text
    }
    #expect(try chosen("2026-11-27") == "cheap/haiku")
    #expect(try chosen("2026-11-26") == "native/haiku")
  }

  @Test func `what the command line names is not overruled`() throws {
    let failures = [try Self.failure(of: "cheap")]
    let named = try Self.decision(failures) { request in
      request.backend = "cheap"
      request.model = "haiku"
    }
    #expect(named.chosen?.target.target.text == "cheap/haiku")
    let backend = try Self.decision(failures) { $0.backend = "cheap" }
    #expect(backend.chosen?.target.target.text == "cheap/haiku")
    // The model stays what was asked for.
    let model = try Self.decision(failures) { $0.model = "opus" }
    #expect(model.chosen?.target.target.text == "native/opus")
  }

  @Test func `a session goes on where it ran`() throws {
    let decision = try Self.decision([try Self.failure(of: "cheap")]) {
      $0.session = .init(backend: "cheap", model: "haiku")
    }
    #expect(decision.chosen?.target.target.text == "cheap/haiku")
    #expect(decision.chosen?.source == .session)
  }
}
