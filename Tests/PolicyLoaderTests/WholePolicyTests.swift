import Diagnostics
import PolicyLoader
import RouteEngine
import TestSupport
import Testing

/// One file with every key of the language; each area is compared as a whole.
@Suite struct `A policy with every key` {
  private static let models = [
    Backend.Model(name: "opus", id: "o"), Backend.Model(name: "sonnet", id: "s"),
    Backend.Model(name: "haiku", id: "h"), Backend.Model(name: "fable", id: "f"),
  ]

  private func policy(_ yaml: MarkedYAML) throws -> Policy {
    let assembly = PolicyAssembly(
      of: [PolicyFile(layer: .user, name: "whole.yaml", bytes: yaml.bytes)]
    )
    #expect(assembly.diagnostics == [])
    return try #require(assembly.policy)
  }

  /// Where the marks of a text stand, in their order.
  private func origins(_ yaml: MarkedYAML) -> [Origin] {
    yaml.positions.map { Origin(layer: .user, file: "whole.yaml", line: $0.line) }
  }

  // MARK: Backends

  private static let backends = MarkedYAML(
    """
    version: 1
    backends:
      ❯aws:
        kind: bedrock
        region: eu-central-1
        profile: team:claude_1
        credential: aws
        compatibility: no-betas
        models: {opus: o, sonnet: s, haiku: h, fable: f}
      ❯azure:
        kind: foundry
        models: {opus: o, sonnet: s, haiku: h, fable: f}
      ❯gate:
        kind: gateway
        base-url: http://litellm:4000/anthropic/
        plain-http: true
        credential:
          - env:GATE_KEY
          - file:~/.keys/gate
          - keychain:gate-key
          - {command: [op, read, "op://team/gate"]}
          - none
        auth: api-key
        models: {opus: t/opus, sonnet: t/sonnet, haiku: t/haiku, fable: t/opus, own: t/own}
        traits: {thinking: good, parallel-tools: degraded, streaming: broken, rate-limit: unknown}
        assumed-traits: {tools: good, web-search: broken}
        headers: {x-team: platform, x-key: env:GATE_HEADER}
        env: {API_TIMEOUT_MS: "3000000", DISABLE_PROMPT_CACHING: env:NO_CACHE}
        tags: true
        timeout: 600000
        compatibility: [no-betas, no-thinking]
        skip-auth: true
        billing: plan
        price: {multiplier: 1.055}
      ❯google:
        kind: vertex
        region: europe-west1
        project: team-1
        credential: google
        models: {opus: o, sonnet: s, haiku: h, fable: f}
      ❯mantle:
        kind: mantle
        models: {opus: o, sonnet: s, haiku: h, fable: f}
      ❯native:
        kind: anthropic
        trust: cloud
        billing: metered
      ❯second-native:
        kind: anthropic
        credential: [login, env:ANTHROPIC_API_KEY]
        models: {opus: claude-opus-5-5}
    default: [native/default]
    """
  )

