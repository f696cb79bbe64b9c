import RouteEngine
import Testing

@Suite struct `A proof of an invariant` {
  typealias Sample = ProofSample

  /// The counterexample in short, nil when the invariant is proved.
  private func counterexample(
    to invariant: Invariant,
    in sample: ProofSample
  ) throws -> HermeticTask? {
    switch Prover(sample.policy).verdict(on: invariant) {
    case .proved: return nil
    case .refuted(let example):
      #expect(example.task.decision(under: sample.policy) == example.decision)
      #expect(!invariant.isKept(by: example.decision))
      return example.task
    case .undecided:
      Issue.record("undecided")
      return nil
    }
  }

  private static let production = Condition.hasClass("production")

  private static func guarded(_ constraints: Constraint...) throws -> ProofSample {
    try ProofSample {
      $0.routes = [Sample.route("cheap", when: .hasClass("bulk"), to: Sample.target("cheap"))]
      $0.defaultTargets = [Sample.target("native"), Sample.target("cheap")]
      $0.constraints = constraints
    }
  }

  @Test func `holds where a constraint forbids it`() throws {
    let rule = Sample.constraint("rule", when: Self.production, .forbid(.trust(.thirdParty)))
    let invariant = Sample.invariant(when: Self.production, .never(.trust(.thirdParty)))
    let verdict = Prover(try Self.guarded(rule).policy).verdict(on: invariant)
    // Two classes; two backends, each available or not.
    #expect(verdict == .proved(stateCount: 2 * 2 * 2 * 2))
  }

  @Test func `is refuted by the credential that is missing`() throws {
    let invariant = Sample.invariant(when: Self.production, .never(.trust(.thirdParty)))
    let task = try counterexample(to: invariant, in: try Self.guarded())
    // As small: two classes; but `bulk` comes first by name.
    #expect(task == HermeticTask(classes: ["bulk", "production"]))
    let alone = Sample.invariant(
      when: .all([Self.production, .not(.hasClass("bulk"))]),
      .never(.trust(.thirdParty))
    )
    let other = try counterexample(to: alone, in: try Self.guarded())
    #expect(other == HermeticTask(classes: ["production"], unavailable: [.backend("native")]))
  }

  @Test func `may take backends for available`() throws {
    let when = Condition.not(.hasClass("bulk"))
    let never = Invariant.Property.never(.backend("cheap"))
    let sample = try Self.guarded()
    let free = try counterexample(to: Sample.invariant(when: when, never), in: sample)
    #expect(free == HermeticTask(unavailable: [.backend("native")]))
    let assumed = Sample.invariant(when: when, assume: ["native"], never)
    #expect(try counterexample(to: assumed, in: sample) == nil)
  }

  @Test func `may be about the outcome`() throws {
    let rule = Sample.constraint("rule", when: .hasLabel("aws"), .require(.kind(.bedrock)))
    let sample = try Self.guarded(rule)
    let decided = Sample.invariant(assume: ["native"], .outcome(.decided))
    #expect(try counterexample(to: decided, in: sample) == HermeticTask(labels: ["aws"]))
    let denied = Sample.invariant(when: .hasLabel("aws"), .outcome(.denied))
    #expect(try counterexample(to: denied, in: sample) == nil)
    let kept = Sample.invariant(when: .hasLabel("aws"), .always(.kind(.bedrock)))
    #expect(try counterexample(to: kept, in: sample) == nil)
  }

  @Test(arguments: [(Layer.managed, [String]()), (.user, ["eco"])])
  func `knows whose labels lift a constraint`(layer: Layer, expected: [String]) throws {
    let rule = Sample.constraint(
      "rule",
      unless: .hasLabel("eco"),
      .forbid(.backend("cheap")),
      layer: layer
    )
    let sample = try ProofSample {
      $0.constraints = [rule]
      $0.defaultTargets = [Sample.target("cheap")]
    }
    let task = try counterexample(to: Sample.invariant(.never(.backend("cheap"))), in: sample)
    #expect(task.map { $0.facts.labels.sorted() } ?? [] == expected)
    #expect((task == nil) == (layer == .managed))
  }

