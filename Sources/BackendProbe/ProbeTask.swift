internal import JSONTree
internal import RouteEngine

/// What one session of a probe is asked, and with what.
///
/// Built for client 2.1.330: its flags and the names of its tools are of that version.
package struct ProbeTask: Hashable, Sendable {
  package let session: ProbeSession
  package let prompt: String
  /// What comes on standard input in front of the prompt; empty for most.
  package let standardInput: String
  /// The client's arguments behind the prompt, without settings and budget.
  package let options: [String]
  /// Whether the route leaves thinking to the client; else it switches it off, which is cheaper.
  package let thinks: Bool
  /// What lies in the folder before it starts.
  package let files: [File]

  /// A file's name in the folder and what is in it.
  package struct File: Hashable, Sendable {
    package let name: String
    package let content: String
  }

  /// The words that only somebody can know who read them in this probe.
  package struct Words: Hashable, Sendable {
    /// Lower-case letters and digits.
    let word: String

    /// `word` is drawn anew for each probe, so that no cache and no log can answer.
    package init(_ word: String) { self.word = word }

    func named(_ name: String) -> String { "\(name)-\(word)" }
  }

  /// `folder` is absolute and empty; `contextTokens` is how long the prompt of `context` shall be.
  ///
  /// Of the settings files none is read, but the user's when a login needs it.
  package init(
    _ session: ProbeSession,
    in folder: String,
    words: Words,
    needsUserSettings: Bool = false,
    contextTokens: Int = 0
  ) {
    self.session = session
    var tools = ""
    var more: [String] = []
    var input = ""
    var files: [File] = []
    switch session {
    case .answer:
      prompt = Self.countingPrompt
    case .chain:
      prompt =
        "Read the file \(folder)/start.txt with the Read tool. It names another file; read that one too, and so on, until a file gives you a word. Reply with that word and nothing else."
      tools = "Read"
      more = ["--append-system-prompt", Self.padding(lines: 500)]
      files = [
        File(name: "start.txt", content: "The next file is \(folder)/second.txt.\n"),
        File(name: "second.txt", content: "The next file is \(folder)/third.txt.\n"),
        File(name: "third.txt", content: "The word is \(words.word).\n"),
      ]
    case .input:
      prompt = HardInput.prompt(in: folder)
      tools = "Write,Edit,Read"
      more = ["--json-schema", HardInput.schema]
    case .parallel:
      prompt =
        "Read \(folder)/a.txt, \(folder)/b.txt and \(folder)/c.txt with the Read tool: all three calls in one answer, in parallel, before you see any result. Then reply with the three words in them, separated by single spaces, and nothing else."
      tools = "Read"
      files = ["a", "b", "c"].map { File(name: "\($0).txt", content: "\(words.named($0))\n") }
    case .thinking:
      prompt = Self.puzzle
      more = ["--effort", "high"]
    case .subAgents:
      prompt = Self.delegation(words)
      tools = "Agent"
    case .context:
      prompt = "Reply with the word at the very beginning and nothing else."
      input =
        "The word is \(words.word). Remember it.\n"
        + Self.padding(lines: contextTokens / Self.tokensOfPaddingLine)
    }
    standardInput = input
    self.files = files
    options =
      Self.commonOptions + ["--setting-sources", needsUserSettings ? "user" : ""]
      + ["--tools", tools] + more
    thinks = session == .thinking
  }

  /// Nothing of the user's is loaded, nothing is kept, nobody is asked.
  private static let commonOptions = [
    "--output-format", "stream-json", "--include-partial-messages", "--verbose", "--safe-mode",
    "--strict-mcp-config", "--disable-slash-commands",
    "--no-session-persistence", "--permission-mode", "acceptEdits", "--permission-prompts", "none",
    "--forward-subagent-text",
  ]

  // MARK: Texts

  private static let countingPrompt =
    "Write the whole numbers from 1 to 100 in digits, separated by single spaces, on one line, and nothing else."

  /// What `answer` is to say.
  static let counting = (1...100).map(String.init).joined(separator: " ")

  private static let puzzle =
    "Think this through before you answer: three boxes hold 17, 29 and 43 marbles. In each round one marble is moved from the fullest box to the emptiest one. After how many rounds do all boxes first differ by at most one, and what do they hold? Reply with one line."

  private static func delegation(_ words: Words) -> String {
    let calls = Backend.familySlots.map { slot in
      "with model \"\(slot)\" and the prompt \"Reply with the word \(words.named(slot)) and nothing else.\""
    }
    return
      "Call the Agent tool four times in one answer, with subagent_type \"general-purpose\" and run_in_background false: once "
      + calls.joined(separator: ", once ")
      + ". Then reply with the four words, separated by single spaces, and nothing else."
  }

  /// A prefix must be some thousand tokens long before it is cached; this one always is the same.
  private static func padding(lines count: Int) -> String {
    (0..<max(0, count))
      .map { "Line \($0): this line fills the prompt and means nothing at all." }
      .joined(separator: "\n") + "\n"
  }

  /// At least; the vendor's tokenisers make 14 to 18 of one.
  private static let tokensOfPaddingLine = 14
}
