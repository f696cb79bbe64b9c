import Foundation
import Testing

/// Amounts worked out by hand: opus is 4 and 20 dollars per million tokens in and out, haiku 0.10 and
/// 0.50, OpenRouter adds 5.5 %.
@Suite struct `Report` {
  private let box: Sandbox
  private static let session = "11111111-1111-4111-8111-111111111111"

  init() throws {
    box = try Sandbox()
    try box.saveLogin()
    try box.write(
      [
        Self.launch("2026-10-10T10:00:00.000Z", "openrouter", "metered", ",\"multiplier\":1.055")
      ]
      .joined(),
      to: "home/.local/state/claude-route/ledger.jsonl",
      mode: 0o600
    )
    try box.write(
      [
        Self.reply("a", "2026-10-10T10:00:05.000Z", "claude-haiku-5-5", 1_000_000, 100_000),
        Self.reply("b", "2026-10-11T10:00:05.000Z", "claude-haiku-5-5", 1_000_000, 100_000),
        "{\"type\":\"assistant\",\"cut",
      ]
      .joined(separator: "\n"),
      to: "home/.claude/projects/-w/\(Self.session).jsonl"
    )
    try box.write(
      Self.reply("c", "2026-10-12T23:30:00.000Z", "claude-opus-5-5", 500_000, 50_000, session: "x")
        + "\n",
      to: "home/.claude/projects/-w/x.jsonl"
    )
  }

  private static func launch(
    _ time: String,
    _ backend: String,
    _ billing: String,
    _ more: String
  ) -> String {
    """
    {"time":"\(time)","session":"\(session)","classes":["bulk"],"backend":"\(backend)",\
    "model":"haiku","id":"claude-haiku-5-5","payer":"env:OPENROUTER_API_KEY",\
    "billing":"\(billing)"\(more),"policy":"sha256:1"}

    """
  }

  private static func reply(
    _ id: String,
    _ time: String,
    _ model: String,
    _ input: Int,
    _ output: Int,
    session: String = session
  ) -> String {
    """
    {"type":"assistant","sessionId":"\(session)","cwd":"/canary/project","timestamp":"\(time)",\
    "message":{"id":"\(id)","model":"\(model)","content":[{"type":"text","text":"canary words"}],\
    "usage":{"input_tokens":\(input),"output_tokens":\(output)}}}
    """
  }

  private let october = ["report", "--month", "2026-10", "--utc"]

