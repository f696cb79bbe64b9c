import Diagnostics
import PolicyLoader
import RouteEngine
import TestSupport
import Testing

/// What a file of one layer may say about another's.
@Suite struct `Authority` {
  static let base = """
    version: 1
    backends:
      native: {kind: anthropic}
      gate:
        kind: gateway
        base-url: https://gate.example
        credential: env:GATE_KEY
        models: {opus: o, sonnet: s, haiku: h, fable: f}
    classes:
      bulk: {protective: false, signals: [{phrases: [rename]}], unless: [{phrases: [bug]}]}
      serious: {protective: true, signals: [{phrases: [crash]}]}
    routes: [{name: mechanical, when: {class: bulk}, to: [gate/haiku]}]
    default: [native/default]
    constraints:
      - {name: kept, when: {class: serious}, unless: {label: lifted}, forbid: {backend: gate}}
      - {name: toys, unless: {class: bulk}, forbid: {model: haiku}}

    """

  static func assembly(_ layers: [(Layer, String)]) -> PolicyAssembly {
    let files = layers.map { layer, yaml in
      PolicyFile(layer: layer, name: layer.rawValue, bytes: Array("version: 1\n\(yaml)".utf8))
    }
    return PolicyAssembly(
      of: files + [PolicyFile(layer: .builtIn, name: "built-in", bytes: Array(base.utf8))]
    )
  }

  struct Case: CustomStringConvertible {
    let description: String
    let layers: [(Layer, String)]
    /// Each finding as `layer:line: id: message`.
    let expected: [String]

    init(_ description: String, _ layers: [(Layer, String)], _ expected: [String]) {
      self.description = description
      self.layers = layers
      self.expected = expected
    }
  }