  @Test func `gives exactly these backends`() throws {
    let origins = origins(Self.backends)
    #expect(
      try policy(Self.backends).backends == [
        Backend(
          name: "aws",
          kind: .bedrock,
          trust: .cloud,
          credentials: [.aws],
          credentialHeader: .bearer,
          region: "eu-central-1",
          profile: "team:claude_1",
          models: Self.models,
          compatibility: [.noBetas],
          origin: origins[0]
        ),
        Backend(
          name: "azure",
          kind: .foundry,
          trust: .cloud,
          credentials: [.environment("ANTHROPIC_FOUNDRY_API_KEY")],
          models: Self.models,
          origin: origins[1]
        ),
        try Self.gate(origin: origins[2]),
        Backend(
          name: "google",
          kind: .vertex,
          trust: .cloud,
          credentials: [.google],
          region: "europe-west1",
          project: "team-1",
          models: Self.models,
          origin: origins[3]
        ),
        Backend(
          name: "mantle",
          kind: .mantle,
          credentials: [.environment("AWS_BEARER_TOKEN_BEDROCK"), .aws],
          models: Self.models,
          origin: origins[4]
        ),
        Backend(
          name: "native",
          kind: .anthropic,
          trust: .cloud,
          credentials: [.login, .environment("ANTHROPIC_API_KEY")],
          credentialHeader: .apiKey,
          models: Backend.nativeModels,
          billing: .metered,
          origin: origins[5]
        ),
        Backend(
          name: "second-native",
          kind: .anthropic,
          trust: .firstParty,
          credentials: [.login, .environment("ANTHROPIC_API_KEY")],
          credentialHeader: .apiKey,
          models: [Backend.Model(name: "opus", id: "claude-opus-5-5")],
          origin: origins[6]
        ),
      ]
    )
  }

  private static func gate(origin: Origin) throws -> Backend {
    Backend(
      name: "gate",
      kind: .gateway,
      trust: .thirdParty,
      // One slash at the end is dropped, as the client does.
      baseURL: try BaseURL("http://litellm:4000/anthropic", allowsPlainHTTP: true),
      credentials: [
        .environment("GATE_KEY"), .file("~/.keys/gate"), .keychain("gate-key"),
        .command(["op", "read", "op://team/gate"]), .none,
      ],
      credentialHeader: .apiKey,
      models: [
        Backend.Model(name: "opus", id: "t/opus"), Backend.Model(name: "sonnet", id: "t/sonnet"),
        Backend.Model(name: "haiku", id: "t/haiku"), Backend.Model(name: "fable", id: "t/opus"),
        Backend.Model(name: "own", id: "t/own"),
      ],
      traits: [
        .thinking: .good, .parallelTools: .degraded, .streaming: .broken, .rateLimit: .unknown,
      ],
      assumedTraits: [.tools: .good, .webSearch: .broken],
      headers: [
        Backend.Header(name: "x-team", value: .plain("platform")),
        Backend.Header(name: "x-key", value: .variable("GATE_HEADER")),
      ],
      environment: [
        Backend.EnvironmentEntry(name: "API_TIMEOUT_MS", value: .plain("3000000")),
        Backend.EnvironmentEntry(name: "DISABLE_PROMPT_CACHING", value: .variable("NO_CACHE")),
      ],
      sendsTags: true,
      timeoutMilliseconds: 600_000,
      compatibility: [.noBetas, .noThinking],
      skipsAuthentication: true,
      billing: .plan,
      priceMultiplier: 1.055,
      origin: origin
    )
  }

  // MARK: Classes

  private static let classes = MarkedYAML(
    """
    version: 1
    classes:
      ❯docs:
        description: Words for people.
        protective: false
        signals:
          - phrases:
              - ❯=typo ... fixed
              - ❯"sub-agents"
          - any-path: [❯"docs/**", ❯"src/[a-c]?.swift"]
          - every-path: ❯["*.md", "*.txt"]
          - ❯{fact: files.count, lte: 3}
        unless:
          - phrases: [❯production]
          - ❯{fact: ci, equals: true}
      ❯quiet: {}
    backends: {native: {kind: anthropic}}
    default: [native/default]
    """
  )

  @Test func `gives exactly these classes`() throws {
    let origins = origins(Self.classes)
    let matchers: [Signal.Matcher] = [
      .phrase(try Phrase("=typo ... fixed")),
      .phrase(try Phrase("sub-agents")),
      .anyPath(try Glob("docs/**")),
      .anyPath(try Glob("src/[a-c]?.swift")),
      .everyPath([try Glob("*.md"), try Glob("*.txt")]),
      .fact(FactTest(fact: .filesCount, comparison: .atMost(3))),
      .phrase(try Phrase("production")),
      .fact(FactTest(fact: .ci, comparison: .equals(.truth(true)))),
    ]
    let signals = zip(matchers, origins.dropFirst()).map(Signal.init)
    #expect(
      try policy(Self.classes).classes == [
        TaskClass(
          name: "docs",
          description: "Words for people.",
          isProtective: false,
          signals: Array(signals[..<6]),
          unless: Array(signals[6...]),
          origins: [origins[0]]
        ),
        // Doubt protects.
        TaskClass(
          name: "quiet",
          description: nil,
          isProtective: true,
          signals: [],
          unless: [],
          origins: [origins[9]]
        ),
      ]
    )
  }

  // MARK: Routes

  private static let routes = MarkedYAML(
    """
    version: 1
    backends:
      native: {kind: anthropic}
      gate:
        kind: gateway
        base-url: https://gate.example
        credential: none
        models: {opus: t/opus, sonnet: s, haiku: h, fable: f, own: t/own}
    classes: {docs: {}}
    routes:
      - ❯name: every condition
        when:
          all:
            - class: docs
            - not: {label: night}
            - any:
                - {fact: branch, matches: "release/*"}
                - {fact: os, in: [linux, macos]}
                - {fact: task.words, gt: 1}
                - {fact: task.words, gte: 2}
                - {fact: files.count, lt: 3}
                - {fact: files.count, lte: 4}
                - {fact: files.count, in: [5, 6]}
                - {fact: hook, equals: false}
                - {fact: env.TEAM, exists: false}
                - {fact: project.remote, equals: host/team/pay}
        to:
          - gate/own
          - gate/t/opus
          - gate/default
          - native/claude-opus-4-8
          - {backend: native, model: haiku, effort: xhigh, thinking: false, max-budget-usd: 0.5}
          - {backend: native}
      - ❯{name: always, to: [native/opus]}
    default: [{backend: native, effort: low}, gate/haiku]
    """
  )

  @Test func `gives exactly these routes and this default`() throws {
    let policy = try policy(Self.routes)
    let origins = origins(Self.routes)
    func test(_ fact: FactName, _ comparison: FactTest.Comparison) -> Condition {
      .fact(FactTest(fact: fact, comparison: comparison))
    }
    let condition = Condition.all([
      .hasClass("docs"),
      .not(.hasLabel("night")),
      .any([
        test(.branch, .matches(try Glob("release/*"))),
        test(.os, .isIn([.text("linux"), .text("macos")])),
        test(.taskWords, .greaterThan(1)),
        test(.taskWords, .atLeast(2)),
        test(.filesCount, .lessThan(3)),
        test(.filesCount, .atMost(4)),
        test(.filesCount, .isIn([.number(5), .number(6)])),
        test(.hook, .equals(.truth(false))),
        test(.environment("TEAM"), .exists(false)),
        test(.projectRemote, .equals(.text("host/team/pay"))),
      ]),
    ])
    #expect(
      policy.routes == [
        Route(
          name: "every condition",
          when: condition,
          targets: [
            Target(backend: "gate", model: .named("own")),
            // An id that the backend maps stands for its name.
            Target(backend: "gate", model: .named("opus")),
            // Off the native API the client's default is the opus slot.
            Target(backend: "gate", model: .named("opus")),
            Target(backend: "native", model: .id("claude-opus-4-8")),
            Target(
              backend: "native",
              model: .named("haiku"),
              effort: .xhigh,
              thinking: false,
              maximumBudgetUSD: 0.5
            ),
            Target(backend: "native", model: .default),
          ],
          origin: origins[0]
        ),
        Route(
          name: "always",
          when: .all([]),
          targets: [Target(backend: "native", model: .named("opus"))],
          origin: origins[1]
        ),
      ]
    )
    #expect(
      policy.defaultTargets == [
        Target(backend: "native", model: .default, effort: .low),
        Target(backend: "gate", model: .named("haiku")),
      ]
    )
  }

  // MARK: Constraints

  private static let constraints = MarkedYAML(
    """
    version: 1
    name: whole
    description: Every key of the language.
    x-note: [keys, that, begin, with, x, are, free]
    labels: [night]
    backends:
      native: {kind: anthropic}
      gate:
        kind: gateway
        base-url: https://gate.example
        credential: [env:GATE_KEY, {command: [op, read]}]
        models: {opus: o, sonnet: s, haiku: h, fable: f, own: t/own}
    classes: {quiet: {}}
    constraints:
      - ❯name: every selector
        when: {class: quiet}
        unless: {label: night}
        forbid:
          backend: [gate, native]
          kind: gateway
          trust: [third-party, cloud]
          model: [haiku, own, t/own, claude-opus-4-8]
          effort: [low, max]
          thinking: true
          trait: {thinking: [broken, degraded], rate-limit: unknown}
          payer: [env:GATE_KEY, command:op, login]
          region: [us-east-1, global]
          geography: [eu, jp]
        reason: Because every key has a test.
      - ❯{name: always, require: {trust: first-party}}
    default: [native/default]
    client: {path: ~/bin/claude, minimum-version: 2.1.320}
    """
  )

  @Test func `gives exactly these constraints`() throws {
    let origins = origins(Self.constraints)
    var every = Selector()
    every.backend = ["gate", "native"]
    every.kind = [.gateway]
    every.trust = [.thirdParty, .cloud]
    every.model = ["haiku", "own", "t/own", "claude-opus-4-8"]
    every.effort = [.low, .max]
    every.thinking = [true]
    every.trait = [.thinking: [.broken, .degraded], .rateLimit: [.unknown]]
    every.payer = ["env:GATE_KEY", "command:op", "login"]
    every.region = ["us-east-1", "global"]
    every.geography = [.eu, .jp]
    var native = Selector()
    native.trust = [.firstParty]
    #expect(
      try policy(Self.constraints).constraints == [
        Constraint(
          name: "every selector",
          when: .hasClass("quiet"),
          unless: .hasLabel("night"),
          effect: .forbid(every),
          reason: "Because every key has a test.",
          origin: origins[0]
        ),
        Constraint(
          name: "always",
          when: .all([]),
          unless: nil,
          effect: .require(native),
          reason: nil,
          origin: origins[1]
        ),
      ]
    )
  }

  @Test func `gives these labels, this client and this file`() throws {
    let policy = try policy(Self.constraints)
    #expect(policy.labels.map(\.name) == ["night"])
    #expect(policy.knownLabels == ["night"])
    #expect(
      policy.client
        == Policy.ClientRequirement(path: "~/bin/claude", minimumVersion: "2.1.320")
    )
    #expect(
      policy.layers == [
        Policy.LayerFile(
          layer: .user,
          file: "whole.yaml",
          name: "whole",
          digest: SHA256.hexDigest(of: Self.constraints.bytes)
        )
      ]
    )
  }
}
