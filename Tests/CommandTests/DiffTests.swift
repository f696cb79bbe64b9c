import Foundation
import Testing

/// `diff` and `check --boundary`: what a policy lets through beside another one.
@Suite struct `diff` {
  private let box: Sandbox

  init() throws {
    box = try Sandbox()
    try box.write(
      """
      version: 1
      constraints:
        - name: toys-stay-here
          when: {class: prototyping}
          forbid: {trust: third-party}
          reason: r

      """,
      to: "work/strict.yaml"
    )
    try box.write("version: 1\n", to: "work/plain.yaml")
    try box.write("version: 1\ndefault: [anthropic/sonnet]\n", to: "work/sonnet.yaml")
    try box.write(
      """
      version: 1
      constraints:
        - {name: other, when: {class: bulk}, forbid: {trust: third-party}, reason: r}

      """,
      to: "work/other.yaml"
    )
  }

  /// The first line without the count of states, and the exit status.
  private func relation(_ old: String, _ new: String) throws -> String {
    let run = try box.run(["diff", old, new])
    let line = run.output.split(separator: "\n").first ?? ""
    let words = line.replacing(/over \d+ states?/, with: "over N states")
    guard case .exited(let status) = run.end else { return "killed" }
    return "\(status): \(words)"
  }

  @Test func `tells the four relations apart`() throws {
    #expect(try relation("plain.yaml", "plain.yaml") == "0: equivalent over N states")
    #expect(
      try relation("plain.yaml", "strict.yaml")
        == "0: stricter over N states; laxer: 0, stricter: 1"
    )
    #expect(
      try relation("strict.yaml", "plain.yaml")
        == "1: laxer over N states; laxer: 1, stricter: 0"
    )
    #expect(
      try relation("strict.yaml", "other.yaml").hasPrefix(
        "1: incomparable over N states; laxer: 1, stricter: 1"
      )
    )
    #expect(
      try relation("plain.yaml", "sonnet.yaml") == "0: permits the same over N states, changed: 1"
    )
  }

  /// Every line with a command, run.
  private func replayed(_ output: String) throws -> [Run] {
    try output.split(separator: "\n").filter { $0.hasPrefix("  claude-route ") }
      .map { line in
        try box.shell("\"$ROUTE\" \(line.dropFirst("  claude-route ".count)) --json").run
      }
  }

  @Test func `shows the smallest state that became laxer, and a command that replays it`() throws {
    let run = try box.run(["diff", "strict.yaml", "plain.yaml"])
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(
      lines.dropFirst().first
        == "laxer: with class `prototyping`, `openrouter/haiku` and 3 more targets are permitted now"
    )
    #expect(lines.contains("  `toys-stay-here` stopped it (strict.yaml:3)"))
    let replays = try replayed(run.output)
    #expect(replays.count == 1)
    for replay in replays {
      #expect(replay.end == .exited(0))
      #expect(try Explained(replay).decision.backend == "openrouter")
    }
  }

  @Test func `reads the other version from standard input as the file it stands beside`() throws {
    let file = try box.write(
      "version: 1\nlabels: [compliance-gcp]\n",
      to: "work/.claude-route.yaml"
    )
    let run = try box.run(["diff", "-", ".claude-route.yaml"], input: file)
    #expect(run.end == .exited(0))
    #expect(run.output.hasPrefix("equivalent over "))
  }

  @Test func `prints one document for programs`() throws {
    let run = try box.run(["diff", "--json", "strict.yaml", "plain.yaml"])
    let document = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    #expect(document?["relation"] as? String == "laxer")
    let laxer = document?["laxer"] as? [[String: Any]]
    #expect(laxer?.first?["state"] as? String == "with class `prototyping`")
    #expect(
      (laxer?.first?["constraints"] as? [[String: Any]])?.first?["name"] as? String
        == "toys-stay-here"
    )
  }

  @Test func `ends with 65 and 66 for what cannot be used`() throws {
    try box.write("version: 2\n", to: "work/two.yaml")
    #expect(try box.run(["diff", "plain.yaml", "two.yaml"]).end == .exited(65))
    #expect(try box.run(["diff", "plain.yaml", "gone.yaml"]).end == .exited(66))
    #expect(try box.run(["diff", "-", "-"]).end == .exited(64))
  }

  // MARK: Boundary

  private static let boundary = """
    version: 1
    constraints:
      - {name: acme-bedrock, reason: r, require: {backend: [bedrock]}}
    default: [bedrock/opus]
    labels: [compliance-aws]

    """

  @Test func `holds policies against a boundary`() throws {
    try box.write(Self.boundary, to: "work/boundary.yaml")
    try box.write(
      """
      version: 1
      routes: [{name: cheap, when: {class: bulk}, to: [openrouter/haiku]}]

      """,
      to: "work/pay/.claude-route.yaml"
    )
    try box.write(
      "version: 1\nconstraints: [{name: c, reason: r, when: {class: bulk}, forbid: {effort: low}}]\n",
      to: "work/shop/.claude-route.yaml"
    )
    let run = try box.run(
      ["check", "--boundary", "boundary.yaml", "pay/.claude-route.yaml", "shop/.claude-route.yaml"]
    )
    // The route can never be taken there, which is an error of the file, not of the boundary.
    #expect(run.end == .exited(1))
    #expect(run.output.contains("pay/.claude-route.yaml:2:17: error: route `cheap` is never taken"))
    #expect(run.output.contains("\npay/.claude-route.yaml: within the boundary\n"))
    #expect(run.output.contains("\nshop/.claude-route.yaml: within the boundary\n"))
  }
}
