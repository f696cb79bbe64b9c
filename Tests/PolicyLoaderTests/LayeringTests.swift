import Diagnostics
import PolicyLoader
import RouteEngine
import Testing

/// How a user's file and the built-in policy become one.
@Suite struct `Layers` {
  private static func file(_ layer: Layer, _ name: String, _ yaml: String) -> PolicyFile {
    PolicyFile(layer: layer, name: name, bytes: Array(yaml.utf8))
  }

  private static let base = file(
    .builtIn,
    "base",
    """
    version: 1
    name: base
    backends:
      native: {kind: anthropic}
      gate:
        kind: gateway
        base-url: https://gate.example
        credential: env:GATE_KEY
        models: {opus: o, sonnet: s, haiku: h, fable: f}
        price: {multiplier: 1.055}
    classes:
      bulk:
        description: Mechanical.
        protective: false
        signals: [{phrases: [rename]}]
        unless: [{phrases: [bug]}]
    labels: [day]
    routes: [{name: mechanical, when: {class: bulk}, to: [gate/haiku]}]
    default: [native/default]
    constraints:
      - {name: by day, when: {label: day}, forbid: {effort: max}}
    client: {path: /usr/bin/claude, minimum-version: 2.1.320}

    """
  )

  /// A user's file in front of the base; both are valid.
  private func joined(_ yaml: String) throws -> Policy {
    let assembly = PolicyAssembly(of: [Self.file(.user, "user", "version: 1\n" + yaml), Self.base])
    #expect(assembly.diagnostics == [])
    return try #require(assembly.policy)
  }

  private func patterns(_ signals: [Signal]) -> [String] {
    signals.map { signal in
      guard case .phrase(let phrase) = signal.matcher else { return "no phrase" }
      return "\(phrase.text) \(signal.origin.file)"
    }
  }

  @Test func `add a user's signals to a class and keep the rest of it`() throws {
    let policy = try joined("classes: {bulk: {signals: [{phrases: [move]}]}}")
    let bulk = try #require(policy.taskClass(named: "bulk"))
    #expect(patterns(bulk.signals) == ["move user", "rename base"])
    #expect(patterns(bulk.unless) == ["bug base"])
    #expect(bulk.description == "Mechanical.")
    #expect(!bulk.isProtective)
  }

  @Test func `take protective, unless and description from the nearest that says them`() throws {
    let policy = try joined(
      "classes: {bulk: {protective: true, description: Mine., unless: [{phrases: [crash]}]}}"
    )
    let bulk = try #require(policy.taskClass(named: "bulk"))
    #expect(bulk.isProtective)
    #expect(bulk.description == "Mine.")
    #expect(patterns(bulk.unless) == ["crash user"])
    #expect(patterns(bulk.signals) == ["rename base"])
  }

  @Test func `an empty unless of the nearest drops the one behind it`() throws {
    let policy = try joined("classes: {bulk: {unless: []}}")
    #expect(policy.taskClass(named: "bulk")?.unless == [])
  }

