import Foundation
import Testing

/// The forms that are not evaluated by a shell, and the way back.
@Suite struct `Formats` {
  private let box: Sandbox
  private let digest: String
  private let key = ["OPENROUTER_API_KEY": "sk-or-canary"]
  private let quiet = ["--quiet", "--task", "license headers"]

  init() throws {
    box = try Sandbox()
    digest = "sha256:\(try BuiltIn(box).digest.prefix(12))"
  }

  private var gateway: [String: String] {
    [
      "ANTHROPIC_BASE_URL": "https://openrouter.ai/api",
      "ANTHROPIC_AUTH_TOKEN": "sk-or-canary",
      "ANTHROPIC_MODEL": "~anthropic/claude-haiku-latest",
      "ANTHROPIC_DEFAULT_OPUS_MODEL": "~anthropic/claude-opus-latest",
      "ANTHROPIC_DEFAULT_SONNET_MODEL": "~anthropic/claude-sonnet-latest",
      "ANTHROPIC_DEFAULT_HAIKU_MODEL": "~anthropic/claude-haiku-latest",
      "ANTHROPIC_DEFAULT_FABLE_MODEL": "~anthropic/claude-fable-latest",
      "CLAUDE_CODE_EFFORT_LEVEL": "low",
      "CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST": "1",
      "CLAUDE_ROUTE_CLASS": "bulk",
      "CLAUDE_ROUTE_BACKEND": "openrouter",
      "CLAUDE_ROUTE_MODEL": "haiku",
      "CLAUDE_ROUTE_POLICY": digest,
      "OTEL_RESOURCE_ATTRIBUTES": "route.class=bulk,route.backend=openrouter,route.model=haiku",
    ]
  }

  @Test(arguments: ["json", "dotenv", "github"])
  func `without references need a word to show a credential`(format: String) throws {
    let errors = """
      claude-route: `ANTHROPIC_AUTH_TOKEN` holds a credential, and this format has no references
        = help: add `--reveal` to print the credential itself, or use sh, fish or csh

      """
    #expect(try box.run(quiet + ["--format", format], key) == Run(64, errors: errors))
  }

  @Test(arguments: [["--json"], ["--format", "json"], ["--json", "--format", "json"]])
  func `as JSON name what is set and what is removed`(flags: [String]) throws {
    let run = try box.run(quiet + flags + ["--reveal"], key)
    #expect(run.end == .exited(0) && run.errors.isEmpty)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    )
    #expect(Set(document.keys) == ["set", "unset"])
    let set = try #require(document["set"] as? [String: String])
    #expect(set == gateway)
    let unset = try #require(document["unset"] as? [String])
    let expected = Set(ClosedList.names).subtracting(gateway.keys).subtracting([ClosedList.newer])
    #expect(expected.subtracting(unset) == [])
    #expect(Set(unset).intersection(gateway.keys) == [])
  }

  @Test(arguments: ["dotenv", "github"])
  func `as lines set each name once, a removal as empty`(format: String) throws {
    let run = try box.run(quiet + ["--format", format, "--reveal"], key)
    #expect(run.end == .exited(0) && run.errors.isEmpty)
    let entries = run.output.split(separator: "\n").map { Array($0.utf8) }
    let environment = Environment(entries)
    #expect(environment.entries.count == entries.count)
    #expect(environment.text.filter { $0.value != "" } == gateway)
    let missing = ClosedList.names.filter { $0 != ClosedList.newer && environment[$0] == nil }
    #expect(missing == [])
  }

  @Test(arguments: ["json", "dotenv", "github"])
  func `need no word where there is no credential`(format: String) throws {
    try box.saveLogin()
    let run = try box.run(quiet + ["--format", format])
    #expect(run.end == .exited(0) && run.errors.isEmpty)
    #expect(run.output.contains("claude-haiku-5-5"))
  }

  @Test func `may leave the route unheld when told so`() throws {
    let words = ["--task", "license headers", "--json", "--reveal", "--no-hold"]
    let run = try box.run(words, key)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    )
    var expected = gateway
    expected["CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST"] = nil
    #expect(document["set"] as? [String: String] == expected)
    #expect(
      run.errors == """
        claude-route: this shell → openrouter/haiku, effort low · OPENROUTER_API_KEY pays
        claude-route: --no-hold: any settings file can send these sessions elsewhere

        """
    )
  }

  @Test func `start with what they route and the way back`() throws {
    let first = try box.run(quiet, key).output.prefix { $0 != "\n" }
    #expect(
      first
        == "# claude-route: bulk → openrouter/haiku, effort low; back with: eval \"$(claude-route off)\""
    )
  }

  /// A device that takes nothing, as a full disk does.
  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"),
    arguments: [
      ["--quiet"], ["--json"], ["explain"], ["explain", "--json"], ["off"], ["--help"],
      ["--version"], ["--dry-run", "--"], ["credential", "openrouter"],
    ]
  )
  func `that cannot be written are an error`(words: [String]) throws {
    try box.saveLogin()
    try box.addClient()
    let run = try box.shell(#"exec "$ROUTE" "$@" > /dev/full"#, words, key).run
    let errors = "claude-route: cannot write standard output: No space left on device\n"
    #expect(run == Run(74, errors: errors))
  }

  @Test func `that nobody reads any more end quietly`() throws {
    // A pipe with a writer and no reader.
    let pipe = #"test -p pipe || mkfifo pipe; exec 3<>pipe 4>pipe 3<&-; "#
    let run = #"exec "$ROUTE" explain >&4"#
    #expect(try box.shell(pipe + run).run == Run(killedBy: SIGPIPE))
    #expect(try box.shell("\(pipe)trap '' PIPE; \(run)").run == Run(0))
  }

  // MARK: The way back

  @Test func `off in a shell that is not routed changes nothing`() throws {
    let text = "# claude-route: nothing is routed in this shell\n"
    #expect(try box.run(["off"], ClosedList.hostile()) == Run(0, output: text))
    for format in ["sh", "fish", "csh"] {
      #expect(try box.run(["off", "--format", format]) == Run(0, output: text))
    }
  }

  @Test func `off knows no other format`() throws {
    let run = try box.run(["off", "--format", "json"])
    // Whoever evaluates it must not take the shell for restored.
    #expect(run.end == .exited(64) && run.output == "false\n")
  }
}
