import PolicyCheck
import Rendering
import RouteEngine
import Testing

/// What a repository's policy moves, as `allow --show` prints it.
@Suite struct `Moves of a repository's policy` {
  private static func policy(
    _ targets: [Target],
    mayChoose: Backend.RepositoryChoice = .ask
  ) throws
    -> Policy
  {
    let backends = try ExplanationSample.backends()
    let local = Backend(
      name: "local",
      kind: .gateway,
      baseURL: try BaseURL("http://127.0.0.1:8080"),
      credentials: [.none],
      models: Backend.familySlots.map { Backend.Model(name: $0, id: "qwen") },
      repositoryMayChoose: mayChoose,
      origin: ExplanationSample.origin(7)
    )
    let bulk = TaskClass(
      name: "bulk",
      description: nil,
      isProtective: false,
      signals: [],
      unless: [],
      origins: [ExplanationSample.origin(20)]
    )
    return Policy(
      classes: [bulk],
      backends: backends.filter { $0.name != "local" } + [local],
      routes: [
        Route(
          name: "mechanical",
          when: .hasClass("bulk"),
          targets: targets,
          origin: ExplanationSample.origin(30)
        )
      ],
      defaultTargets: [Target(backend: "anthropic", model: .default)],
      constraints: [],
      knownLabels: []
    )
  }

  private static let opus = Target(backend: "local", model: .named("opus"), thinking: false)

  private static func moves(
    _ mayChoose: Backend.RepositoryChoice = .ask,
    allowed: Set<BackendMove> = []
  ) throws -> RepositoryMoves {
    RepositoryMoves(
      from: try policy([Target(backend: "anthropic", model: .named("haiku"), effort: .low)]),
      to: try policy([opus], mayChoose: mayChoose),
      unavailable: [],
      allowed: allowed
    )
  }

  @Test func `are a table`() throws {
    #expect(
      MoveTable(try Self.moves()).text == """
        class   was                           would be                   consent
        bulk    anthropic/haiku, effort low   local/opus, thinking off   not yet

        """
    )
  }

  @Test(arguments: [
    (Backend.RepositoryChoice.ask, false, "not yet"), (.ask, true, "allowed"),
    (.always, false, "always"), (.never, true, "never"),
  ])
  func `say what the user says of them`(
    choice: Backend.RepositoryChoice,
    isAllowed: Bool,
    word: String
  ) throws {
    let move = BackendMove(from: "anthropic", to: "local")
    let moves = try Self.moves(choice, allowed: isAllowed ? [move] : [])
    #expect(MoveTable(moves).text.hasSuffix("   \(word)\n"))
    #expect(moves.open == (word == "not yet" ? [move] : []))
  }

  @Test func `are nothing where nothing moves`() throws {
    let same = try Self.policy([Self.opus])
    let moves = RepositoryMoves(from: same, to: same, unavailable: [], allowed: [])
    #expect(MoveTable(moves).text == "")
  }

  @Test func `are nothing to a backend that cannot be used`() throws {
    let moves = RepositoryMoves(
      from: try Self.policy([]),
      to: try Self.policy([Self.opus]),
      unavailable: ["local"],
      allowed: []
    )
    #expect(moves.moves.isEmpty && moves.isComplete)
  }

  @Test func `are a document for programs`() throws {
    let text = MoveTableJSON(
      try Self.moves(),
      repository: "/home/me/pay",
      files: [(path: ".claude-route.yaml", digest: "sha256:5be1")]
    )
    .text
    #expect(
      text == """
        {
          "repository": "/home/me/pay",
          "files": [
            {
              "path": ".claude-route.yaml",
              "digest": "sha256:5be1"
            }
          ],
          "complete": true,
          "moves": [
            {
              "classes": [
                "bulk"
              ],
              "state": "with class `bulk`",
              "was": "anthropic/haiku",
              "would-be": "local/opus",
              "from": "anthropic",
              "to": "local",
              "consent": "not yet"
            }
          ]
        }

        """
    )
  }
}
