import Foundation
import Testing

/// The decision with its reasons.
@Suite struct `explain` {
  private let box: Sandbox
  private let builtIn: BuiltIn

  init() throws {
    box = try Sandbox()
    builtIn = try BuiltIn(box)
    try box.saveLogin()
  }

  @Test func `shows a bulk task with a key and the cheaper native model`() throws {
    let route = "route `mechanical` (\(builtIn.route("mechanical")))"
    // haiku, 50,000 in and 10,000 out at 0.10 and 0.50 dollars a million: 0.010; 200,000 and 50,000:
    // 0.045; both times 1.055.
    let expected = """
      task        license headers
      classes     bulk  phrase `license header` in `license headers` \
      (\(builtIn.phrase("license header", of: "bulk"))), characters 0-15
                  no protective class
      candidates  1 openrouter/haiku   chosen       \(route); OPENROUTER_API_KEY is set, not contacted
                  2 anthropic/haiku    permitted    \(route); login saved
                  3 anthropic/default  permitted    default; login saved
      decision    openrouter/haiku = `~anthropic/claude-haiku-latest`, effort low
      pays        OPENROUTER_API_KEY, $0.011–0.047 a session
                  anthropic/haiku would be $0.010–0.045, and is inside your plan
      breaks      thinking, tools, parallel tools, streaming, rate limit unknown \
      (`claude-route probe openrouter` measures it)
      holds       yes
      otherwise   without class bulk: anthropic/default
      policy      \(builtIn.layer)

      """
    let run = try box.run(
      ["explain", "--task", "license headers"],
      ["OPENROUTER_API_KEY": "sk-or-canary"]
    )
    #expect(run.withoutModel == Run(0, output: expected))
  }