  @Test func `tells the values of a text by its globs`() throws {
    let release = Sample.fact(.branch, .matches(try Glob("release/*")))
    let hotfix = Sample.fact(.branch, .matches(try Glob("*/hotfix")))
    let sample = try ProofSample {
      $0.routes = [Sample.route("both", when: .all([release, hotfix]), to: Sample.target("cheap"))]
    }
    let task = try counterexample(to: Sample.invariant(.never(.backend("cheap"))), in: sample)
    #expect(task == HermeticTask(values: [.branch: .value(.text("release/hotfix"))]))
    let impossible = try ProofSample {
      let main = Sample.fact(.branch, .equals(.text("main")))
      $0.routes = [Sample.route("both", when: .all([release, main]), to: Sample.target("cheap"))]
    }
    let none = try counterexample(to: Sample.invariant(.never(.backend("cheap"))), in: impossible)
    #expect(none == nil)
  }

  @Test func `cuts numbers at their bounds`() throws {
    let between = Condition.all([
      Sample.fact(.filesCount, .greaterThan(3)), Sample.fact(.filesCount, .lessThan(5)),
    ])
    let sample = try ProofSample {
      $0.routes = [Sample.route("few", when: between, to: Sample.target("cheap"))]
    }
    let task = try counterexample(to: Sample.invariant(.never(.backend("cheap"))), in: sample)
    #expect(task == HermeticTask(values: [.filesCount: .value(.number(4))]))
  }