  static let cases = [
    Case(
      "a repository defines a backend",
      [(.repository, "backends: {mine: {kind: anthropic}, \"other\": {}}")],
      [
        "repository:2: repository-authority: a repository policy may not define `backends`",
        "repository:2: repository-authority: a repository policy may not define `backends`",
      ]
    ),
    Case(
      "a repository extends, points at projects, a client, drops the built-in policy, and has tasks kept",
      [
        (
          .repository,
          """
          extends: x.yaml
          projects: [{path: "/x", labels: [lifted]}]
          client: {path: /bin/sh}
          built-in: false
          ledger: {text: true}
          """
        )
      ],
      [
        "repository:2: repository-authority: a repository policy may not define `extends`",
        "repository:3: repository-authority: a repository policy may not define `projects`",
        "repository:4: repository-authority: a repository policy may not define `client`",
        "repository:5: repository-authority: a repository policy may not define `built-in`",
        "repository:6: repository-authority: a repository policy may not define `ledger`",
      ]
    ),
    Case(
      "a repository makes a protective class permissive",
      [(.repository, "classes: {serious: {protective: false}}")],
      [
        "repository:2: repository-authority: class `serious` is defined by a policy above this one as protective, and stays so"
      ]
    ),
    Case(
      "a repository changes an unless",
      [(.repository, "classes: {bulk: {unless: []}}")],
      [
        "repository:2: repository-authority: class `bulk` is defined by a policy above this one, and its `unless` cannot be changed"
      ]
    ),
    Case(
      "a repository adds to a class that lifts",
      [(.repository, "classes: {bulk: {signals: [{phrases: [move]}]}}")],
      [
        "repository:2: repository-authority: class `bulk` lifts the constraint `toys`, so a repository may not add signals to it"
      ]
    ),
    Case(
      "a repository names a raw id",
      [(.repository, "default: [native/claude-opus-4-8, gate/o]")],
      [
        "repository:2: repository-authority: a repository policy may not name the raw model id `claude-opus-4-8`",
        "repository:2: repository-authority: a repository policy may not name the raw model id `o`",
      ]
    ),
    Case(
      "a repository reads a variable that nobody declared",
      [
        (.repository, "routes: [{name: r, when: {fact: env.HOME, exists: true}, to: [gate/haiku]}]")
      ],
      ["repository:2: repository-authority: a repository policy may not read the variable `HOME`"]
    ),
    Case(
      "a repository reads a variable in a signal",
      [(.repository, "classes: {own: {signals: [{fact: env.HOME, exists: true}]}}")],
      ["repository:2: repository-authority: a repository policy may not read the variable `HOME`"]
    ),
    Case(
      "a repository sets a label that nobody knows",
      [(.repository, "labels: [liftd]")],
      ["repository:2: unknown-name: unknown label `liftd` in `labels`"]
    ),
    Case(
      "a repository's own condition makes no label known",
      [
        (
          .repository,
          "labels: [own]\nroutes: [{name: r, when: {label: own}, to: [gate/haiku]}]"
        )
      ],
      [
        "repository:3: unknown-name: unknown label `own` in route `r`",
        "repository:2: unknown-name: unknown label `own` in `labels`",
      ]
    ),
    Case(
      "a repository's class is unknown to the user",
      [
        (.repository, "classes: {own: {}}"),
        (.user, "routes: [{name: r, when: {class: own}, to: [gate/haiku]}]"),
      ],
      ["user:2: unknown-name: unknown class `own` in route `r`"]
    ),
    Case(
      "a repository names what this machine lacks",
      [
        (
          .repository,
          """
          routes: [{name: r, to: [team/opus, native/default]}]
          constraints: [{name: c, reason: r, forbid: {backend: team, payer: "env:X"}}]
          """
        )
      ],
      [
        "repository:3: backend-not-here: backend `team` is not defined on this machine; nothing matches it here",
        "repository:3: backend-not-here: payer `env:X` is not defined on this machine; nothing matches it here",
        "repository:2: backend-not-here: backend `team` is not defined on this machine; the target counts as unavailable here",
      ]
    ),
    Case(
      "a repository slips on a model that every machine has",
      [(.repository, "default: [gate/haikku]")],
      ["repository:2: unknown-name: unknown model `haikku` in backend `gate`, the default"]
    ),
    Case(
      "a user redefines a managed backend",
      [
        (.user, "backends: {corp: {kind: anthropic}}"),
        (
          .managed,
          "backends: {corp: {kind: bedrock, models: {opus: o, sonnet: s, haiku: h, fable: f}}}"
        ),
      ],
      [
        "user:2: managed-authority: `corp` is defined by the managed policy and cannot be changed"
      ]
    ),
    Case(
      "a user weakens a managed class",
      [
        (.user, "classes: {strict: {protective: false, unless: [{phrases: [x]}]}}"),
        (.managed, "classes: {strict: {protective: true}}"),
      ],
      [
        "user:2: managed-authority: class `strict` is defined by the managed policy as protective, and stays so",
        "user:2: managed-authority: class `strict` is defined by the managed policy, and its `unless` cannot be changed",
      ]
    ),
    Case(
      "a managed file changes a built-in class, which gives way",
      [(.managed, "classes: {bulk: {protective: true, unless: []}}")],
      []
    ),
    Case(
      "a user changes a built-in class, and a repository's words agree with it",
      [
        (.repository, "classes: {serious: {protective: false, signals: [{phrases: [x]}]}}"),
        (.user, "classes: {serious: {protective: false}}"),
      ],
      []
    ),
    Case(
      "a managed file has no aliases",
      [(.managed, "aliases: {}")],
      ["managed:2: unknown-key: unknown key `aliases` in the policy"]
    ),
    Case(
      "names that are looked up in tests, aliases and what is dropped",
      [
        (
          .user,
          """
          built-in: {without: [kepd]}
          aliases: {a: {class: bulq, label: lifed, backend: gat, model: opsu}}
          tests:
            - {name: t, unavailable: [gat, "env:GATE_KEY"], expect: {route: mechanicl, constraint: toy, classes: [bulk, x]}}
            - {name: u, facts: {brnch: x}, expect: gate/haku}
          """
        )
      ],
      [
        "user:6: unknown-name: unknown fact `brnch` in `facts` of test `u`",
        "user:2: unknown-name: unknown constraint `kepd` in `built-in`",
        "user:3: unknown-name: unknown class `bulq` in alias `a`",
        "user:3: unknown-name: unknown label `lifed` in alias `a`",
        "user:3: unknown-name: unknown backend `gat` in alias `a`",
        "user:3: unknown-name: unknown model `opsu` in alias `a`",
        "user:5: unknown-name: unknown route `mechanicl` in test `t`",
        "user:5: unknown-name: unknown constraint `toy` in test `t`",
        "user:5: unknown-name: unknown class `x` in test `t`",
        "user:6: unknown-name: unknown model `haku` in test `u`",
        "user:5: unknown-name: unknown backend `gat` in `unavailable`",
      ]
    ),
  ]

