import Rendering
import RouteEngine
import Testing
import Usage

@Suite struct `The line about a session that goes on` {
  private func last(on backend: String, classes: [String] = ["bulk"]) -> LedgerEntry {
    LedgerEntry(
      time: Timestamp(milliseconds: 0),
      session: SessionID("5f0c2a7e-0000-4000-8000-0000000000e1"),
      classes: classes,
      backend: backend,
      model: "haiku",
      modelID: nil,
      payer: "login",
      billing: .plan,
      policy: "",
      repository: nil,
      folder: nil,
      text: nil
    )
  }

  private func chosen(_ task: String) throws -> Candidate {
    let policy = try ExplanationSample.policy()
    let decision = policy.decision(
      for: ExplanationSample.request(task),
      with: ExplanationSample.keys
    )
    return try #require(decision.chosen)
  }

  @Test func `says that it stays, and how it would not`() throws {
    let line = ResumptionLine(
      after: last(on: "openrouter"),
      on: try chosen("license headers"),
      elsewhere: "anthropic",
      isFork: false
    )
    #expect(
      line.text
        == "claude-route: session 5f0c…e1 ran on bulk → openrouter/haiku; going on there (elsewhere: --backend anthropic)"
    )
    #expect(!line.leaves)
  }

  @Test(arguments: [
    (false, "; `--fork-session` leaves the old one as it is"), (true, ""),
  ])
  func `says that it leaves`(isFork: Bool, end: String) throws {
    let line = ResumptionLine(
      after: last(on: "bedrock", classes: []),
      on: try chosen("license headers"),
      elsewhere: "anthropic",
      isFork: isFork
    )
    #expect(
      line.text
        == "claude-route: session 5f0c…e1 ran on no class → bedrock/haiku; the whole conversation goes to openrouter now\(end)"
    )
    #expect(line.leaves)
  }

  @Test func `proposes no other backend than another one`() throws {
    let line = ResumptionLine(
      after: last(on: "anthropic"),
      on: try chosen("fix the race in the payment worker"),
      elsewhere: "anthropic",
      isFork: false
    )
    #expect(line.text.hasSuffix("going on there"))
  }

  @Test func `moves no cursor, whatever the ledger holds`() throws {
    let line = ResumptionLine(
      after: last(on: "\u{1B}[2J\n", classes: ["\u{202E}"]),
      on: try chosen("license headers"),
      elsewhere: nil,
      isFork: true
    )
    #expect(!line.text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
  }
}
