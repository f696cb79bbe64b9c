import RouteEngine
import Testing

@Suite struct `Proofs of the built-in policy` {
  private static let promises = [
    "serious-work-is-first-party", "serious-work-is-never-small", "serious-work-is-never-hasty",
    "thinking-is-never-broken", "aws-means-bedrock", "gcp-means-vertex", "both-clouds-are-none",
    "the-native-api-suffices",
  ]

  @Test func `show that it keeps what it promises`() throws {
    let policy = try BuiltIn.policy()
    #expect(policy.invariants.map(\.name) == Self.promises)
    for invariant in policy.invariants {
      // Five classes and three labels; four backends, each available or not unless assumed to be; six
      // models whose thinking may be measured as broken.
      let stateCount = 1 << (18 - invariant.assumedAvailable.count)
      #expect(
        Prover(policy).verdict(on: invariant) == .proved(stateCount: stateCount),
        "\(invariant.name)"
      )
    }
  }

  @Test func `find nothing wrong with its rules`() throws {
    let findings = Prover(try BuiltIn.policy()).findings()
    #expect(findings == ProofFindings(stateCount: 1 << 19))
  }

  /// The route alone does not keep serious work off the gateway when a credential is missing.
  @Test func `need the constraint beside the route`() throws {
    let policy = try BuiltIn.policy(
      behind: """
        version: 1
        built-in: {without: [serious-work-stays-native]}
        default: [anthropic/default, openrouter/opus]

        """
    )
    // Without it the built-in policy promises nothing any more; the promise is what it was.
    #expect(policy.invariants == [])
    let whole = try BuiltIn.policy()
    let promise = try #require(whole.invariants.first { $0.name == Self.promises[0] })
    guard case .refuted(let example) = Prover(policy).verdict(on: promise) else {
      Issue.record("not refuted")
      return
    }
    #expect(
      example.task
        == HermeticTask(classes: ["extended-thinking"], unavailable: [.backend("anthropic")])
    )
    #expect(example.decision.chosen?.target.target.text == "openrouter/opus")
  }
}
