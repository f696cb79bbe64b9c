import Foundation
import Testing

/// Rules of every layer, each named with its file and line.
@Suite(.enabled(if: Sandbox.canMount, "needs root, unshare(1) and mount namespaces"))
struct `The origin of a rule` {
  private let box: Sandbox
  private let builtIn: BuiltIn
  private let folder: String

  private static let managed = """
    version: 1
    name: acme
    routes:
      - {name: acmes, to: [anthropic/fable]}
    constraints:
      - {name: acme-no-fable, reason: too dear, forbid: {model: fable}}

    """

  init() throws {
    box = try Sandbox()
    builtIn = try BuiltIn(box)
    try box.saveLogin()
    try box.write("ref: refs/heads/main\n", to: "work/.git/HEAD")
    try box.write(
      """
      version: 1
      constraints:
        - {name: ours-no-gateway, reason: ours, forbid: {backend: openrouter}}
      routes:
        - name: ours
          to: [{backend: openrouter, model: opus}]

      """,
      to: "work/.claude-route.yaml"
    )
    let file = try box.write(
      """
      version: 1
      extends: common.yaml
      routes:
        - {name: mine, to: [anthropic/haiku]}
      default: [anthropic/opus]
      constraints:
        - {name: mine-no-haiku, reason: mine, forbid: {model: haiku}}

      """,
      to: "home/.config/claude-route/policy.yaml"
    )
    folder = String(file.dropLast("/policy.yaml".count))
    try box.write(
      """
      version: 1
      routes:
        - {name: shared, to: [anthropic/sonnet]}
      constraints:
        - name: shared-no-sonnet
          reason: shared
          forbid: {model: sonnet}

      """,
      to: "home/.config/claude-route/common.yaml"
    )
  }

  private func run(_ words: [String]) throws -> Run {
    try box.run(
      ["explain", "--task", "fix the race"] + words,
      ["OPENROUTER_API_KEY": "sk-or-canary"],
      etc: ["claude-route/policy.yaml": Self.managed]
    )
  }

  @Test func `is shown to people for routes, the default and constraints`() throws {
    let run = try run([])
    let candidates = run.output.split(separator: "\n").drop { !$0.hasPrefix("candidates") }
      .prefix { !$0.hasPrefix("decision") }.map { String($0.dropFirst(12)) }
    let native = builtIn.constraint("serious-work-stays-native")
    let strong = builtIn.constraint("serious-work-keeps-a-strong-model")
    #expect(run.end == .exited(0) && run.errors.isEmpty)
    #expect(
      candidates == [
        "1 openrouter/opus    stopped      route `ours` (.claude-route.yaml:5); forbidden by "
          + "`ours-no-gateway` (.claude-route.yaml:3): ours; forbidden by "
          + "`serious-work-stays-native` (\(native)): serious work stays on the native API; "
          + "OPENROUTER_API_KEY is set, not contacted",
        "2 anthropic/haiku    stopped      route `mine` (\(folder)/policy.yaml:4); forbidden by "
          + "`mine-no-haiku` (\(folder)/policy.yaml:7): mine; forbidden by "
          + "`serious-work-keeps-a-strong-model` (\(strong)): "
          + "serious work is not done by the smallest model; login saved",
        "3 anthropic/sonnet   stopped      route `shared` (\(folder)/common.yaml:3); forbidden by "
          + "`shared-no-sonnet` (\(folder)/common.yaml:5): shared; login saved",
        "4 anthropic/fable    stopped      route `acmes` (/etc/claude-route/policy.yaml:4); "
          + "forbidden by `acme-no-fable` (/etc/claude-route/policy.yaml:6): too dear; login saved",
        "5 anthropic/default  chosen       route `serious` (\(builtIn.route("serious"))); "
          + "login saved",
        "6 anthropic/opus     permitted    default (\(folder)/policy.yaml:5); login saved",
      ]
    )
  }

  private struct Document: Decodable {
    var candidates: [Candidate]

    struct Candidate: Decodable {
      var origin: String?
      var stops: [Stop]
    }

    struct Stop: Decodable {
      var constraint: String
      var origin: String
      var layer: String
    }
  }

  @Test func `is told to programs, with the layer`() throws {
    let output = try run(["--json"]).output
    let document = try JSONDecoder().decode(Document.self, from: Data(output.utf8))
    #expect(
      document.candidates.map(\.origin) == [
        ".claude-route.yaml:5", "\(folder)/policy.yaml:4", "\(folder)/common.yaml:3",
        "/etc/claude-route/policy.yaml:4", builtIn.route("serious"), "\(folder)/policy.yaml:5",
      ]
    )
    let stops = document.candidates.flatMap(\.stops).map { stop in
      "\(stop.layer): \(stop.constraint) \(stop.origin)"
    }
    #expect(
      stops == [
        "repository: ours-no-gateway .claude-route.yaml:3",
        "built-in: serious-work-stays-native \(builtIn.constraint("serious-work-stays-native"))",
        "user: mine-no-haiku \(folder)/policy.yaml:7",
        "built-in: serious-work-keeps-a-strong-model "
          + builtIn.constraint("serious-work-keeps-a-strong-model"),
        "user: shared-no-sonnet \(folder)/common.yaml:5",
        "managed: acme-no-fable /etc/claude-route/policy.yaml:6",
      ]
    )
  }
}