  /// 2 × (1 × 0.5 + 0.1 × 2.5) × 1.055 = 1.5825, since a prompt of a million tokens is a long one;
  /// 0.5 × 4 + 0.05 × 20 = 3.
  @Test func `tells what is billed from what a plan covers`() throws {
    let run = try box.run(october)
    #expect(run.end == .exited(0) && run.errors.isEmpty)
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.contains("bulk") && $0.contains("$1.58") && $0.contains("–") })
    #expect(lines.contains { $0.contains("not by us") && $0.contains("$3.00") })
    #expect(!run.output.contains("4.58") && !run.output.contains("canary"))
    #expect(run.output.contains("1 of 4 transcript lines could not be read"))
    let kept = box.home.appending(path: ".local/state/claude-route/usage.jsonl")
    let text = try String(contentsOf: kept, encoding: .utf8)
    #expect(text.contains("\"class\":\"bulk\"") && !text.contains("words"))
  }

  @Test func `is a document without paths and texts, and is added up from several`() throws {
    let run = try box.run(october + ["--json"])
    #expect(!run.output.contains("canary"))
    let first = try box.write(run.output, to: "work/anna.json")
    let second = try box.write(
      run.output.replacing("\"bytes\": ", with: "\"bytes\": 1"),
      to: "work/ben.json"
    )
    let twice = try box.run(["report", "--from", first, first])
    #expect(twice.end == .exited(64) && twice.errors.contains("is there twice"))
    let both = try box.run(["report", "--from", first, second, "--json"])
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(both.output.utf8)) as? [String: Any]
    )
    let sums = try #require(document["sums"] as? [String: Any])
    #expect(try abs(#require(sums["billed"] as? Double) - 3.165) < 1e-9)
    #expect(try abs(#require(sums["plan"] as? Double) - 6) < 1e-9)
    #expect(document["people"] as? Int == 2)
    let markdown = try box.run(["report", "--from", first, "--format", "markdown"])
    #expect(markdown.output.hasPrefix("| class |"))
  }

  @Test func `is a table for other programs, by what is asked for`() throws {
    let run = try box.run(october + ["--format", "csv", "--by", "day,backend"])
    let lines = run.output.components(separatedBy: "\r\n")
    #expect(lines[0].hasPrefix("day,backend,launched,sessions,replies,input_tokens,"))
    #expect(lines[1].hasPrefix("2026-10-10,openrouter,"))
    #expect(lines.count == 5)
    let projects = try box.run(october + ["--format", "csv", "--by", "project"])
    #expect(projects.output.contains("/canary/project"))
  }

  @Test func `has no price for a model that is not in the list`() throws {
    try box.write(
      Self.reply("d", "2026-10-13T10:00:00.000Z", "glm-5.3", 1_200_000, 30_000, session: "y"),
      to: "home/.claude/projects/-w/y.jsonl"
    )
    let run = try box.run(october)
    #expect(run.output.contains("no price for glm-5.3: 1.2M in, 30K out"))
  }

  @Test func `counts local days, and others as UTC has them`() throws {
    let zone = ["TZ": "Asia/Tokyo"]
    let words = ["report", "--month", "2026-10", "--format", "csv", "--by", "day"]
    #expect(try box.run(words, zone).output.contains("2026-10-13,"))
    #expect(try !box.run(words + ["--utc"], zone).output.contains("2026-10-13,"))
  }

  @Test(arguments: [
    (["--month", "2026-13"], "`--month` takes a month like 2026-10, not `2026-13`"),
    (["--since", "x"], "`--since` takes a day"),
    (["--since", "2026-02-02", "--until", "2026-02-01"], "is before"),
    (["--month", "2026-10", "--since", "2026-10-01"], "contradict each other"),
    (["--by", "class,colour"], "`--by` takes class, backend, model, project, day, month"),
    (["--format", "xml"], "unknown format `xml`; known: text, json, csv, markdown"),
    (["--from", "a.json", "--by", "project"], "reports hold no projects"),
    (["--from", "a.json", "--month", "2026-10"], "settled already"),
    (["--since", "1990-01-01"], "more than ten years"),
    (["--since", "9999-01-01"], "is in the future"),
  ])
  func `refuses what it cannot read`(words: [String], message: String) throws {
    let run = try box.run(["report"] + words)
    #expect(run.end == .exited(64) && run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
  }

  @Test func `says which report of several is none`() throws {
    try box.write("{\"schema\": 2}", to: "work/odd.json")
    let run = try box.run(["report", "--from", "odd.json"])
    #expect(run.end == .exited(64) && run.errors.contains("odd.json: its `schema` is not 1"))
    #expect(try box.run(["report", "--from", "none.json"]).end == .exited(66))
  }

  @Test func `writes over nothing that it could not read`() throws {
    let path = "home/.local/state/claude-route/usage.jsonl"
    let elsewhere = try box.write("{\"kept\": \"elsewhere\"}\n", to: "totals.jsonl")
    let link = box.root.appending(path: path)
    try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: elsewhere)
    let run = try box.run(october)
    #expect(run.end == .exited(0) && run.errors.contains("the totals are not kept"))
    #expect(try String(contentsOfFile: elsewhere, encoding: .utf8) == "{\"kept\": \"elsewhere\"}\n")
    try FileManager.default.removeItem(at: link)
    try box.write("{\"of\": \"a newer version\"}\n", to: path, mode: 0o600)
    #expect(try box.run(october).errors.isEmpty)
    #expect(try String(contentsOf: link, encoding: .utf8).contains("a newer version"))
    try box.write("", to: path, mode: 0o666)
    #expect(try box.run(october).errors.contains("cannot trust"))
  }

  @Test func `is made where nothing can be kept, and says so`() throws {
    try box.write("", to: "home/taken")
    let run = try box.run(october, ["XDG_STATE_HOME": box.home.appending(path: "taken").path])
    #expect(run.end == .exited(0) && run.output.contains("not by us"))
    #expect(run.errors.contains("the totals are not kept"))
  }
}
