import Foundation
import Testing
import Usage

/// Prices per million tokens: opus 4 in and 20 out, sonnet 2 and 10, haiku 0.10 and 0.50, in prompts
/// over 100,000 tokens 0.50 and 2.50.
@Suite struct `Replay` {
  private let box: Sandbox
  private let frugal: String
  private let digest: String

  init() throws {
    box = try Sandbox()
    try box.saveLogin()
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../policies/frugal.yaml").standardizedFileURL
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    frugal = try box.write(text, to: "frugal.yaml")
    let sum = try box.shell(#"sha256sum "$1" 2>/dev/null || shasum -a 256 "$1""#, [frugal])
    digest = String(sum.run.output.prefix(6))
  }

  private static let canary = "canary-in-a-prompt"

  private func id(_ number: Int) -> String { "0a1b0000-0000-4000-8000-00000000000\(number)" }

  private func writeWork() throws {
    let large = PastWork.Answer(input: 100_000, output: 20_000)
    try PastWork.write(
      [
        PastWork(
          session: id(1),
          day: "2026-11-01",
          prompt:
            "add license headers, \(Self.canary)\u{1B}[31m\u{202E}\n\(Screen.everything.text)",
          replies: [
            large,
            PastWork.Answer(
              model: "claude-haiku-5-5",
              input: 10_000,
              output: 1_000,
              isSidechain: true
            ),
          ]
        ),
        PastWork(
          session: id(2),
          day: "2026-11-02",
          prompt: "fix the race in the payment worker, \(Self.canary)",
          replies: [large]
        ),
        PastWork(
          session: id(3),
          day: "2026-11-03",
          prompt: "rename the helpers everywhere, \(Self.canary)",
          replies: [PastWork.Answer(input: 150_000, output: 10_000)]
        ),
        PastWork(
          session: id(4),
          day: "2026-11-03",
          prompt: "write the user guide, \(Self.canary)",
          replies: [PastWork.Answer(model: "qwen", input: 5, output: 5)]
        ),
        PastWork(session: id(5), day: "2026-11-04", prompt: "/review", replies: [large]),
      ],
      in: box
    )
    try box.write("{\"type\":\"assistant\"\nnothing\n", to: "home/.claude/projects/-work/6.jsonl")
  }

  /// What ran: 0.4 + 0.4 and the sub-agent's 0.001 + 0.0005; 0.80; 0.6 + 0.2.
  ///
  /// On haiku the first is 0.01 + 0.01 and 0.0015, the third, a long prompt, 0.075 + 0.025.
  @Test func `prints the saving and lists no text`() throws {
    try writeWork()
    #expect(
      try box.run(["replay", "--policy", frugal])
        == Run(
          0,
          output: """
              class               sessions   as they ran   most of the others                               in the plan
              bulk                2          0             opus, not launched here → anthropic/haiku (2)    $1.60 → $0.12
              extended-thinking   1          1                                                              $0.80 → $0.80
              no class            1          0             qwen, not launched here → anthropic/sonnet (1)   –
            1 session in no amount, since a price is not known: qwen
            1 session left out: no prompt of theirs says what the task is
            2 lines could not be read and were skipped
            replayed 4 sessions under frugal sha256:\(digest): 1 as it ran, 3 elsewhere; at list price $2.40 then, $0.92 under it (−61.6 %): in the plan $2.40 then, $0.92 under it

            """
        )
    )
  }

  @Test func `is shown on its page as it is`() throws {
    try writeWork()
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../docs/replay.md").standardizedFileURL
    let page = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(page.contains(try box.run(["replay", "--policy", frugal]).output))
  }

  @Test(arguments: [[], ["--rows"], ["--json"], ["--json", "--rows"], ["--since", "2026-11-02"]])
  func `shows no text of a prompt, no path and nothing dangerous`(words: [String]) throws {
    try writeWork()
    try PastWork.write(
      [
        PastWork(
          session: "\(Screen.everything.text)\u{1B}[2J",
          day: "2026-11-05",
          prompt: "rename it, \(Self.canary)",
          replies: [PastWork.Answer(model: Screen.everything.text, input: 1, output: 1)]
        )
      ],
      in: box
    )
    for policy in [["--policy", frugal], []] {
      let shown = try box.shown(["replay"] + policy + words)
      let text = String(decoding: shown, as: UTF8.self)
      #expect(text.contains("rename it") == false && text.contains(Self.canary) == false)
      #expect(!text.contains("/secret/folder") && !text.contains(box.root.path))
      #expect(Screen.dangers(in: shown) == [])
      #expect(text.contains("bulk"))
    }
  }

