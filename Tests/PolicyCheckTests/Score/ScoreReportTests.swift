import PolicyCheck
import RouteEngine
import Testing

@Suite struct `A score` {
  /// Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  @Test(arguments: [
    (Rate(81, of: 263), 0.2553, 0.3662),
    (Rate(15, of: 148), 0.0624, 0.1605),
    (Rate(0, of: 20), 0.0000, 0.1611),
    (Rate(1, of: 29), 0.0061, 0.1718),
  ])
  func `has the intervals that were published`(rate: Rate, low: Double, high: Double) throws {
    let interval = try #require(rate.interval)
    #expect((interval.lowerBound * 10_000).rounded() == (low * 10_000).rounded())
    #expect((interval.upperBound * 10_000).rounded() == (high * 10_000).rounded())
  }

  @Test func `of nothing has no rates`() {
    let report = ScoreReport([])
    #expect(report.all.count == 0)
    #expect(report.all.leak == Rate(0, of: 0))
    #expect(report.all.leak.fraction == nil)
    #expect(report.all.leak.interval == nil)
    #expect(report.all.confusion.macroF1 == nil)
    #expect(report.macroF1Interval == nil)
    #expect(report.kinds.isEmpty)
  }

  /// Decided as the class says, and on a gateway where it is cheap.
  private func scored(
    _ labelled: LabelledClass,
    as predicted: LabelledClass,
    isCheap: Bool? = nil,
    kind: String = ""
  ) throws -> ScoredTask {
    let task = LabelledTask(line: 2, text: "x", primary: labelled, isCheap: isCheap, kind: kind)
    let finding = ClassFinding(name: predicted.name, isProtective: false, evidence: [])
    let name = predicted.isCheap ? "openrouter" : "anthropic"
    let backend = try #require(try CheckSample.backends().first { $0.name == name })
    let target = Target(backend: name, model: .named("opus"))
    let candidate = Candidate(
      target: backend.resolved(target, with: CredentialInventory()),
      source: .default,
      stops: [],
      availability: .available(payer: .login)
    )
    return ScoredTask(
      task,
      Decision(
        classification: Classification(
          classes: predicted == .none ? [] : [finding],
          setAside: [],
          constraintTruths: [:]
        ),
        candidates: [candidate],
        chosenIndex: 0
      )
    )
  }

  @Test func `counts what was taken for what`() throws {
    let report = ScoreReport([
      try scored(.bulk, as: .bulk, kind: "real"),
      try scored(.bulk, as: .bulk, isCheap: false, kind: "trap"),
      try scored(.bulk, as: .none, kind: "trap"),
      try scored(.production, as: .bulk, kind: "trap"),
      try scored(.production, as: .production),
      try scored(.none, as: .none),
    ])
    let confusion = report.all.confusion
    #expect(confusion.count(labelled: .production, predicted: .bulk) == 1)
    #expect(confusion.count(labelled: .bulk, predicted: .production) == 0)
    #expect(confusion.accuracy == Rate(4, of: 6))
    #expect(confusion.precision(of: .bulk) == Rate(2, of: 3))
    #expect(confusion.recall(of: .bulk) == Rate(2, of: 3))
    #expect(confusion.recall(of: .production) == Rate(1, of: 2))
    #expect(confusion.f1(of: .bulk) == 4.0 / 6)
    #expect(confusion.f1(of: .production) == 2.0 / 3)
    #expect(confusion.f1(of: .none) == 2.0 / 3)
    // The other three are neither labelled nor predicted.
    #expect(confusion.f1(of: .multiAgent) == nil)
    #expect(confusion.macroF1 == (4.0 / 6 + 2.0 / 3 + 2.0 / 3) / 3)
    // Four may not be cheap: one bulk, two production, one of no class.
    #expect(report.all.leak == Rate(2, of: 4))
    #expect(report.all.cheapPrecision == Rate(1, of: 3))
    #expect(report.all.cheapRecall == Rate(1, of: 2))
    #expect(report.kinds.map(\.name) == ["", "real", "trap"])
    #expect(report.kinds.map(\.figures.count) == [2, 1, 3])
    #expect(report.kinds.map(\.figures.leak) == [Rate(0, of: 2), Rate(0, of: 0), Rate(2, of: 2)])
  }

  @Test func `resamples the same each time`() throws {
    var tasks: [ScoredTask] = []
    for _ in 0..<10 {
      tasks.append(try scored(.bulk, as: .bulk))
      tasks.append(try scored(.production, as: .none))
      tasks.append(try scored(.production, as: .production))
      tasks.append(try scored(.none, as: .none))
    }
    let interval = try #require(ScoreReport(tasks).macroF1Interval)
    #expect(interval == ScoreReport(tasks).macroF1Interval)
    // Found by a second implementation.
    #expect((interval.lowerBound * 10_000).rounded() == 6475)
    #expect((interval.upperBound * 10_000).rounded() == 8828)
    let right = ScoreReport(Array(repeating: tasks[0], count: 3))
    #expect(right.macroF1Interval == 1...1)
  }
}
