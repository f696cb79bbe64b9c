import PolicyCheck
import RouteEngine
import Testing

@Suite struct `A replay` {
  private func command(_ task: HermeticTask, file: String = "team.yaml") -> String {
    ReplayCommand(of: task, under: .user, file: file).text
  }

  private let start = "claude-route explain --as user --policy team.yaml"

  @Test func `of an ordinary task names the policy only`() {
    #expect(command(HermeticTask()) == start)
    #expect(
      ReplayCommand(of: HermeticTask(), under: .managed, file: "my policy.yaml").text
        == "claude-route explain --as managed --policy 'my policy.yaml'"
    )
  }

  @Test func `says all that is out of the ordinary, in one order`() {
    let task = HermeticTask(
      text: "it's late",
      files: ["a b.swift", "c.swift"],
      classes: ["production", "bulk"],
      labels: ["z", "a"],
      values: [
        .branch: .value(.text("release/1")), .ci: .value(.truth(true)), .os: .unknown,
        .interactive: .absent, .environment("HOST"): .value(.text("a&b")),
      ],
      unavailable: [.backend("openrouter"), .credential(.environment("KEY"))]
    )
    #expect(
      command(task)
        == start + #" --task 'it'\''s late' --class production --class bulk --label a --label z"#
        + " --fact branch=release/1 --fact ci=true --fact 'env.HOST=a&b' --absent interactive"
        + " --unknown os --unavailable env:KEY --unavailable openrouter"
        + " --files 'a b.swift' c.swift"
    )
  }

  @Test func `says what is measured`() {
    let measured = SupposedTraits([
      ("two", [.tools: .good, .thinking: .broken]), ("one/opus", [.webSearch: .degraded]),
    ])
    let task = HermeticTask(unavailable: [.backend("three")], measured: measured)
    #expect(
      command(task)
        == start + " --unavailable three --measured one/opus:web-search=degraded"
        + " --measured two:thinking=broken --measured two:tools=good"
    )
    #expect(
      task.stateWords
        == "with backend `three` unavailable, `one/opus` measured with web-search degraded, "
        + "`two` measured with thinking broken and tools good"
    )
  }

  @Test func `says the classes of a resumed session`() {
    var task = HermeticTask()
    task.facts.sessionClasses = ["bulk"]
    #expect(command(task) == start + " --session-class bulk")
  }

  @Test func `repeats nothing that follows from the text and the files`() {
    let task = HermeticTask(text: "think hard about it", files: ["a"])
    #expect(command(task) == start + " --task 'think hard about it' --files a")
    #expect(command(HermeticTask(text: "")) == start + " --task ''")
  }

  @Test func `tells no files from files that are not named`() {
    #expect(command(HermeticTask(files: [])) == start + " --fact files.count=0")
    let counted = HermeticTask(values: [.filesCount: .value(.number(7))])
    #expect(command(counted) == start + " --fact files.count=7")
  }

  @Test func `says that a region is absent, since replays have one`() {
    let task = HermeticTask(
      values: [.environment("AWS_REGION"): .absent, .environment("OTHER"): .absent]
    )
    #expect(command(task) == start + " --absent env.AWS_REGION")
    let usual = HermeticTask(values: [.branch: .absent])
    #expect(command(usual) == start)
  }
}