  /// The same policy before and after a probe.
  @Test func `routes by what is measured of a model`() throws {
    try box.write(
      """
      version: 1
      constraints:
        - name: sound-tools
          forbid: {trait: {tools: [broken]}, trust: third-party}
          reason: tools are needed

      """,
      to: "work/own.yaml"
    )
    func backend(_ measured: [String]) throws -> String? {
      let words = measured.flatMap { ["--measured", $0] }
      let run = try box.run(
        ["explain", "--as", "user", "--policy", "own.yaml", "--task", "license headers"] + words
      )
      return run.output.split(separator: "\n").first { $0.hasPrefix("decision") }
        .map { String($0.split(separator: " ")[1]) }
    }
    #expect(try backend([]) == "openrouter/haiku")
    #expect(try backend(["openrouter:tools=broken"]) == "anthropic/haiku")
    #expect(try backend(["openrouter/haiku:tools=broken"]) == "anthropic/haiku")
    #expect(try backend(["openrouter/opus:tools=broken"]) == "openrouter/haiku")
    #expect(
      try backend(["openrouter:tools=broken", "openrouter/haiku:tools=good"]) == "openrouter/haiku"
    )
  }

  @Test(arguments: [
    ("openrouter", "names no trait"), ("openrouter:speed=good", "names no trait"),
    ("openrouter:tools=great", "has no grade"), ("nowhere:tools=good", "unknown backend `nowhere`"),
    ("openrouter/none:tools=good", "does not map the model `none`"),
  ])
  func `refuses what cannot have been measured`(word: String, reason: String) throws {
    try box.write("version: 1\n", to: "work/own.yaml")
    let words = ["explain", "--policy", "own.yaml", "--measured", word]
    let run = try box.run(words + ["--as", "user"])
    #expect(run.end == .exited(64) && run.errors.contains(reason), "\(run)")
    let free = try box.run(words)
    #expect(free.end == .exited(64) && free.errors.contains("`--measured`"))
  }

  @Test func `shows serious work`() throws {
    let expected = """
      task        find the root cause of the deadlock
      classes     extended-thinking  phrase `root cause` \
      (\(builtIn.phrase("root cause", of: "extended-thinking"))), characters 9-19
      candidates  1 anthropic/default  chosen       route `serious` (\(builtIn.route("serious"))); \
      login saved
      decision    anthropic, your default model
      pays        login, in your plan
      holds       yes
      policy      \(builtIn.layer)

      """
    let run = try box.run(
      ["explain", "--task", "find the root cause of the deadlock"],
      ["OPENROUTER_API_KEY": "sk-or-canary"]
    )
    #expect(run.withoutModel == Run(0, output: expected))
  }

  @Test func `shows a denied backend and ends with 69`() throws {
    let constraint = builtIn.constraint("serious-work-stays-native")
    let expected = """
      task        find the root cause
      classes     extended-thinking  phrase `root cause` \
      (\(builtIn.phrase("root cause", of: "extended-thinking"))), characters 9-19
      candidates  1 openrouter/opus  stopped      command line; \
      forbidden by `serious-work-stays-native` (\(constraint)): \
      serious work stays on the native API; OPENROUTER_API_KEY is set, not contacted
      decision    denied: no candidate is permitted and available
      otherwise   without class extended-thinking: openrouter/opus
      policy      \(builtIn.layer)

      """
    let run = try box.run(
      ["explain", "--task", "find the root cause", "--backend", "openrouter"],
      ["OPENROUTER_API_KEY": "sk-or-canary"]
    )
    #expect(run.withoutModel == Run(69, output: expected))
  }

  @Test func `shows what a named class sets aside`() throws {
    let route = "route `exploring` (\(builtIn.route("exploring")))"
    let expected = """
      task        find the root cause of the deadlock
      classes     prototyping        given by --class
                  no protective class
                  set aside by --class: extended-thinking `root cause` (9-19)
      candidates  1 openrouter/haiku   unavailable  \(route); OPENROUTER_API_KEY is not set
                  2 anthropic/haiku    chosen       \(route); login saved
                  3 anthropic/default  permitted    default; login saved
      decision    anthropic/haiku = `claude-haiku-5-5`, effort low
      pays        login, in your plan
      holds       yes
      otherwise   without class prototyping: anthropic/default
      policy      \(builtIn.layer)

      """
    let run = try box.run(
      ["explain", "--class", "prototyping", "--task", "find the root cause of the deadlock"]
    )
    #expect(run.withoutModel == Run(0, output: expected))
  }

  @Test func `shows the prompt behind the separator as the task`() throws {
    let route = "route `serious` (\(builtIn.route("serious")))"
    let expected = """
      task        find the root cause
      classes     extended-thinking  phrase `root cause` \
      (\(builtIn.phrase("root cause", of: "extended-thinking"))), characters 9-19
      candidates  1 anthropic/default  chosen       \(route); login saved
      decision    anthropic, your default model
      pays        login, in your plan
      holds       yes
      policy      \(builtIn.layer)

      """
    let run = try box.run(["explain", "--", "-p", "find the root cause"])
    #expect(run.withoutModel == Run(0, output: expected))
  }

  @Test func `says whether a launch would hold, and what it would cancel`() throws {
    try box.write(
      "{\n\"env\": {\"ANTHROPIC_BASE_URL\": \"https://x.example.net\"}}",
      to: "work/.claude/settings.json"
    )
    try box.write(
      #"{"apiKeyHelper": "mine", "env": {"ANTHROPIC_API_KEY": "k", "HTTPS_PROXY": "http://p:1"}}"#,
      to: "home/.claude/settings.json"
    )
    let run = try box.run(["explain"])
    let row = run.output.split(separator: "\n").first { $0.hasPrefix("holds") }
    #expect(
      row == """
        holds       yes; a launch cancels ~/.claude/settings.json:1 \
        env.ANTHROPIC_API_KEY, .claude/settings.json:2 env.ANTHROPIC_BASE_URL
        """
    )
  }

  @Test func `shows no escape character of a task`() throws {
    let run = try box.run(["explain", "--task", "a\u{1B}[31m\u{202E}b"])
    #expect(run.end == .exited(0))
    #expect(!run.output.unicodeScalars.contains("\u{1B}"))
    #expect(!run.output.unicodeScalars.contains("\u{202E}"))
  }

  // MARK: JSON

  @Test func `as JSON has the evidence, the candidates and the decision`() throws {
    let run = try box.run(
      ["explain", "--json", "--task", "license headers"],
      ["OPENROUTER_API_KEY": "sk-or-canary"]
    )
    #expect(run.end == .exited(0) && run.errors.isEmpty)
    let evidence = ExplainedClass.Evidence(
      signal: "phrase",
      pattern: "license header",
      text: "license headers",
      start: 0,
      end: 15
    )
    let expected = Explained(
      schema: 1,
      classes: [ExplainedClass(name: "bulk", protective: false, evidence: [evidence])],
      setAside: [],
      candidates: [
        ExplainedCandidate("openrouter", "haiku", "mechanical", "available"),
        ExplainedCandidate("anthropic", "haiku", "mechanical", "available"),
        ExplainedCandidate("anthropic", "default", "default", "available"),
      ],
      decision: ExplainedDecision(
        outcome: "routed",
        backend: "openrouter",
        model: "haiku",
        modelID: "~anthropic/claude-haiku-latest",
        effort: "low",
        route: "mechanical",
        payer: "env:OPENROUTER_API_KEY"
      ),
      policy: policy
    )
    #expect(try Explained(run).withoutModel == expected)
  }

  @Test func `as JSON has what was set aside and what stopped a candidate`() throws {
    let run = try box.run(
      ["explain", "--json", "--task", "find the root cause", "--backend", "openrouter"],
      ["OPENROUTER_API_KEY": "sk-or-canary"]
    )
    #expect(run.end == .exited(69) && run.errors.isEmpty)
    let cause = ExplainedClass.Evidence(
      signal: "phrase",
      pattern: "root cause",
      text: "root cause",
      start: 9,
      end: 19
    )
    var candidate = ExplainedCandidate("openrouter", "opus", nil, "available")
    candidate.permitted = false
    candidate.stoppedBy = ["serious-work-stays-native"]
    let expected = Explained(
      schema: 1,
      classes: [ExplainedClass(name: "extended-thinking", protective: true, evidence: [cause])],
      setAside: [],
      candidates: [candidate],
      decision: ExplainedDecision(outcome: "denied"),
      policy: policy
    )
    #expect(try Explained(run).withoutModel == expected)
  }

  @Test func `as JSON keeps the classes that a named one sets aside`() throws {
    let run = try box.run(
      ["explain", "--json", "--task", "find the root cause", "--class", "prototyping"]
    )
    let explained = try Explained(run)
    #expect(explained.classes.map(\.name) == ["prototyping"])
    #expect(explained.setAside.map(\.name) == ["extended-thinking"])
    #expect(explained.decision.payer == "login")
  }

  @Test func `takes --format json for --json`() throws {
    let short = try box.run(["explain", "--json", "--task", "license headers"])
    #expect(try box.run(["explain", "--format", "json", "--task", "license headers"]) == short)
  }

  private var policy: ExplainedPolicy {
    ExplainedPolicy(
      digest: "sha256:\(builtIn.digest.prefix(12))",
      layers: [
        ExplainedPolicy.Layer(
          layer: "built-in",
          file: "built-in",
          digest: "sha256:\(builtIn.digest)"
        )
      ]
    )
  }
}