  @Test(arguments: cases)
  func `is kept`(_ row: Case) {
    let assembly = Self.assembly(row.layers)
    let found = assembly.diagnostics.map { diagnostic in
      let place = diagnostic.place.map { "\($0.file):\($0.range.start.line)" } ?? "nowhere"
      return "\(place): \(diagnostic.id): \(diagnostic.message)"
    }
    #expect(found == row.expected)
    #expect((assembly.policy == nil) == assembly.diagnostics.contains { $0.severity == .error })
  }

  // MARK: Labels

  private func policy(_ layers: [(Layer, String)]) throws -> Policy {
    let assembly = Self.assembly(layers)
    #expect(assembly.diagnostics.filter { $0.severity == .error } == [])
    return try #require(assembly.policy)
  }

  private func isDenied(_ policy: Policy, labels: [String] = []) -> Bool {
    let task = HermeticTask(classes: ["serious"], labels: labels)
    var request = RoutingRequest(facts: task.facts)
    request.backend = "gate"
    return policy.decision(for: request, with: task.inventory(for: policy)).chosen == nil
  }

  @Test func `of a repository's label is its own until it is allowed`() throws {
    var policy = try policy([(.repository, "labels: [lifted]")])
    #expect(!isDenied(policy))
    policy.repositoryMayLift = false
    #expect(isDenied(policy))
  }

  @Test func `of a user's label reaches the built-in policy and no further`() throws {
    #expect(!isDenied(try policy([(.user, "labels: [lifted]")])))
    #expect(!isDenied(try policy([]), labels: ["lifted"]))
    let managed = (
      Layer.managed,
      """
      constraints:
        - {name: firm, when: {class: serious}, unless: {label: lifted}, forbid: {backend: gate}}
        - {name: too, when: {not: {label: lifted}}, forbid: {backend: gate}}
      """
    )
    let strict = try policy([(.user, "labels: [lifted]"), managed])
    #expect(isDenied(strict, labels: ["lifted"]))
    let own = try policy([(.managed, managed.1 + "\nlabels: [lifted]")])
    #expect(!isDenied(own))
  }

  @Test func `of the managed file may trust a proxy of its own`() throws {
    let proxy =
      "backends: {proxy: {kind: anthropic, base-url: \"https://proxy.example\", credential: none, trust: first-party, models: {opus: o, sonnet: s, haiku: h, fable: f}}}"
    let managed = try policy([(.managed, proxy)])
    #expect(managed.backend(named: "proxy")?.trust == .firstParty)
    let users = Self.assembly([(.user, proxy)])
    #expect(users.diagnostics.map(\.id) == ["managed-authority"])
  }

  @Test func `of a label may always make a constraint apply`() throws {
    let layers: [(Layer, String)] = [
      (.repository, "labels: [sealed]"),
      (.managed, "constraints: [{name: seal, when: {label: sealed}, forbid: {backend: gate}}]"),
    ]
    var policy = try policy(layers)
    policy.repositoryMayLift = false
    let task = HermeticTask(classes: ["bulk"])
    #expect(task.decision(under: policy).chosen?.target.backend.name == "native")
  }
}
