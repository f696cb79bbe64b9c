import Diagnostics
import PolicyCheck
import RouteEngine
import Testing

@Suite struct `An expectation` {
  struct Case: CustomTestStringConvertible {
    let expectation: PolicyTest.Expectation
    let words: String
    /// Of `rename` with a file under `src`: anthropic/haiku, openrouter being stopped.
    let unmet: [PolicyTest.Expectation.Part]
    let got: String
    var testDescription: String { words }

    init(
      _ words: String,
      unmet: [PolicyTest.Expectation.Part] = [],
      got: String = "anthropic/haiku",
      _ expect: (inout PolicyTest.Expectation) -> Void
    ) {
      var expectation = PolicyTest.Expectation(origin: CheckSample.team(21))
      expect(&expectation)
      self.expectation = expectation
      self.words = words
      self.unmet = unmet
      self.got = got
    }
  }

  static let cases = [
    Case("anthropic") { $0.backend = "anthropic" },
    Case("bedrock", unmet: [.backend]) { $0.backend = "bedrock" },
    Case("anthropic/haiku") {
      $0.backend = "anthropic"
      $0.model = "haiku"
    },
    Case("model claude-haiku-5-5") { $0.model = "claude-haiku-5-5" },
    Case("openrouter/opus", unmet: [.backend, .model]) {
      $0.backend = "openrouter"
      $0.model = "opus"
    },
    Case("decided") { $0.outcome = .decided },
    Case("denied", unmet: [.outcome]) { $0.outcome = .denied },
    Case("anthropic") {
      $0.outcome = .decided
      $0.backend = "anthropic"
    },
    Case("effort low", unmet: [.effort], got: "anthropic/haiku, no effort") { $0.effort = .low },
    Case("route `mechanical`") { $0.route = "mechanical" },
    Case("default", unmet: [.route], got: "anthropic/haiku, route `mechanical`") {
      $0.route = "default"
    },
    Case("a candidate stopped by `native`") { $0.constraint = "native" },
    Case(
      "a candidate stopped by `only-aws`",
      unmet: [.constraint],
      got: "anthropic/haiku, candidates stopped by `native`"
    ) { $0.constraint = "only-aws" },
    Case("classes bulk, guarded") { $0.classes = ["guarded", "bulk"] },
    Case("class bulk", unmet: [.classes], got: "anthropic/haiku, classes bulk, guarded") {
      $0.classes = ["bulk"]
    },
    Case("no class", unmet: [.classes], got: "anthropic/haiku, classes bulk, guarded") {
      $0.classes = []
    },
  ]

  @Test(arguments: cases)
  func `names what a decision does not meet`(_ example: Case) throws {
    let test = CheckSample.test(task: "rename", files: ["src/a.swift"]) {
      $0 = example.expectation
    }
    let result = PolicyTestResult(test, under: try CheckSample.policy(), in: ["team.yaml"])
    #expect(result.unmetParts == example.unmet)
    #expect(example.expectation.words == example.words)
    #expect(result.gotWords == example.got)
    #expect(result.hasPassed == example.unmet.isEmpty)
  }

  @Test func `of a target is not met by a denial`() throws {
    let test = CheckSample.test(unavailable: [.backend("anthropic"), .backend("bedrock")]) {
      $0.outcome = .decided
      $0.backend = "anthropic"
      $0.model = "opus"
      $0.effort = .low
      $0.route = "default"
    }
    let result = PolicyTestResult(test, under: try CheckSample.policy(), in: ["team.yaml"])
    #expect(result.unmetParts == [.outcome, .backend, .model, .effort, .route])
    #expect(result.gotWords == "denied")
    let denied = CheckSample.test(unavailable: test.unavailable) { $0.outcome = .denied }
    #expect(
      PolicyTestResult(denied, under: try CheckSample.policy(), in: ["team.yaml"]).hasPassed
    )
  }

  @Test func `takes the family of an id and the id itself for the model`() throws {
    let policy = try CheckSample.policy(routes: [CheckSample.other])
    for model in ["opus", "us.anthropic.claude-opus-5-5"] {
      let test = CheckSample.test(labels: ["other"]) { $0.model = model }
      #expect(PolicyTestResult(test, under: policy, in: []).hasPassed, "\(model)")
    }
  }

  @Test func `that is not met is a finding where it stands`() throws {
    let test = CheckSample.test("renames stay here", task: "rename", files: ["lib/a.swift"]) {
      $0.backend = "anthropic"
    }
    let diagnostic = try #require(
      PolicyTestResult(test, under: try CheckSample.policy(), in: ["team.yaml"]).diagnostic
    )
    #expect(diagnostic.id == "test-failed")
    #expect(diagnostic.severity == .error)
    #expect(diagnostic.place == CheckSample.team(21).place)
    #expect(
      diagnostic.message
        == "test `renames stay here` failed: openrouter/haiku, expected anthropic"
    )
    #expect(
      diagnostic.notes.map(\.message) == [
        "guarded: `any-path: [\"src/**\"]` (line 7) does not match lib/a.swift"
      ]
    )
    let met = CheckSample.test(task: "rename") { $0.backend = "openrouter" }
    let passed = PolicyTestResult(met, under: try CheckSample.policy(), in: ["team.yaml"])
    #expect(passed.diagnostic == nil)
  }
}
