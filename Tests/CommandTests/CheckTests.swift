import Foundation
import Testing

/// `check`: where it reads, how it ends, what its forms look like.
@Suite struct `check` {
  private let box: Sandbox

  init() throws {
    box = try Sandbox()
  }

  private static let clean = """
    version: 1
    constraints:
      - {name: no-haiku, reason: It is too small for us., when: {class: prototyping}, forbid: {model: haiku}}
    invariants:
      - {name: never-haiku, when: {class: prototyping}, never: {model: haiku}}

    """

  /// Without a reason, which is a warning.
  private static let careless = """
    version: 1
    constraints:
      - {name: no-haiku, when: {class: prototyping}, forbid: {model: haiku}}

    """

  private static let broken = """
    version: 1
    routes: [{name: r, when: {class: prodution}, to: [anthropic/opus]}]

    """

  /// `sha256:…` of the built-in policy, as the last line shows it.
  private func below() throws -> String { "built-in (sha256:\(try BuiltIn(box).digest.prefix(6)))" }

  @Test func `says what is proved and how the file was read`() throws {
    try box.write(Self.clean, to: "work/team.yaml")
    let run = try box.run(["check", "team.yaml"])
    let lines = run.output.split(separator: "\n")
    #expect(run.end == .exited(0))
    #expect(run.errors == "")
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix("proved: `never-haiku` over ") == true)
    #expect(lines.last.map(String.init) == "no errors; read as: user layer over \(try below())")
  }

  struct Case: CustomStringConvertible {
    let description: String
    let words: [String]
    let expected: Int32
  }

  static let cases = [
    Case(description: "clean", words: ["clean.yaml"], expected: 0),
    Case(description: "a warning", words: ["careless.yaml"], expected: 0),
    Case(description: "a warning, strictly", words: ["--strict", "careless.yaml"], expected: 1),
    Case(description: "a file that cannot be used", words: ["broken.yaml"], expected: 65),
    Case(description: "several", words: ["clean.yaml", "broken.yaml"], expected: 65),
    Case(description: "no such file", words: ["gone.yaml"], expected: 66),
    Case(description: "no file of a repository", words: [], expected: 66),
    Case(description: "an unknown form", words: ["--format", "xml", "clean.yaml"], expected: 64),
    Case(description: "no day", words: ["--as-of", "2026-02-30", "clean.yaml"], expected: 64),
    Case(description: "no layer", words: ["--as", "mine", "clean.yaml"], expected: 64),
    Case(
      description: "a retired model",
      words: ["--as-of", "2026-12-01", "old.yaml"],
      expected: 1
    ),
    Case(
      description: "one not yet retired",
      words: ["--as-of", "2026-06-01", "old.yaml"],
      expected: 0
    ),
  ]

  @Test(arguments: cases)
  func `ends by what it found`(_ row: Case) throws {
    try box.write(Self.clean, to: "work/clean.yaml")
    try box.write(Self.careless, to: "work/careless.yaml")
    try box.write(Self.broken, to: "work/broken.yaml")
    try box.write(
      """
      version: 1
      backends: {anthropic: {kind: anthropic, models: {opus: claude-opus-5-5, sonnet: claude-sonnet-4-20250514, haiku: claude-haiku-5-5}}}

      """,
      to: "work/old.yaml"
    )
    #expect(try box.run(["check"] + row.words).end == .exited(row.expected))
  }

  @Test func `reads the repository's files without a name, nearest first`() throws {
    try box.write("ref: refs/heads/main\n", to: "work/.git/HEAD")
    try box.write(Self.careless, to: "work/.claude-route.yaml")
    try box.write("version: 1\nbackends: {}\n", to: "work/in/.claude-route.yaml")
    let run = try box.run(["check"], in: box.work.appending(path: "in"))
    #expect(run.end == .exited(65))
    #expect(
      run.output.hasPrefix(
        ".claude-route.yaml:2:1: error: a repository policy may not define `backends`"
      )
    )
  }

  @Test func `reads standard input and looks at nothing of this machine`() throws {
    try box.write("version: 1\nbroken: true\n", to: "home/.config/claude-route/policy.yaml")
    let file = try box.write(Self.clean, to: "clean.yaml")
    let run = try box.run(["check", "--as", "managed", "-"], input: file)
    #expect(run.end == .exited(0))
    #expect(run.output.hasSuffix("read as: managed layer over \(try below())\n"))
    #expect(run.output.contains(", every user and repository policy included\n"))
    let mine = try box.run(["check", "--with-my-layers", "--as", "repository", "-"], input: file)
    #expect(mine.end == .exited(65))
  }

  @Test func `annotates for GitHub`() throws {
    try box.write(Self.broken, to: "work/broken.yaml")
    #expect(
      try box.run(["check", "--format", "github", "broken.yaml"])
        == Run(
          65,
          output:
            "::error file=broken.yaml,line=2,col=34,endLine=2,endColumn=42,title=unknown-name::unknown class `prodution` in route `r`%0Ahelp: did you mean `production`?\n"
        )
    )
  }

  @Test func `prints one document for programs`() throws {
    try box.write(Self.clean, to: "work/clean.yaml")
    let run = try box.run(["check", "--json", "clean.yaml"])
    let document = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    #expect(run.end == .exited(0))
    #expect((document?["diagnostics"] as? [Any])?.isEmpty == true)
    let proofs = document?["proofs"] as? [[String: Any]]
    #expect(proofs?.map { $0["verdict"] as? String } == ["proved"])
  }

  @Test func `is a result on standard output, and stops nobody's eval`() throws {
    try box.write(Self.broken, to: "work/broken.yaml")
    let run = try box.run(["check", "broken.yaml"])
    #expect(run.errors == "")
    #expect(!run.output.contains("unset"))
  }
}

