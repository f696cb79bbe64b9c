import BackendProbe
import Testing

@Suite struct `The sessions of a probe` {
  private static func task(_ session: ProbeSession, tokens: Int = 0) -> ProbeTask {
    ProbeTask(session, in: "/folder", words: TranscriptSample.words, contextTokens: tokens)
  }

  /// The words of an option, up to the next one.
  private static func value(of option: String, in task: ProbeTask) -> String? {
    task.options.firstIndex(of: option).map { task.options[$0 + 1] }
  }

  @Test(arguments: ProbeSession.allCases)
  func `load nothing of the user's and keep nothing`(session: ProbeSession) {
    let task = Self.task(session)
    for flag in [
      "--safe-mode", "--strict-mcp-config", "--disable-slash-commands", "--no-session-persistence",
      "--include-partial-messages",
    ] {
      #expect(task.options.contains(flag))
    }
    #expect(Self.value(of: "--setting-sources", in: task) == "")
    #expect(Self.value(of: "--output-format", in: task) == "stream-json")
    #expect(Self.value(of: "--permission-prompts", in: task) == "none")
  }

  @Test func `have the tools they need and no other`() {
    let tools = ProbeSession.allCases.map { Self.value(of: "--tools", in: Self.task($0)) }
    #expect(tools == ["", "Read", "Write,Edit,Read", "Read", "", "Agent", ""])
  }

  @Test func `think where that is looked at`() {
    #expect(ProbeSession.allCases.filter { Self.task($0).thinks } == [.thinking])
    #expect(Self.value(of: "--effort", in: Self.task(.thinking)) == "high")
  }

  @Test func `read the user's settings where a login needs them`() {
    let task = ProbeTask(
      .answer,
      in: "/folder",
      words: TranscriptSample.words,
      needsUserSettings: true
    )
    #expect(Self.value(of: "--setting-sources", in: task) == "user")
  }

  @Test func `follow a chain of files to a word that nobody knows`() {
    let task = Self.task(.chain)
    #expect(
      task.files.map(\.content) == [
        "The next file is /folder/second.txt.\n", "The next file is /folder/third.txt.\n",
        "The word is w0rd22.\n",
      ]
    )
    #expect(!task.prompt.contains("w0rd22"))
    // What is cached has to be some thousand tokens long, on every model.
    #expect((Self.value(of: "--append-system-prompt", in: task) ?? "").utf8.count > 25_000)
  }

  @Test func `ask each slot for a word of its own`() {
    for slot in ["opus", "sonnet", "haiku", "fable"] {
      #expect(Self.task(.subAgents).prompt.contains("\"Reply with the word \(slot)-w0rd22 and"))
    }
  }

  @Test func `fill a prompt as long as it is asked for`() {
    let text = Self.task(.context, tokens: 100_000).standardInput
    #expect(text.hasPrefix("The word is w0rd22."))
    // At four characters a token.
    #expect((90_000...130_000).contains(text.utf8.count / 4))
    #expect(Self.task(.answer, tokens: 100_000).standardInput == "")
  }
}
