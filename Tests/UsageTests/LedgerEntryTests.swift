import JSONTree
import Testing
import Usage

@Suite struct `A line of the ledger` {
  private static let whole = LedgerEntry(
    time: Timestamp(milliseconds: 1_795_676_400_123),
    session: SessionID("5f0c2a7e-0000-4000-8000-0000000000e1"),
    classes: ["bulk", "prototyping"],
    backend: "openrouter",
    model: "haiku",
    modelID: "~anthropic/claude-haiku-latest",
    payer: "env:OPENROUTER_API_KEY",
    billing: .metered,
    multiplier: 1.055,
    policy: "sha256:71aa0e000000+sha256:9d41c2000000",
    repository: "sha256:71aa0e000000",
    folder: "/home/me/project",
    text: "license headers"
  )

  @Test func `has every part, in this order`() {
    #expect(
      Self.whole.line
        == #"{"time":"2026-11-26T07:00:00.123Z","session":"5f0c2a7e-0000-4000-8000-0000000000e1","#
        + #""classes":["bulk","prototyping"],"backend":"openrouter","model":"haiku","#
        + #""id":"~anthropic/claude-haiku-latest","payer":"env:OPENROUTER_API_KEY","#
        + #""billing":"metered","multiplier":1.055,"#
        + #""policy":"sha256:71aa0e000000+sha256:9d41c2000000","repository":"sha256:71aa0e000000","#
        + #""cwd":"/home/me/project","text":"license headers"}"#
    )
    #expect(LedgerEntry(line: Self.whole.line.utf8) == Self.whole)
  }

  private static func entry(_ text: String? = nil) -> LedgerEntry {
    LedgerEntry(
      time: Timestamp(milliseconds: 0),
      session: nil,
      classes: text.map { [$0] } ?? [],
      backend: text ?? "anthropic",
      model: text ?? "default",
      modelID: text,
      payer: text ?? "login",
      billing: .plan,
      policy: text ?? "sha256:0",
      repository: text,
      folder: text,
      text: text
    )
  }

  @Test func `leaves out what there is not`() {
    let entry = Self.entry()
    #expect(
      entry.line
        == #"{"time":"1970-01-01T00:00:00.000Z","classes":[],"backend":"anthropic","#
        + #""model":"default","payer":"login","billing":"plan","policy":"sha256:0"}"#
    )
    #expect(LedgerEntry(line: entry.line.utf8) == entry)
  }

  @Test(arguments: [
    "", "\n", "\r\n", "\u{0}", "\"", "\\", "\\u0000", "\u{1B}[2J", "\u{7F}\u{85}\u{9B}",
    "\u{2028}\u{2029}", "\u{202E}x", "e\u{301}é", "\u{FFFD}", "😀", #""},{"session":"x"#, "\u{FEFF}",
    String(repeating: "\\\"\n", count: 20_000),
  ])
  func `brings any text back, on one line`(text: String) {
    let entry = Self.entry(text)
    #expect(!entry.line.utf8.contains { $0 < 0x20 || $0 == 0x7F })
    let read = LedgerEntry(line: entry.line.utf8)
    #expect(read == entry)
    // Equal strings may differ in their bytes.
    #expect(read?.text.map { Array($0.utf8) } == Array(text.utf8))
  }

  @Test func `may have parts that are not known here`() {
    let line = Self.whole.line.dropLast() + #","later":{"a":[1]},"session2":null}"#
    #expect(LedgerEntry(line: line.utf8) == Self.whole)
  }

  @Test func `may have a session that is no UUID, which is then unknown`() {
    let line = Self.whole.line.replacing("5f0c2a7e-0000", with: "../../")
    #expect(LedgerEntry(line: line.utf8)?.session == nil)
  }

  @Test func `is none when it is cut short anywhere`() {
    let line = Array(Self.whole.line.utf8)
    for end in line.indices {
      #expect(LedgerEntry(line: line[..<end]) == nil)
    }
  }

  @Test(arguments: [
    "null", "[]", "{}", "7", "not json", "{\"time\":1}", "\u{0}\u{0}\u{0}", "{{{{",
    String(repeating: "[", count: 100_000),
  ])
  func `is none when it is something else`(line: String) {
    #expect(LedgerEntry(line: line.utf8) == nil)
  }

  @Test func `is none when it is no text`() {
    #expect(LedgerEntry(line: [0xFF, 0xFE, 0x00]) == nil)
    #expect(LedgerEntry(line: Array(Self.whole.line.utf8) + [0xFF]) == nil)
  }

  @Test(arguments: [
    #""time":"2026-11-26T07:00:00.123Z""#: #""time":"yesterday""#,
    #""classes":["bulk","prototyping"]"#: #""classes":"bulk""#,
    #""billing":"metered""#: #""billing":"free""#,
    #""multiplier":1.055"#: #""multiplier":-1"#,
    #""backend":"openrouter""#: #""backend":7"#,
    #""policy":"#: #""politics":"#,
    #","multiplier":1.055"#: #","multiplier":1e999"#,
  ])
  func `is none with a part of the wrong form`(part: String, wrong: String) {
    let line = Self.whole.line.replacing(part, with: wrong)
    #expect(line != Self.whole.line)
    #expect(LedgerEntry(line: line.utf8) == nil)
  }

  @Test func `is none after random changes, or a whole one`() {
    var generator = SystemRandomNumberGenerator()
    let line = Array(Self.whole.line.utf8)
    for _ in 0..<2_000 {
      var changed = line
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        changed[Int.random(in: line.indices, using: &generator)] = .random(in: 0...255)
      }
      if let entry = LedgerEntry(line: changed) {
        #expect(LedgerEntry(line: entry.line.utf8) == entry)
      }
    }
  }
}
