import Foundation
import Testing

/// The policies in `policies/`: each keeps what it promises, and is tested down to its last rule.
@Suite struct `Shipped policies` {
  static let names = [
    "built-in", "compliance-aws", "compliance-gcp", "frugal", "measured-tools", "side-projects",
    "team",
  ]
  private static let folder = Repository.root.appending(path: "policies")

  @Test func `are those that are known here`() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    let names = (Self.names + ["prices"]).sorted()
    #expect(files.filter { $0.hasSuffix(".yaml") }.sorted() == names.map { "\($0).yaml" })
  }

  @Test(arguments: names)
  func `give an editor their schema, and readers a name and a description`(name: String) throws {
    let lines = try Repository.text("policies/\(name).yaml").components(separatedBy: "\n")
    // A repository's file may say other things than a person's.
    let schema = name == "team" ? ".claude-route.schema.json" : "policy.schema.json"
    #expect(lines.first == "# yaml-language-server: $schema=./\(schema)")
    #expect(lines.contains("version: 1") && lines.contains("name: \(name)"))
    #expect(lines.contains { $0.hasPrefix("description: ") })
    #expect(lines.contains("invariants:") && lines.contains("tests:"))
    #expect(lines.filter { $0.count > 100 } == [])
  }

  @Test func `are clean, and keep all their promises`() throws {
    let checked = try BuiltProgram(
      shell: "claude-route check --json *.yaml",
      in: Self.folder
    )
    #expect(checked.status == 0)
    let document = try checked.document()
    // One loosens a built-in constraint, and says so to whoever reviews it.
    let found = document["diagnostics"] as? [[String: Any]] ?? []
    #expect(found.map { $0["id"] as? String } == ["dropped-constraint"])
    #expect(found.first?["file"] as? String == "measured-tools.yaml")
    let proofs = document["proofs"] as? [[String: Any]] ?? []
    #expect(Set(proofs.map { $0["verdict"] as? String }) == ["proved"])
    let written = try Self.names.map { name in
      let text = try Repository.text("policies/\(name).yaml")
      let promises = text.components(separatedBy: "\ninvariants:\n").last ?? ""
      let end = promises.range(of: "\ntests:\n")?.lowerBound ?? promises.endIndex
      return promises[..<end].components(separatedBy: "\n").count { $0.hasPrefix("  - name: ") }
    }
    #expect(proofs.count == written.reduce(0, +))
  }

  @Test func `are clean for a team as what it commits`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Repository.text("policies/team.yaml"), to: ".claude-route.yaml")
    for command in ["check --strict", "test --mutate --fail-under 100"] {
      let run = try BuiltProgram(
        shell: "claude-route \(command) .claude-route.yaml",
        in: folder.url
      )
      #expect(run.status == 0, "\(run.output)")
    }
  }

  @Test func `pass their tests, which notice nearly every change of a rule`() throws {
    let names = Self.names.map { "\($0).yaml" }
    let run = try BuiltProgram(
      shell: "claude-route test --mutate --json \(names.joined(separator: " "))",
      in: Self.folder
    )
    #expect(run.status == 0)
    let document = try run.document()
    #expect(document["failed"] as? Int == 0)
    let files = document["files"] as? [[String: Any]] ?? []
    #expect(files.compactMap { $0["file"] as? String } == names)
    for file in files {
      let name = file["file"] as? String ?? ""
      let coverage = file["coverage"] as? [String: Any] ?? [:]
      #expect((coverage["uncovered"] as? [Any])?.isEmpty == true, "\(name)")
      let mutation = file["mutation"] as? [String: Any] ?? [:]
      #expect(mutation["killed"] as? Int ?? 0 > 0, "\(name)")
      #expect(mutation["score"] as? Int ?? 0 >= 90, "\(name)")
    }
  }

  /// For an organisation that puts the same lines into its own policy.
  @Test(arguments: ["compliance-aws", "compliance-gcp"])
  func `are clean as managed policies, too`(name: String) throws {
    let checked = try BuiltProgram(
      shell: "claude-route check --strict --as managed \(name).yaml",
      in: Self.folder
    )
    #expect(checked.status == 0, "\(checked.output)")
  }

  /// A comment has one space behind its `#`; what has none, or more, is an example.
  @Test(arguments: ["compliance-aws", "compliance-gcp"])
  func `hold a geography once their examples are in force`(name: String) throws {
    let text = try Repository.text("policies/\(name).yaml")
    let active = text.replacing(/^#(?=  |[a-z])/.anchorsMatchLineEndings(), with: "")
    #expect(active.contains("\nconstraints:\n"))
    let folder = try TemporaryFolder()
    try folder.write(active, to: "policy.yaml")
    let checked = try BuiltProgram(
      shell: "claude-route check --strict policy.yaml",
      in: folder.url
    )
    #expect(checked.status == 0, "\(checked.output)")
    #expect(checked.output.contains("proved: `nothing-outside-the-eu` over "))
    let tested = try BuiltProgram(
      shell: "claude-route test --mutate --fail-under 100 policy.yaml",
      in: folder.url
    )
    #expect(tested.status == 0, "\(tested.output)")
  }
}

/// That the built-in constraint is what keeps serious work on the native API, and not a lucky order of
/// routes.
@Suite struct `Without the constraint that keeps serious work native` {
  /// A user's policy that is the built-in one but for that constraint; its routes are all there.
  private static func policy() throws -> String {
    let text = try Repository.text("policies/built-in.yaml")
    let rest = try #require(text.range(of: "\ntests:\n"))
    let start = try #require(text.range(of: "  - name: serious-work-stays-native\n"))
    let end = try #require(
      text.range(
        of: "  - name: serious-work-keeps-a-strong-model\n",
        range: start.upperBound..<rest.lowerBound
      )
    )
    // Its tests speak of the constraint.
    let kept = String(text[..<start.lowerBound] + text[end.lowerBound..<rest.lowerBound])
    return kept.replacing("version: 1\n", with: "version: 1\nbuilt-in: false\n", maxReplacements: 1)
  }

  @Test func `a missing credential sends it away, and check shows how`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.policy(), to: "policy.yaml")
    let checked = try BuiltProgram(
      shell: "claude-route check --as user --json policy.yaml",
      in: folder.url
    )
    #expect(checked.status == 1)
    let proofs = try checked.document()["proofs"] as? [[String: Any]] ?? []
    let refuted = proofs.filter { $0["verdict"] as? String == "refuted" }
    #expect(refuted.map { $0["name"] as? String } == ["serious-work-is-first-party"])
    #expect(proofs.count == 8)
    let replay = try #require(refuted.first?["replay"] as? String)
    #expect(
      replay
        == "claude-route explain --as user --policy policy.yaml --class extended-thinking "
        + "--label cost-sensitive --unavailable anthropic"
    )
    let replayed = try BuiltProgram(shell: "\(replay) --json", in: folder.url)
    #expect(replayed.status == 0)
    let decision = try replayed.document()["decision"] as? [String: Any]
    #expect(decision?["backend"] as? String == "openrouter")
    #expect(decision?["model"] as? String == "sonnet")
    // With the constraint the same task is denied.
    let kept = replay.replacing("policy.yaml", with: "whole.yaml")
    try folder.write("version: 1\n", to: "whole.yaml")
    #expect(try BuiltProgram(shell: kept, in: folder.url).status == 69)
  }
}