  @Test func `shows the beginning of each prompt when asked`() throws {
    try writeWork()
    let shown = try box.shown(["replay", "--policy", frugal, "--show-text", "--utc"])
    #expect(Screen.dangers(in: shown) == [])
    let lines = String(decoding: shown, as: UTF8.self).split(separator: "\n")
    #expect(
      lines[3]
        == "  2026-11-02   0a1b…02   extended-thinking   opus, not launched here, as it ran           $0.80 → $0.80"
    )
    #expect(lines[4] == "      fix the race in the payment worker, canary-in-a-prompt")
    // Forty-six scalars up to the line break, and thirty-four after it: up to U+0022.
    #expect(
      lines[2].hasPrefix(
        "      add license headers, canary-in-a-prompt\\u{1B}[31m\\u{202E}\\n\\u{1}\\u{2}"
      )
    )
    #expect(lines[2].hasSuffix("\\u{1E}\\u{1F} !\""))
    let json = try box.shown(["replay", "--policy", frugal, "--show-text", "--json"])
    #expect(Screen.dangers(in: json) == [])
    #expect(String(decoding: json, as: UTF8.self).contains(Self.canary))
  }

  /// 0.80 × 1.055 by the token, and 0.80 of the plan.
  @Test func `takes from the ledger where a session ran`() throws {
    try writeWork()
    let entry = LedgerEntry(
      time: try #require(Timestamp("2026-11-02T09:59:00Z".utf8)),
      session: SessionID(id(2)),
      classes: ["production"],
      backend: "openrouter",
      model: "opus",
      modelID: "~anthropic/claude-opus-latest",
      payer: "env:OPENROUTER_API_KEY",
      billing: .metered,
      multiplier: 1.055,
      policy: "sha256:0",
      repository: nil,
      folder: nil,
      text: nil
    )
    try box.write(
      entry.line + "\nbroken\n",
      to: "home/.local/state/claude-route/ledger.jsonl",
      mode: 0o600
    )
    let words = ["replay", "--policy", frugal, "--since", "2026-11-02", "--until", "2026-11-02"]
    let run = try box.run(words + ["--utc"])
    #expect(
      run
        == Run(
          0,
          output: """
              class               sessions   as they ran   most of the others                        billed          in the plan
              extended-thinking   1          0             openrouter/opus → anthropic/default (1)   $0.84 → $0.00   $0.00 → $0.80
            3 lines could not be read and were skipped
            replayed 1 session under frugal sha256:\(digest): 0 as they ran, 1 elsewhere; at list price $0.84 then, $0.80 under it (−5.2 %): billed $0.84 then, $0.00 under it; in the plan $0.00 then, $0.80 under it

            """
        )
    )
  }

  @Test func `counts what a constraint denies apart`() throws {
    try PastWork.write(
      [
        PastWork(
          day: "2026-11-01",
          prompt: "rename the helpers",
          replies: [PastWork.Answer(input: 100_000, output: 20_000)]
        )
      ],
      in: box
    )
    let policy = try box.write(
      """
      version: 1
      name: closed
      constraints: [{name: nothing-leaves, forbid: {backend: [anthropic, openrouter]}}]

      """,
      to: "closed.yaml"
    )
    let run = try box.run(["replay", "--policy", policy])
    #expect(run.end == .exited(0))
    let lines = run.output.split(separator: "\n")
    #expect(lines[lines.count - 2] == "1 session denied by `nothing-leaves`")
    #expect(lines.last?.hasSuffix(": 0 as they ran, 0 elsewhere, 1 denied") == true)
  }

  @Test func `is a document`() throws {
    try writeWork()
    let run = try box.run(["replay", "--policy", frugal, "--json", "--rows", "--utc"])
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    )
    #expect(document["sessions"] as? Int == 4)
    #expect((document["same"] as? Int, document["moved"] as? Int) == (1, 3))
    #expect((document["without-task"] as? Int, document["unreadable-lines"] as? Int) == (1, 2))
    let costs = try #require(document["costs"] as? [String: [String: Double]])
    #expect(costs["plan"] == ["ran": 2.4015, "replayed": 0.9215])
    #expect(costs["billed"] == ["ran": 0, "replayed": 0])
    let rows = try #require(document["rows"] as? [[String: Any]])
    #expect(rows.map { $0["session"] as? String } == (1...4).map(id))
    #expect(rows.first?["target"] as? String == "anthropic/haiku")
    #expect(rows.allSatisfy { $0["text"] == nil })
  }

  @Test func `says in one sentence that there is nothing`() throws {
    #expect(
      try box.run(["replay"])
        == Run(0, output: "nothing to replay: the client keeps no session on this machine\n")
    )
    try writeWork()
    let run = try box.run(["replay", "--since", "2027-01-01"])
    #expect(
      run.output.hasSuffix(
        "nothing to replay since 2027-01-01: the client keeps no session of that time\n"
      )
    )
  }

  @Test func `writes nothing`() throws {
    try writeWork()
    let list = #"cd "$1" && find home work -type f -exec cksum {} + | sort"#
    let earlier = try box.shell(list, [box.root.path]).run.output
    #expect(earlier.contains(".jsonl"))
    for words in [[], ["--json"], ["--rows"], ["--show-text"]] {
      #expect(try box.run(["replay"] + words).end == .exited(0))
    }
    #expect(try box.shell(list, [box.root.path]).run.output == earlier)
  }

  @Test(arguments: [
    (["--since", "yesterday"], "`--since` takes a date like 2026-11-30, not `yesterday`"),
    (["--until", "2026-02-30"], "`--until` takes a date"),
    (
      ["--since", "2026-11-02", "--until", "2026-11-01"],
      "`--until 2026-11-01` is before `--since 2026-11-02`"
    ),
    (["--format", "csv"], "unknown format `csv`; known: text, json"),
    (["--json", "--format", "text"], "contradict each other"),
  ])
  func `refuses what it cannot read`(words: [String], message: String) throws {
    let run = try box.run(["replay"] + words)
    #expect(run.end == .exited(64))
    #expect(run.output == "")
    #expect(run.errors.contains(message))
  }

  @Test func `needs a policy that is right`() throws {
    try writeWork()
    let broken = try box.write("version: 2\n", to: "broken.yaml")
    #expect(try box.run(["replay", "--policy", broken]).end == .exited(65))
    #expect(try box.run(["replay", "--policy", "nowhere.yaml"]).end == .exited(66))
  }
}