/// `test`: how it ends and what its forms look like.
@Suite struct `test` {
  private let box: Sandbox

  init() throws {
    box = try Sandbox()
    try box.write(
      """
      version: 1
      classes:
        production:
          signals: [{any-path: ["src/ledger/**"]}]
      constraints:
        - {name: no-haiku, reason: r, when: {class: prototyping}, forbid: {model: haiku}}
      tests:
        - {name: fixtures are bulk, task: license headers, expect: openrouter/haiku}
        - name: rename in migrations is production
          task: rename the helper foo to bar
          files: [migrations/0042.sql]
          expect: anthropic

      """,
      to: "work/.claude-route.yaml"
    )
  }

  @Test func `traces what failed`() throws {
    let builtIn = try BuiltIn(box)
    let run = try box.run(["test", ".claude-route.yaml"])
    let expected = """
      .claude-route.yaml  2 tests, over built-in only; every credential counts as present unless a test says otherwise
        ok    fixtures are bulk
        FAIL  rename in migrations is production
              task      rename the helper foo to bar
              files     migrations/0042.sql
              expected  anthropic
              got       openrouter/haiku, route `mechanical` (\(builtIn.route("mechanical")))
              classes   bulk (phrase `rename`, 0-6)
              missing   production: `any-path: ["src/ledger/**"]` (line 4) does not match migrations/0042.sql
      routes 0/0, constraints 0/1, classes 0/1 covered
        not covered: constraint `no-haiku` (.claude-route.yaml:6)
        not covered: class `production` (.claude-route.yaml:3)
      1 of 2 failed

      """
    // What the model says changes whenever it is trained again.
    let output = run.output.replacing(/; model \d+ %[^)]*/, with: "")
    #expect(run.end == .exited(1))
    #expect(output == expected)
  }

  @Test func `runs single tests by name, and knows no others`() throws {
    let run = try box.run(["test", "--run", "fixtures are bulk"])
    #expect(run.end == .exited(0))
    #expect(
      try box.run(["test", "--run", "fixture"])
        == Run(64, errors: "claude-route: no test is called `fixture`\n")
    )
  }

  @Test func `fails under a percentage`() throws {
    try box.write(
      "version: 1\ntests: [{name: t, task: license headers, expect: openrouter}]\nconstraints: [{name: c, reason: r, when: {label: compliance-aws}, forbid: {effort: max}}]\n",
      to: "work/few.yaml"
    )
    #expect(try box.run(["test", "few.yaml"]).end == .exited(0))
    #expect(try box.run(["test", "--fail-under", "90", "few.yaml"]).end == .exited(1))
  }

  @Test func `ends with 65 for a file that cannot be used`() throws {
    try box.write("version: 2\n", to: "work/two.yaml")
    let run = try box.run(["test", "two.yaml"])
    #expect(run.end == .exited(65))
    #expect(run.output == "")
  }

  @Test func `notices no change of an untested rule`() throws {
    let run = try box.run(["test", "--mutate", "--run", "fixtures are bulk"])
    #expect(
      run.output.contains("  survived: constraint `no-haiku` deleted (.claude-route.yaml:6)\n")
    )
  }
}