  @Test func `makes a protective class doubtful by a fact that cannot be read`() throws {
    let test = FactTest(fact: .branch, comparison: .matches(try Glob("release/*")))
    let sample = try ProofSample {
      $0.classes = [Sample.taskClass("production", isProtective: true, signals: [.fact(test)])]
      $0.constraints = [
        // Only doubt is neither here nor there.
        Sample.constraint("no", when: Self.production, .forbid(.backend("native"))),
        Sample.constraint("not", unless: Self.production, .forbid(.backend("cheap"))),
      ]
    }
    let decided = Sample.invariant(assume: ["native"], .outcome(.decided))
    let task = try counterexample(to: decided, in: sample)
    #expect(task == HermeticTask(classes: ["production"]))
    let doubtful = try ProofSample {
      $0.classes = sample.classes
      $0.constraints = sample.constraints
      $0.defaultTargets = [Sample.target("native"), Sample.target("cheap")]
    }
    let unknown = Sample.invariant(assume: ["native", "cheap"], .outcome(.decided))
    #expect(
      try counterexample(to: unknown, in: doubtful) == HermeticTask(values: [.branch: .unknown])
    )
  }

  /// Denied only where `bulk` is neither here nor there: told by a text, and perhaps vetoed.
  private static func doubtable(
    examples: [String],
    _ classifier: ClassifierSettings
  ) throws -> ProofSample {
    let onMain = FactTest(fact: .branch, comparison: .equals(.text("main")))
    let bulk = Sample.taskClass(
      "bulk",
      isProtective: false,
      unless: [.fact(onMain)],
      examples: examples
    )
    return try ProofSample {
      $0.classes = [bulk]
      $0.constraints = [
        Sample.constraint("no", when: .hasClass("bulk"), .forbid(.backend("native"))),
        Sample.constraint("not", unless: .hasClass("bulk"), .forbid(.backend("cheap"))),
      ]
      $0.defaultTargets = [Sample.target("native"), Sample.target("cheap")]
      $0.classifier = classifier
    }
  }

  @Test func `finds an example that tells a class beside a doubtful veto`() throws {
    let decided = Sample.invariant(assume: ["native", "cheap"], .outcome(.decided))
    let sample = try Self.doubtable(examples: ["sort the fixtures"], ClassifierSettings())
    #expect(
      try counterexample(to: decided, in: sample)
        == HermeticTask(text: "sort the fixtures", values: [.branch: .unknown])
    )
    let mute = ClassifierSettings(mayAssign: .protective)
    let silenced = try Self.doubtable(examples: ["sort the fixtures"], mute)
    #expect(try counterexample(to: decided, in: silenced) == nil)
    #expect(
      try counterexample(to: decided, in: Self.doubtable(examples: [], ClassifierSettings())) == nil
    )
  }

  @Test func `counts with the model where it knows the class`() throws {
    let decided = Sample.invariant(assume: ["native", "cheap"], .outcome(.decided))
    let sample = try Self.doubtable(examples: [], ClassifierSettings(usesModel: true))
    // No text is known to be of the class.
    let verdict = Prover(sample.policy).verdict(on: decided)
    #expect(verdict == .undecided(stateCount: 18, limit: Prover.usualLimit))
  }

  @Test func `finds words that tell a class beside a doubtful one`() throws {
    let test = FactTest(fact: .branch, comparison: .equals(.text("main")))
    let sample = try ProofSample {
      $0.classes = [
        Sample.taskClass("bulk", isProtective: false, signals: [.fact(test)]),
        Sample.taskClass(
          "production",
          isProtective: true,
          signals: [.phrase(try Phrase("=ship ... it"))]
        ),
      ]
      $0.constraints = [
        Sample.constraint(
          "no",
          when: .all([.hasClass("bulk"), Self.production]),
          unless: .hasClass("bulk"),
          .forbid(Selector())
        )
      ]
    }
    let decided = Sample.invariant(assume: ["native"], .outcome(.decided))
    let task = try counterexample(to: decided, in: sample)
    #expect(task == HermeticTask(text: "ship it", values: [.branch: .unknown]))
  }

  @Test func `looks at the payers`() throws {
    let invariant = Sample.invariant(.never(.payer("env:NATIVE_KEY")))
    let task = try counterexample(to: invariant, in: try ProofSample())
    #expect(task == HermeticTask(unavailable: [.credential(.login)]))
    let rule = Sample.constraint("plan", .require(.payer("login")))
    let sample = try ProofSample { $0.constraints = [rule] }
    #expect(try counterexample(to: invariant, in: sample) == nil)
  }

  @Test func `looks at the regions`() throws {
    let invariant = Sample.invariant(when: .hasLabel("aws"), .always(.geography(.eu)))
    let toCloud = Sample.route("cloud", when: .hasLabel("aws"), to: Sample.target("cloud"))
    let free = try ProofSample {
      $0.routes = [toCloud]
      $0.defaultTargets = []
    }
    // Replays are in `us-east-1`.
    #expect(try counterexample(to: invariant, in: free) == HermeticTask(labels: ["aws"]))
    let bound = try ProofSample {
      $0.routes = [toCloud]
      $0.defaultTargets = []
      $0.constraints = [Sample.constraint("eu", when: .hasLabel("aws"), .require(.geography(.eu)))]
    }
    #expect(try counterexample(to: invariant, in: bound) == nil)
    let reached = Sample.invariant(.never(.backend("cloud")))
    let region = FactName.environment("AWS_REGION")
    #expect(
      try counterexample(to: reached, in: bound)
        == HermeticTask(labels: ["aws"], values: [region: .value(.text("eu-west-1"))])
    )
  }

  @Test func `is given up above the limit`() throws {
    let sample = try Self.guarded(
      Sample.constraint("x", when: Self.production, .forbid(Selector()))
    )
    let verdict = Prover(sample.policy, limit: 3).verdict(on: Sample.invariant(.outcome(.decided)))
    #expect(verdict == .undecided(stateCount: 16, limit: 3))
    #expect(
      Prover(sample.policy, limit: 3).findings()
        == ProofFindings(stateCount: 16, exceededLimit: 3)
    )
    let comparison = Prover.comparison(old: sample.policy, new: sample.policy, limit: 3)
    #expect(comparison == PolicyComparison(stateCount: 4, exceededLimit: 3))
  }
}
