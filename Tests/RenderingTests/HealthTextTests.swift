import HealthCheck
import Rendering
import Testing

@Suite struct `The text of doctor` {
  private func text(_ findings: [HealthFinding]) throws -> String {
    HealthText(try HealthSample.report(findings)).text
  }

  @Test func `has a line for each finding, what follows below it, and their number`() throws {
    let expected = """
      client       /usr/local/bin/claude 2.1.330                                             ok
      settings     ~/.claude/settings.json:4: env.ANTHROPIC_BASE_URL                         warning
                   `https://x.example.net` beats your shell
                   = a launch cancels it
                   = plain `claude` obeys
                   = help: delete line 4
      login        ~/.claude: a message that is so long that nobody would want every other one \
      moved so far to the right  error
      transcripts  deleted after 30 days                                                     note
      1 error, 1 warning, 1 note

      """
    #expect(try text(HealthSample.findings) == expected)
  }

  @Test func `is no wider than its messages, and says when all is well`() throws {
    let findings = [
      HealthFinding("client", .ok, "/bin/claude 2.1.330"), HealthFinding("policy", .ok, "built-in"),
    ]
    let expected = """
      client  /bin/claude 2.1.330  ok
      policy  built-in             ok
      nothing to say

      """
    #expect(try text(findings) == expected)
    let notes = [HealthFinding("a", .note, "b"), HealthFinding("a", .note, "c")]
    #expect(try text(notes) == "a  b  note\na  c  note\n2 notes\n")
    let warnings = [HealthFinding("a", .warning, "b"), HealthFinding("a", .warning, "c")]
    #expect(try text(warnings) == "a  b  warning\na  c  warning\n2 warnings\n")
  }

  @Test func `shows no control character and nothing that looks like a key`() throws {
    let key = String(repeating: "*", count: 23)
    let expected = """
      x\\u{1B}[31m  a\\nb\\u{202E}:1: key \(key)\\r  warning
                   \\u{7}sk-ant-0123456789abcdef
                   = \\u{9B}1m
                   = help: \(key) \\u{2028}
      1 warning

      """
      .replacing("sk-ant-0123456789abcdef", with: key)
    #expect(try text(HealthSample.hostile) == expected)
  }
}