  @Test func `put routes nearest first, also those of the same name`() throws {
    let policy = try joined("routes: [{name: mechanical, to: [native/opus]}]")
    #expect(
      policy.routes.map { "\($0.name) \($0.origin.file)" } == [
        "mechanical user", "mechanical base",
      ]
    )
  }

  @Test func `take the default of the nearest that has one`() throws {
    #expect(
      try joined("default: [gate/opus]").defaultTargets
        == [Target(backend: "gate", model: .named("opus"))]
    )
    #expect(try joined("").defaultTargets == [Target(backend: "native", model: .default)])
  }

  @Test func `replace a backend whole`() throws {
    let policy = try joined(
      """
      backends:
        gate:
          kind: gateway
          base-url: https://mine.example
          credential: none
          models: {opus: a, sonnet: b, haiku: c, fable: d}
      """
    )
    let gate = try #require(policy.backend(named: "gate"))
    #expect(gate.baseURL?.text == "https://mine.example")
    #expect(gate.credentials == [.none])
    #expect(gate.priceMultiplier == nil)
    #expect(policy.backends.map(\.name) == ["gate", "native"])
  }

  @Test func `unite constraints and labels`() throws {
    let policy = try joined(
      """
      labels: [night]
      constraints:
        - {name: by night, when: {label: night}, forbid: {backend: gate}}
        - {name: by day, forbid: {effort: xhigh}}
      """
    )
    #expect(policy.constraints.map(\.name) == ["by night", "by day", "by day"])
    #expect(policy.labels.map(\.name) == ["night", "day"])
    #expect(policy.labels.map(\.origin.layer) == [.user, .builtIn])
    #expect(policy.knownLabels == ["day", "night"])
  }

  @Test func `take each part of the client from the nearest that has it`() throws {
    #expect(
      try joined("client: {path: ~/claude}").client
        == Policy.ClientRequirement(path: "~/claude", minimumVersion: "2.1.320")
    )
  }

  @Test func `keep the tasks' own words only when the nearest that says so does`() throws {
    #expect(try !joined("").keepsTaskText)
    #expect(try joined("ledger: {text: true}").keepsTaskText)
    #expect(try !joined("ledger: {text: false}").keepsTaskText)
    #expect(try !joined("ledger: {}").keepsTaskText)
  }

  @Test func `are named nearest first, with their digests`() throws {
    let policy = try joined("")
    let user = SHA256.hexDigest(of: Array("version: 1\n".utf8))
    let base = SHA256.hexDigest(of: Self.base.bytes)
    #expect(
      policy.layers == [
        Policy.LayerFile(layer: .user, file: "user", name: nil, digest: user),
        Policy.LayerFile(layer: .builtIn, file: "base", name: "base", digest: base),
      ]
    )
    #expect(policy.digest == "sha256:\(user.prefix(12))+sha256:\(base.prefix(12))")
  }

  // MARK: Errors

  private func findings(_ files: [PolicyFile]) -> [String] {
    let assembly = PolicyAssembly(of: files)
    #expect(assembly.policy == nil)
    return assembly.diagnostics.map { "\($0.place?.file ?? "") \($0.id): \($0.message)" }
  }

  @Test func `an error in any of them leaves no policy`() {
    let good = Self.file(.user, "user", "version: 1\n")
    let bad = Self.file(.user, "user", "version: 1\nbakends: {}\n")
    let badBase = PolicyFile(
      layer: .builtIn,
      name: "base",
      bytes: Self.base.bytes + Array("x: 1".utf8)
    )
    #expect(
      findings([bad, Self.base]) == ["user unknown-key: unknown key `bakends` in the policy"]
    )
    #expect(findings([good, badBase]) == ["base unknown-key: unknown key `x` in the policy"])
    #expect(
      findings([bad, badBase]) == [
        "user unknown-key: unknown key `bakends` in the policy",
        "base unknown-key: unknown key `x` in the policy",
      ]
    )
  }

  @Test func `a file that cannot be read makes no name of it unknown elsewhere`() {
    let user = Self.file(.user, "user", "version: 1\nroutes: [{name: a, to: [gate/haiku]}]\n")
    let broken = Self.file(.builtIn, "base", "version: 1\nbackends: {gate: [\n")
    #expect(findings([user, broken]) == ["base yaml: the file ends inside brackets"])
  }

  @Test func `without a default anywhere say so once`() {
    let user = Self.file(.user, "user", "version: 1\n")
    let other = Self.file(.builtIn, "base", "version: 1\nbackends: {native: {kind: anthropic}}\n")
    #expect(findings([user, other]) == ["user missing-key: no layer has a `default`"])
  }

  @Test func `a name of another layer is known, one of none is not`() {
    let user = Self.file(
      .user,
      "user",
      "version: 1\nroutes:\n  - {name: a, when: {class: bulk}, to: [gate/haiku, gate/opsu]}\n"
    )
    #expect(
      findings([user, Self.base]) == [
        "user unknown-name: unknown model `opsu` in backend `gate`, route `a`"
      ]
    )
  }
}
