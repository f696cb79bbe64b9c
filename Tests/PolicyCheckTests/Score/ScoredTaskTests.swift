import PolicyCheck
import RouteEngine
import Testing

@Suite struct `A scored task` {
  private func decision(_ classes: [String] = [], _ target: Target? = nil) throws -> Decision {
    let backends = try CheckSample.backends()
    let candidates = try [target].compactMap { $0 }
      .map { target in
        let backend = try #require(backends.first { $0.name == target.backend })
        return Candidate(
          target: backend.resolved(target, with: CredentialInventory()),
          source: .default,
          stops: [],
          availability: .available(payer: .login)
        )
      }
    let findings = classes.map { name in
      let evidence = [Evidence(signal: .phrase, pattern: name, text: name)]
      return ClassFinding(name: name, isProtective: false, evidence: evidence)
    }
    return Decision(
      classification: Classification(classes: findings, setAside: [], constraintTruths: [:]),
      candidates: candidates,
      chosenIndex: target.map { _ in 0 }
    )
  }

  private let task = LabelledTask(line: 2, text: "x", primary: .bulk)

  @Test(arguments: [
    (["bulk", "multi-agent", "production"], LabelledClass.multiAgent),
    (["bulk", "extended-thinking", "production"], .extendedThinking),
    (["bulk", "production", "prototyping"], .production),
    (["bulk", "prototyping"], .bulk),
    (["prototyping", "releases"], .prototyping),
    (["releases"], .none),
    ([], .none),
  ])
  func `is of its most serious class`(classes: [String], expected: LabelledClass) throws {
    let scored = ScoredTask(task, try decision(classes))
    #expect(scored.predicted == expected)
    #expect(scored.evidence.map(\.pattern) == (expected == .none ? [] : [expected.name]))
  }

  @Test(arguments: [
    (Target(backend: "openrouter", model: .named("opus")), true),
    (Target(backend: "bedrock", model: .named("opus"), effort: .max), true),
    (Target(backend: "anthropic", model: .named("haiku")), true),
    (Target(backend: "anthropic", model: .id("claude-haiku-4-5")), true),
    (Target(backend: "anthropic", model: .named("opus"), effort: .low), true),
    (Target(backend: "anthropic", model: .named("opus"), effort: .medium), false),
    (Target(backend: "anthropic", model: .default), false),
    (nil, false),
  ])
  func `is cheap off the native API and on its smallest model or effort`(
    target: Target?,
    isCheap: Bool
  ) throws {
    let scored = ScoredTask(task, try decision([], target))
    #expect(scored.isCheap == isCheap)
    #expect(scored.target == target)
  }

  @Test func `shows what was doubted only where nothing was found`() throws {
    let doubted = DoubtedClass(name: "bulk", evidence: [], percent: 12)
    func doubting(_ classes: [String]) throws -> Decision {
      var classification = try decision(classes).classification
      classification.doubted = [doubted]
      return Decision(classification: classification, candidates: [], chosenIndex: nil)
    }
    let none = try doubting([])
    let production = try doubting(["production"])
    #expect(ScoredTask(task, none).doubted == [doubted])
    #expect(ScoredTask(task, production).doubted.isEmpty)
  }

  @Test func `is decided by a policy with every backend there`() throws {
    let scoring = ScoringPolicy(try CheckSample.policy())
    let rename = scoring.scored(LabelledTask(line: 2, text: "Rename it", primary: .production))
    #expect(rename.predicted == .bulk)
    #expect(rename.target?.text == "openrouter/haiku")
    let plain = scoring.scored(LabelledTask(line: 3, text: "hello", primary: .production))
    #expect(plain.predicted == .none)
    #expect(plain.target?.text == "anthropic/opus")
    let report = ScoreReport([rename, plain])
    #expect(report.all.leak == Rate(1, of: 2))
  }
}
